"""Of which kind an answer is: what a whole number, a day, a place or a file's name looks like."""

import math
import re
from collections.abc import Callable
from datetime import date, time

from himaya.instruments.xforms import values
from himaya.instruments.xforms.shape import Asked

_WHOLE = re.compile(r"[+-]?\d{1,19}")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_FILE = re.compile(r"[^/\\\x00-\x1f]{1,255}")
CLOSE = 1e-9


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        values.moment_of(text)
    except ValueError:
        return False
    return True


def _is_place(text: str) -> bool:
    """Latitude, longitude, and sometimes height and how exact."""
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(_DECIMAL.fullmatch(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 90 and abs(float(parts[1])) <= 180


def _is_line(text: str) -> bool:
    return all(_is_place(place) for place in text.strip().rstrip(";").split(";"))


def _is_shape(text: str) -> bool:
    places = [place.split()[:2] for place in text.strip().rstrip(";").split(";")]
    return _is_line(text) and len(places) > 3 and places[0] == places[-1]


_KINDS: dict[str, Callable[[str], bool]] = {
    "int": lambda text: bool(_WHOLE.fullmatch(text)),
    "integer": lambda text: bool(_WHOLE.fullmatch(text)),
    "decimal": lambda text: bool(_DECIMAL.fullmatch(text)),
    "date": _is_day,
    "time": _is_time,
    "dateTime": _is_moment,
    "geopoint": _is_place,
    "geotrace": _is_line,
    "geoshape": _is_shape,
    "boolean": lambda text: text in ("true", "false", "1", "0"),
    "binary": lambda text: bool(_FILE.fullmatch(text)) and text not in (".", ".."),
}


def is_of(asked: Asked, text: str) -> bool:
    """Whether an answer is of the kind its question asks for."""
    known = _KINDS.get(asked.type)
    if known is not None and not known(text):
        return False
    if asked.control == "trigger":
        return text == "OK"
    if asked.control in ("select", "rank"):
        return len(set(text.split())) == len(text.split())
    return asked.bounds is None or _in_bounds(asked.bounds, text)


def _in_bounds(bounds: tuple[str, str, str], text: str) -> bool:
    """Between the ends of a range, and on one of its steps."""
    start, end, step = (values.number_of(bound) for bound in bounds)
    number = values.number_of(text)
    if not min(start, end) <= number <= max(start, end):
        return False
    steps = (number - start) / step if step else 0.0
    return math.isclose(steps, round(steps), abs_tol=1e-6)


def same_answer(left: str, right: str) -> bool:
    """Whether two answers are the same; numbers may differ in how they are written."""
    if left == right:
        return True
    if _DECIMAL.fullmatch(left) and _DECIMAL.fullmatch(right):
        return math.isclose(float(left), float(right), rel_tol=CLOSE, abs_tol=CLOSE)
    return left.strip() == right.strip()
