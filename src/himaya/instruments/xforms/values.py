"""Texts, numbers and days as forms know them: a day counts as the number of days since 1970, as ODK has it."""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", re.DOTALL)
_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")
EPOCH = date(1970, 1, 1)
NOTHING = math.nan


def text_of(value: Any) -> str:
    """A value as text; of several answers the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text if value else ""


def number_text(number: float) -> str:
    """A number as XPath writes it: without a comma, whole where it is whole."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return str(int(number)) if number == int(number) else repr(number)


def number_of(value: Any) -> float:
    """A value as a number; a day as days since 1970; not-a-number for what is none."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = text_of(value)
    if _NUMBER.fullmatch(text):
        return float(text)
    return days_of(text)


def days_of(text: str) -> float:
    """The days since 1970 that a day or moment stands for; not-a-number for what is neither."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return NOTHING
    try:
        if found[4] is None:
            return float((date.fromisoformat(text.strip()) - EPOCH).days)
        moment = moment_of(text.strip())
        return (moment - datetime.combine(EPOCH, time(), moment.tzinfo)) / timedelta(days=1)
    except (ValueError, OverflowError):
        return NOTHING


def moment_of(text: str) -> datetime:
    """A moment, by our own clock where it names no zone. ValueError for what is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def day_text(days: float) -> str:
    """The day so many days after 1970; empty for what is none."""
    try:
        return (EPOCH + timedelta(days=math.floor(days))).isoformat()
    except (OverflowError, ValueError):
        return ""


def truth_of(value: Any) -> bool:
    """A value as yes or no: a number other than nought, a text or an answer that is not empty."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def each(value: Any) -> Sequence[str]:
    """The texts of several answers, or the one text."""
    return [node.text for node in value] if isinstance(value, list) else [text_of(value)]


def same(left: Any, right: Any) -> bool:
    """XPath's “=”: of several answers one that is the same is enough."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) == truth_of(right)
    if isinstance(left, float) or isinstance(right, float):
        numbers = [number_of(text) for text in each(right)]
        return any(number_of(text) in numbers for text in each(left))
    return not set(each(left)).isdisjoint(each(right))


def other(left: Any, right: Any) -> bool:
    """XPath's “!=”: of several answers one that differs is enough."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) != truth_of(right)
    as_number = isinstance(left, float) or isinstance(right, float)
    read: Any = number_of if as_number else str
    return any(read(a) != read(b) for a in each(left) for b in each(right))


def now_text(moment: datetime) -> str:
    """A moment as answers carry it."""
    return timezone.localtime(moment).isoformat(timespec="milliseconds")
