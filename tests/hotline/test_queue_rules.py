"""Nothing rings forever: whatever comes, whoever is there and whatever fails, every contact ends within its time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from himaya.hotline.callbacks.rules import Safe, is_safe_at
from himaya.hotline.queue import rules
from himaya.hotline.queue.rules import Door, decide, door_words, may_accept
from tests.hotline.queue_cast import ATTEMPTS, LIMITS, START, Day, item, place, safe, short, whats

LATER = {n: START + timedelta(seconds=n) for n in (5, 21, 31, 61, 91, 200, 301, 2000)}
TICK = timedelta(seconds=5)
SAFE = some.one_of(some.none(), some.builds(safe, some.integers(0, 23), some.integers(0, 23)))
EVENT = some.one_of(
    some.tuples(some.just("arrive"), some.sampled_from(rules.KINDS[:4]), some.sampled_from(["", "az", "ru"])),
    some.tuples(some.just("accept"), some.integers(0, 30), some.integers(0, 4), some.booleans()),
    some.tuples(some.just("word"), some.integers(0, 30), SAFE),
    some.tuples(some.just("hang"), some.integers(0, 30)),
    some.tuples(
        some.just("state"), some.integers(0, 4), some.sampled_from([rules.READY, rules.PAUSED, rules.OFF])
    ),
    some.tuples(some.just("dies"), some.integers(0, 4)),
    some.tuples(some.just("sleep"), some.integers(1, 400)),
    some.tuples(some.just("long"), some.integers(600, 30000)),
    some.tuples(some.just("killed"), some.integers(5, 120)),
    some.tuples(
        some.just("door"), some.sampled_from([rules.OPEN, rules.CLOSED, rules.STOPPED]), some.booleans()
    ),
)
PLACES = some.lists(
    some.builds(
        place,
        some.just(0),
        some.integers(0, 2),
        state=some.sampled_from([rules.READY, rules.PAUSED, rules.OFF]),
        calls=some.integers(0, 1),
        chats=some.integers(0, 3),
        languages=some.sampled_from([frozenset(), frozenset({"az"})]),
    ),
    max_size=4,
)  # fmt: skip


def play(day: Day, event: tuple[Any, ...]) -> None:
    what, *told = event
    PLAYED[what](day, *told)


def accept(day: Day, key: int, at: int, reached: bool) -> None:
    if at < len(day.places):
        day.accept(key, day.places[at], reached=reached)


def change(day: Day, at: int, state: str) -> None:
    day.places = [replace(p, state=state) if p.key == at else p for p in day.places]


def stand(day: Day, shut: str, diverted: bool) -> None:
    day.door = Door(shut, diverted)


PLAYED: dict[str, Any] = {
    "arrive": lambda day, kind, language: day.arrive(kind, language=language),
    "accept": accept,
    "word": Day.leave_word,
    "hang": Day.hang_up,
    "state": change,
    "dies": lambda day, at: day.dead.add(at),
    "door": stand,
    "killed": lambda day, length: day.pass_time(timedelta(seconds=length), timedelta(seconds=length)),
    "sleep": lambda day, length: day.pass_time(timedelta(seconds=length), TICK),
    "long": lambda day, length: day.pass_time(timedelta(seconds=length), timedelta(minutes=5)),
}


@settings(max_examples=150)
@given(PLACES, some.booleans(), some.lists(EVENT, max_size=25))
def test_whatever_comes_every_contact_ends_within_its_bound(
    places: list[rules.Place], at_home: bool, events: list[tuple[Any, ...]]
) -> None:
    """Each ends answered, promised a call-back, told, or in a supervisor's hands; the longest a tick may be late is on
    top. No call is made to a number or at a time that was not called safe; nobody is answered twice."""
    day = Day([replace(p, key=n) for n, p in enumerate(places)], Door(reserve_at_home=at_home))
    for event in events:
        play(day, event)
    day.pass_time(max(LIMITS.bound.values()) + LIMITS.recording, timedelta(minutes=2))
    late = timedelta(minutes=5)
    for key, began in day.began.items():
        if key in day.promise_of:
            continue
        how, ended = day.ended[key]
        assert how in rules.ENDS
        assert ended - began <= max(LIMITS.bound.values()) + LIMITS.recording + 2 * late
    assert all(is_safe_at(said, at) and number == said.number for number, at, said in day.dialled)
    assert not [key for key, times in day.answered_by.items() if times > 1]
    day.pass_time(timedelta(days=2), timedelta(minutes=30))
    assert all(promise.end for promise in day.promises), "no promise is forgotten"
    assert not day.items


@given(
    some.builds(short, some.integers(0, 24 * 60 - 1), some.integers(1, 40)),
    some.lists(
        some.tuples(some.integers(1, 90), some.sampled_from([1, 7, 30]), some.booleans()), max_size=30
    ),
)
def test_nobody_is_called_outside_the_minutes_called_safe(
    said: Safe, steps: list[tuple[int, int, bool]]
) -> None:
    """However short the safe time, however late the worker, whenever somebody presses the button."""
    day = Day([])
    day.leave_word(day.arrive(rules.CALL), said)
    day.places = [place(1)]
    for minutes, step, reached in steps:
        day.pass_time(timedelta(minutes=minutes), timedelta(minutes=step))
        day.now += timedelta(minutes=step)  # the button is pressed before the next tick
        for key in list(day.items):
            day.accept(key, day.places[0], reached=reached)
    assert all(is_safe_at(safely, at) and number == safely.number for number, at, safely in day.dialled)
    assert len(day.dialled) <= ATTEMPTS
    day.pass_time(timedelta(days=4), timedelta(minutes=10))
    assert day.promises[0].end


def ringing(at: int, **more: Any) -> rules.Item:
    return item(rings=at, rung_at=START, **more)


def test_the_longest_idle_who_suits_is_rung() -> None:
    a = place(1, languages=frozenset({"az"}), idle_since=START - timedelta(hours=1))
    b, c = place(2, languages=frozenset({"ru"})), place(3, skills=frozenset({"law"}))
    ring = lambda it, *at: decide([it], at, Door(), LIMITS, START)[0].place  # noqa: E731
    assert ring(item(), a, b, c) == 1
    assert ring(item(language="ru"), a, b) == 2
    assert ring(item(language="ru"), a) == 1, "a voice in another language is better than none"
    assert ring(item(skill="law"), a, b, c) == 3


def test_two_calls_ring_two_people_and_the_weightier_first() -> None:
    found = decide([item(key=1), item(key=2, priority=9)], [place(1)], Door(), LIMITS, START)
    assert [(d.what, d.item) for d in found] == [("ring", 2)]
    both = decide([item(key=1), item(key=2)], [place(1), place(2)], Door(), LIMITS, START)
    assert {d.place for d in both} == {1, 2}
    held = decide([ringing(1), item(key=2)], [place(1)], Door(), LIMITS, LATER[5])
    assert held == [], "who is being rung is not rung for another"


def test_who_does_not_answer_is_passed_over_and_a_dead_place_at_once() -> None:
    at = [place(1), place(2)]
    assert whats(decide([ringing(1)], at, Door(), LIMITS, LATER[5])) == []
    assert [(d.what, d.place) for d in decide([ringing(1)], at, Door(), LIMITS, LATER[21])] == [
        ("miss", 1),
        ("ring", 2),
    ]
    gone = [place(1, state=rules.PAUSED), place(2)]
    assert whats(decide([ringing(1)], gone, Door(), LIMITS, LATER[5])) == ["miss", "ring"]
    dead = [place(1, beat_at=START - timedelta(hours=1)), place(2)]
    assert decide([item()], dead, Door(), LIMITS, START)[0].place == 2
    assert whats(decide([ringing(9)], at, Door(), LIMITS, LATER[5])) == ["miss", "ring"]


def test_the_ladder_climbs_by_its_times_and_at_once_where_nobody_is() -> None:
    busy, lead = place(1, calls=1), place(2, 1)
    assert decide([item()], [busy, lead], Door(), LIMITS, START) == []
    assert [(d.what, d.rung, d.place) for d in decide([item()], [busy, lead], Door(), LIMITS, LATER[31])] == [
        ("climb", 1, None), ("ring", None, 2)
    ]  # fmt: skip
    assert whats(decide([item()], [lead], Door(), LIMITS, START)) == ["climb", "ring"]
    home = decide([item()], [], Door(reserve_at_home=True), LIMITS, START)
    assert [(d.what, d.rung) for d in home] == [("climb", 2)]
    message = decide([item(rules.MESSAGE)], [place(1, beat_at=LATER[301])], Door(), LIMITS, LATER[301])
    assert [(d.what, d.rung) for d in message] == [("climb", 1)]


@pytest.mark.parametrize(
    ("door", "places", "second", "what", "why"),
    [
        (Door(), [], 5, "record", rules.NOBODY),
        (Door(rules.CLOSED), [place(1)], 5, "record", rules.CLOSED),
        (Door(rules.HOLIDAY), [place(1)], 5, "record", rules.HOLIDAY),
        (Door(), [place(1, calls=1)], 91, "record", rules.OVERFLOW),
        (Door(diverted=True), [place(1)], 5, "record", rules.NOBODY),
        (Door(diverted=True), [place(1), place(2, 1)], 5, "climb", ""),
    ],
)
def test_a_call_nobody_can_answer_goes_to_the_machine(
    door: Door, places: list[rules.Place], second: int, what: str, why: str
) -> None:
    first = decide([item()], places, door, LIMITS, LATER[second])[0]
    assert (first.what, first.why) == (what, why)


def test_what_rings_when_the_line_closes_rings_on() -> None:
    assert decide([ringing(1)], [place(1)], Door(rules.CLOSED), LIMITS, LATER[5]) == []


def test_how_the_others_end() -> None:
    one = lambda it, at, places=(): [(d.what, d.why) for d in decide([it], places, Door(), LIMITS, at)]  # noqa: E731
    assert one(item(rules.CHAT), LATER[5]) == [("tell", rules.NOBODY)]
    assert one(item(rules.CHAT), LATER[301], [place(1, chats=3)]) == [("tell", rules.OVERFLOW)]
    assert one(item(rules.MESSAGE, rung=2), LATER[5]) == []
    assert one(item(rules.VOICEMAIL), LATER[2000]) == [("hand", "late")]
    assert one(item(state=rules.RECORDING), LATER[5]) == []
    assert one(item(state=rules.RECORDING), LATER[301]) == [("hand", "recording")]
    back = item(rules.CALL_BACK, until=LATER[91], due_at=LATER[61], rung=2)
    assert one(back, LATER[5]) == []
    assert one(back, LATER[61]) == [("hand", "late")]
    assert one(back, LATER[200]) == [("postpone", "not_safe")]
    assert one(item(rules.CALL_BACK), LATER[2000]) == [("hand", "late")]


def test_who_may_take_what_waits() -> None:
    free = place(1)
    assert may_accept(item(), free, START, LIMITS)
    assert not may_accept(item(state=rules.RECORDING), free, START, LIMITS)
    assert not may_accept(item(), place(1, calls=1), START, LIMITS)
    assert not may_accept(item(rules.CHAT), place(1, chats=3), START, LIMITS)
    assert may_accept(item(rules.CHAT), place(1, chats=2), START, LIMITS)
    back = item(rules.CALL_BACK, until=LATER[61])
    assert may_accept(back, free, LATER[31], LIMITS)
    assert not may_accept(back, free, LATER[61], LIMITS)
    assert not rules.is_free(place(1, wrap_until=LATER[21]), rules.CALL, LATER[5], LIMITS)
    assert rules.is_free(place(1, wrap_until=LATER[21]), rules.CHAT, LATER[31], LIMITS)


@pytest.mark.parametrize(
    ("opens", "closes", "hour", "holiday", "stopped", "why"),
    [
        (0, 0, 3, True, False, rules.OPEN),
        (9, 21, 9, False, False, rules.OPEN),
        (9, 21, 21, False, False, rules.CLOSED),
        (9, 21, 8, True, False, rules.HOLIDAY),
        (20, 4, 3, False, False, rules.OPEN),
        (20, 4, 12, False, False, rules.CLOSED),
        (0, 0, 3, False, True, rules.STOPPED),
    ],
)
def test_when_the_line_answers(
    opens: int, closes: int, hour: int, holiday: bool, stopped: bool, why: str
) -> None:
    assert door_words(opens=opens, closes=closes, hour=hour, holiday=holiday, stopped=stopped) == why


def test_a_flood_is_known_by_its_number() -> None:
    assert rules.stands_flooded(6, 6)
    assert not rules.stands_flooded(5, 6)
