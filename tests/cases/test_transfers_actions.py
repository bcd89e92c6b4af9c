"""Handing a case over: the sender owns it until the receiver says yes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.actions import wall_off
from himaya.access.gate import SYSTEM
from himaya.access.models import Grant
from himaya.cases.casefile.process import CaseWork
from himaya.cases.closing.actions import close_case, finish_feedback, propose_closure
from himaya.cases.models import Case, Transfer
from himaya.cases.transfers.actions import (
    accept_transfer,
    decline_transfer,
    expire_transfers,
    offer_transfer,
    withdraw_transfer,
)
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.models import Person
from himaya.workflow.models import Clock, Notice
from tests.cases.answers import LAST_WORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def offer(case: Any, to: Any, by: Any, acting_as: Any, worker: Any = None) -> Transfer:
    with acting_as(by):
        return offer_transfer(
            case=Case.objects.get(pk=case.pk),
            to_unit=to,
            to_worker=worker,
            reason="moved",
            handover="Ailə köçüb, ana telefonla danışır.",
            by=by,
        )


def sees(user: Any, case: Any, acting_as: Any) -> bool:
    with acting_as(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_the_receiving_supervisor_reads_and_the_sender_keeps_owning(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 10:00"):
        case = make_case("implementing")
        offer(case, country["there"], country["worker"], acting_as)
        assert sees(country["neighbour"], case, acting_as)
        assert not sees(country["stranger"], case, acting_as)
        with acting_as(country["neighbour"]):
            assert Notice.objects.get(user=country["neighbour"]).kind == "transfer.offered"
            waiting = Clock.objects.get(name="transfer_answer")
            assert waiting.unit == country["there"]
            assert clock.local(waiting.due_at).isoformat()[:16] == "2026-03-04T23:59"
            case = Case.objects.get(pk=case.pk)
            assert (case.dossier.unit, case.worker) == (country["here"], country["worker"])
            assert CaseWork.clocks_of(case)[0].unit == country["here"]


def test_acceptance_moves_file_deadlines_and_sight_in_one_step(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("implementing")
    transfer = offer(case, country["there"], country["worker"], acting_as)
    with acting_as(country["neighbour"]):
        accept_transfer(transfer=transfer, worker=country["stranger"], by=country["neighbour"])
    for who, yes in {"neighbour": True, "stranger": True, "supervisor": False, "worker": False}.items():
        assert sees(country[who], case, acting_as) is yes, who
    with acting_as(country["stranger"]):
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.worker) == ("implementing", country["stranger"])
        held = {c.name: c for c in CaseWork.clocks_of(case)}
        assert {c.unit for c in held.values()} == {country["there"]}
        assert held["visit"].holder == country["stranger"]
        # The child stays with the unit of residence; the new worker is let in.
        assert Person.objects.get().dossier.unit == country["here"]
    with as_owner():
        assert not Grant.objects.filter(ground="transfer", ended_at__isnull=True).exists()
        assert set(Grant.objects.filter(ended_at__isnull=True).values_list("user", flat=True)) == {
            country["stranger"].pk
        }


def test_between_workers_of_one_unit_the_named_worker_answers(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    transfer = offer(case, country["here"], country["supervisor"], acting_as, worker=country["colleague"])
    with acting_as(country["second"]), pytest.raises(Refused, match="receiving side"):
        accept_transfer(transfer=transfer, worker=None, by=country["second"])
    with acting_as(country["colleague"]):
        accept_transfer(transfer=transfer, worker=None, by=country["colleague"])
        case = Case.objects.get(pk=case.pk)
        assert case.worker == country["colleague"]
        assert all(c.holder == country["colleague"] for c in CaseWork.clocks_of(case))
    assert not sees(country["worker"], case, acting_as)


def test_declining_leaves_everything_and_ends_the_receiver_s_sight(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    transfer = offer(case, country["there"], country["worker"], acting_as)
    with acting_as(country["neighbour"]):
        decline_transfer(transfer=transfer, reason="not_resident", by=country["neighbour"])
    assert not sees(country["neighbour"], case, acting_as)
    with acting_as(country["worker"]):
        assert Transfer.objects.get().status == "declined"
        assert Case.objects.get(pk=case.pk).worker == country["worker"]
        assert Notice.objects.filter(user=country["worker"], kind="transfer.declined").exists()


def test_the_sender_cannot_accept_and_a_stranger_cannot_answer(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    transfer = offer(case, country["there"], country["worker"], acting_as)
    with acting_as(country["supervisor"]), pytest.raises(Refused, match="receiving side"):
        accept_transfer(transfer=transfer, worker=country["stranger"], by=country["supervisor"])
    with acting_as(country["stranger"]), pytest.raises((PermissionDenied, Case.DoesNotExist)):
        decline_transfer(transfer=transfer, reason="not_resident", by=country["stranger"])


def test_a_unit_that_accepts_names_its_own_worker(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    transfer = offer(case, country["there"], country["worker"], acting_as)
    with acting_as(country["neighbour"]):
        with pytest.raises(Refused, match="Name the worker"):
            accept_transfer(transfer=transfer, worker=None, by=country["neighbour"])
        with pytest.raises(Refused, match="unit that takes"):
            accept_transfer(transfer=transfer, worker=country["colleague"], by=country["neighbour"])
    assert sees(country["worker"], case, acting_as)


def test_one_offer_at_a_time_and_it_can_be_taken_back(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    transfer = offer(case, country["there"], country["worker"], acting_as)
    with pytest.raises(Refused, match="already offered"):
        offer(case, country["nation"], country["worker"], acting_as)
    with acting_as(country["worker"]):
        withdraw_transfer(transfer=transfer, by=country["worker"])
    assert not sees(country["neighbour"], case, acting_as)


def test_an_unanswered_offer_expires_and_the_case_stays(
    country: Any, make_case: Any, acting_as: Any, as_worker: Any
) -> None:
    with clock.fixed("2026-03-02 10:00"):
        case = make_case("implementing")
        offer(case, country["there"], country["worker"], acting_as)
    with clock.fixed("2026-03-12 10:00"):
        with as_worker(), acting_as(SYSTEM):
            assert expire_transfers() == 1
        assert not sees(country["neighbour"], case, acting_as)
        with acting_as(country["worker"]):
            assert Transfer.objects.get().status == "expired"


def test_who_is_walled_off_is_never_offered_the_case(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("implementing")
    with as_owner():
        wall_off(dossier=case.dossier, unit=country["there"], reason="named", by=None)
    with pytest.raises(Refused, match="cannot be offered there"):
        offer(case, country["there"], country["worker"], acting_as)


def test_a_case_nobody_accepted_yet_goes_to_another_district_without_a_worker(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("screened_in")
    transfer = offer(case, country["there"], country["supervisor"], acting_as)
    with acting_as(country["neighbour"]):
        accept_transfer(transfer=transfer, worker=None, by=country["neighbour"])
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.dossier.unit) == ("screened_in", country["there"])
        assert {c.unit for c in CaseWork.clocks_of(case)} == {country["there"]}


def test_closing_takes_an_open_offer_back(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    offer(case, country["there"], country["worker"], acting_as)
    with acting_as(country["worker"]):
        finish_feedback(case=case, answers=LAST_WORD, by=country["worker"])
        propose_closure(
            case=Case.objects.get(pk=case.pk),
            reason="moved_abroad",
            note="",
            interests="Ailə birlikdə qalır.",
            stable_since=None,
            by=country["worker"],
        )
    with acting_as(country["supervisor"]):
        close_case(case=case, by=country["supervisor"])
        assert Transfer.objects.get().status == "withdrawn"
    assert not sees(country["neighbour"], case, acting_as)


def test_deadlines_of_what_the_case_holds_pass_over_too(country: Any, make_case: Any, acting_as: Any) -> None:
    from himaya.cases.visits.actions import plan_visit

    case = make_case("implementing")
    with acting_as(country["worker"]):
        visit = plan_visit(
            case=case,
            worker=country["worker"],
            contact_type="home",
            planned_for=clock.now() + timedelta(days=1),
            by=country["worker"],
        )
    transfer = offer(case, country["there"], country["worker"], acting_as)
    with acting_as(country["neighbour"]):
        accept_transfer(transfer=transfer, worker=country["stranger"], by=country["neighbour"])
        visit.refresh_from_db()
        assert visit.worker == country["stranger"]
        held = Clock.objects.get(name="visit_record", state="running")
        assert (held.holder, held.unit) == (country["stranger"], country["there"])
