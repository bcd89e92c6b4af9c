"""What a gateway brings, read: bytes in every alphabet, parts, nonsense; and how many parts a text takes."""

from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.clients.sms_in import Part, Unreadable, joined, read_json, read_query, whole_letters
from himaya.clients.sms_parts import DOUBLE, GSM, cut

TEXT = "Kömək! ə Ğ привет 😀"


def asked(raw: bytes, **more: str) -> bytes:
    said = {"from": "%2B994501112233", **more, "text": "".join(f"%{one:02x}" for one in raw)}
    return "&".join(f"{name}={value}" for name, value in said.items()).encode()


@pytest.mark.parametrize(
    ("raw", "more"),
    [
        (TEXT.encode(), {"coding": "0", "charset": "UTF-8"}),
        (TEXT.encode(), {"coding": "1", "charset": "8-BIT"}),
        (TEXT.encode("utf-16-be"), {"coding": "2", "charset": "UTF-16BE"}),
        (TEXT.encode(), {"charset": "no-such-charset"}),
    ],
)
def test_every_alphabet_arrives_as_it_was_written(raw: bytes, more: dict[str, str]) -> None:
    heard = read_query(asked(raw, **more))
    assert (heard.sender, heard.text, heard.part) == ("+994501112233", TEXT, None)


def test_bytes_of_no_alphabet_still_become_words() -> None:
    assert read_query(asked(b"caf\xe9")).text == "café"
    assert read_query(asked("привет".encode("cp1251"), charset="windows-1251")).text == "привет"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (bytes([5, 0, 3, 7, 2, 1]), Part(7, 1, 2)),
        (bytes([6, 8, 4, 1, 2, 3, 3]), Part(258, 3, 3)),
        (bytes([10, 4, 3, 9, 9, 9, 0, 3, 7, 2, 2]), Part(7, 2, 2)),
        (bytes([5, 0, 3, 7, 1, 1]), None),
        (bytes([4, 4, 2, 9, 9]), None),
    ],
)
def test_the_header_of_a_part_is_read(header: bytes, part: Part | None) -> None:
    assert read_query(asked(b"a", udh=quote(header))).part == part


@pytest.mark.parametrize("header", [bytes([9, 0]), bytes([2, 0, 3]), bytes([1, 0]), bytes([3, 4, 5, 6])])
def test_a_damaged_header_is_refused(header: bytes) -> None:
    with pytest.raises(Unreadable) as wrong:
        read_query(asked(b"a", udh=quote(header)))
    assert wrong.value.field == "udh"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"[", ""),
        (b"\xff", ""),
        (b"[]", ""),
        (b'{"from": "1"}', "text"),
        (b'{"from": "1", "text": 5}', "text"),
        (b'{"text": "a"}', "from"),
        (b'{"from": "1", "text": "a", "at": "soon"}', "at"),
        (b'{"from": "1", "text": "a", "part": 7}', "part"),
        (b'{"from": "1", "text": "a", "part": {"ref": 1, "number": 3, "of": 2}}', "part"),
    ],
)
def test_what_a_bus_says_wrong_is_named(raw: bytes, field: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        read_json(raw)
    assert wrong.value.field == field


def test_what_a_bus_says_right_is_taken() -> None:
    told = (
        b'{"id": "7", "from": "1", "text": "a", "at": 1900000000, "part": {"ref": 1, "number": 2, "of": 2}}'
    )
    assert read_json(told).part == Part(1, 2, 2)
    assert read_json(told).at == 1_900_000_000


def test_no_query_at_all_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_query("ə".encode())


@given(st.text(max_size=200), st.integers(1, 400))
def test_a_text_cut_anywhere_is_whole_again(text: str, size: int) -> None:
    raw = text.encode("utf-16-be", "surrogatepass")
    pieces = [raw[at : at + 2 * size] for at in range(0, len(raw), 2 * size)]
    said = [piece.decode("utf-16-be", "surrogatepass") for piece in pieces]
    assert joined(said) == whole_letters(text)
    whole_letters(text).encode()  # what is kept can be written


@given(st.binary(max_size=60), st.sampled_from([read_query, read_json]))
def test_no_bytes_break_the_reader(raw: bytes, read: Any) -> None:
    with suppress(Unreadable):
        assert read(raw).sender


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", (False, 1, 160)),
        ("a" * 160, (False, 1, 0)),
        ("a" * 161, (False, 2, 145)),
        ("€" * 80, (False, 1, 0)),
        ("€" * 81, (False, 2, 143)),
        ("a" * 152 + "€" + "a" * 10, (False, 2, 141)),
        ("ə" * 70, (True, 1, 0)),
        ("ə" * 71, (True, 2, 63)),
        ("ə" * 66 + "😀" + "ə" * 5, (True, 2, 60)),
        ("😀" * 35, (True, 1, 0)),
    ],
    ids=lambda value: f"{len(value)} letters" if isinstance(value, str) else None,
)
def test_a_text_takes_as_many_parts_as_the_network_counts(text: str, told: Any) -> None:
    found = cut(text)
    assert (found.wide, found.parts, found.left) == told


@given(st.text(max_size=700))
def test_no_part_holds_more_than_it_can(text: str) -> None:
    found = cut(text)
    narrow = all(sign in GSM | DOUBLE for sign in text)
    assert found.wide != narrow
    room = (160 if narrow else 70) if found.parts == 1 else (153 if narrow else 67)
    assert 0 <= found.left <= room
