"""A review hears, looks at each goal, decides, and the next one runs from it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from himaya.cases.models import Case, GoalProgress, Plan, Review, RiskChange
from himaya.cases.plan import actions as planning
from himaya.cases.reviews import actions
from himaya.cases.reviews.rules import facts_for
from himaya.cases.risk.actions import change_risk
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.periods import BirthDate
from himaya.workflow.models import Clock, Notice, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PASSWORD = "uzun-parol-2026"
ANSWERS: dict[str, Any] = {
    "child_seen": "alone",
    "child_view": "Məktəbdə yaxşıdır",
    "safety_change": "better",
    "care_change": "better",
    "health_change": "same",
    "education_change": "better",
    "new_harm": "no",
    "works": "Dərslər",
    "family_view": "Razıdır",
    "best_interests": "Evdə qalmaq",
}


@pytest.fixture
def begin(country: Any, make_case: Any, acting_as: Any, as_owner: Any) -> Callable[..., Review]:
    """`begin()`: a review of a plan in force, begun by the worker."""

    def make(risk: str = "high") -> Review:
        with as_owner():
            for who in ("worker", "supervisor"):
                country[who].set_password(PASSWORD)
                country[who].save()
        make_case("assessed", risk=risk)
        today = clock.today()
        with acting_as(country["worker"]) as by:
            plan = planning.start_plan(case=Case.objects.get(), aim="Məqsəd", by=by)
            goal = planning.write_goal(
                plan=plan, by=by, domain="education", text="Məktəb", indicator="Jurnal"
            )
            planning.write_action(
                goal=goal,
                by=by,
                who="worker",
                text="Danışmaq",
                starts_on=today,
                due_on=today + timedelta(days=7),
            )
            handed_in(plan, by)
        with acting_as(country["supervisor"]) as by:
            planning.approve_plan(plan=Plan.objects.get(), name=by.full_name, password=PASSWORD, by=by)
        with acting_as(country["worker"]) as by:
            return actions.start_review(case=Case.objects.get(), by=by)

    return make


def handed_in(plan: Plan, by: Any) -> None:
    planning.record_family(plan=plan, part="parent", way="spoken", name="Ana", by=by)
    planning.sign_plan(plan=plan, name=by.full_name, password=PASSWORD, by=by)
    planning.submit_plan(plan=plan, by=by)


def fresh(review: Review) -> Review:
    return Review.objects.select_related("case", "plan", "answers__form").get(pk=review.pk)


def answer(review: Review, by: Any, **changes: Any) -> None:
    actions.finish_answers(review=fresh(review), answers={**ANSWERS, **changes}, by=by)


def finish(review: Review, by: Any, **changes: Any) -> Review:
    goal = fresh(review).plan.goals.get()
    given = {"decision": "continue", "conclusion": "Yaxşı gedir", "level": fresh(review).case.risk}
    return actions.finish_review(
        review=fresh(review), by=by, **{**given, "goals": {goal.public_id: ("partly", "5 gün")}, **changes}
    )


def test_the_questions_come_before_the_decision(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="questions of the review"):
            finish(review, by)
        answer(review, by)
        finish(review, by)
        assert fresh(review).status == "held"


def test_every_goal_is_looked_at(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        answer(review, by)
        for goals in ({}, {fresh(review).plan.goals.get().public_id: ("unheard_of", "")}):
            with pytest.raises(Refused, match="every goal"):
                finish(review, by, goals=goals)
        finish(review, by)
        kept = GoalProgress.objects.get()
        assert (kept.outcome, kept.value, kept.goal.outcome) == ("partly", "5 gün", "partly")


def test_the_clock_is_met_and_the_next_review_runs_by_the_level(
    begin: Any, country: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 10:00"):
        review = begin("high")
    with clock.fixed("2026-03-10 10:00"), acting_as(country["worker"]) as by:
        answer(review, by)
        finish(review, by)
        met, running = Clock.objects.filter(process="case", name="review").order_by("pk")
        assert (met.state, running.state) == ("met", "running")
        assert clock.local(running.due_at).date() == date(2026, 3, 24)
    with acting_as(country["supervisor"]) as supervisor:
        assert Notice.objects.filter(user=supervisor, kind="review.held").exists()


def test_a_higher_level_is_in_force_at_once_and_shortens_the_next_review(
    begin: Any, country: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 10:00"):
        review = begin("medium")
        with acting_as(country["worker"]) as by:
            answer(review, by, new_harm="yes", new_harm_what="Döyülüb", safety_change="worse")
            assert fresh(review).answers.level == "high"
            finish(review, by, level="critical")
            assert Case.objects.get().risk == "critical"
            running = Clock.objects.get(process="case", name="review", state="running")
            assert clock.local(running.due_at).date() == date(2026, 3, 9)


def test_a_lower_level_from_high_waits_for_a_supervisor(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin("high")
    with acting_as(country["worker"]) as by:
        answer(review, by)
        finish(review, by, level="low")
        assert Case.objects.get().risk == "high"
        assert RiskChange.objects.get().status == "proposed"
        change_risk(case=Case.objects.get(), level="critical", why="Yeni təhlükə", by=by)
        assert Case.objects.get().risk == "critical", "raising never waits for a lowering to be decided"


def test_a_conference_is_asked_of_the_supervisor(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        answer(review, by)
        finish(review, by, decision="escalate")
    with acting_as(country["supervisor"]):
        assert Task.objects.get(kind="review.conference").role == "supervisor"


def test_a_second_tab_finishes_nothing(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        answer(review, by)
        with pytest.raises(Stale):
            finish(review, by, expected=99)
        finish(review, by)
        with pytest.raises(Refused, match="finished"):
            finish(review, by)


def test_one_review_at_a_time_and_only_of_a_plan_in_force(
    begin: Any, country: Any, make_case: Any, acting_as: Any
) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="already under way"):
            actions.start_review(case=fresh(review).case, by=by)
        actions.stop_review(review=fresh(review), by=by)
        actions.start_review(case=fresh(review).case, by=by)
    other = make_case("registered")
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="plan in force"):
        actions.start_review(case=other, by=by)


def test_what_was_typed_is_kept_until_the_review_is_held(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        seen = fresh(review).answers.version
        actions.save_answers(review=review, typed={"works": "Dərslər"}, by=by, expected=seen)
        assert fresh(review).answers.answers == {"works": "Dərslər"}
        with pytest.raises(Stale):
            actions.save_answers(review=review, typed={"works": "Başqa"}, by=by, expected=seen)
        answer(review, by)
        finish(review, by)
        with pytest.raises(Refused, match="finished"):
            actions.save_answers(review=review, typed={"works": "Gec"}, by=by)


def test_a_plan_replaced_meanwhile_is_not_reviewed(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    with acting_as(country["worker"]) as by:
        answer(review, by)
        plan = planning.start_plan(case=fresh(review).case, aim="Yeni", by=by)
        handed_in(plan, by)
    with acting_as(country["supervisor"]) as by:
        planning.approve_plan(plan=plan, name=by.full_name, password=PASSWORD, by=by)
    with acting_as(country["worker"]) as by:
        with pytest.raises(Refused, match="The plan was replaced"):
            finish(review, by)
        assert fresh(review).status == "draft"
        assert not GoalProgress.objects.exists()


def test_strangers_hold_no_review(begin: Any, country: Any, acting_as: Any) -> None:
    review = begin()
    for stranger in ("neighbour", "stranger", "colleague"):
        with acting_as(country[stranger]) as by:
            assert not Review.objects.visible_to(by).exists()
            with pytest.raises((PermissionDenied, ObjectDoesNotExist)):
                actions.stop_review(review=review, by=by)


def test_of_several_children_the_strictest_duty_to_hear_counts(begin: Any) -> None:
    begin()  # the norms are loaded with the country
    on = date(2026, 3, 2)
    small, big = BirthDate(date(2023, 1, 1)), BirthDate(date(2014, 1, 1))
    assert facts_for([small, big], on) == {"age": 12, "view": "obligatory"}
    assert facts_for([small], on) == {"age": 3, "view": "none"}
    assert facts_for([], on) == {"age": "", "view": "possible"}
