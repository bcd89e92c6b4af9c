"""Visits: a child seen meets the deadline; anything less lets it shout."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.cases.casefile.process import CaseWork
from himaya.cases.closing.actions import finish_feedback, propose_closure
from himaya.cases.models import Case, CaseMember, Presence, Visit
from himaya.cases.visits.actions import (
    Seen,
    cancel_visit,
    come_out,
    go_in,
    plan_visit,
    postpone_visit,
    record_visit,
)
from himaya.cases.visits.process import VisitWork
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.clocks.jobs import tick
from himaya.workflow.models import Clock, Notice
from tests.cases.answers import LAST_WORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAID = {"observations": "Evdə istidir, uşaq oynayırdı.", "safe_now": "yes"}


def seen(case: Any, **said: Any) -> Seen:
    children = list(CaseMember.objects.filter(case=case, role="child"))
    known = {"members": children, "alone": children} if children else {"child_seen": True}
    if not children:
        known["child_seen_alone"] = True
    words = {"done_at": clock.now(), "contact_type": "home", **known, **SAID, **said}
    return Seen(**words)


def plan(case: Any, by: Any, **more: Any) -> Visit:
    words = {"planned_for": clock.now() + timedelta(hours=3), "contact_type": "home", "worker": by, **more}
    return plan_visit(case=case, by=by, **words)


def due(case: Any, name: str) -> str:
    found = [c.due_at for c in CaseWork.clocks_of(case) if c.name == name]
    return clock.local(found[0]).isoformat()[:16] if found else ""


def test_a_child_seen_meets_the_first_contact_and_starts_the_next_visit(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("accepted", risk="high")
    with clock.fixed("2026-03-02 14:00"), acting_as(country["worker"]):
        visit = record_visit(case=case, seen=seen(case), by=country["worker"])
        assert due(case, "contact") == ""
        assert due(case, "visit") == "2026-03-09T14:00"
        assert Clock.objects.get(name="contact").state == "met"
        assert clock.local(visit.next_due_at).isoformat()[:16] == "2026-03-09T14:00"
        assert Case.objects.get(pk=case.pk).first_contact_at == clock.now()


@pytest.mark.parametrize(
    "said",
    [
        {"contact_type": "phone"},
        {"child_seen": False, "child_seen_alone": False, "not_seen_reason": "not_home"},
    ],
)
def test_a_call_or_a_closed_door_leaves_the_clock_running(
    country: Any, make_case: Any, acting_as: Any, said: Any
) -> None:
    case = make_case("accepted")
    with acting_as(country["worker"]):
        record_visit(case=case, seen=seen(case, **said), by=country["worker"])
        assert due(case, "contact") != ""
        assert Case.objects.get(pk=case.pk).last_seen_at is None


def test_every_child_of_the_case_must_be_seen(
    country: Any, make_case: Any, make_person: Any, acting_as: Any
) -> None:
    case = make_case("registered")
    twin = make_person(country["here"], given_name="Aysel")
    with acting_as(country["worker"]):
        first = CaseMember.objects.get(case=case)
        CaseMember.objects.create(case=case, dossier=case.dossier, person=twin, role="child")
        with pytest.raises(Refused, match="why not everybody was seen"):
            record_visit(case=case, seen=seen(case, members=[first], alone=[first]), by=country["worker"])
        made = record_visit(
            case=case,
            seen=seen(case, members=[first], alone=[first], not_seen_reason="elsewhere"),
            by=country["worker"],
        )
        assert (made.child_seen, made.next_due_at) == (False, None)
        assert Presence.objects.filter(visit=made, alone=True).count() == 1


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"observations": " "}, "what you saw"),
        ({"safe_now": ""}, "safe now"),
        ({"child_seen_alone": False}, "seen alone"),
        ({"done_at": "later"}, "still to come"),
        ({"done_at": "before"}, "before the case"),
    ],
)
def test_a_record_without_its_minimum_is_refused_and_nothing_is_kept(
    country: Any, make_case: Any, acting_as: Any, missing: Any, words: str
) -> None:
    moments = {"later": timedelta(hours=1), "before": timedelta(days=-9)}
    if missing.get("done_at"):
        missing = {"done_at": clock.now() + moments[missing["done_at"]]}
    case = make_case("accepted")
    with acting_as(country["worker"]):
        with pytest.raises(Refused, match=words):
            record_visit(case=case, seen=seen(case, **missing), by=country["worker"])
        assert not Visit.objects.exists()
        assert due(case, "contact") != ""


def test_a_planned_visit_without_a_record_climbs_to_the_supervisor(
    country: Any, make_case: Any, acting_as: Any, as_worker: Any
) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("implementing", risk="low")
        with acting_as(country["worker"]):
            visit = plan(case, country["worker"])
    with clock.fixed("2026-03-03 11:01"), as_worker():
        tick()
    with acting_as(country["supervisor"]):
        told = Notice.objects.filter(user=country["supervisor"], kind="clock.climbed")
        assert [n.url for n in told] == [visit.get_absolute_url()]


def test_silence_behind_a_door_alarms_and_a_word_calms(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    with acting_as(country["worker"]):
        visit = go_in(visit=plan(case, country["worker"]), by=country["worker"])
        alarm = Clock.objects.get(name="safe_return")
        assert (alarm.state, alarm.ladder, alarm.holder) == ("running", "urgent", country["worker"])
        visit = come_out(visit=visit, by=country["worker"])
        assert Clock.objects.get(name="safe_return").state == "met"
        assert visit.came_out_at is not None


def test_the_record_is_a_word_from_behind_the_door_too(country: Any, make_case: Any, acting_as: Any) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("implementing")
    with clock.fixed("2026-03-02 10:00"), acting_as(country["worker"]) as by:
        visit = go_in(visit=plan(case, by), by=by)
    with clock.fixed("2026-03-02 11:00") as eleven, acting_as(country["worker"]) as by:
        visit = record_visit(case=case, visit=visit, seen=seen(case), by=by)
        assert visit.came_out_at == eleven
        assert Clock.objects.get(name="safe_return").state == "met"
    with clock.fixed("2026-03-03 10:00") as came_out, acting_as(country["worker"]) as by:
        second = come_out(visit=go_in(visit=plan(case, by), by=by), by=by)
    with clock.fixed("2026-03-03 12:00"), acting_as(country["worker"]) as by:
        second = record_visit(case=case, visit=second, seen=seen(case), by=by)
        assert second.came_out_at == came_out, "the first word stands"


def test_a_planned_visit_is_recorded_once(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    with acting_as(country["worker"]):
        visit = plan(case, country["worker"])
        record_visit(case=case, visit=visit, seen=seen(case), by=country["worker"])
        assert Clock.objects.get(name="visit_record").state == "met"
        with pytest.raises(Refused, match="already moved"):
            record_visit(case=case, visit=visit, seen=seen(case), by=country["worker"])
        assert Visit.objects.get().status == "done"


def test_a_visit_is_moved_or_cancelled_with_a_reason(country: Any, make_case: Any, acting_as: Any) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("implementing")
        with acting_as(country["worker"]):
            visit = plan(case, country["worker"])
            tomorrow = clock.now() + timedelta(days=1)
            visit = postpone_visit(
                visit=visit, planned_for=tomorrow, reason="family_asked", by=country["worker"]
            )
            running = Clock.objects.get(name="visit_record", state="running")
            assert clock.local(running.due_at).isoformat()[:16] == "2026-03-04T08:00"
            with pytest.raises(Refused, match="has passed"):
                postpone_visit(
                    visit=visit,
                    planned_for=clock.now() - timedelta(hours=1),
                    reason="family_asked",
                    by=country["worker"],
                )
            assert (
                cancel_visit(visit=visit, reason="family_asked", by=country["worker"]).status == "cancelled"
            )


def test_an_unsafe_child_is_told_to_the_supervisor_at_once(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    with acting_as(country["worker"]):
        record_visit(case=case, seen=seen(case, safe_now="no"), by=country["worker"])
    with acting_as(country["supervisor"]):
        assert Notice.objects.get(user=country["supervisor"], kind="visit.unsafe").urgent


def test_an_earlier_visit_written_later_does_not_turn_the_clock_back(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("implementing")
    with clock.fixed("2026-03-05 12:00"), acting_as(country["worker"]):
        record_visit(case=case, seen=seen(case), by=country["worker"])
        before = due(case, "visit")
        record_visit(
            case=case, seen=seen(case, done_at=clock.now() - timedelta(days=2)), by=country["worker"]
        )
        assert due(case, "visit") == before


def test_closing_the_case_cancels_what_was_planned(country: Any, make_case: Any, acting_as: Any) -> None:
    from himaya.cases.closing.actions import close_case

    case = make_case("implementing")
    with acting_as(country["worker"]):
        plan(case, country["worker"])
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
        assert VisitWork.state_of(Visit.objects.get()).name == "cancelled"


def test_a_colleague_without_the_case_plans_nothing(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    with acting_as(country["colleague"]), pytest.raises(PermissionDenied):
        plan(case, country["colleague"])
