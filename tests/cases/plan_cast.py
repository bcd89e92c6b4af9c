"""What the tests of plan share."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from himaya.cases.models import Case, Goal, Plan, PlanAction
from himaya.cases.plan import actions
from himaya.kit import clock

PASSWORD = "uzun-parol-2026"


@pytest.fixture(autouse=True)
def ready(country: Any, as_owner: Any) -> None:
    with as_owner():
        actions.load_plan_letters()
        for who in ("worker", "supervisor", "second"):
            country[who].set_password(PASSWORD)
            country[who].save()


@pytest.fixture
def begin(country: Any, make_case: Any, acting_as: Any) -> Callable[..., Plan]:
    """`begin()`: a plan with one goal and two actions, in an assessed case."""

    def make(until: str = "assessed") -> Plan:
        make_case(until)
        with acting_as(country["worker"]) as by:
            plan = actions.start_plan(
                case=Case.objects.get(), aim="Uşaq təhlükəsiz yaşasın", plain="Sən rahat yaşayasan", by=by
            )
            goal = actions.write_goal(
                plan=plan, by=by, domain="education", text="Hər gün məktəbə gedir", plain="Məktəbə gedəcəksən",
                indicator="Davamiyyət jurnalı", baseline="10 gün buraxıb", target="2 gündən az",
            )  # fmt: skip
            add_action(goal, by, text="Məktəblə danışmaq", who="worker", plain="Mən müəllimlə danışacağam")
            add_action(
                goal,
                by,
                text="Psixoloqla görüş",
                who="service",
                responsible="Ailə Mərkəzi",
                plain="Psixoloqla görüşəcəksən",
            )
            return plan

    return make


def add_action(goal: Goal, by: Any, **fields: Any) -> PlanAction:
    today = clock.today()
    given = {
        "starts_on": today,
        "due_on": today + timedelta(days=14),
        "responsible": "",
        "service": None,
        "indicator": "",
        "plain": "",
    }
    return actions.write_action(goal=goal, by=by, **{**given, **fields})


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("case").get(pk=plan.pk)


def submitted(plan: Plan, country: Any, acting_as: Any) -> Plan:
    with acting_as(country["worker"]) as by:
        actions.record_family(plan=fresh(plan), part="parent", way="spoken", name="Ana", by=by)
        actions.sign_plan(plan=fresh(plan), name="İşçi İlqar", password=PASSWORD, by=by)
        return actions.submit_plan(plan=fresh(plan), by=by)


def approved(plan: Plan, country: Any, acting_as: Any, who: str = "supervisor") -> Plan:
    submitted(plan, country, acting_as)
    with acting_as(country[who]) as by:
        actions.approve_plan(plan=fresh(plan), name=by.full_name, password=PASSWORD, by=by)
        return fresh(plan)
