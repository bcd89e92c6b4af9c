"""Days as people write them: every order and sign, months by name in three languages, two-digit years, years alone,
ages; and whether a column writes the day or the month first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from himaya.kit.books.shapes import Cell, Formula
from himaya.kit.books.workbook import day_of
from himaya.kit.periods import BirthDate, add_months
from himaya.kit.text import fold
from himaya.registry.imports.cleaning.numbers import said

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
OLDEST = 120
_MONTHS = {
    **dict.fromkeys(("yan", "jan", "ocak"), 1), **dict.fromkeys(("fev", "feb", "subat"), 2),
    **dict.fromkeys(("mar",), 3), **dict.fromkeys(("apr", "nisan"), 4), **dict.fromkeys(("may", "mai"), 5),
    **dict.fromkeys(("iyn", "iyun", "jun", "haziran", "iun"), 6),
    **dict.fromkeys(("iyl", "iyul", "jul", "temmuz", "iul"), 7),
    **dict.fromkeys(("avq", "avg", "aug", "agustos"), 8), **dict.fromkeys(("sen", "sep", "eylul"), 9),
    **dict.fromkeys(("okt", "oct", "ekim"), 10), **dict.fromkeys(("noy", "nov", "kasim"), 11),
    **dict.fromkeys(("dek", "dec", "aralik"), 12),
}  # fmt: skip
_ROMAN = {
    r: n
    for n, r in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
_PLAIN = re.compile(r"(\d{1,4})\s*([./,\-–—_ ])\s*(\d{1,2})\s*[./,\-–—_ ]\s*(\d{1,5})")
_SOLID = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO_SOLID = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[./,\-–]\s*(\d{4})|(\d{4})\s*[./,\-–]\s*(\d{1,2})")
_YEAR = re.compile(r"(?:~|təx|texm)?\s*(\d{4})")
_TIME = re.compile(r"[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s*[AaPp][Mm])?Z?$")
# Words around a date that say nothing: year, born, of the …
_WORDS = re.compile(
    r"\b(il|ildə|ilde|ilin|ci|cı|cu|cü|ci il|təvəllüd(?:lü|ü)?|tevellud(?:lu|u)?|anadan olub|doğulub|doğ|t|г|год|"
    r"года|году|г\.?р|р|born|year|tarixində|tarix)\b\.?",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:təxminən|texminen|~|≈)?\s*(\d{1,3})(?:[.,]\d)?\s*(?:yaş\w*|yas\w*|лет|год\w*|years?|y\.?o\.?)"
    r"(?:\s*(?:və|ve|и|and)?\s*(\d{1,2})\s*(?:ay\w*|мес\w*|months?))?(?:\s*old)?\.?",
    re.IGNORECASE,
)
_MONTHS_OLD = re.compile(r"(\d{1,2})\s*(?:ay\w*|aylıq|мес\w*|months?)\.?(?:\s*old)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it was read. `code` says what was odd: `impossible`, `unreadable`, `two_digits`, `month_first`."""

    born: BirthDate | None = None
    code: str = ""

    @property
    def on(self) -> date | None:
        """The day itself, where it is known to the day."""
        return self.born.day if self.born and self.born.precision == "exact" else None


NOTHING = Day()


def read_day(
    cell: Cell, on: date, order: str = DAY_FIRST, *, epoch_1904: bool = False, age: bool = False
) -> Day:
    """What a cell says as a date. `on`: the day of the list, from which ages count and two-digit years are read.
    `age`: the column holds ages, so a bare number is one."""
    if isinstance(cell, date):
        return Day(BirthDate(cell))
    if isinstance(cell, Formula | bool):
        return Day(code="unreadable")
    if isinstance(cell, int | float):
        return _of_number(cell, on, epoch_1904, age)
    return _of_text(said(cell), on, order, age)


def _of_number(number: float, on: date, epoch_1904: bool, age: bool) -> Day:
    if age and 0 <= number <= OLDEST:
        return Day(BirthDate.of_age(int(number), on))
    if isinstance(number, int) and 1900 <= number <= on.year + 5:
        return Day(BirthDate.of_year(number))
    if isinstance(number, int) and 1_010_000 <= number <= 31_129_999:
        return _of_text(f"{number:08d}", on, DAY_FIRST, age)
    if isinstance(number, float) and 1 <= number < 13:  # 5.2015: month and year that became a number
        return _of_text(f"{number:.4f}", on, DAY_FIRST, age)
    if 3654 <= number <= 60_000 and (day := day_of(number, epoch_1904)):
        return Day(BirthDate(day))
    return Day(code="unreadable")


@lru_cache(maxsize=8192)
def _of_text(text: str, on: date, order: str, age: bool) -> Day:
    if not text or not any(c.isalnum() for c in text):
        return NOTHING
    if age and text.isdecimal() and int(text) <= OLDEST:
        return Day(BirthDate.of_age(int(text), on))
    if found := _AGE.fullmatch(text) or (_MONTHS_OLD.fullmatch(text) and _AGE.fullmatch(f"0 yaş {text}")):
        return _aged(int(found[1]), int(found[2] or 0), on)
    text = _TIME.sub("", text.replace("?", " ")).strip(" .,;\"'")
    if named := _named_month(text, on):
        return named
    bare = re.sub(r"\s+", " ", _WORDS.sub(" ", text.replace("-c", " c"))).strip(" .,-–")
    return _of_digits(bare, on, order) or Day(code="unreadable")


def _aged(years: int, months: int, on: date) -> Day:
    if years > OLDEST:
        return Day(code="unreadable")
    if months:
        return Day(BirthDate(add_months(on, -12 * years - months), "estimated"))
    return Day(BirthDate.of_age(years, on))


def _of_digits(bare: str, on: date, order: str) -> Day | None:
    if found := _PLAIN.fullmatch(bare):
        return _three(found[1], found[3], found[4], on, order)
    if found := _ISO_SOLID.fullmatch(bare):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _SOLID.fullmatch(bare):
        return _three(found[1], found[2], found[3], on, order)
    return _of_part(bare)


def _of_part(bare: str) -> Day | None:
    """A month and year, or a year alone."""
    if found := _MONTH_YEAR.fullmatch(bare):
        month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        if not 1 <= int(month) <= 12:
            return Day(code="impossible")
        return Day(BirthDate.of_month(int(year), int(month)))
    if found := _YEAR.fullmatch(bare):
        year = int(found[1])
        return Day(BirthDate.of_year(year)) if 1000 <= year <= 2999 else Day(code="impossible")
    return None


def _three(first: str, second: str, third: str, on: date, order: str) -> Day:
    if len(first) == 4:
        return _made(int(first), int(second), int(third)) if len(third) <= 2 else Day(code="impossible")
    if len(first) == 3 or len(third) in (1, 3, 5):
        return Day(code="impossible")
    year, code = int(third), ""
    if len(third) == 2:
        year, code = _century(year, on), "two_digits"
    day, month = (int(first), int(second)) if order == DAY_FIRST else (int(second), int(first))
    if month == 0 and day == 0:
        return Day(BirthDate.of_year(year))
    if month > 12 >= day:
        day, month, code = month, day, "month_first" if order == DAY_FIRST else code
    if day == 0 and 1 <= month <= 12:
        return Day(BirthDate.of_month(year, month))
    return _made(year, month, day, code)


def _century(two: int, on: date) -> int:
    """The nearest such year that is not to come."""
    year = on.year // 100 * 100 + two
    return year if year <= on.year else year - 100


def _made(year: int, month: int, day: int, code: str = "") -> Day:
    try:
        return Day(BirthDate(date(year, month, day)), code)
    except ValueError:
        return Day(code="impossible")


def _month_of(word: str) -> int:
    key = fold(word)
    return next((number for start, number in _MONTHS.items() if key.startswith(start)), 0) or _ROMAN.get(
        key, 0
    )


def _named_month(text: str, on: date) -> Day | None:
    """“19 mart 2022-ci il”, “2022-ci il martın 19-u”, “March 19, 2022”, “12.V.2015”, “mart 2015”."""
    parts = re.findall(r"\d+|[^\W\d_]+", text)
    months = [
        (place, _month_of(part))
        for place, part in enumerate(parts)
        if not part.isdecimal() and _month_of(part)
    ]
    numbers = [part for part in parts if part.isdecimal()]
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    month = months[0][1]
    if len(numbers) == 1:
        return (
            Day(BirthDate.of_month(int(numbers[0]), month))
            if len(numbers[0]) == 4
            else Day(code="unreadable")
        )
    year, day = (numbers[0], numbers[1]) if len(numbers[0]) == 4 else (numbers[1], numbers[0])
    if len(year) == 2:
        return _made(_century(int(year), on), month, int(day), "two_digits")
    return _made(int(year), month, int(day)) if len(year) == 4 else Day(code="impossible")


_ORDERED = re.compile(r"(\d{1,2})[./,\-](\d{1,2})[./,\-](\d{4}|\d{2})\b")


def order_of(cells: Iterable[Cell]) -> str:
    """Whether a column writes the month first: only where some of its dates can be read no other way, and none the
    usual way."""
    month_first = day_first = 0
    for cell in cells:
        if isinstance(cell, str) and (found := _ORDERED.match(cell.strip())):
            day_first += int(found[1]) > 12
            month_first += int(found[2]) > 12 >= int(found[1])
    return MONTH_FIRST if month_first > 2 and month_first > 4 * day_first else DAY_FIRST
