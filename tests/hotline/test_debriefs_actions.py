"""Exposure is counted from what happened; a debrief is open while it is due and closed to all but two afterwards."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error

from himaya.access import gate
from himaya.access.models import History
from himaya.hotline.debriefs import actions, queries
from himaya.hotline.debriefs.actions import Talk
from himaya.hotline.debriefs.jobs import look, look_at_every_line
from himaya.hotline.debriefs.page import stint_words
from himaya.hotline.models import Contact, Debrief, Line
from himaya.hotline.retention.actions import forget_one
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.hotline.shifts.actions import plan_shift
from himaya.hotline.triage.actions import ask_about_danger
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.reference.models import Norm
from himaya.reference.norms.actions import set_norm
from himaya.workflow.models import Clock, Step
from tests.hotline.conftest import notices
from tests.hotline.quality_cast import finished, grave

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOON = "2026-11-18T12:00+04:00"
EVENING = "2026-11-18T20:30+04:00"


@pytest.fixture
def hears(line: Any, acting_as: Any) -> Any:
    """`hears(4)`: so many heavy contacts of one person."""

    def make(many: int = 1, who: str = "listener", at: str = NOON, how: Any = grave) -> Contact:
        for _n in range(many):
            with clock.fixed(at), acting_as(line[who]):
                made = how(line[who])
        return made  # type: ignore[no-any-return]

    return make


@pytest.fixture
def owed(line: Any, as_owner: Any, as_worker: Any) -> Any:
    """`owed()`: the worker looks; how many debriefs it opened."""
    with as_owner():
        Line.objects.get_or_create(unit=line["hotline"])

    def go(at: str = EVENING) -> int:
        with clock.fixed(at), as_worker():
            return look_at_every_line()

    return go


def shift(line: Any, acting_as: Any, who: str, begins: str, hours: int) -> None:
    with clock.fixed("2026-11-17T10:00+04:00"), acting_as(line["lead"]):
        starts = datetime.fromisoformat(begins)
        plan_shift(
            user=line[who],
            starts_at=starts,
            ends_at=starts + timedelta(hours=hours),
            duty="shift",
            by=line["lead"],
        )


def talk(**more: Any) -> Talk:
    return Talk(
        **{"outcome": "taken", "held_at": clock.now(), "kind": "single", "note": "Gizliözübaşqa", **more}
    )


def test_who_bore_how_much_is_counted_shift_by_shift(
    line: Any, hears: Any, acting_as: Any, django_assert_num_queries: Any
) -> None:
    shift(line, acting_as, "listener", "2026-11-18T08:00+04:00", 8)
    contact = hears(2)
    hears(how=finished)
    hears(at=EVENING)
    hears(who="colleague")
    with clock.fixed(NOON), acting_as(line["lead"]):
        # a supervisor asked once more about danger: they have heard it too
        ask_about_danger(
            contact=Contact.objects.get(pk=contact.pk), answers={"intent": "yes"}, by=line["lead"]
        )
    with acting_as(line["lead"]), clock.fixed(EVENING):
        now = clock.now() + timedelta(minutes=1)
        with django_assert_num_queries(4):
            found = queries.loads(line["hotline"], now - timedelta(days=7), now)
        told = {(one.name, stint_words(one.stint), one.many) for one in found}
        assert told == {
            ("Məsləhətçi Lalə", "18.11.2026 08:00–16:00", 2),
            ("Məsləhətçi Lalə", "18.11.2026", 1),
            ("Məsləhətçi Kənan", "18.11.2026", 1),
            ("Nəzarətçi Rəna", "18.11.2026", 1),
        }
        assert not any(one.too_many for one in found)
        assert {one.limit for one in found} == {3}
        week = queries.last_week(line["hotline"], clock.now())
        now_bearing = {(one.name, one.many) for one in queries.bearing_now(week, clock.now())}
        assert now_bearing == {("Məsləhətçi Lalə", 1), ("Məsləhətçi Kənan", 1), ("Nəzarətçi Rəna", 1)}
        assert [(one.name, one.many) for one in queries.by_week(week, clock.now())] == [
            ("Məsləhətçi Lalə", 3), ("Məsləhətçi Kənan", 1), ("Nəzarətçi Rəna", 1),
        ]  # fmt: skip
    with acting_as(line["lead"]), clock.fixed(NOON):
        week = queries.last_week(line["hotline"], clock.now())
        assert ("Məsləhətçi Lalə", 2) in {
            (one.name, one.many) for one in queries.bearing_now(week, clock.now())
        }


def test_seven_days_bear_what_the_norm_of_the_last_of_them_says(
    line: Any, hears: Any, acting_as: Any, as_owner: Any
) -> None:
    # two a shift: no shift is too heavy, the week may be
    days = ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20")
    for day in days:
        hears(2, at=f"{day}T12:00+04:00")
    with as_owner():
        act = Norm.objects.filter(key="hotline.exposure.week").get().act
        set_norm(
            key="hotline.exposure.week",
            value="8",
            unit="count",
            valid_from=date(2026, 11, 21),
            act=act,
            by=None,
        )

    def week(at: str) -> tuple[int, int, bool]:
        with acting_as(line["lead"]), clock.fixed(at):
            (one,) = queries.by_week(queries.last_week(line["hotline"], clock.now()), clock.now())
        return one.many, one.limit, one.too_many

    assert week("2026-11-20T23:59+04:00") == (10, 10, False), "the last day of the old norm"
    assert week("2026-11-21T00:00+04:00") == (10, 8, True), "the first of the new"
    assert week("2026-11-23T13:00+04:00") == (8, 8, False), "Monday has left the seven days"
    with acting_as(line["lead"]), clock.fixed("2026-11-30T12:00+04:00"):
        assert queries.by_week(queries.last_week(line["hotline"], clock.now()), clock.now()) == []


def test_beyond_what_a_shift_bears_a_debrief_is_owed_once(
    line: Any, hears: Any, owed: Any, acting_as: Any, as_owner: Any
) -> None:
    hears(3)
    assert owed() == 0
    hears()
    assert (owed(), owed()) == (1, 0)
    with acting_as(line["lead"]):
        made = Debrief.objects.get()
        assert (made.counsellor, made.why, made.heavy, made.stint) == (
            line["listener"], "many", 4, "day:2026-11-18",
        )  # fmt: skip
        running = Clock.objects.get(process="debrief")
        assert clock.local(running.due_at).isoformat() == "2026-11-19T12:00:00+04:00"
    assert notices(as_owner, line["lead"])[-1] == "debrief.due"
    assert notices(as_owner, line["listener"])[-1] == "debrief.yours"
    with acting_as(line["colleague"]):
        assert not Debrief.objects.exists()


def test_some_contacts_owe_one_by_themselves_as_the_night_watch_sees(
    line: Any, hears: Any, owed: Any, acting_as: Any, as_worker: Any
) -> None:
    hears(how=lambda by: finished(by, {"hurt_now": "no"}, "suicide_attempt"))
    with clock.fixed(EVENING), as_worker():
        look(0)
        look(0)
    with acting_as(line["deputy"]):
        assert Debrief.objects.get().why == "alone"


def test_anybody_asks_for_a_talk_and_none_twice(line: Any, does: Any, acting_as: Any) -> None:
    made = does("listener", actions.ask_debrief)
    assert (made.why, made.status) == ("asked", "due")
    with pytest.raises(Refused, match="owed to you already"):
        does("listener", actions.ask_debrief)
    with pytest.raises(PermissionDenied):
        does("duty", actions.ask_debrief)
    own = does("lead", actions.ask_debrief)
    with pytest.raises(Refused, match="Another person"):
        does("lead", actions.record_debrief, debrief=own, talk=talk())
    with pytest.raises(PermissionDenied):
        does("listener", actions.record_debrief, debrief=own, talk=talk())
    with pytest.raises(PermissionDenied):
        does("listener", actions.record_debrief, debrief=made, talk=talk())


def test_a_debrief_that_was_held_is_read_by_the_two_alone(
    line: Any, does: Any, acting_as: Any, as_owner: Any
) -> None:
    made = does("listener", actions.ask_debrief)
    with pytest.raises(Refused, match="what kind"):
        does("lead", actions.record_debrief, debrief=made, talk=talk(kind=""))
    with acting_as(line["lead"]):
        version = Debrief.objects.get().version
    with pytest.raises(Stale):
        does("lead", actions.record_debrief, debrief=made, talk=talk(), expected=version + 1)
    again = talk(follow_up_on=date(2099, 11, 25), with_whom="Psixoloqözübaşqa", rest="break")
    done = does("lead", actions.record_debrief, debrief=made, talk=again, expected=version)
    assert (done.status, done.held_by) == ("over", line["lead"])
    for who in ("listener", "lead"):
        with acting_as(line[who]):
            found = queries.over(line[who]).get()
            assert (found.note, found.with_whom, found.rest) == ("Gizliözübaşqa", "Psixoloqözübaşqa", "break")
    for who in ("deputy", "colleague", "duty", "chief"):
        with acting_as(line[who]):
            assert not queries.over(line[who]).exists()
            assert not Step.objects.filter(process="debrief", to_state="over").exists()
            assert not History.objects.filter(table_name="hotline_debrief").exists()
    with pytest.raises(PermissionDenied):
        does("lead", actions.record_debrief, debrief=done, talk=talk())
    with acting_as(line["deputy"]):
        following = queries.due(line["deputy"]).get()
        assert (following.why, clock.local(following.since).isoformat()) == (
            "again", "2099-11-25T09:00:00+04:00",
        )  # fmt: skip
    with as_owner():
        assert "Gizliözübaşqa" not in str(list(Debrief.objects.values_list("note"))), "closed text"


def test_a_debrief_is_forgotten_by_its_own_norm(line: Any, does: Any, as_owner: Any, as_worker: Any) -> None:
    made = does("listener", actions.ask_debrief)
    with as_worker(), pytest.raises(Error), gate.acting_as(gate.SYSTEM):
        forget_one(what="debriefs", pk=made.pk)
    does("lead", actions.record_debrief, debrief=made, talk=talk(outcome="declined", kind=""))
    with clock.fixed("2029-12-01T10:00+04:00"), as_worker():
        assert forget_what_is_over()["debriefs"] == 1
    with as_owner():
        left = Debrief.objects.get()
        assert (left.outcome, left.note, left.why) == ("", "", "asked")
        assert left.forgotten_on == date(2029, 12, 1)
