"""Safety first, a person decides the level, a supervisor approves, the case goes on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from himaya.access.models import AuditEvent
from himaya.cases.assessment import actions
from himaya.cases.casefile.actions import add_member
from himaya.cases.models import Assessment, AssessmentReading, Case, SafetyPlan
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice, Task
from himaya.workflow.process import Moved
from tests.cases.answers import NEEDS, SAFETY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def begin(country: Any, make_case: Any, acting_as: Any) -> Callable[..., Assessment]:
    """`begin()`: an assessment of the child of a registered case, begun by its worker."""

    def make(risk: str = "high", until: str = "registered") -> Assessment:
        case = make_case(until, risk=risk)
        with acting_as(country["worker"]) as worker:
            child = case.members.filter(role="child").first()
            return actions.start_assessment(case=case, child=child, by=worker)

    return make


def answer(assessment: Assessment, by: Any, part: str, **changes: Any) -> None:
    answers = {**(SAFETY if part == "safety" else NEEDS), **changes}
    actions.finish_answers(assessment=fresh(assessment), part=part, answers=answers, by=by)


def fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("case", "child").get(pk=assessment.pk)


def written(
    assessment: Assessment,
    country: Any,
    acting_as: Any,
    *,
    level: str = "high",
    needs: Any = None,
    safety: Any = None,
) -> Assessment:
    """Everything answered, the level decided, handed in."""
    with acting_as(country["worker"]) as by:
        answer(assessment, by, "safety", **(safety or {}))
        answer(assessment, by, "needs", **(needs or {}))
        actions.decide_risk(assessment=fresh(assessment), level=level, why="Səbəb", by=by)
        return actions.submit_assessment(assessment=fresh(assessment), by=by)


def test_what_is_asked_knows_the_child_s_age(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = begin()
    with acting_as(country["worker"]):
        found = fresh(assessment)
        assert found.needs.given["view"] == "obligatory"
        assert found.safety.given["age"] >= 9
        assert found.needs.about_id == found.child.person_id


def test_nothing_is_submitted_before_safety_domains_and_level(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        for said, done in [
            ("Safety now", lambda: answer(assessment, by, "safety")),
            ("comprehensive", lambda: answer(assessment, by, "needs")),
            (
                "level of risk",
                lambda: actions.decide_risk(assessment=fresh(assessment), level="high", why="x", by=by),
            ),
        ]:
            with pytest.raises(Refused, match=said):
                actions.submit_assessment(assessment=fresh(assessment), by=by)
            done()
        actions.submit_assessment(assessment=fresh(assessment), by=by)
        assert fresh(assessment).status == "submitted"
        assert Clock.objects.get(process="assessment", name="approval").state == "running"
    with acting_as(country["supervisor"]) as supervisor:
        assert Notice.objects.filter(user=supervisor, kind="assessment.waiting").exists()


def test_approval_moves_the_case_and_meets_its_clock(
    begin: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    assessment = written(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(assessment), by=by, comment="Yaxşı iş")
        case = Case.objects.get()
        assert case.status == "assessed"
        assert Clock.objects.get(process="case", name="assessment", state="met")
        assert AssessmentReading.objects.get().comment == "Yaxşı iş"
    with acting_as(country["worker"]) as worker:
        assert Notice.objects.filter(user=worker, kind="assessment.approved").exists()
    with as_owner():
        assert AuditEvent.objects.filter(verb="assessment.approve_assessment").count() == 1


def test_a_case_with_two_children_waits_for_both(
    begin: Any, country: Any, acting_as: Any, make_person: Any
) -> None:
    assessment = begin()
    brother = make_person(
        country["here"], given_name="Elvin", birth_date=date(2020, 1, 1), birth_precision="exact"
    )
    with acting_as(country["supervisor"]) as by:
        add_member(case=Case.objects.get(), person=brother, role="child", by=by)
    written(assessment, country, acting_as)
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(assessment), by=by)
        case = Case.objects.get()
        assert case.status == "registered"
        second = case.members.exclude(pk=assessment.child_id).get()
    with acting_as(country["worker"]) as worker:
        other = actions.start_assessment(case=case, child=second, by=worker)
        assert fresh(other).needs.given["view"] == "none"
    written(other, country, acting_as, needs={"view_method": "observed", "child_view": ""})
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(other), by=by)
        assert Case.objects.get().status == "assessed"


def test_a_child_has_one_assessment_under_way_and_an_assessment_one_child(
    begin: Any, country: Any, make_case: Any, acting_as: Any
) -> None:
    named = begin()
    child = named.child
    other = make_case("registered")
    with acting_as(country["worker"]) as by:
        case = fresh(named).case
        stranger = other.members.get()
        with pytest.raises(Refused, match="already under way"):
            actions.start_assessment(case=case, child=child, by=by)
        with pytest.raises(Refused, match="somebody this case is about"):
            actions.start_assessment(case=case, child=stranger, by=by)
        unnamed = actions.start_assessment(case=case, by=by)
        for member, said in ((child, "already under way"), (stranger, "somebody this case is about")):
            with pytest.raises(Refused, match=said):
                actions.name_child(assessment=unnamed, child=member, by=by)
        with pytest.raises(Refused, match="said already"):
            actions.name_child(assessment=named, child=child, by=by)
        assert (fresh(named).child, fresh(unnamed).child) == (child, None)


def test_one_begun_in_vain_is_stopped_and_written_in_no_more(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        answer(assessment, by, "safety")
        actions.stop_assessment(assessment=fresh(assessment), by=by)
        with pytest.raises(Refused, match="not written in any more"):
            answer(assessment, by, "needs")
        kept = fresh(assessment)
        assert (kept.status, kept.safety.is_submitted) == ("stopped", True)
        again = actions.start_assessment(case=kept.case, child=kept.child, by=by)
        assert fresh(again).status == "draft"


def test_answers_still_being_written_need_no_correction(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        draft = fresh(assessment).needs
        assert actions.correct_answers(assessment=assessment, part="needs", by=by) == draft
        assert fresh(assessment).needs == draft


def test_a_level_is_one_of_the_list(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused) as refused:
            actions.decide_risk(assessment=assessment, level="extreme", why="x", by=by)
        assert refused.value.field == "level"
        assert fresh(assessment).risk == ""


@pytest.mark.parametrize(("people", "asked"), [("", True), ("Nənə", False)])
def test_only_a_safety_plan_that_can_be_used_spares_the_task(
    begin: Any, country: Any, acting_as: Any, people: str, asked: bool
) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        actions.write_safety_plan(case=Case.objects.get(), by=by, steps="1. Zəng", people=people)
        answer(assessment, by, "safety")
        actions.decide_risk(assessment=fresh(assessment), level="critical", why="Təhlükə", by=by)
        assert Task.objects.filter(kind="assessment.safety_plan").exists() is asked


def test_raising_is_in_force_at_once_and_asks_for_a_safety_plan(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        answer(assessment, by, "safety", life_danger="yes", safety_decision="not_safe", done_now="102")
        assert fresh(assessment).safety.level == "critical"
        actions.decide_risk(assessment=fresh(assessment), level="critical", why="Həyat təhlükəsi", by=by)
        assert Case.objects.get().risk == "critical"
        task = Task.objects.get(kind="assessment.safety_plan")
        assert task.assignee == by
        assert task.due_at is not None


def test_a_critical_assessment_needs_a_safety_plan_before_approval(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = written(begin(), country, acting_as, level="critical")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="safety plan"):
        actions.approve_assessment(assessment=fresh(assessment), by=by)
    with acting_as(country["worker"]) as worker:
        case = Case.objects.get()
        actions.write_safety_plan(case=case, by=worker, steps="1. Nənəyə zəng", people="")
        with_nobody = SafetyPlan.objects.get()
        assert not with_nobody.is_usable
        actions.write_safety_plan(
            case=case, by=worker, steps="1. Nənəyə zəng", people="Nənə", expected=with_nobody.version
        )
        assert not Task.objects.filter(kind="assessment.safety_plan", closed_at__isnull=True).exists()
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(assessment), by=by)
        assert Case.objects.get().status == "assessed"


def test_a_missing_safety_plan_is_passed_only_with_a_reason_and_becomes_a_task(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = written(begin(), country, acting_as, level="critical")
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(assessment), by=by, override="safety")
        assert Case.objects.get().status == "assessed"
        assert Task.objects.filter(kind="gap", process="assessment").exists()


def test_a_lower_level_waits_for_the_supervisor(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = written(begin("critical"), country, acting_as, level="medium")
    with acting_as(country["worker"]):
        assert Case.objects.get().risk == "critical"
    with acting_as(country["worker"]) as worker:
        actions.write_safety_plan(case=Case.objects.get(), by=worker, steps="1", people="Nənə")
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(assessment), by=by)
        assert Case.objects.get().risk == "medium"


def test_a_lower_level_is_not_taken_over_a_newer_judgement(begin: Any, country: Any, acting_as: Any) -> None:
    from himaya.cases.risk.actions import change_risk

    assessment = written(begin("high"), country, acting_as, level="low")
    with acting_as(country["worker"]) as worker:
        change_risk(case=Case.objects.get(), level="critical", why="Yeni xəbər", by=worker)
        actions.write_safety_plan(case=Case.objects.get(), by=worker, steps="1", people="Nənə")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="decided anew"):
        actions.approve_assessment(assessment=fresh(assessment), by=by)


def test_from_ten_on_the_child_is_heard_or_a_supervisor_says_why_not(
    begin: Any, country: Any, acting_as: Any
) -> None:
    unheard = {"view_method": "not_heard", "view_not_heard_why": "Xəstəxanada, huşsuz"}
    assessment = written(begin(), country, acting_as, needs=unheard)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="view is obligatory"):
            actions.approve_assessment(assessment=fresh(assessment), by=by)
        actions.approve_assessment(assessment=fresh(assessment), by=by, override="data_missing")
        assert fresh(assessment).status == "approved"


def test_nobody_approves_their_own_not_even_with_a_reason(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = begin()
    with acting_as(country["supervisor"]) as by:
        answer(assessment, by, "safety")
        answer(assessment, by, "needs")
        actions.decide_risk(assessment=fresh(assessment), level="high", why="x", by=by)
        actions.submit_assessment(assessment=fresh(assessment), by=by)
        with pytest.raises(Refused, match="somebody else"):
            actions.approve_assessment(assessment=fresh(assessment), by=by, override="safety")
    with acting_as(country["second"]) as second:
        actions.approve_assessment(assessment=fresh(assessment), by=second)


def test_returned_with_comments_it_is_corrected_and_the_old_answers_stay(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = written(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused) as refused:
            actions.return_assessment(assessment=fresh(assessment), comment="  ", by=by)
        assert refused.value.field == "comment"
        actions.return_assessment(assessment=fresh(assessment), comment="Məktəb haqqında yazın", by=by)
    with acting_as(country["worker"]) as worker:
        before = fresh(assessment).needs
        actions.correct_answers(assessment=fresh(assessment), part="needs", by=worker)
        assert fresh(assessment).needs.follows == before
        answer(assessment, worker, "needs", education_state="5-ci sinif")
        actions.submit_assessment(assessment=fresh(assessment), by=worker)
        before.refresh_from_db()
        assert "education_state" not in before.answers


def test_two_supervisors_decide_at_once_and_one_is_told(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = written(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        first = fresh(assessment)
        actions.approve_assessment(assessment=first, by=by, expected=first.version)
    with acting_as(country["second"]) as second, pytest.raises(Moved, match="Nəzarətçi Nigar"):
        actions.return_assessment(assessment=first, comment="Yox", by=second, expected=first.version)


def test_a_second_tab_of_the_decision_on_risk_is_told(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = begin()
    with acting_as(country["worker"]) as by:
        answer(assessment, by, "safety")
        seen = fresh(assessment).version
        actions.decide_risk(assessment=fresh(assessment), level="high", why="Birinci", by=by, expected=seen)
        with pytest.raises(Stale):
            actions.decide_risk(
                assessment=fresh(assessment), level="high", why="İkinci", by=by, expected=seen
            )


def test_an_assessment_may_begin_with_safety_before_the_child_is_registered(
    begin: Any, country: Any, make_case: Any, make_person: Any, acting_as: Any
) -> None:
    case = make_case("accepted")
    with acting_as(country["worker"]) as by:
        assessment = actions.start_assessment(case=case, by=by)
        answer(assessment, by, "safety")
        answer(assessment, by, "needs")
        actions.decide_risk(assessment=fresh(assessment), level="high", why="x", by=by)
        with pytest.raises(Refused, match="Register the child"):
            actions.submit_assessment(assessment=fresh(assessment), by=by)
    child = make_person(country["here"], birth_date=date(2015, 1, 1), birth_precision="exact")
    with acting_as(country["supervisor"]) as supervisor:
        member = add_member(case=Case.objects.get(), person=child, role="child", by=supervisor)
    with acting_as(country["worker"]) as by:
        actions.name_child(assessment=fresh(assessment), child=member, by=by)
        found = fresh(assessment)
        assert found.needs.state == "draft"
        assert found.needs.given["view"] == "obligatory"
        assert found.safety.state == "submitted"


def test_strangers_neither_write_nor_approve_and_nothing_is_kept(
    begin: Any, country: Any, acting_as: Any
) -> None:
    assessment = begin()
    for stranger in ("neighbour", "stranger", "colleague"):
        with acting_as(country[stranger]) as by:
            assert not Assessment.objects.visible_to(by).exists()
            with pytest.raises((PermissionDenied, Assessment.DoesNotExist)):
                actions.submit_assessment(assessment=assessment, by=by)
    with acting_as(country["worker"]) as worker, pytest.raises(PermissionDenied):
        actions.approve_assessment(assessment=fresh(assessment), by=worker)


def test_a_reading_never_changes(begin: Any, country: Any, acting_as: Any) -> None:
    assessment = written(begin(), country, acting_as)
    with acting_as(country["supervisor"]) as by:
        actions.approve_assessment(assessment=fresh(assessment), by=by)
        with pytest.raises(Error), transaction.atomic():
            AssessmentReading.objects.update(comment="x")
