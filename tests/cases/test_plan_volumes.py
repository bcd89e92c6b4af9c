"""How much of a service a plan agrees on, against what the state guarantees; and a change of the norm on both sides."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, PlanAction
from himaya.cases.plan import actions
from himaya.cases.plan.copies import Copy, data_of
from himaya.cases.plan.queries import lines_of
from himaya.cases.plan.rules import actions_of, text_of
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.actions import set_norm
from himaya.reference.models import LegalAct
from himaya.services.models import Service
from himaya.services.queries import Volume, guaranteed_volume
from tests.cases.plan_cast import add_action, approved, begin, fresh, ready

__all__ = ["begin", "ready"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
GUARANTEED = Volume(4, 60)  # of psychological support, as the shipped norms say


@pytest.fixture
def service(country: Any, as_owner: Any) -> Service:
    with as_owner():
        made: Service = Service.objects.create(
            unit=country["there"], type="psychological", name_az="Psixoloq", is_nationwide=True
        )
        return made


@pytest.mark.parametrize(
    ("agreed", "short"),
    [
        ((4, 60), False),
        ((8, 30), False),
        ((5, 60), False),
        ((2, 120), True),
        ((4, 59), True),
        ((3, 60), True),
    ],
)
def test_less_often_or_less_in_the_month_is_less(agreed: tuple[int, int], short: bool) -> None:
    assert Volume(*agreed).falls_short_of(GUARANTEED) is short


def test_each_norm_counts_from_its_day_on(as_owner: Any) -> None:
    day = clock.today() + timedelta(days=30)
    assert guaranteed_volume("psychological", day) == GUARANTEED
    with as_owner():
        act = LegalAct.objects.get(key="cabinet-108")
        key = "service.volume.psychological.times"
        set_norm(key=key, value="6", unit="count", valid_from=day, act=act, by=None)
    assert guaranteed_volume("psychological", day) == Volume(6, 60)
    assert guaranteed_volume("psychological", day - timedelta(days=1)) == GUARANTEED
    assert guaranteed_volume("psychological", date(2014, 4, 21)) is None  # before the decision
    assert guaranteed_volume("leisure", day) is None


def test_nothing_said_is_the_guaranteed_volume(
    begin: Any, country: Any, acting_as: Any, service: Service
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        goal = actions_of(plan)[0].goal
        row = add_action(goal, by, text="Psixoloq", who="service", service=service)
        assert (row.times, row.minutes, row.less_because) == (4, 60, "")
        more = add_action(goal, by, text="Tez-tez", who="service", service=service, times=8, minutes=60)
        assert (more.times, more.minutes) == (8, 60)


def test_less_needs_its_reason_and_shows(begin: Any, country: Any, acting_as: Any, service: Service) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        goal = actions_of(plan)[0].goal
        given: dict[str, Any] = {"text": "Psixoloq", "who": "service", "service": service}
        with pytest.raises(Refused, match="4 times a month, 60 minutes each") as refused:
            add_action(goal, by, times=2, minutes=60, less_because="  ", **given)
        assert refused.value.field == "less_because"
        row = add_action(goal, by, times=2, minutes=60, less_because="Ailə belə istədi", **given)
        line = next(a for g in lines_of(fresh(plan)) for a in g.actions if a.row.pk == row.pk)
        assert (line.volume, line.guaranteed) == (Volume(2, 60), GUARANTEED)
        enough = add_action(goal, by, times=4, minutes=60, less_because="artıq lazım deyil", **given)
        assert enough.less_because == ""


@pytest.mark.parametrize(("half", "asked"), [({"times": 2}, "minutes"), ({"minutes": 30}, "times")])
def test_half_a_volume_is_refused_at_the_other_half(
    begin: Any, country: Any, acting_as: Any, service: Service, half: dict[str, int], asked: str
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="Write both") as refused:
        add_action(actions_of(plan)[0].goal, by, text="x", who="service", service=service, **half)
    assert refused.value.field == asked


def test_what_has_no_guarantee_and_who_is_no_service_need_no_volume(
    begin: Any, country: Any, acting_as: Any
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        goal = actions_of(plan)[0].goal
        named = add_action(goal, by, text="x", who="service", responsible="Dərnək")
        assert named.times is None
        told = add_action(goal, by, text="y", who="service", responsible="Dərnək", times=3, minutes=45)
        assert (told.times, told.minutes) == (3, 45)
        family = add_action(goal, by, text="z", who="family", responsible="Ana", times=3, minutes=45)
        assert family.times is None


def test_the_volume_is_signed_and_an_older_text_keeps_its_signature(
    begin: Any, country: Any, acting_as: Any, service: Service
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        before = text_of(plan)
        assert all(len(action) == 10 for action in before["actions"])  # as it was before there were volumes
        add_action(actions_of(plan)[0].goal, by, text="x", who="service", service=service)
        assert [4, 60, ""] in [action[10:] for action in text_of(plan)["actions"]]


def test_a_copy_and_the_next_version_carry_the_volume(
    begin: Any, country: Any, acting_as: Any, service: Service
) -> None:
    plan = begin()
    with acting_as(country["worker"]) as by:
        row = add_action(actions_of(plan)[0].goal, by, text="x", plain="x", who="service", service=service)
        copy = Copy(fresh(plan), "provider", "Mərkəz", "en", [row], [])
        (goal,) = data_of(copy)["goals"]
        assert goal["actions"][0]["who"] == "Psixoloq (4 times a month, 60 minutes each)"
    approved(plan, country, acting_as)
    with acting_as(country["worker"]) as by:
        after = actions.start_plan(case=Case.objects.get(), aim="x", by=by)
        carried = PlanAction.objects.get(goal__plan=after, service=service)
        assert (carried.times, carried.minutes) == (4, 60)


def test_the_form_and_the_plan_say_what_is_guaranteed(
    begin: Any, country: Any, acting_as: Any, english: Any, service: Service
) -> None:
    plan = begin()
    with acting_as(country["worker"]):
        goal = actions_of(plan)[0].goal
    page = english(country["worker"]).get(reverse("cases:action-new", args=[goal.public_id])).content.decode()
    assert "Psixoloq (guaranteed: 4 times a month, 60 minutes each)" in page
    sent = {
        "text": "Görüş", "who": "service", "service": service.pk, "starts_on": f"{clock.today():%d.%m.%Y}",
        "due_on": f"{clock.today():%d.%m.%Y}", "times": "1", "minutes": "60", "less_because": "Ailənin istəyi",
    }  # fmt: skip
    answer = english(country["worker"]).post(
        reverse("cases:action-new", args=[goal.public_id]), sent, follow=True
    )
    page = answer.content.decode()
    assert "Less than guaranteed: 4 times a month, 60 minutes each" in page
    assert "Ailənin istəyi" in page


def test_anybody_reads_what_the_state_guarantees(service: Service, english: Any) -> None:
    page = english().get(reverse("services:detail", args=[service.public_id])).content.decode()
    assert "The state guarantees" in page
    assert str(GUARANTEED) in page
