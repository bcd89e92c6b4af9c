"""A plan is written, signed, approved, renewed; each copy goes to one recipient by one person's hand."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from himaya.access.models import AuditEvent
from himaya.cases.models import Case, Goal, Plan, PlanAction
from himaya.cases.plan import actions
from himaya.cases.plan.rules import actions_of, goals_of
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice, Signature, Task
from himaya.workflow.process import Moved
from tests.cases.plan_cast import PASSWORD, add_action, approved, begin, fresh, ready, submitted

__all__ = ["begin", "ready"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_plan_needs_a_goal_with_an_action_and_the_worker_s_signature(
    begin: Any, country: Any, make_case: Any, acting_as: Any
) -> None:
    make_case("assessed")
    with acting_as(country["worker"]) as by:
        plan = actions.start_plan(case=Case.objects.get(), aim="x", by=by)
        with pytest.raises(Refused, match="at least one goal"):
            actions.submit_plan(plan=fresh(plan), by=by)
        goal = actions.write_goal(plan=plan, by=by, domain="care", text="Məqsəd", indicator="i")
        with pytest.raises(Refused, match="no action yet"):
            actions.submit_plan(plan=fresh(plan), by=by)
        add_action(goal, by, text="t", who="worker")
        with pytest.raises(Refused, match="Sign the plan"):
            actions.submit_plan(plan=fresh(plan), by=by)
        actions.sign_plan(plan=fresh(plan), name="İşçi İlqar", password=PASSWORD, by=by)
        actions.submit_plan(plan=fresh(plan), by=by)


def test_a_change_after_signing_needs_a_new_signature(begin: Any, country: Any, acting_as: Any) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        actions.sign_plan(plan=fresh(plan), name="İşçi İlqar", password=PASSWORD, by=by)
        actions.write_plan(plan=fresh(plan), aim="Başqa məqsəd", plain="", by=by)
        with pytest.raises(Refused, match="Sign the plan"):
            actions.submit_plan(plan=fresh(plan), by=by)
        assert Signature.objects.count() == 1


def test_approval_signs_puts_in_force_and_moves_the_case(
    begin: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    plan = approved(begin(), country, acting_as)
    with acting_as(country["supervisor"]):
        assert Case.objects.get().status == "implementing"
        assert Clock.objects.get(process="case", name="plan").state == "met"
        assert Clock.objects.get(process="case", name="review").state == "running"
        assert {s.part for s in Signature.objects.all()} == {"worker", "supervisor", "parent"}
        assert Task.objects.filter(kind="plan.action_due", closed_at__isnull=True).count() == 2
        assert plan.status == "approved"
    with acting_as(country["worker"]) as worker:
        assert Notice.objects.filter(user=worker, kind="plan.approved").exists()
    with as_owner():
        assert AuditEvent.objects.filter(verb="plan.approve_plan").count() == 1


def test_a_wrong_password_approves_nothing(begin: Any, country: Any, acting_as: Any) -> None:
    plan = submitted(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused) as refused:
            actions.approve_plan(plan=fresh(plan), name=by.full_name, password="səhv", by=by)
        assert refused.value.field == "password"
        assert fresh(plan).status == "submitted"
        assert Case.objects.get().status == "assessed"


def test_without_the_family_s_word_a_ground_is_named(begin: Any, country: Any, acting_as: Any) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        actions.sign_plan(plan=fresh(plan), name="İşçi İlqar", password=PASSWORD, by=by)
        actions.submit_plan(plan=fresh(plan), by=by)
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="who of the family agreed"):
        actions.approve_plan(plan=fresh(plan), name=by.full_name, password=PASSWORD, by=by)
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused) as refused:
            actions.go_ahead_without(plan=fresh(plan), ground="safety", note=" ", by=by)
        assert refused.value.field == "note"
        actions.go_ahead_without(plan=fresh(plan), ground="safety", note="Ata imtina edir", by=by)
    with acting_as(country["supervisor"]) as by:
        actions.approve_plan(plan=fresh(plan), name=by.full_name, password=PASSWORD, by=by)
        assert fresh(plan).status == "approved"


def test_a_plan_waits_for_the_assessment(begin: Any, country: Any, acting_as: Any) -> None:
    plan = submitted(begin("registered"), country, acting_as)
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="assessment of the case"):
        actions.approve_plan(plan=fresh(plan), name=by.full_name, password=PASSWORD, by=by)


def test_a_returned_plan_is_written_on(begin: Any, country: Any, acting_as: Any) -> None:
    plan = submitted(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        actions.return_plan(plan=fresh(plan), comment="Nənəni də yazın", by=by)
    with acting_as(country["worker"]) as by:
        actions.write_plan(plan=fresh(plan), aim="Yeni", plain="", by=by)
        assert fresh(plan).readings.get().comment == "Nənəni də yazın"


def test_a_new_version_carries_over_what_is_open_and_replaces_the_old_when_approved(
    begin: Any, country: Any, acting_as: Any
) -> None:
    first = approved(begin(), country, acting_as)
    with acting_as(country["worker"]) as by:
        done = PlanAction.objects.order_by("pk").first()
        assert done is not None
        actions.record_progress(row=done, state="done", result="Danışıldı", by=by)
        second = actions.start_plan(case=Case.objects.get(), aim="Davam", by=by)
        assert [a.text for a in PlanAction.objects.filter(goal__plan=second)] == ["Psixoloqla görüş"]
        assert fresh(first).status == "approved"
        with pytest.raises(Refused, match="already being written"):
            actions.start_plan(case=Case.objects.get(), aim="Üçüncü", by=by)
    approved(second, country, acting_as)
    with acting_as(country["worker"]):
        assert (fresh(first).status, fresh(second).status, fresh(second).number) == (
            "superseded",
            "approved",
            2,
        )
        assert Task.objects.filter(kind="plan.action_due", closed_at__isnull=True).count() == 1


def test_what_was_reached_or_given_up_is_not_carried_over(begin: Any, country: Any, acting_as: Any) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        for text in ("İşləsin", "Köçsün", "Oxusun"):
            goal = actions.write_goal(plan=plan, by=by, domain="income", text=text, indicator="i")
            add_action(goal, by, text=f"{text}: addım", who="family")
    approved(plan, country, acting_as)
    with acting_as(country["worker"]) as by:
        for text, outcome in (("İşləsin", "met"), ("Köçsün", "dropped"), ("Oxusun", "partly")):
            pk = next(g.pk for g in Goal.objects.all() if g.text == text)
            Goal.objects.filter(pk=pk).update(outcome=outcome)
        again = actions.start_plan(case=Case.objects.get(), aim="Davam", by=by)
        kept = {
            goal.text: [a.text for a in PlanAction.objects.filter(goal=goal)] for goal in again.goals.all()
        }
        assert kept == {
            "Hər gün məktəbə gedir": ["Məktəblə danışmaq", "Psixoloqla görüş"],
            "Oxusun": ["Oxusun: addım"],
        }
        assert [g.follows.text for g in again.goals.select_related("follows")] == list(kept)
        assert {g.outcome for g in again.goals.all()} == {"open"}


def test_goals_and_actions_are_changed_and_taken_out_while_the_plan_is_written(
    begin: Any, country: Any, acting_as: Any
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        goal = Goal.objects.get()
        seen = goal.version
        actions.write_goal(plan=plan, goal=goal, text="Məktəbi bitirir", by=by, expected=seen)
        with pytest.raises(Stale):
            actions.write_goal(plan=plan, goal=goal, text="Başqa", by=by, expected=seen)
        row = PlanAction.objects.get(who="service")
        seen = row.version
        changed = add_action(
            goal, by, row=row, text="Nənə aparır", who="family", responsible="Nənə", expected=seen
        )
        assert (changed.pk, changed.who, changed.service) == (row.pk, "family", None)
        with pytest.raises(Stale):
            add_action(goal, by, row=row, text="Dayı aparır", who="family", expected=seen)
        second = actions.write_goal(plan=plan, by=by, domain="care", text="Artıq", indicator="i")
        actions.remove_row(row=second, by=by)
        actions.remove_row(row=changed, by=by)
        assert [g.text for g in goals_of(fresh(plan))] == ["Məktəbi bitirir"]
        assert [a.text for a in actions_of(fresh(plan))] == ["Məktəblə danışmaq"]
        assert Goal.objects.filter(pk=second.pk).exists(), "taken out, not destroyed"
    approved(plan, country, acting_as)
    with acting_as(country["worker"]) as by:
        for change in (
            lambda: actions.write_goal(plan=plan, goal=goal, text="Gec", by=by),
            lambda: add_action(goal, by, text="Gec", who="worker"),
            lambda: actions.remove_row(row=goal, by=by),
            lambda: actions.write_plan(plan=plan, aim="Gec", plain="", by=by),
        ):
            with pytest.raises(Refused, match="Begin a new version"):
                change()
        with pytest.raises(Refused, match="while the plan is being made"):
            actions.go_ahead_without(plan=plan, ground="safety", note="Gec", by=by)


def test_a_draft_is_dropped_or_sent_back_only_with_a_word(begin: Any, country: Any, acting_as: Any) -> None:
    plan = submitted(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused) as refused:
            actions.return_plan(plan=fresh(plan), comment=" ", by=by)
        assert refused.value.field == "comment"
        assert fresh(plan).status == "submitted"
        actions.return_plan(plan=fresh(plan), comment="Qısaldın", by=by)
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="on the plan in force"):
            actions.record_progress(row=PlanAction.objects.first(), state="done", result="", by=by)
        actions.drop_plan(plan=fresh(plan), by=by)
        assert fresh(plan).status == "dropped"
        assert actions.start_plan(case=Case.objects.get(), aim="Yenidən", by=by).number == 2
        assert Goal.objects.filter(plan__number=2).count() == 0, (
            "nothing is carried over from what was dropped"
        )


def test_two_supervisors_decide_on_a_plan_and_one_is_told(begin: Any, country: Any, acting_as: Any) -> None:
    plan = submitted(begin(), country, acting_as)
    with acting_as(country["second"]):
        seen = fresh(plan)
    with acting_as(country["supervisor"]) as by:
        actions.approve_plan(plan=seen, name=by.full_name, password=PASSWORD, by=by, expected=seen.version)
    with acting_as(country["second"]) as by, pytest.raises(Moved, match="Nəzarətçi Nigar"):
        actions.return_plan(plan=seen, comment="Yox", by=by, expected=seen.version)


def test_an_action_taken_up_again_is_reminded_of_again(begin: Any, country: Any, acting_as: Any) -> None:
    approved(begin(), country, acting_as)
    still_open = Task.objects.filter(kind="plan.action_due", closed_at__isnull=True)
    with acting_as(country["worker"]) as by:
        row = PlanAction.objects.get(who="worker")
        for state, count, done_on in (
            ("running", 2, None),
            ("done", 1, clock.today()),
            ("running", 2, None),
        ):
            kept = actions.record_progress(row=row, state=state, result="", by=by)
            assert (still_open.count(), kept.done_on) == (count, done_on)
        assert {task.assignee for task in still_open.all()} == {by}


def test_progress_says_why_and_closes_its_task(begin: Any, country: Any, acting_as: Any) -> None:
    approved(begin(), country, acting_as)
    with acting_as(country["worker"]) as by:
        row = PlanAction.objects.order_by("pk").first()
        assert row is not None
        with pytest.raises(Refused) as refused:
            actions.record_progress(row=row, state="not_done", result="", by=by)
        assert refused.value.field == "result"
        actions.record_progress(
            row=row, state="not_done", result="Məktəb bağlı idi", by=by, expected=row.version
        )
        assert Task.objects.filter(kind="plan.action_due", closed_at__isnull=True).count() == 1
        with pytest.raises(Stale):
            actions.record_progress(row=row, state="done", result="", by=by, expected=row.version)


def test_an_action_cannot_end_before_it_begins(begin: Any, country: Any, acting_as: Any) -> None:
    begin()
    with acting_as(country["worker"]) as by, pytest.raises(Refused) as refused:
        add_action(
            Goal.objects.get(),
            by,
            text="t",
            who="worker",
            starts_on=date(2026, 3, 2),
            due_on=date(2026, 3, 1),
        )
    assert refused.value.field == "due_on"


def test_strangers_neither_write_nor_release(begin: Any, country: Any, acting_as: Any) -> None:
    plan = approved(begin(), country, acting_as)
    for stranger in ("neighbour", "stranger", "colleague"):
        with acting_as(country[stranger]) as by:
            assert not Plan.objects.visible_to(by).exists()
            with pytest.raises((PermissionDenied, ObjectDoesNotExist)):
                actions.release_copy(
                    plan=plan, recipient="commission", language="az", confirmed=True, name="K", by=by
                )
