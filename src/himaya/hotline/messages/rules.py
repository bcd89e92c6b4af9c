"""To whom a text message may go, when, and what may stand in it. Pure: only norms and lists are asked for.

Two grounds and no third: in direct answer to a message that has just come from that number, or to the number that the child
called safe, within the hours they called safe. SMS lies open on a telephone that others pick up: where the number was not
called safe, nothing in it tells that a child wrote to a hotline.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from himaya.clients.sms_parts import cut
from himaya.hotline.callbacks.rules import Safe, is_safe_at, may_dial
from himaya.hotline.contacts.callers import caller_key
from himaya.kit.fields import read_phone
from himaya.kit.text import fold
from himaya.kit.verdict import Verdict, no, yes

ANSWER, SAFE, AUTOMATIC = "answer", "safe", "automatic"
SMS_WAY = "sms"
ANY_TIME = frozenset(map(fold, ("hər vaxt", "istənilən vaxt", "any time", "always", "любое время", "всегда")))
HOURS = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d\d))?")
BETWEEN = re.compile(r"[\s,;]*")
QUOTED, SHORT = 4, 3  # so many words on end are the child's own; a message of three words as a whole
NAMED = 3  # letters from which a word may be a name


@dataclass(frozen=True, slots=True)
class SafeNumber:
    """What the caller called safe for text messages: a number, and the hours of the day."""

    number: str
    hours: tuple[Safe, ...]

    def is_at(self, moment: datetime) -> bool:
        """Whether a message may arrive at this moment."""
        return any(is_safe_at(one, moment) for one in self.hours)


@dataclass(frozen=True, slots=True)
class Heard:
    """The last message that came in a conversation: from which number, when."""

    number: str
    at: datetime


def word_key(*parts: object) -> str:
    """The keyed hash under which a message is known: tells nobody what it was."""
    told = "\0".join(map(str, parts)).encode("utf-8", "surrogatepass")  # a part may end in half a letter
    return salted_hmac("himaya.hotline.message", told, algorithm="sha256").hexdigest()


def read_hours(said: str) -> tuple[tuple[time, time], ...]:
    """The hours of the day that somebody wrote: `15:00–18:00`, `15-18, 20.30-21`, or that any time is safe. Empty where
    they cannot be read: then no hour is safe."""
    if fold(said) in ANY_TIME:
        return ((time(0), time(0)),)
    found = list(HOURS.finditer(said))
    rest = HOURS.sub("", said)
    if not found or not BETWEEN.fullmatch(rest):
        return ()
    hours = []
    for one in found:
        numbers = [int(group or 0) for group in one.groups()]
        if numbers[0] > 24 or numbers[2] > 24 or numbers[1] > 59 or numbers[3] > 59:
            return ()
        opens, closes = time(numbers[0] % 24, numbers[1]), time(numbers[2] % 24, numbers[3])
        if opens == closes and numbers[:2] != [0, 0]:
            return ()  # 15–15 says nothing
        hours.append((opens, closes))
    return tuple(hours)


def safe_number_of(contact: Any) -> SafeNumber | None:
    """What a contact says is safe for SMS; nothing where any of way, number and hours is missing or unreadable."""
    number = read_phone(contact.safe_number) if contact.safe_way == SMS_WAY else None
    hours = read_hours(contact.safe_time)
    if not number or not hours:
        return None
    return SafeNumber(number, tuple(Safe(number, opens, closes) for opens, closes in hours))


def is_same_number(one: str, other: str) -> bool:
    """Whether two spellings are one number."""
    return bool(one) and caller_key(one) == caller_key(other)


def may_write(
    number: str,
    *,
    heard: Heard | None,
    within: timedelta,
    safe: SafeNumber | None,
    countries: Collection[str],
    now: datetime,
) -> tuple[Verdict, str]:
    """Whether a message may go to this number now, and on what ground. Asked when it is written and again when it is
    sent: what could not be sent in time is not sent late."""
    dialled = may_dial(number, countries)
    if not dialled:
        return no(dialled.reason), ""
    if safe is not None and is_same_number(safe.number, number) and safe.is_at(now):
        return yes(), SAFE
    if heard is not None and is_same_number(heard.number, number) and now - heard.at <= within:
        return yes(), ANSWER
    if safe is not None and is_same_number(safe.number, number):
        return no(_("The caller does not call this hour safe for a message.")), ""
    return no(
        _("Only a direct answer to a message that has just come, or a number and an hour called safe.")
    ), ""


def may_say(text: str, *, most: int) -> Verdict:
    """Whether this can be sent at all: something is said, in no more parts than the gateway takes."""
    if not text.strip():
        return no(_("Nothing is written."))
    parts = cut(text).parts
    if parts <= most:
        return yes()
    return no(_("At most %(most)s SMS parts: this takes %(parts)s.") % {"most": most, "parts": parts})


def tells_nothing(text: str, *, names: Iterable[str], heard: Iterable[str], unsaid: Iterable[str]) -> Verdict:
    """Whether a text may lie open where nobody called it safe: no name that was told, none of the child's own words in a
    row, none of the words that name the line (`hotline.message_unsaid`)."""
    words = _plain(text)
    told = {part for name in names for part in _plain(name) if len(part) >= NAMED}
    if any(word.startswith(name) for word in words for name in told):
        return no(_("A name stands in it. Nobody called this number safe: leave it out."))
    if any(_quotes(words, _plain(one)) for one in heard):
        return no(_("The child's own words stand in it. Nobody called this number safe: leave them out."))
    line = f" {' '.join(words)}"
    if any(f" {' '.join(_plain(one))}" in line for one in unsaid if one):
        return no(_("It tells that somebody wrote to a hotline. Nobody called this number safe."))
    return yes()


def _quotes(words: list[str], said: list[str]) -> bool:
    """Whether so many of the words that somebody said stand in a row; of three all three."""
    run = SHORT if len(said) == SHORT else QUOTED
    runs = {tuple(said[at : at + run]) for at in range(len(said) - run + 1)}
    return any(tuple(words[at : at + run]) in runs for at in range(len(words) - run + 1))


def _plain(text: str) -> list[str]:
    """Its words, folded; a keyboard without ə writes e."""
    return fold(text).replace("e", fold("ə")).split()


def is_whole(numbers: Collection[int], of: int) -> bool:
    """Whether every part of a long message is there."""
    return set(numbers) >= set(range(1, of + 1))


def joins(last_at: datetime, within: timedelta, now: datetime) -> bool:
    """Whether what comes now goes on with a conversation."""
    return now - last_at <= within
