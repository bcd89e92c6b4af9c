"""To whom a message may go, when, and what may stand in it."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.hotline.callbacks.rules import Safe, is_safe_at
from himaya.hotline.messages import rules
from himaya.hotline.messages.rules import (
    Heard,
    SafeNumber,
    may_write,
    read_hours,
    safe_number_of,
    tells_nothing,
)

NUMBERS = ("+994501112233", "+994557654321", "050 111 22 33", "+12025550123", "AZERCELL", "161", "")
MINUTES = st.integers(0, 24 * 60 - 1)
START = datetime(2026, 2, 2, tzinfo=UTC)
WITHIN = timedelta(minutes=30)


def clock_time(minute: int) -> time:
    return time(minute // 60, minute % 60)


HOURS = st.tuples(MINUTES, MINUTES).map(lambda pair: (clock_time(pair[0]), clock_time(pair[1])))
SAFE = st.none() | st.builds(
    lambda number, hours: SafeNumber(number, tuple(Safe(number, *one) for one in hours)),
    st.sampled_from(NUMBERS[:2]),
    st.lists(HOURS, min_size=1, max_size=2),
)
HEARD = st.none() | st.builds(
    lambda number, minute: Heard(number, START + timedelta(minutes=minute)), st.sampled_from(NUMBERS), MINUTES
)


@given(to=st.sampled_from(NUMBERS), heard=HEARD, safe=SAFE, minute=MINUTES)
def test_never_to_a_number_or_an_hour_that_nobody_called_safe_but_in_direct_answer(
    to: str, heard: Heard | None, safe: SafeNumber | None, minute: int
) -> None:
    now = START + timedelta(minutes=minute)
    verdict, ground = may_write(to, heard=heard, within=WITHIN, safe=safe, countries={"AZ"}, now=now)
    home = to in {"+994501112233", "+994557654321", "050 111 22 33"}
    called_safe = safe is not None and rules.is_same_number(to, safe.number)
    in_hours = safe is not None and any(is_safe_at(one, now) for one in safe.hours)
    answers = heard is not None and rules.is_same_number(to, heard.number) and now - heard.at <= WITHIN
    assert bool(verdict) == (home and ((called_safe and in_hours) or answers))
    assert ground == ((rules.SAFE if called_safe and in_hours else rules.ANSWER) if verdict else "")
    assert verdict or str(verdict.reason)


@given(hours=st.lists(HOURS, min_size=1, max_size=3))
def test_hours_are_read_as_they_are_written(hours: list[tuple[time, time]]) -> None:
    written = ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)
    pointless = any(opens == closes and opens != time(0) for opens, closes in hours)
    assert read_hours(written) == (() if pointless else tuple(hours))


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("15-18", [(15, 18)]),
        ("15.00 - 18.00; 20-21", [(15, 18), (20, 21)]),
        ("0-24", [(0, 0)]),
        ("Hər vaxt", [(0, 0)]),
        ("any time", [(0, 0)]),
        ("ЛЮБОЕ ВРЕМЯ", [(0, 0)]),
        ("", []),
        ("məktəbdən sonra", []),
        ("15-18 olmaz", []),
        ("25-26", []),
        ("15:70-16", []),
        ("15-16:70", []),
        ("12-25", []),
        ("15-15", []),
    ],
)
def test_what_cannot_be_read_is_no_safe_hour(said: str, hours: list[tuple[int, int]]) -> None:
    assert read_hours(said) == tuple((time(opens), time(closes)) for opens, closes in hours)


@pytest.mark.parametrize(
    ("way", "number", "hours", "well"),
    [
        ("sms", "050 111 22 33", "15-18", True),
        ("call", "050 111 22 33", "15-18", False),
        ("sms", "at home", "15-18", False),
        ("sms", "050 111 22 33", "later", False),
    ],
)
def test_a_safe_number_needs_its_way_its_number_and_its_hours(
    way: str, number: str, hours: str, well: bool
) -> None:
    contact: Any = SimpleNamespace(safe_way=way, safe_number=number, safe_time=hours)
    assert (safe_number_of(contact) is not None) == well


WORDS = st.lists(st.sampled_from(["salam", "atam", "məni", "döyür", "gəl", "yaz", "nə", "oldu"]), max_size=12)


@given(text=WORDS, heard=WORDS)
def test_none_of_the_childs_words_stand_in_an_open_answer(text: list[str], heard: list[str]) -> None:
    run = 3 if len(heard) == 3 else 4
    runs = [heard[at : at + run] for at in range(len(heard) - run + 1)]
    quoted = any(text[at : at + run] in runs for at in range(len(text) - run + 1))
    said = tells_nothing(" ".join(text).upper(), names=[], heard=[", ".join(heard)], unsaid=[""])
    assert bool(said) != quoted


def test_names_and_the_line_itself_are_not_told() -> None:
    given_words: dict[str, Any] = {"names": ["Əli Nərgizxanımov"], "heard": [], "unsaid": ["qaynar xətt"]}
    assert tells_nothing("Salam, buradayam", **given_words)
    for words in ("NERGIZXANIMOVA, salam", "əliyə de", "Qaynar  xəttimiz"):
        assert not tells_nothing(words, **given_words), words


def test_parts_are_whole_when_each_number_is_there() -> None:
    assert rules.is_whole({1, 2, 3}, 3)
    assert not rules.is_whole({1, 3}, 3)
    assert not rules.is_same_number("", "")
