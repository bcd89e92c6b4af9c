"""A consent through its life: given by whom the law lets, asked for anew in time, withdrawn, and those told who rely
on it."""

from datetime import date
from typing import Any

import pytest

from himaya.access.gate import SYSTEM
from himaya.access.roles import SEALED, SENSITIVE
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.actions import leave_ground, record_consent, rest_on, withdraw_consent
from himaya.registry.adjudication.process import PairWork
from himaya.registry.consent.jobs import look_after_consents
from himaya.registry.consent.process import ConsentWork
from himaya.registry.consent.queries import age_limits, relying_on
from himaya.registry.models import Consent, ConsentUse, Pair
from himaya.workflow.models import Clock, Notice, Step, Task
from tests import database
from tests.registry.people_cast import Make, english, today

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {
    "purpose": "share", "form": "spoken", "given_by": "parent", "giver_name": "Aysel", "child_agrees": True,
}  # fmt: skip


def test_the_ages_come_from_dated_norms_and_a_purpose_may_have_its_own() -> None:
    assert age_limits("share", date(2026, 6, 1)).own == 18
    assert age_limits("medical", date(2026, 6, 1)).own == 16
    assert age_limits("medical", date(2026, 6, 1)).heard == 10


def test_who_may_not_consent_is_told_why_and_nothing_is_kept(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child = make_person(born="2014-03-05")
    with acting_as(country["supervisor"]) as by:
        for changed, words in (
            ({"given_by": "self"}, "Under 18"),
            ({"child_agrees": None}, "asked too"),
            ({"child_agrees": False}, "does not agree"),
        ):
            with pytest.raises(Refused, match=words) as refused:
                record_consent(person=child, **{**SAID, **changed}, by=by)
            assert refused.value.field == "given_by"
        assert not Consent.objects.exists()
        assert not Step.objects.filter(process="consent").exists()
        assert record_consent(person=child, **SAID, by=by).status == "standing"
    unknown = make_person("Adsız Sevda", born=None)
    with acting_as(country["supervisor"]) as by:
        assert record_consent(person=unknown, purpose="share", form="spoken", given_by="self", by=by).pk


def test_a_consent_with_a_last_day_is_asked_for_anew_in_time_and_runs_out(
    country: Any, make_person: Make, acting_as: Any, as_owner: Any, as_worker: Any, today: Any
) -> None:
    child = make_person()
    with acting_as(country["supervisor"]) as by:
        kept = record_consent(person=child, **SAID, valid_until=date(2026, 9, 30), by=by)
        endless = record_consent(person=child, **SAID, by=by)
        past = record_consent(
            person=child, **SAID, given_on=date(2026, 1, 1), valid_until=date(2026, 5, 31), by=by
        )
    with as_owner():
        running = Clock.objects.get(process="consent")
        assert (running.subject_id, running.holder) == (kept.pk, country["supervisor"])
        assert running.due_at == clock.at(date(2026, 10, 1))
        assert running.started_at == clock.at(date(2026, 9, 1))
    with as_worker():
        assert look_after_consents() == (1, 0), "the one of the past"
        with clock.fixed("2026-09-30"):
            assert look_after_consents() == (0, 0), "its last day counts"
        with clock.fixed("2026-10-01"):
            assert look_after_consents() == (1, 0)
    with as_owner():
        assert set(Consent.objects.values_list("pk", "status")) == {
            (kept.pk, "lapsed"), (endless.pk, "standing"), (past.pk, "lapsed"),
        }  # fmt: skip
        assert Clock.objects.get(process="consent").state == Clock.CANCELLED


@pytest.fixture
def relying(country: Any, make_person: Make, acting_as: Any, as_owner: Any, today: Any) -> tuple[Any, Any]:
    """A consent, and a governed record (a pair of records) that rests on it."""
    child, other = make_person(), make_person("Əliyeva Nigar H")
    with as_owner():
        first, second = sorted([child, other], key=lambda person: person.pk)
        pair = Pair.objects.create(
            dossier=child.dossier, one=first, other=second, status="waiting", origin="asked",
            raised_at=clock.now(), score=0.5,
        )  # fmt: skip
    with acting_as(country["supervisor"]) as by:
        use = rest_on(
            person=child,
            purpose="share",
            subject=pair,
            process="pair",
            ground="consent",
            giver_name="Aysel",
            by=by,
        )
    assert use is not None
    return use, pair


def test_the_register_is_asked_before_anything_is_written_twice(
    country: Any, relying: Any, acting_as: Any
) -> None:
    use, pair = relying
    with acting_as(country["supervisor"]) as by:
        person = Consent.objects.get().person
        same = rest_on(
            person=person,
            purpose="share",
            subject=pair,
            process="pair",
            ground="consent",
            giver_name="AYSEL",
            by=by,
        )
        assert same == use
        ground = rest_on(person=person, purpose="share", subject=pair, process="pair", ground="court", by=by)
        assert ground is not None
        assert (Consent.objects.count(), ConsentUse.objects.count()) == (2, 2)
        assert ground.consent.given_by == ""
        assert [line.name for line in relying_on(use.consent)] == [str(pair)]


def test_what_is_not_open_to_the_writer_holds_nothing_up(
    country: Any, make_person: Make, acting_as: Any, relying: Any
) -> None:
    hidden = make_person("Gizli Sara", sensitivity=SEALED)
    away = make_person("Uzaq Aynur", unit="there", sensitivity=SENSITIVE)
    with acting_as(country["supervisor"]) as by:
        for person in (hidden, away):
            said = {"person": person, "purpose": "share", "subject": relying[1], "process": "pair"}
            assert rest_on(**said, ground="court", by=by) is None
        assert Consent.objects.count() == 1


def test_a_withdrawal_reaches_those_who_rely_on_it_once(
    country: Any, relying: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    use, pair = relying
    with acting_as(country["supervisor"]) as by:
        consent = Consent.objects.get()
        with pytest.raises(Stale):
            withdraw_consent(consent=consent, by=by, expected=consent.version - 1)
        withdraw_consent(consent=consent, by=by, expected=consent.version, note="Fikrini dəyişdi")
        assert consent.status == ConsentWork.withdrawn.name
        with pytest.raises(Refused, match="already"):
            withdraw_consent(consent=consent, by=by)
    database.settle()
    with as_worker():
        assert look_after_consents() == (0, 1)
        assert look_after_consents() == (0, 0), "told once"
    with as_owner():
        task = Task.objects.get(kind="consent.without")
        assert (task.assignee, task.subject_id, task.dossier) == (
            country["supervisor"],
            pair.pk,
            pair.dossier,
        )
        notice = Notice.objects.get(kind="consent.gone", user=country["supervisor"])
        assert notice.url == pair.get_absolute_url()
        use.refresh_from_db()
        assert use.told_at is not None


def test_what_rests_on_something_else_by_now_is_left_alone(
    country: Any, relying: Any, acting_as: Any, as_worker: Any
) -> None:
    _use, pair = relying
    with acting_as(country["supervisor"]) as by:
        assert leave_ground(process="pair", subject=pair, purpose="share") == 1
        consent = Consent.objects.get()
        withdraw_consent(consent=consent, by=by)
    database.settle()
    with as_worker():
        assert look_after_consents() == (0, 0), "rests on another ground now"


def test_where_the_work_is_done_nobody_is_told(
    country: Any, relying: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        withdraw_consent(consent=Consent.objects.get(), by=by)
    database.settle()
    with as_worker():
        with acting_as(SYSTEM):
            PairWork.move(relying[1], PairWork.lapse, by=SYSTEM)
        assert look_after_consents() == (0, 1)
    with as_owner():
        assert not Task.objects.filter(kind="consent.without").exists()


def test_who_has_left_is_not_waited_for(
    country: Any, relying: Any, acting_as: Any, as_owner: Any, as_worker: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        withdraw_consent(consent=Consent.objects.get(), by=by)
    with as_owner():
        country["supervisor"].is_active = False
        country["supervisor"].save()
    database.settle()
    with as_worker():
        assert look_after_consents() == (0, 1)
    with as_owner():
        task = Task.objects.get(kind="consent.without")
        assert (task.assignee, task.role) == (None, "supervisor")
