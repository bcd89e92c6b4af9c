"""A case finds its worker."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from himaya.access.actions import wall_off
from himaya.access.models import Grant
from himaya.cases.assigning.actions import accept_case, decline_case, offer_case
from himaya.cases.assigning.models import Assignment
from himaya.cases.assigning.queries import candidates_for
from himaya.cases.casefile.process import CaseWork
from himaya.cases.models import Case
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.models import Person
from himaya.workflow.models import Clock, Notice
from himaya.workflow.process import Moved
from himaya.workforce.actions import keep_profile, record_absence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def offer(case: Any, worker: Any, by: Any, acting_as: Any, **more: Any) -> Case:
    with acting_as(by):
        return offer_case(case=Case.objects.get(pk=case.pk), worker=worker, by=by, **more)


def sees(user: Any, case: Any, acting_as: Any) -> bool:
    with acting_as(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_an_offered_worker_sees_the_case_and_is_told(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("screened_in")
    assert not sees(country["worker"], case, acting_as)
    offer(case, country["worker"], country["supervisor"], acting_as)
    assert sees(country["worker"], case, acting_as)
    assert not sees(country["colleague"], case, acting_as)
    with acting_as(country["worker"]):
        assert Notice.objects.filter(user=country["worker"], kind="case.offered").exists()
        clocks = {c.name: c for c in CaseWork.clocks_of(case)}
        assert clocks["acceptance"].holder == country["worker"]
        assert clocks["contact"].holder is None


def test_accepting_hands_the_deadlines_over_and_opens_the_file(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("assigned")
    with acting_as(country["worker"]):
        case = accept_case(case=case, by=country["worker"])
        clocks = {c.name: c for c in CaseWork.clocks_of(case)}
        assert clocks["contact"].holder == country["worker"]
        assert clocks["registration"].holder == country["worker"]
        assert Assignment.objects.get(case=case).accepted_at is not None


def test_declining_needs_the_one_who_was_asked_and_ends_their_sight(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("assigned")
    with acting_as(country["worker"]):
        decline_case(case=case, reason="conflict_of_interest", by=country["worker"])
    assert not sees(country["worker"], case, acting_as)
    with acting_as(country["supervisor"]):
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.worker) == ("screened_in", None)
        assert Assignment.objects.get(case=case).decline_reason == "conflict_of_interest"
        assert {c.name for c in CaseWork.clocks_of(case)} == {"assignment", "contact"}


def test_the_files_of_the_children_open_only_after_acceptance(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("registered")
    with acting_as(country["worker"]):
        assert Person.objects.visible_to(country["worker"]).count() == 1
    with acting_as(country["colleague"]):
        assert not Person.objects.exists()
    assert case.status == "registered"


def test_offering_to_another_takes_the_first_offer_back(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("assigned")
    offer(case, country["colleague"], country["supervisor"], acting_as)
    assert not sees(country["worker"], case, acting_as)
    assert sees(country["colleague"], case, acting_as)
    with acting_as(country["colleague"]):
        assert Grant.objects.filter(ended_at__isnull=True, user=country["colleague"]).count() == 1


def test_a_stranger_or_a_worker_cannot_assign(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("screened_in")
    for who in ("neighbour", "worker"):
        with acting_as(country[who]), pytest.raises(PermissionDenied):
            offer_case(case=case, worker=country["worker"], by=country[who])
    with as_owner():
        assert not Assignment.objects.exists()


def test_only_workers_of_the_unit_are_offered(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("screened_in")
    with pytest.raises(Refused, match="unit that holds"):
        offer(case, country["stranger"], country["supervisor"], acting_as)


def test_someone_away_is_offered_only_with_a_reason(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("screened_in")
    today = clock.today()
    with acting_as(country["worker"]):
        record_absence(
            user=country["worker"],
            kind="leave",
            first_on=today,
            last_on=today + timedelta(days=3),
            by=country["worker"],
        )
    with pytest.raises(Refused, match="away"):
        offer(case, country["worker"], country["supervisor"], acting_as)
    moved = offer(case, country["worker"], country["supervisor"], acting_as, override="only_one_who_knows")
    assert moved.status == "assigned"


def test_the_caseload_limit_holds_save_for_critical_risk(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]):
        keep_profile(user=country["worker"], skills=[], places=[], caseload_limit=1, by=country["supervisor"])
    make_case("accepted")
    full = make_case("screened_in")
    with pytest.raises(Refused, match=r"reached the caseload limit\. Load 1,5 of 1, open cases: 1"):
        offer(full, country["worker"], country["supervisor"], acting_as)
    urgent = make_case("screened_in", risk="critical")
    assert offer(urgent, country["worker"], country["supervisor"], acting_as).status == "assigned"


def test_the_best_fitting_comes_first_and_the_walled_off_never(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    make_case("accepted")
    case = make_case("screened_in")
    with acting_as(country["supervisor"]):
        assert [c.worker for c in candidates_for(case)] == [country["colleague"], country["worker"]]
    with as_owner():
        wall_off(dossier=case.dossier, user=country["colleague"], reason="named", by=None)
    with acting_as(country["supervisor"]):
        assert [c.worker for c in candidates_for(case)] == [country["worker"]]


def test_an_old_page_is_refused(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("screened_in")
    with pytest.raises(Stale):
        offer(case, country["worker"], country["supervisor"], acting_as, expected=case.version + 7)


def test_nothing_is_kept_of_a_refused_offer(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("closed")
    with pytest.raises(Moved, match="Closed"):
        offer(case, country["colleague"], country["supervisor"], acting_as)
    with acting_as(country["supervisor"]):
        assert Assignment.objects.filter(case=case).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_supervisors_at_once_one_wins_and_the_other_reads_who_did_it(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("screened_in")
    said: dict[str, str] = {}
    start = Barrier(2)

    def try_to_offer(who: str, to: str) -> None:
        from himaya.access.gate import acting_as as act

        try:
            with act(country[who]):
                mine = Case.objects.get(pk=case.pk)
                start.wait()
                offer_case(case=mine, worker=country[to], by=country[who])
                said[who] = "won"
        except Refused as refused:
            said[who] = refused.message
        finally:
            connection.close()

    threads = [
        Thread(target=try_to_offer, args=args) for args in (("supervisor", "worker"), ("second", "colleague"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    winner, loser = sorted(said, key=lambda who: said[who] != "won")
    assert said[winner] == "won"
    assert str(country[winner]) in said[loser]
    with acting_as(country["supervisor"]):
        assert Assignment.objects.filter(case=case).count() == 1
        assert Clock.objects.filter(name="acceptance").count() == 1
