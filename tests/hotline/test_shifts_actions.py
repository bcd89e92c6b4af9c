"""Shifts: planned with rest, taken back, swapped when both agree and a supervisor approves."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.hotline.models import Shift, ShiftSwap
from himaya.hotline.shifts import actions, queries, rules
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.models import Norm
from himaya.reference.queries import forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOW = datetime(2026, 2, 2, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(NOW):
        yield


@pytest.fixture
def plan(line: Any, does: Any) -> Any:
    """`plan("listener", day, hour, hours)`: the supervisor plans a shift."""

    def make(who: str, day: int = 1, hour: int = 0, hours: int = 8, duty: str = "shift") -> Shift:
        begins = NOW + timedelta(days=day, hours=hour)
        return does(
            "lead", actions.plan_shift, user=line[who], duty=duty, starts_at=begins,
            ends_at=begins + timedelta(hours=hours),
        )  # fmt: skip

    return make


def test_a_shift_is_planned_with_rest_and_an_end(line: Any, plan: Any, does: Any) -> None:
    plan("listener")
    for hour, hours, why in (
        (4, 8, "another shift"),
        (12, 8, "too little rest"),
        (40, 13, "longer"),
        (40, 0, "ends"),
    ):
        with pytest.raises(Refused, match=why):
            plan("listener", hour=hour, hours=hours)
    with pytest.raises(Refused, match="over already"):
        plan("listener", day=-3)
    with pytest.raises(Refused, match="does not work"):
        plan("duty")
    with pytest.raises(PermissionDenied):
        does("listener", actions.plan_shift, user=line["listener"], duty="shift", starts_at=NOW, ends_at=NOW)
    assert plan("listener", day=2).duty == "shift"


def test_who_stands_when(line: Any, plan: Any) -> None:
    shift = plan("listener")
    during = shift.starts_at + timedelta(hours=1)
    assert queries.duty_of(line["listener"], during) == shift
    assert queries.next_of(line["listener"], NOW) == shift
    assert queries.at(line["hotline"], during) == [shift]
    days = dict(queries.week(line["hotline"], NOW.date()))
    assert days[clock.local(shift.starts_at).date()] == [shift]
    assert line["lead"] in queries.people_of(line["hotline"])


def test_a_shift_is_taken_back_once(line: Any, plan: Any, does: Any) -> None:
    shift = plan("listener")
    swap = does("listener", actions.ask_swap, shift=shift, of=line["colleague"])
    does("lead", actions.cancel_shift, shift=shift)
    assert ShiftSwap.objects.get(pk=swap.pk).status == "withdrawn"
    with pytest.raises(Refused, match="taken back"):
        does("lead", actions.cancel_shift, shift=shift)
    assert plan("listener"), "the hours are free again"


def test_a_swap_is_asked_agreed_and_approved(line: Any, plan: Any, does: Any) -> None:
    mine, theirs = plan("listener"), plan("colleague", day=3)
    swap = does("listener", actions.ask_swap, shift=mine, of=line["colleague"], in_return=theirs)
    assert list(queries.swaps_for(line["colleague"], line["hotline"])) == [swap]
    assert not queries.swaps_for(line["lead"], line["hotline"])
    with pytest.raises(Refused, match="Only who was asked"):
        does("lead", actions.decide_swap, swap=swap, agree=True)
    assert does("colleague", actions.decide_swap, swap=swap, agree=True).status == "agreed"
    assert list(queries.swaps_for(line["lead"], line["hotline"])) == [swap]
    with pytest.raises(Refused, match="not part"):
        does("colleague", actions.decide_swap, swap=swap, agree=True)
    assert does("lead", actions.decide_swap, swap=swap, agree=True).status == "done"
    assert queries.next_of(line["colleague"], NOW).starts_at == mine.starts_at
    assert queries.next_of(line["listener"], NOW).starts_at == theirs.starts_at
    with pytest.raises(Refused, match="decided already"):
        does("lead", actions.decide_swap, swap=swap, agree=True)


def test_a_swap_is_refused_or_taken_back(line: Any, plan: Any, does: Any) -> None:
    shift = plan("listener")
    swap = does("listener", actions.ask_swap, shift=shift, of=line["colleague"])
    with pytest.raises(Refused, match="asked for already"):
        does("listener", actions.ask_swap, shift=shift, of=line["colleague"])
    assert does("colleague", actions.decide_swap, swap=swap, agree=False).status == "refused"
    again = does("listener", actions.ask_swap, shift=shift, of=line["colleague"])
    with pytest.raises(Refused, match="decided already"):
        does("colleague", actions.withdraw_swap, swap=again)
    assert does("listener", actions.withdraw_swap, swap=again).status == "withdrawn"
    wrong = {
        "of your own": {"shift": plan("colleague", day=4), "of": line["deputy"]},
        "colleague of": {"shift": shift, "of": line["duty"]},
        "coming shift": {"shift": shift, "of": line["colleague"], "in_return": shift},
    }
    for why, said in wrong.items():
        with pytest.raises(Refused, match=why):
            does("listener", actions.ask_swap, **said)
    plan("deputy", hour=10, duty="supervisor")
    with pytest.raises(Refused, match="too little rest"):
        does("listener", actions.ask_swap, shift=shift, of=line["deputy"])


def test_what_began_meanwhile_is_not_swapped(line: Any, plan: Any, does: Any) -> None:
    shift = plan("listener")
    swap = does("listener", actions.ask_swap, shift=shift, of=line["colleague"])
    does("colleague", actions.decide_swap, swap=swap, agree=True)
    with clock.fixed(shift.starts_at), pytest.raises(Refused, match="has begun"):
        does("lead", actions.decide_swap, swap=swap, agree=True)


def test_where_the_norms_want_no_approval_agreeing_is_enough(
    line: Any, plan: Any, does: Any, as_owner: Any
) -> None:
    with as_owner():
        Norm.objects.filter(key="hotline.shift.swap_approval").update(value="0")
        forget()
    try:
        swap = does("listener", actions.ask_swap, shift=plan("listener"), of=line["colleague"])
        assert does("colleague", actions.decide_swap, swap=swap, agree=True).status == "done"
        assert queries.next_of(line["colleague"], NOW)
    finally:
        forget()


def test_the_return_too_needs_rest() -> None:
    rows = [SimpleNamespace(starts_at=NOW, ends_at=NOW + timedelta(hours=8))]
    after = NOW + timedelta(hours=20)
    assert rules.rests_enough(after, after + timedelta(hours=8), rows, NOW.date())
    assert not rules.rests_enough(NOW - timedelta(hours=9), NOW - timedelta(hours=1), rows, NOW.date())
