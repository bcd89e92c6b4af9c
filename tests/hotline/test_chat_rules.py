"""How a chat stands, what may be said, who is gone."""

from datetime import UTC, datetime, timedelta

import pytest

from himaya.hotline.chat import rules

NOW = datetime(2026, 2, 2, 8, tzinfo=UTC)
LOST = timedelta(seconds=45)


@pytest.mark.parametrize(
    ("state", "kind", "how", "stands"),
    [
        ("waiting", "chat", "", rules.WAITS),
        ("handed", "chat", "", rules.WAITS),
        ("answered", "chat", "", rules.TALKS),
        ("told", "chat", "", rules.TOLD),
        ("waiting", "voicemail", "word", rules.KEPT),
        ("answered", "voicemail", "child", rules.KEPT),
        ("promised", "chat", "word", rules.PROMISED),
        ("answered", "chat", "staff", rules.OVER),
        ("settled", "chat", "", rules.OVER),
    ],
)
def test_how_a_chat_stands_for_the_child(state: str, kind: str, how: str, stands: str) -> None:
    assert rules.standing(state=state, kind=kind, ended_how=how) == stands


def test_a_message_is_neither_empty_nor_a_book_nor_one_of_many() -> None:
    assert rules.may_say("salam", longest=10, lately=0, most=2)
    assert not rules.may_say("", longest=10, lately=0, most=2)
    assert not rules.may_say("x" * 11, longest=10, lately=0, most=2)
    assert not rules.may_say("salam", longest=10, lately=2, most=2)


def test_who_gives_no_sign_is_gone_and_who_was_never_there_too() -> None:
    assert rules.is_gone(None, NOW, LOST)
    assert rules.is_gone(NOW - timedelta(seconds=46), NOW, LOST)
    assert not rules.is_gone(NOW - timedelta(seconds=44), NOW, LOST)


def test_typing_is_a_matter_of_seconds() -> None:
    assert rules.is_typing(NOW - timedelta(seconds=2), NOW)
    assert not rules.is_typing(NOW - timedelta(seconds=20), NOW)
    assert not rules.is_typing(None, NOW)


def test_danger_opens_the_door_to_a_flooded_network() -> None:
    assert rules.may_begin(lately=1, most=2, danger=False)
    assert rules.may_begin(lately=9, most=2, danger=True)
    assert not rules.may_begin(lately=2, most=2, danger=False)


@pytest.mark.parametrize(("got", "said", "read"), [(5, 3, 3), (2, 3, 2), (-1, 3, 0)])
def test_nobody_reads_what_was_not_said(got: int, said: int, read: int) -> None:
    assert rules.next_sign(got, said) == read


@pytest.mark.parametrize(
    ("kind", "size", "taken"),
    [
        ("png", 10, True),
        ("m4a", 2_000_000, True),
        ("pdf", 10, False),
        ("", 10, False),
        ("jpeg", 6_000_000, False),
    ],
)
def test_a_child_sends_pictures_and_recordings_of_a_size(kind: str, size: int, taken: bool) -> None:
    assert bool(rules.may_send(kind, size, megabytes=5)) is taken
