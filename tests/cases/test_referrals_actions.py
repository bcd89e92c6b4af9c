"""A referral: what leaves the case, who sees it, and what comes back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import SYSTEM
from himaya.access.models import AuditEvent
from himaya.access.roles import ProviderStaff, SocialWorker, Supervisor
from himaya.cases.casefile.process import CaseWork
from himaya.cases.models import Case, Referral, Transfer
from himaya.cases.referrals.actions import (
    accept_referral,
    decline_referral,
    expire_unanswered,
    give_feedback,
    send_referral,
    start_service,
    withdraw_referral,
)
from himaya.cases.transfers.actions import accept_transfer, offer_transfer
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.reference.actions import load_reference
from himaya.services.models import Service
from himaya.workflow.models import Clock, Notice, Task
from tests import factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db

SHARED = {
    "who": "Sınaq Uşaq, 7 yaş",
    "how_to_reach": "+994 50 000 00 00, axşam",
    "reason": "Nitq inkişafı üçün dəstək",
    "consent_ground": "consent",
    "consent_form": "spoken",
    "consent_by": "ana",
}


@pytest.fixture
def cast(as_owner: As) -> Iterator[dict[str, Any]]:
    with as_owner():
        load_reference()
        nation = factories.unit(national=True)
        here, centre, other = (factories.unit(parent=nation) for _ in range(3))
        worker = factories.user((SocialWorker, here))
        supervisor = factories.user((Supervisor, here))
        case = Case(
            dossier=open_dossier(kind="case", unit=here),
            matter="child_in_difficulty",
            risk="medium",
            reported_at=clock.now(),
            worker=worker,
        )
        CaseWork.begin(case, CaseWork.open, by=SYSTEM)
        grant(dossier=case.dossier, user=worker, ground="case", source=f"case:{case.pk}", by=None)
        cast = {
            "case": case,
            "worker": worker,
            "supervisor": supervisor,
            "provider": factories.user((ProviderStaff, centre)),
            "rival": factories.user((ProviderStaff, other)),
            "service": Service.objects.create(
                unit=centre, type="rehabilitation", name_az="Sınaq mərkəzi", is_nationwide=True
            ),
        }
    with clock.fixed("2026-11-02T10:00"):
        yield cast


def sent(cast: dict[str, Any], acting_as: Any, **changes: Any) -> Referral:
    with acting_as(cast["worker"]):
        case = Case.objects.get()
        return send_referral(case=case, service=cast["service"], by=cast["worker"], **{**SHARED, **changes})


def test_the_service_sees_what_was_shared_and_nothing_of_the_case(cast: Any, acting_as: Any) -> None:
    referral = sent(cast, acting_as)
    with acting_as(cast["provider"]):
        seen = Referral.objects.visible_to(cast["provider"]).get()
        assert seen.who == SHARED["who"]
        assert Case.objects.count() == 0
        assert Notice.objects.filter(user=cast["provider"], kind="referral.sent").count() == 1
    with acting_as(cast["rival"]):
        assert Referral.objects.count() == 0
    with acting_as(cast["supervisor"]):
        assert Referral.objects.get() == referral


def test_sending_is_audited_and_starts_the_answer_s_clock(cast: Any, acting_as: Any, as_owner: As) -> None:
    referral = sent(cast, acting_as)
    with as_owner():
        assert AuditEvent.objects.filter(verb="referrals.send_referral", object_id=referral.pk).exists()
        running = Clock.objects.get(process="referral", subject_id=referral.pk)
        assert (running.name, running.unit_id) == ("answer", cast["service"].unit_id)


def test_without_consent_or_ground_nothing_leaves(cast: Any, acting_as: Any, as_owner: As) -> None:
    with pytest.raises(Refused):
        sent(cast, acting_as, consent_ground="", consent_by="")
    with pytest.raises(Refused):
        sent(cast, acting_as, consent_by="")
    with as_owner():
        assert Referral.objects.count() == 0


def test_an_emergency_leaves_at_once_and_the_gap_becomes_a_task(
    cast: Any, acting_as: Any, as_owner: As
) -> None:
    referral = sent(cast, acting_as, is_urgent=True, consent_ground="", consent_by="")
    with as_owner():
        assert Task.objects.filter(kind="gap", subject_id=referral.pk).exists()


def test_a_closed_service_takes_no_one(cast: Any, acting_as: Any, as_owner: As) -> None:
    with as_owner():
        Service.objects.update(is_open=False)
        cast["service"].refresh_from_db()
    with pytest.raises(Refused):
        sent(cast, acting_as)


def test_accepting_tells_the_worker_and_feedback_returns_to_the_case(cast: Any, acting_as: Any) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]):
        referral = Referral.objects.get()
        accept_referral(referral=referral, by=cast["provider"], starts_on=clock.today())
        give_feedback(referral=referral, text="Gəldilər", attended=True, by=cast["provider"])
        done = {"ends": True, "outcome": "reached", "started_on": clock.today()}
        give_feedback(referral=referral, text="Bitdi", by=cast["provider"], **done)
    with acting_as(cast["worker"]):
        referral = Referral.objects.get()
        assert (referral.status, referral.feedback.count()) == ("completed", 2)
        assert (referral.outcome, referral.started_on) == ("reached", clock.today())
        assert Notice.objects.filter(user=cast["worker"], kind="referral.accepted").exists()


def test_the_beginning_has_a_day_that_has_come_and_is_not_before_the_referral(
    cast: Any, acting_as: Any, in_english: Any
) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]):
        referral = accept_referral(referral=Referral.objects.get(), by=cast["provider"])
        for day, why in ((date(2026, 11, 3), "still to come"), (date(2026, 11, 1), "before the family")):
            with pytest.raises(Refused, match=why):
                start_service(referral=referral, started_on=day, by=cast["provider"])
        referral = Referral.objects.get()
        start_service(
            referral=referral, started_on=clock.today(), by=cast["provider"], expected=referral.version
        )
        assert Referral.objects.get().status == "started"
        give_feedback(referral=Referral.objects.get(), text="Davam edir", by=cast["provider"])
    with acting_as(cast["worker"]):
        assert Notice.objects.filter(user=cast["worker"], kind="referral.started").exists()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "what came of it"),
        ({"outcome": "reached"}, "on which the service began"),
        ({"outcome": "x"}, "what came"),
    ],
)
def test_who_ends_a_referral_says_what_came_of_it_and_when_it_began(
    cast: Any, acting_as: Any, in_english: Any, said: Any, why: str
) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]):
        referral = accept_referral(referral=Referral.objects.get(), by=cast["provider"])
        with pytest.raises(Refused, match=why):
            give_feedback(referral=referral, text="Bitdi", ends=True, by=cast["provider"], **said)
        assert Referral.objects.get().status == "accepted"


def test_a_family_that_never_came_ends_it_without_a_beginning(cast: Any, acting_as: Any) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]):
        referral = accept_referral(referral=Referral.objects.get(), by=cast["provider"])
        give_feedback(
            referral=referral, text="Gəlmədilər", ends=True, outcome="never_came", by=cast["provider"]
        )
        assert (Referral.objects.get().status, Referral.objects.get().started_on) == ("completed", None)


def test_feedback_before_acceptance_is_refused(cast: Any, acting_as: Any) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]), pytest.raises(Refused):
        give_feedback(referral=Referral.objects.get(), text="erkən", by=cast["provider"])


def test_declining_needs_a_reason_and_ends_the_sight(cast: Any, acting_as: Any) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]):
        with pytest.raises(Refused):
            decline_referral(referral=Referral.objects.get(), reason="", by=cast["provider"])
        decline_referral(referral=Referral.objects.get(), reason="no_place", by=cast["provider"])
    with acting_as(cast["provider"]):
        assert Referral.objects.count() == 0


def test_withdrawing_ends_the_sight_of_the_service(cast: Any, acting_as: Any) -> None:
    sent(cast, acting_as)
    with acting_as(cast["worker"]):
        withdraw_referral(referral=Referral.objects.get(), by=cast["worker"])
    with acting_as(cast["provider"]):
        assert Referral.objects.count() == 0


def test_a_second_tab_is_told(cast: Any, acting_as: Any) -> None:
    sent(cast, acting_as)
    with acting_as(cast["provider"]):
        referral = Referral.objects.get()
        with pytest.raises(Stale):
            accept_referral(referral=referral, by=cast["provider"], expected=referral.version - 1)


def test_nobody_else_answers(cast: Any, acting_as: Any) -> None:
    referral = sent(cast, acting_as)
    with acting_as(cast["worker"]), pytest.raises(PermissionDenied):
        accept_referral(referral=referral, by=cast["worker"])


def test_an_unanswered_referral_expires_and_the_worker_hears(
    cast: Any, acting_as: Any, as_worker: As, as_owner: As
) -> None:
    sent(cast, acting_as)
    with clock.fixed("2027-02-01T10:00"), as_worker():
        assert expire_unanswered() == 1
        assert expire_unanswered() == 0
    with as_owner():
        assert Referral.objects.get().status == "expired"
        assert Notice.objects.filter(user=cast["worker"], kind="referral.expired").exists()


def test_a_closed_case_is_not_referred(
    country: Any, make_case: Any, acting_as: Any, in_english: Any, as_owner: As
) -> None:
    case = make_case("closed")
    with as_owner():
        service = Service.objects.create(unit=country["there"], type="legal", name_az="X", is_nationwide=True)
    with acting_as(country["supervisor"]), pytest.raises(Refused, match="closed"):
        send_referral(case=case, service=service, by=country["supervisor"], **SHARED)


def referred(country: Any, make_case: Any, acting_as: Any, as_owner: As) -> Referral:
    """A referral of a registered case of `worker`, to a service in a centre of its own."""
    case = make_case("registered")
    with as_owner():
        centre = factories.unit(parent=country["nation"])
        country["provider"] = factories.user((ProviderStaff, centre))
        service = Service.objects.create(
            unit=centre, type="legal", name_az="Hüquqi yardım", is_nationwide=True
        )
    with acting_as(country["worker"]):
        return send_referral(case=case, service=service, by=country["worker"], **SHARED)


def test_referrals_follow_the_case_to_the_colleague_who_takes_it_over(
    country: Any, make_case: Any, acting_as: Any, as_owner: As
) -> None:
    referral = referred(country, make_case, acting_as, as_owner)
    with acting_as(country["worker"]):
        offer_transfer(
            case=Case.objects.get(), to_unit=country["here"], to_worker=country["colleague"], reason="leave",
            handover="Hər şey işdədir.", by=country["worker"],
        )  # fmt: skip
    with acting_as(country["colleague"]):
        accept_transfer(transfer=Transfer.objects.get(), worker=None, by=country["colleague"])
    with acting_as(country["colleague"]):
        assert Referral.objects.get() == referral
    with acting_as(country["worker"]):
        assert Referral.objects.count() == 0
    with acting_as(country["provider"]):
        accept_referral(referral=Referral.objects.get(), by=country["provider"])
    with as_owner():
        assert Notice.objects.filter(user=country["colleague"], kind="referral.accepted").exists()
        assert not Notice.objects.filter(user=country["worker"], kind="referral.accepted").exists()


def test_referrals_follow_the_case_to_another_district(
    country: Any, make_case: Any, acting_as: Any, as_owner: As
) -> None:
    referral = referred(country, make_case, acting_as, as_owner)
    with acting_as(country["supervisor"]):
        offer_transfer(
            case=Case.objects.get(), to_unit=country["there"], to_worker=None, reason="moved",
            handover="Ailə köçüb.", by=country["supervisor"],
        )  # fmt: skip
    with acting_as(country["neighbour"]):
        assert Referral.objects.count() == 0
        accept_transfer(transfer=Transfer.objects.get(), worker=country["stranger"], by=country["neighbour"])
    for who in ("neighbour", "stranger", "provider"):
        with acting_as(country[who]):
            assert Referral.objects.count() == 1, who
    for who in ("supervisor", "worker", "colleague"):
        with acting_as(country[who]):
            assert Referral.objects.count() == 0, who
    with as_owner():
        referral.refresh_from_db()
        assert (referral.dossier.unit, referral.answer_to) == (country["there"], country["stranger"])
