"""The functions of ODK's forms that can be worked out on a server. Whatever is not in `FUNCTIONS` is refused when the
form is brought, with its row: pulldata() needs files, and a form that cannot be checked again is not taken."""

import math
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from himaya.instruments.xforms import patterns, values
from himaya.instruments.xforms.tree import Here, Node, Worked

MANY = 1000
LETTERS_A_STEP = 64


@dataclass(frozen=True, slots=True)
class Known:
    """A function: how many values it takes, and how it is worked out (they come not yet worked out)."""

    work: Callable[..., Any]
    fewest: int = 0
    most: int = 0


def _texts(here: Here, given: tuple[Worked, ...]) -> list[str]:
    """The values as texts; of several answers each."""
    found = [text for one in given for text in values.each(one(here))]
    here.run.spend(sum(map(len, found)) // LETTERS_A_STEP)
    return found


def _text(here: Here, one: Worked) -> str:
    return values.text_of(one(here))


def _number(here: Here, one: Worked) -> float:
    return values.number_of(one(here))


def _own(here: Here, given: tuple[Worked, ...]) -> str:
    """The value given, or that of where we are."""
    return _text(here, given[0]) if given else here.node.text


# --- choosing -----------------------------------------------------------------------------------------


def _if(here: Here, asked: Worked, then: Worked, otherwise: Worked) -> Any:
    return then(here) if values.truth_of(asked(here)) else otherwise(here)


def _coalesce(here: Here, *given: Worked) -> str:
    return next((text for one in given if (text := _text(here, one))), "")


def _once(here: Here, one: Worked) -> Any:
    return here.node.text or one(here)


def _selected(here: Here, answer: Worked, choice: Worked) -> bool:
    return _text(here, choice).strip() in _text(here, answer).split()


def _selected_at(here: Here, answer: Worked, at: Worked) -> str:
    chosen, place = _text(here, answer).split(), _number(here, at)
    return chosen[int(place)] if 0 <= place < len(chosen) else ""


def _choice_name(here: Here, value: Worked, path: Worked) -> str:
    return here.run.choice_name(_text(here, path).strip(), _text(here, value))


def _checklist(here: Here, fewest: Worked, most: Worked, *given: Worked) -> bool:
    true = sum(values.truth_of(one(here)) for one in given)
    low, high = _number(here, fewest), _number(here, most)
    return (low < 0 or true >= low) and (high < 0 or true <= high)


# --- texts --------------------------------------------------------------------------------------------


def _join(here: Here, between: Worked, *given: Worked) -> str:
    return _text(here, between).join(_texts(here, given))


def _substr(here: Here, text: Worked, start: Worked, end: Worked | None = None) -> str:
    """From the place, counted from 0, up to the other."""
    whole, first = _text(here, text), _number(here, start)
    last = _number(here, end) if end else float(len(whole))
    return "" if math.isnan(first + last) else whole[_place(first, whole) : _place(last, whole)]


def _place(number: float, whole: str) -> int:
    at = int(min(max(number, -len(whole)), len(whole)))
    return at if at >= 0 else len(whole) + at


def _substring(here: Here, text: Worked, start: Worked, length: Worked | None = None) -> str:
    """XPath's own: counted from 1, by length."""
    whole, first = _text(here, text), _number(here, start)
    last = first + (_number(here, length) if length else math.inf)
    return "".join(letter for at, letter in enumerate(whole, start=1) if first - 0.5 <= at < last - 0.5)


def _translate(here: Here, text: Worked, old: Worked, new: Worked) -> str:
    into = _text(here, new)
    table: dict[int, str | None] = {}
    for at, letter in enumerate(_text(here, old)):
        table.setdefault(ord(letter), into[at] if at < len(into) else None)
    return _text(here, text).translate(table)


def _before(here: Here, text: Worked, mark: Worked) -> str:
    head, found, _tail = _text(here, text).partition(_text(here, mark) or "\0")
    return head if found else ""


def _after(here: Here, text: Worked, mark: Worked) -> str:
    return _text(here, text).partition(_text(here, mark) or "\0")[2]


def _regex(here: Here, text: Worked, pattern: Worked) -> bool:
    here.run.spend(100)
    return patterns.fits(_text(here, pattern), _text(here, text), here.run.milliseconds)


# --- numbers ------------------------------------------------------------------------------------------


def _of_numbers(count: Callable[[list[float]], float]) -> Callable[..., float]:
    def work(here: Here, *given: Worked) -> float:
        numbers = [values.number_of(text) for text in _texts(here, given) if text]
        return count(numbers) if numbers else math.nan

    return work


def _sum(here: Here, one: Worked) -> float:
    return sum((values.number_of(text) for text in values.each(one(here)) if text), 0.0)


def _int(here: Here, one: Worked) -> float:
    number = _number(here, one)
    return float(math.trunc(number)) if math.isfinite(number) else number


def _round(here: Here, one: Worked, digits: Worked | None = None) -> float:
    """Half is rounded up, as XPath has it."""
    number, places = _number(here, one), _number(here, digits) if digits else 0.0
    if not math.isfinite(number) or not abs(places) < 30:
        return number
    power = 10.0 ** int(places)
    return math.floor(number * power + 0.5) / power


def _pow(here: Here, base: Worked, power: Worked) -> float:
    try:
        return float(math.pow(_number(here, base), _number(here, power)))
    except (OverflowError, ValueError):
        return math.nan


def _calm(function: Callable[[float], float]) -> Callable[[Here, Worked], float]:
    """A function of numbers that is not defined for all of them."""

    def work(here: Here, one: Worked) -> float:
        try:
            return float(function(_number(here, one)))
        except (ValueError, OverflowError):
            return math.nan

    return work


# --- several answers ----------------------------------------------------------------------------------


def _nodes(here: Here, one: Worked) -> list[Node]:
    value = one(here)
    return value if isinstance(value, list) else []


def _position(here: Here, one: Worked | None = None) -> float:
    """Which one it is: of the nodes gone through, or of the repeats a node is one of."""
    if one is None:
        return float(here.position)
    found = _nodes(here, one)
    return float(found[0].place) if found else math.nan


def _indexed_repeat(here: Here, answer: Worked, *pairs: Worked) -> list[Node]:
    """The answer in the repeats of these places: pairs of a repeat and its place."""
    found = _nodes(here, answer)
    for repeat, at in zip(pairs[::2], pairs[1::2], strict=False):
        place = _number(here, at)
        entries = {node for node in _nodes(here, repeat) if node.place == place}
        here.run.spend(len(found))
        found = [node for node in found if _is_under(node, entries)]
    return found


def _is_under(node: Node | None, entries: set[Node]) -> bool:
    while node is not None:
        if node in entries:
            return True
        node = node.parent
    return False


def _list(here: Here, name: Worked) -> list[Node]:
    found = here.run.lists.get(_text(here, name))
    return [found] if found else []


# --- days ---------------------------------------------------------------------------------------------


def _date(here: Here, one: Worked) -> str:
    """A day: of a number of days since 1970, or of a text that is one."""
    value = one(here)
    if isinstance(value, float):
        return values.day_text(value)
    text = values.text_of(value)
    return text[:10] if not math.isnan(values.days_of(text)) else ""


_LETTERS: dict[str, Callable[[datetime], str]] = {
    "Y": lambda day: f"{day.year:04d}",
    "y": lambda day: f"{day.year % 100:02d}",
    "m": lambda day: f"{day.month:02d}",
    "n": lambda day: str(day.month),
    "d": lambda day: f"{day.day:02d}",
    "e": lambda day: str(day.day),
    "H": lambda day: f"{day.hour:02d}",
    "h": lambda day: str(day.hour),
    "M": lambda day: f"{day.minute:02d}",
    "S": lambda day: f"{day.second:02d}",
    "3": lambda day: f"{day.microsecond // 1000:03d}",
}


def _format_date(here: Here, one: Worked, form: Worked) -> str:
    """A day as the form writes it: %Y %y %m %n %d %e %H %h %M %S %3."""
    days = _number(here, one)
    if math.isnan(days):
        return ""
    moment = datetime(1970, 1, 1) + timedelta(days=days)  # noqa: DTZ001 - a day by its own clock
    wanted, found, at = _text(here, form), "", 0
    while at < len(wanted):
        letter = _LETTERS.get(wanted[at + 1 : at + 2]) if wanted[at] == "%" else None
        found += letter(moment) if letter else wanted[at]
        at += 2 if letter else 1
    return found


def _today(here: Here) -> str:
    return timezone.localtime(here.run.now).date().isoformat()


def _decimal_time(here: Here, one: Worked) -> float:
    days = _number(here, one)
    return days - math.floor(days) if not math.isnan(days) else days


def _always(value: Any) -> Callable[..., Any]:
    return lambda _here: value


FUNCTIONS: dict[str, Known] = {
    "if": Known(_if, 3, 3),
    "coalesce": Known(_coalesce, 1, MANY),
    "once": Known(_once, 1, 1),
    "selected": Known(_selected, 2, 2),
    "selected-at": Known(_selected_at, 2, 2),
    "count-selected": Known(lambda here, one: float(len(_text(here, one).split())), 1, 1),
    "jr:choice-name": Known(_choice_name, 2, 2),
    "jr:itext": Known(lambda here, one: _text(here, one), 1, 1),
    "checklist": Known(_checklist, 3, MANY),
    "concat": Known(lambda here, *given: "".join(_texts(here, given)), 0, MANY),
    "join": Known(_join, 1, MANY),
    "string": Known(lambda here, *given: _own(here, given), 0, 1),
    "string-length": Known(lambda here, *given: float(len(_own(here, given))), 0, 1),
    "normalize-space": Known(lambda here, *given: " ".join(_own(here, given).split()), 0, 1),
    "substr": Known(_substr, 2, 3),
    "substring": Known(_substring, 2, 3),
    "substring-before": Known(_before, 2, 2),
    "substring-after": Known(_after, 2, 2),
    "contains": Known(lambda here, a, b: _text(here, b) in _text(here, a), 2, 2),
    "starts-with": Known(lambda here, a, b: _text(here, a).startswith(_text(here, b)), 2, 2),
    "ends-with": Known(lambda here, a, b: _text(here, a).endswith(_text(here, b)), 2, 2),
    "translate": Known(_translate, 3, 3),
    "regex": Known(_regex, 2, 2),
    "not": Known(lambda here, one: not values.truth_of(one(here)), 1, 1),
    "true": Known(_always(True)),
    "false": Known(_always(False)),
    "boolean": Known(lambda here, one: values.truth_of(one(here)), 1, 1),
    "boolean-from-string": Known(lambda here, one: _text(here, one) in ("true", "1"), 1, 1),
    "number": Known(lambda here, *given: values.number_of(_own(here, given)), 0, 1),
    "int": Known(_int, 1, 1),
    "round": Known(_round, 1, 2),
    "floor": Known(_calm(math.floor), 1, 1),
    "ceiling": Known(_calm(math.ceil), 1, 1),
    "abs": Known(_calm(abs), 1, 1),
    "sqrt": Known(_calm(math.sqrt), 1, 1),
    "exp": Known(_calm(math.exp), 1, 1),
    "log": Known(_calm(math.log), 1, 1),
    "log10": Known(_calm(math.log10), 1, 1),
    "pow": Known(_pow, 2, 2),
    "pi": Known(_always(math.pi)),
    "sum": Known(_sum, 1, 1),
    "min": Known(_of_numbers(min), 1, MANY),
    "max": Known(_of_numbers(max), 1, MANY),
    "count": Known(lambda here, one: float(len(_nodes(here, one))), 1, 1),
    "count-non-empty": Known(lambda here, one: float(sum(bool(n.text) for n in _nodes(here, one))), 1, 1),
    "position": Known(_position, 0, 1),
    "last": Known(lambda here: float(here.size)),
    "indexed-repeat": Known(_indexed_repeat, 3, 7),
    "instance": Known(_list, 1, 1),
    "current": Known(lambda here: [here.current]),
    "randomize": Known(lambda here, one, *_seed: _nodes(here, one), 1, 2),
    "today": Known(_today),
    "now": Known(lambda here: values.now_text(here.run.now)),
    "date": Known(_date, 1, 1),
    "date-time": Known(lambda here, one: _text(here, one), 1, 1),
    "decimal-date-time": Known(_number, 1, 1),
    "decimal-time": Known(_decimal_time, 1, 1),
    "format-date": Known(_format_date, 2, 2),
    "format-date-time": Known(_format_date, 2, 2),
    "uuid": Known(lambda here, *_length: str(uuid.uuid4()), 0, 1),
    "random": Known(lambda here: random.random()),  # noqa: S311 - what was given stands, whatever comes here
}
# What says something else each time: what was worked out with it on the telephone stands.
UNSTEADY = frozenset({"now", "today", "uuid", "random", "once", "randomize"})
