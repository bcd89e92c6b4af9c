"""The alarm of a plan under which nothing is being done: raised once, told to both, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from himaya.cases.closing.actions import finish_feedback, propose_closure
from himaya.cases.lapse.jobs import watch
from himaya.cases.lapse.rules import lapsed_if_nothing_since
from himaya.cases.models import Case, Plan, PlanAction
from himaya.cases.referrals.actions import send_referral, withdraw_referral
from himaya.kit import clock
from himaya.services.models import Service
from himaya.workflow.models import Notice, Task
from tests import database, factories
from tests.cases.answers import LAST_WORD
from tests.cases.plan_cast import approved, begin, ready
from tests.cases.test_referrals_actions import SHARED

__all__ = ["begin", "ready"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
START = date(2026, 3, 2)


@pytest.fixture
def plan(begin: Callable[..., Plan], country: Any, acting_as: Any) -> Plan:
    """In force since the second of March; its actions are due on the sixteenth."""
    with clock.fixed(START):
        return approved(begin(), country, acting_as)


@pytest.fixture
def watching(as_worker: Any) -> Callable[[date], list[Task]]:
    """`watching(day)`: the morning's look; the alarms that are open afterwards."""

    def look(day: date) -> list[Task]:
        database.settle()
        with as_worker(), clock.fixed(day):
            watch(0)
        database.settle()
        with database.as_owner():
            return list(Task.objects.filter(kind="plan.lapsed", closed_at__isnull=True))

    return look


def test_a_week_without_anything_is_a_lapse() -> None:
    assert lapsed_if_nothing_since(date(2026, 3, 24)) == date(2026, 3, 17)


def test_the_alarm_comes_a_week_after_the_last_thing_that_was_to_be_done(
    plan: Plan, watching: Any, country: Any
) -> None:
    assert watching(START + timedelta(days=21)) == []
    [alarm] = watching(START + timedelta(days=22))
    assert (alarm.assignee, alarm.subject_id, alarm.process) == (country["worker"], plan.pk, "plan")
    with database.as_owner():
        heard = {notice.user_id for notice in Notice.objects.filter(kind="plan.lapsed")}
    assert heard == {country["worker"].pk, country["supervisor"].pk, country["second"].pk}


def test_looking_again_raises_nothing_more(plan: Plan, watching: Any) -> None:
    assert watching(START + timedelta(days=22)) == watching(START + timedelta(days=25))
    with database.as_owner():
        assert Notice.objects.filter(kind="plan.lapsed").count() == 3


def test_something_done_takes_the_alarm_back_and_a_new_lapse_is_told_anew(plan: Plan, watching: Any) -> None:
    watching(START + timedelta(days=22))
    done = START + timedelta(days=30)
    with database.as_owner():
        PlanAction.objects.filter(goal__plan=plan).update(state="done", done_on=done)
    assert watching(done) == []
    with database.as_owner():
        assert Task.objects.get(kind="plan.lapsed").outcome == "resumed"
    assert watching(done + timedelta(days=7)) == []
    assert len(watching(done + timedelta(days=8))) == 1
    with database.as_owner():
        assert Notice.objects.filter(kind="plan.lapsed").count() == 6


@pytest.mark.parametrize(
    ("starts", "lapsed"), [(29, False), (30, True)], ids=["begins within a week", "begins later"]
)
def test_what_begins_soon_counts(plan: Plan, watching: Any, starts: int, lapsed: bool) -> None:
    begins = START + timedelta(days=starts)
    with database.as_owner():
        first = PlanAction.objects.filter(goal__plan=plan).order_by("pk").first()
        assert first is not None
        PlanAction.objects.filter(pk=first.pk).update(starts_on=begins, due_on=begins)
    assert bool(watching(START + timedelta(days=22))) is lapsed


def test_what_was_removed_does_not_count(plan: Plan, watching: Any) -> None:
    later = START + timedelta(days=60)
    with database.as_owner():
        PlanAction.objects.filter(goal__plan=plan).update(due_on=later)
    assert watching(START + timedelta(days=22)) == []
    with database.as_owner():
        PlanAction.objects.filter(goal__plan=plan).update(removed_at=clock.now())
    assert len(watching(START + timedelta(days=22))) == 1


def test_a_case_about_to_be_closed_raises_nothing(
    plan: Plan, watching: Any, country: Any, acting_as: Any
) -> None:
    day = START + timedelta(days=22)
    with clock.fixed(day), acting_as(country["worker"]) as by:
        finish_feedback(case=Case.objects.get(), answers=LAST_WORD, by=by)
        said = {
            "reason": "moved_abroad",
            "note": "Ailə köçüb.",
            "interests": "Bir yerdə.",
            "stable_since": None,
        }
        propose_closure(case=Case.objects.get(), by=by, **said)
    assert watching(day) == []


def test_nobody_s_case_lies_with_the_unit(plan: Plan, watching: Any, country: Any) -> None:
    with database.as_owner():
        type(plan.case).objects.filter(pk=plan.case_id).update(worker=None)
    [alarm] = watching(START + timedelta(days=22))
    assert (alarm.assignee, alarm.role) == (None, "social_worker")


def test_it_is_said_on_the_page_of_the_case(plan: Plan, country: Any, english: Any) -> None:
    words = "Nothing is being done under the plan any more."
    for days, said in ((21, False), (22, True)):
        with clock.fixed(START + timedelta(days=days)):
            page = english(country["worker"]).get(plan.case.get_absolute_url()).content.decode()
            assert (words in page) is said


def test_a_referral_under_way_is_something_done(
    plan: Plan, country: Any, as_owner: Any, acting_as: Any, watching: Any
) -> None:
    day, worker = START + timedelta(days=22), country["worker"]
    with as_owner():
        centre = factories.unit(parent=country["nation"])
        service = Service.objects.create(
            unit=centre, type="rehabilitation", name_az="Sınaq mərkəzi", is_nationwide=True
        )
    with clock.fixed(day), acting_as(worker):
        referral = send_referral(case=Case.objects.get(), service=service, by=worker, **SHARED)
    assert watching(day) == []
    with clock.fixed(day), acting_as(worker):
        withdraw_referral(referral=referral, by=worker)
    assert len(watching(day)) == 1
