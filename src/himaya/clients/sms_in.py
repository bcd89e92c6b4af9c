"""What a gateway for text messages brings: one message, or one part of a long one, read from whatever it says.

Kannel calls `…?id=%I&from=%p&to=%P&at=%T&coding=%c&charset=%C&udh=%u&text=%b`: bytes as they are, in hexadecimal escapes. A
gateway behind an integration bus posts JSON: `{id, from, to, text, at, part: {ref, number, of}}`.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

LONGEST = 20_000  # characters; the longest message that parts can make has 17,085
FIRST_YEAR = 946_684_800  # 2000-01-01, in seconds: no gateway's clock is older
EIGHT_BIT, UCS2 = "1", "2"


class Unreadable(ValueError):
    """What came is no message. `field` says where, the words say why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a long message this is: the sender's number for the whole, its place from 1, how many there are."""

    ref: int
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Heard:
    """One message, or one part. `id`: the gateway's own, or empty. `at`: seconds since 1970 by its clock, or 0. A part may
    end in half a letter; `joined` puts them together."""

    id: str
    sender: str
    to: str
    text: str
    at: int = 0
    part: Part | None = None


def read_query(raw: bytes) -> Heard:
    """What Kannel says. Raises `Unreadable` with the field that is wrong."""
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, encoding="latin-1", max_num_fields=40)
    except ValueError:
        raise Unreadable("", _("This is no query.")) from None
    said = {name: value.encode("latin-1") for name, value in pairs}
    if "text" not in said:
        raise Unreadable("text", _("The text is missing."))
    words = {name: value.decode("utf-8", "replace") for name, value in said.items() if name != "text"}
    text = _decoded(said["text"], words.get("coding", ""), words.get("charset", ""))
    return _heard(words, text, _part_of_header(said.get("udh", b"")))


def read_json(raw: bytes) -> Heard:
    """What a bus posts."""
    try:
        told = json.loads(raw)
    except ValueError:
        raise Unreadable("", _("This is not JSON.")) from None
    if not isinstance(told, dict):
        raise Unreadable("", _("A message is an object."))
    if not isinstance(told.get("text"), str):
        raise Unreadable("text", _("The text is missing."))
    words = {name: str(told.get(name) or "") for name in ("id", "from", "to", "at")}
    return _heard(words, told["text"], _part_told(told.get("part")))


def _heard(words: Mapping[str, str], text: str, part: Part | None) -> Heard:
    sender = words.get("from", "").strip()
    if not 1 <= len(sender) <= 60 or not sender.isprintable():
        raise Unreadable("from", _("The sender is missing or longer than 60 characters."))
    for name in ("id", "to"):
        if len(words.get(name, "")) > 120 or not words.get(name, "").isprintable():
            raise Unreadable(name, _("This is not what is expected here."))
    if len(text) > LONGEST:
        raise Unreadable("text", _("The text is longer than any message can be."))
    return Heard(words.get("id", ""), sender, words.get("to", ""), text, _seconds(words.get("at", "")), part)


def _seconds(said: str) -> int:
    """The gateway's moment; 0 where it says none."""
    if said in {"", "0"}:
        return 0
    if not (said.isascii() and said.isdecimal() and FIRST_YEAR <= int(said[:12]) <= 10 * FIRST_YEAR):
        raise Unreadable("at", _("The time is not in seconds since 1970."))
    return int(said)


def _decoded(raw: bytes, coding: str, charset: str) -> str:
    """The letters of a message: as the gateway names them; where it names none, UTF-8, or else one byte a letter."""
    if coding not in {"", "0", EIGHT_BIT, UCS2}:
        raise Unreadable("coding", _("This is not what is expected here."))
    if coding == UCS2:
        if len(raw) % 2:
            raise Unreadable("text", _("A text of two-byte letters has an odd number of bytes."))
        return raw.decode("utf-16-be", "surrogatepass")
    named = "" if charset.upper() in {"", "8-BIT", "BINARY"} else charset
    for name in filter(None, (named, "utf-8")):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("latin-1")


def _part_of_header(header: bytes) -> Part | None:
    """The part that a message's user data header names (3GPP TS 23.040, 9.2.3.24): element 0 with a reference of one byte,
    element 8 with one of two. Other elements say nothing of parts."""
    if not header:
        return None
    if header[0] != len(header) - 1:
        raise Unreadable("udh", _("The header of the parts is damaged."))
    rest = header[1:]
    while rest:
        kind, length, body = rest[0], rest[1] if len(rest) > 1 else 256, rest[2 : 2 + (rest[1:2] or b"\0")[0]]
        if len(body) != length:
            raise Unreadable("udh", _("The header of the parts is damaged."))
        if (kind, length) in {(0, 3), (8, 4)}:
            ref, of, number = struct.unpack(">BBB" if kind == 0 else ">HBB", body)
            return _part(ref, number, of)
        rest = rest[2 + length :]
    return None


def _part_told(told: Any) -> Part | None:
    if told is None:
        return None
    if not isinstance(told, dict) or not all(type(told.get(name)) is int for name in ("ref", "number", "of")):
        raise Unreadable("part", _("A part says its ref, its number and of how many."))
    return _part(told["ref"], told["number"], told["of"])


def _part(ref: int, number: int, of: int) -> Part | None:
    if not (0 <= ref <= 65_535 and 1 <= number <= of <= 255):
        raise Unreadable("part", _("There is no such part of a message."))
    return Part(ref, number, of) if of > 1 else None


def joined(texts: Iterable[str]) -> str:
    """Parts put together in the order given: a letter that was cut in two is whole again; half a letter without its other
    half becomes a sign of what is missing."""
    return whole_letters("".join(texts))


def whole_letters(text: str) -> str:
    """A text without halves of letters and without the signs that no text has."""
    paired = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    return "".join(sign for sign in paired if sign in "\n\t" or sign >= " ")
