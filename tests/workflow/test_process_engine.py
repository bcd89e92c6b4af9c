"""The engine under every process: one winner, one step, clocks that fire once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import translation

from himaya.access.actions import open_dossier, wall_off
from himaya.access.gate import PUBLIC, SYSTEM
from himaya.access.roles import DutyOfficer, Supervisor, UnitManager
from himaya.cases.intake.process import Intake
from himaya.cases.models import Report
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.actions import load_reference
from himaya.workflow.actions import (
    close_dossier_tasks,
    close_tasks,
    end_dossier_clocks,
    finish_gap,
    hand_clocks,
    hand_dossier_clocks,
    hand_dossier_tasks,
    move_tasks,
    open_task,
    pause_clock,
    resume_clock,
)
from himaya.workflow.clocks import jobs
from himaya.workflow.gaps.actions import close_filled
from himaya.workflow.models import Clock, Notice, Step, Task
from himaya.workflow.process import Move, Moved
from tests import factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(as_owner: As) -> Iterator[dict[str, Any]]:
    with as_owner():
        load_reference()
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        cast = {
            "here": here,
            "beside": there,
            "officer": factories.user((DutyOfficer, here)),
            "supervisor": factories.user((Supervisor, here)),
            "manager": factories.user((UnitManager, here)),
            "chief": factories.user((UnitManager, nation)),
            "stranger": factories.user((DutyOfficer, there)),
        }
    with clock.fixed("2026-11-02T10:00"):
        yield cast


def receive(cast: dict[str, Any]) -> Report:
    report = Report(
        dossier=open_dossier(kind="report", unit=cast["here"]),
        channel="web",
        received_at=clock.now(),
        narrative="Sınaq",
    )
    Intake.begin(report, Intake.receive, by=PUBLIC)
    return report


def fetched(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def test_a_start_writes_a_step_starts_a_clock_and_tells_the_role(cast: Any, acting_as: Any) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]):
        step = Step.objects.get()
        assert (step.from_state, step.to_state, step.actor_kind) == ("", "received", "public")
        running = Clock.objects.get()
        assert (running.name, running.state, running.started_at) == (
            "screening",
            "running",
            report.received_at,
        )
        assert Notice.objects.filter(user=cast["officer"], kind="report.arrived").exists()
        assert not Notice.objects.filter(user=cast["stranger"]).exists()


def test_a_move_changes_the_state_and_meets_its_clock(cast: Any, acting_as: Any) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]):
        report = fetched(report)
        Intake.move(report, Intake.inform, by=cast["officer"], reason="service_information")
        assert report.status == "information"
        assert Clock.objects.get().state == "met"


def test_no_state_changes_without_a_step(cast: Any, acting_as: Any) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]), pytest.raises(Error), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(status="screened_out")


def test_steps_are_never_changed_or_removed(cast: Any, acting_as: Any) -> None:
    receive(cast)
    with acting_as(cast["officer"]):
        with pytest.raises(Error), transaction.atomic():
            Step.objects.update(reason="other")
        with pytest.raises(Error), transaction.atomic():
            Step.objects.all().delete()


def test_a_second_move_from_the_same_state_is_told_what_happened(cast: Any, acting_as: Any) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]):
        first, second = fetched(report), fetched(report)
        Intake.move(first, Intake.inform, by=cast["officer"])
        with pytest.raises(Moved, match=str(cast["officer"])):
            Intake.move(second, Intake.propose_out, by=cast["officer"])


def test_only_the_named_roles_of_the_unit_may_move(cast: Any, acting_as: Any) -> None:
    report = receive(cast)
    with acting_as(cast["manager"]), pytest.raises(PermissionDenied):
        Intake.move(fetched(report), Intake.inform, by=cast["manager"])
    with acting_as(cast["stranger"]), pytest.raises(Report.DoesNotExist):
        fetched(report)


def not_yet(subject: Any, facts: Any) -> Verdict:
    return no("the guard's reason")


def guarded(monkeypatch: pytest.MonkeyPatch, move: Move, **words: Any) -> None:
    monkeypatch.setattr(move, "needs", [not_yet])
    for name, value in words.items():
        monkeypatch.setattr(move, name, value)


def test_a_guard_refuses_with_its_reason(cast: Any, acting_as: Any, monkeypatch: Any) -> None:
    guarded(monkeypatch, Intake.inform)
    report = receive(cast)
    with acting_as(cast["officer"]), pytest.raises(Refused, match="the guard's reason"):
        Intake.move(fetched(report), Intake.inform, by=cast["officer"])


def test_an_emergency_is_never_held_and_leaves_a_task(cast: Any, acting_as: Any, monkeypatch: Any) -> None:
    guarded(monkeypatch, Intake.inform, never_held=True)
    report = receive(cast)
    with acting_as(cast["officer"]):
        step = Intake.move(fetched(report), Intake.inform, by=cast["officer"])
        assert step.gaps == ["not_yet"]
        assert Task.objects.get().kind == "gap"


def test_a_gap_waits_as_long_as_it_is_missing_and_closes_by_itself_once_filled(
    cast: Any, acting_as: Any, as_worker: As, monkeypatch: Any
) -> None:
    def filled(subject: Any, facts: Any) -> Verdict:
        return yes()

    filled.__name__ = not_yet.__name__  # the same guard, asked again
    guarded(monkeypatch, Intake.inform, never_held=True)
    report = receive(cast)
    with acting_as(cast["officer"]):
        Intake.move(fetched(report), Intake.inform, by=cast["officer"])
    with as_worker():
        assert close_filled() == 0
    with acting_as(cast["officer"]):
        assert Task.objects.get().closed_at is None
    monkeypatch.setattr(Intake.inform, "needs", [filled])
    with as_worker():
        assert close_filled() == 1
    with acting_as(cast["officer"]):
        assert (Task.objects.get().outcome, Task.objects.get().closed_by) == ("filled", None)


def test_who_holds_a_gap_says_that_it_is_dealt_with_and_no_other_task_ends_by_word(
    cast: Any, acting_as: Any
) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]) as officer, translation.override("en"):
        words = {"dossier": report.dossier, "unit": cast["here"], "assignee": officer}
        open_task(kind="gap", key="gap:1", **words)
        open_task(kind="report.lowering", key="lowering:1", **words)
        done = finish_gap(task=Task.objects.get(key="gap:1"), by=officer)
        done.refresh_from_db()
        assert (done.outcome, done.closed_by, done.closed_at) == ("dealt_with", officer, clock.now())
        with pytest.raises(Refused, match="ends when what it asks for is done"):
            finish_gap(task=Task.objects.get(key="lowering:1"), by=officer)
        assert Task.objects.get(closed_at=None).key == "lowering:1"


def test_a_supervisor_may_override_with_a_reason(cast: Any, acting_as: Any, monkeypatch: Any) -> None:
    guarded(monkeypatch, Intake.inform, overridden_by=[Supervisor])
    report = receive(cast)
    with acting_as(cast["officer"]), pytest.raises(Refused):
        Intake.move(fetched(report), Intake.inform, by=cast["officer"], override="best_interests")
    with acting_as(cast["supervisor"]):
        with pytest.raises(Refused):
            Intake.move(fetched(report), Intake.inform, by=cast["supervisor"])
        step = Intake.move(fetched(report), Intake.inform, by=cast["supervisor"], override="best_interests")
        assert (step.override_reason, step.gaps) == ("best_interests", ["not_yet"])


def test_a_missed_clock_climbs_rung_by_rung_and_fires_once(cast: Any, acting_as: Any, as_worker: As) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]):
        due = Clock.objects.get().due_at

    def told(who: str) -> int:
        return Notice.objects.filter(user=cast[who], kind__in=["clock.missed", "clock.climbed"]).count()

    with clock.fixed(due + timedelta(seconds=1)), as_worker():
        assert jobs.tick() == 1
        assert jobs.tick() == 0, "a clock fires once"
    assert (told("officer"), told("supervisor"), told("manager")) == (1, 1, 0)
    with clock.fixed(due + timedelta(days=30)), as_worker():
        assert jobs.tick() == 2
        assert jobs.tick() == 0, "the top of the ladder was told"
    assert (told("manager"), told("chief")) == (1, 1)
    with as_worker(), acting_as(SYSTEM):
        assert Clock.objects.get(subject_id=report.pk).is_late


def test_a_missed_clock_never_climbs_to_whom_a_wall_keeps_out(
    cast: Any, acting_as: Any, as_owner: As, as_worker: As
) -> None:
    report = receive(cast)
    with as_owner():
        for who in ("officer", "supervisor", "manager"):
            wall_off(dossier=report.dossier, user=cast[who], reason="named", by=None)
        due = Clock.objects.get().due_at
        Notice.objects.all().delete()
    with clock.fixed(due + timedelta(days=30)), as_worker():
        assert jobs.tick() == 3
    assert {notice.user for notice in Notice.objects.all()} == {cast["chief"]}


def test_a_reminder_comes_once_before_the_due_time(cast: Any, acting_as: Any, as_worker: As) -> None:
    receive(cast)
    with acting_as(cast["officer"]):
        row = Clock.objects.get()
        assert row.fires_at < row.due_at
    with clock.fixed(row.fires_at), as_worker():
        assert jobs.tick() == 1
        assert jobs.tick() == 0
    assert Notice.objects.filter(user=cast["officer"], kind="clock.due_soon").count() == 1


def test_a_paused_clock_stands_still_and_its_time_is_added(cast: Any, acting_as: Any) -> None:
    receive(cast)
    with acting_as(cast["officer"]):
        row = Clock.objects.get()
        pause_clock(clock=row, reason="awaiting_court")
        assert Clock.objects.get().fires_at is None
        with clock.fixed(clock.now() + timedelta(hours=5)):
            resume_clock(clock=row)
            resume_clock(clock=row)
        running = Clock.objects.get()
        assert running.due_at == row.due_at + timedelta(hours=5), "once, however often it is let run"
        assert (running.state, running.paused_at, running.pause_reason) == ("running", None, "")
        assert running.fires_at is not None


def test_the_open_clocks_of_a_record_or_of_all_a_dossier_holds_change_hands_and_end(
    cast: Any, acting_as: Any
) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]):
        elsewhere = cast["beside"]
        hand_clocks(process=Intake.code, subject_id=report.pk, holder=cast["officer"], unit=elsewhere)
        handed = Clock.objects.get()
        assert (handed.holder, handed.unit) == (cast["officer"], elsewhere)
        words = {"dossier": report.dossier, "holder": cast["supervisor"]}
        hand_dossier_clocks(role=Supervisor, **words)
        assert Clock.objects.get().holder == cast["officer"], "it is another role's to meet"
        hand_dossier_clocks(role=DutyOfficer, **words)
        assert (Clock.objects.get().holder, Clock.objects.get().unit) == (cast["supervisor"], elsewhere)
        hand_dossier_clocks(role=DutyOfficer, unit=cast["here"], **words)
        assert Clock.objects.get().unit == cast["here"]
        assert end_dossier_clocks(dossier=report.dossier) == 1
        ended = Clock.objects.get()
        assert (ended.state, ended.ended_at, ended.fires_at) == ("cancelled", clock.now(), None)
        assert end_dossier_clocks(dossier=report.dossier) == 0


def test_tasks_are_opened_once_change_hands_and_are_closed(cast: Any, acting_as: Any) -> None:
    report = receive(cast)
    with acting_as(cast["officer"]) as officer:
        for assignee in (officer, None, None):
            open_task(
                kind="gap", key="t:1", dossier=report.dossier, unit=cast["here"], assignee=assignee,
                process="report", subject_id=report.pk,
            )  # fmt: skip
        assert Task.objects.get().assignee == officer, "opened once"
        elsewhere = cast["beside"]
        assert move_tasks(process="report", subject_id=report.pk, unit=elsewhere) == 1
        words = {"dossier": report.dossier, "assignee": cast["supervisor"], "unit": cast["here"]}
        hand_dossier_tasks(before=None, **words)
        assert (Task.objects.get().assignee, Task.objects.get().unit) == (officer, cast["here"])
        hand_dossier_tasks(before=officer, **words)
        assert Task.objects.get().assignee == cast["supervisor"]
        assert close_dossier_tasks(dossier=report.dossier, by=SYSTEM, outcome="case_closed") == 1
        assert close_tasks(key="t:1", by=officer, outcome="done") == 0, "it is closed already"
        closed = Task.objects.get()
        assert (closed.outcome, closed.closed_by, closed.closed_at) == ("case_closed", None, clock.now())
