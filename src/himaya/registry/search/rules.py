"""Reading what someone types to find a person: names in any order and spelling, numbers, dates, ages, places.

Pure: places are recognised by a function that is handed in. What is read is a list of *groups*; a person answers
a group by any of its alternatives, so that “Nizami” may be a name or a district.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from himaya.kit.fields import FIN, OLDEST_AGE, read_date, read_fin, read_phone
from himaya.kit.periods import BirthDate, add_months
from himaya.kit.text import clean_line, fold
from himaya.registry.identifiers.rules import printed

Places = Callable[[str], tuple[int, ...]]

LONGEST = 200  # characters of a question that are read
MOST_GROUPS = 8
_WEIGHT = {"fin": 2.0, "paper": 2.0, "phone": 1.5, "birth": 1.3, "age": 0.6, "year": 0.6, "place": 0.6}

_FEMALE = {
    fold(w) for w in ("qız", "qiz", "girl", "female", "qadın", "woman", "девочка", "девушка", "женщина")
}
_MALE = {fold(w) for w in ("oğlan", "boy", "male", "kişi", "man", "мальчик", "парень", "мужчина")}
_DAUGHTER = {"qizi", "kizi", "gizi", "kyzy", "qyzy", *map(fold, ("кызы", "гызы", "ҝызы"))}
_SON = {"oglu", "ogli", "oglı", "oqlu", *map(fold, ("оглы", "оғлу", "оглу"))}
# Words around the facts that say nothing of their own.
_NOISE = {
    fold(w)
    for w in (
        *("rayonu", "rayon", "şəhəri", "şəhər", "qəsəbəsi", "kəndi", "yaş", "yaşlı", "yaşında", "il", "ildə"),
        *(
            "uşaq",
            "təvəllüd",
            "doğulub",
            "soyadı",
            "adı",
            "tel",
            "fin",
            "years",
            "old",
            "year",
            "city",
            "child",
        ),
        *("район", "город", "лет", "год", "года", "ребёнок", "district", "born"),
    )
}

_DATE = re.compile(r"(?<!\d)(\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<![\d./-])(\d{1,2})[./](\d{4})(?![\d./-])")
_AGE = re.compile(r"(?<!\d)(\d{1,3})\s*-?\s*(?:yaş|yas|y\.o|years?|лет|год)\w*", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d+])((?:19|20)\d\d)(?!\d)(?:\s*-?\s*(?:c[iıuü]\s+il|ildə|il)\b)?")
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)?994(?:[\s().-]*\d){9}|\(?0\d{2}\)?(?:[\s.-]*\d){7}|\+\d(?:[\s().-]*\d){6,13}"
    r"|\d{3}[\s-]?\d{2}[\s-]?\d{2}|\d{7,12})(?!\w)"
)
_BARE_AGE = re.compile(r"\d{1,2}")
_PAPER = re.compile(r"(?=.*\d{4})[A-Z]{0,4}№?\d{4,12}")
_CASE_ENDING = re.compile("(n?dan|n?da|li|lu|nin|nun|in|un)$")


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that was asked for, and what answers it. A `bonus` group counts only where it is answered."""

    weight: float
    word: str = ""
    fin: str = ""
    paper: str = ""
    phone: str = ""
    territories: tuple[int, ...] = ()
    days: tuple[tuple[date, str, float], ...] = ()
    window: tuple[date, date] | None = None
    how: str = ""
    years: tuple[int, ...] = ()
    bonus: bool = False

    def for_database(self, place: int) -> dict[str, Any]:
        """As the search door reads it."""
        asked: dict[str, Any] = {"n": place, "weight": self.weight, "bonus": self.bonus}
        for name in ("word", "fin", "paper", "phone"):
            if getattr(self, name):
                asked[name] = getattr(self, name)
        if self.phone:
            asked["phone_end"] = self.phone[-7:]
        if self.territories:
            asked["territories"] = list(self.territories)
        if self.days:
            asked["days"] = [[day.isoformat(), how, score] for day, how, score in self.days]
        if self.window:
            asked |= {"from": self.window[0].isoformat(), "to": self.window[1].isoformat(), "how": self.how}
        if self.years:
            asked["years"] = list(self.years)
        return asked


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as read. `sex` leans towards one sex; `only` leaves the other out."""

    groups: tuple[Group, ...] = ()
    sex: str = ""
    only: str = ""
    start: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return bool(self.groups)

    def for_database(self) -> dict[str, Any]:
        """As the search door reads it."""
        asked: dict[str, Any] = {"groups": [g.for_database(n) for n, g in enumerate(self.groups, 1)]}
        if self.sex or self.only:
            asked["sex"] = self.only or self.sex
        if self.only:
            asked["only"] = self.only
        return asked | {"start": self.start}


def read_question(typed: str, on: date, places: Places = lambda _word: ()) -> Asked:
    """What a person typed into the one search box, read as groups."""
    text = clean_line(typed)[:LONGEST]
    groups: list[Group] = []
    for reader in (_dates, _phones, _ages, _months, _years):
        text = reader(text, on, groups)
    sex = only = ""
    words: list[str] = []
    for token in re.split(r"[\s,;]+", text):
        folded = fold(token)
        if folded in _FEMALE or folded in _MALE:
            only = "female" if folded in _FEMALE else "male"
        elif folded in _DAUGHTER or folded in _SON:
            sex = "female" if folded in _DAUGHTER else "male"
        elif number := _number(token, on):
            groups.append(number)
        elif folded and folded not in _NOISE:
            words += folded.split(" ")
    named = _named(words, places)
    start = fold(typed)[:3]
    return Asked(tuple((named + groups)[:MOST_GROUPS]), sex=sex, only=only, start=start)


def names_typed(typed: str, asked: Asked) -> list[str]:
    """The words of the question that are words of a name, as they were typed."""
    words = {group.word for group in asked.groups if group.word and not group.territories}
    return [token for token in re.split(r"[\s,;]+", clean_line(typed)[:LONGEST]) if fold(token) in words]


def _dates(text: str, on: date, groups: list[Group]) -> str:
    def take(match: re.Match[str]) -> str:
        day = read_date(
            match[1].replace("-", ".") if match[1][2:3] == "-" or match[1][1:2] == "-" else match[1]
        )
        if day is None:
            day = _swapped_only(match[1])
        if day is None or day > on or day.year < 1900:
            return match[0]
        groups.append(born_group(BirthDate(day)))
        return " "

    return _DATE.sub(take, text)


def _swapped_only(typed: str) -> date | None:
    """`03/25/2015` can only be month first."""
    parts = re.split("[./-]", typed)
    return read_date(".".join([parts[1], parts[0], parts[2]]))


def _ages(text: str, on: date, groups: list[Group]) -> str:
    def take(match: re.Match[str]) -> str:
        if int(match[1]) > OLDEST_AGE:
            return match[0]
        groups.append(age_group(int(match[1]), on))
        return " "

    return _AGE.sub(take, text)


def _months(text: str, on: date, groups: list[Group]) -> str:
    def take(match: re.Match[str]) -> str:
        month, year = int(match[1]), int(match[2])
        if not (1 <= month <= 12 and 1900 <= year <= on.year):
            return match[0]
        groups.append(born_group(BirthDate.of_month(year, month)))
        return " "

    return _MONTH.sub(take, text)


def _years(text: str, on: date, groups: list[Group]) -> str:
    def take(match: re.Match[str]) -> str:
        if int(match[1]) > on.year:
            return match[0]
        groups.append(born_group(BirthDate.of_year(int(match[1]))))
        return " "

    return _YEAR.sub(take, text)


def _phones(text: str, on: date, groups: list[Group]) -> str:
    def take(match: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", match[0])
        groups.append(Group(_WEIGHT["phone"], phone=read_phone(match[0]) or digits, paper=digits))
        return " "

    return _PHONE.sub(take, text)


def _number(token: str, on: date) -> Group | None:
    """A token with digits: a FIN, the number of a paper, or a bare age."""
    if not any(c.isdigit() for c in token):
        return None
    if _BARE_AGE.fullmatch(token):
        return age_group(int(token), on)
    shape = printed(token)
    fin = shape.replace("O", "0").replace("I", "1")
    if FIN.fullmatch(fin):
        return Group(_WEIGHT["fin"], fin=fin, paper=shape)
    return Group(_WEIGHT["paper"], paper=shape) if _PAPER.fullmatch(shape) else None


def _named(words: list[str], places: Places) -> list[Group]:
    """Names and places: the longest run of words that is a place's name, else a word of a person's name."""
    groups: list[Group] = []
    at = 0
    while at < len(words):
        length, found = _place(words, at, places)
        if length > 1:
            groups.append(Group(_WEIGHT["place"], territories=found))
        else:
            groups.append(
                _word(words[at], found, surely=found != () and len(words) > 1 and at == len(words) - 1)
            )
        at += max(length, 1)
    return groups


def _place(words: list[str], at: int, places: Places) -> tuple[int, tuple[int, ...]]:
    for length in (3, 2, 1):
        run = " ".join(words[at : at + length])
        if at + length <= len(words) and len(run) > 2:
            found = places(run) or places(_CASE_ENDING.sub("", run))
            if found:
                return length, found
    return 0, ()


def _word(word: str, territories: tuple[int, ...], surely: bool) -> Group:
    fin = read_fin(word) or "" if len(word) == 7 else ""
    weight = 0.8 if len(word) < 4 else 1.0
    return Group(0.8 if surely else weight, word=word, territories=territories, fin=fin)


def born_group(born: BirthDate, bonus: bool = False) -> Group:
    """A birth date as well as it is known. Day and month are tried the other way round as well."""
    if born.precision == "exact":
        days = [(born.day, "birth", 1.0)]
        if born.day.day <= 12 and born.day.day != born.day.month:
            days.append((born.day.replace(day=born.day.month, month=born.day.day), "birth_swapped", 0.85))
        return Group(_WEIGHT["birth"], days=tuple(days), years=(born.day.year,), bonus=bonus)
    window = born.window
    assert window.start
    assert window.end
    how = {"month": "birth_month", "year": "birth_year", "estimated": "age"}[born.precision]
    return _window_group(window.start, window.end, how, bonus)


def age_group(years: int, on: date) -> Group:
    """An age on a day; told ages are often a year off, so the years around count a little."""
    return _window_group(
        add_months(on, -12 * (years + 1)) + timedelta(days=1),
        add_months(on, -12 * years) + timedelta(days=1),
        "age",
    )


def _window_group(start: date, end: date, how: str, bonus: bool = False) -> Group:
    margin = 1 if how == "age" else 0
    years = tuple(range(start.year - margin, (end - timedelta(days=1)).year + margin + 1))
    weight = _WEIGHT["birth"] * 0.8 if how == "birth_month" else _WEIGHT["age"]
    return Group(weight, window=(start, end), how=how, years=years, bonus=bonus)


def read_identity(
    *,
    names: Iterable[tuple[str, float]],
    born: BirthDate | None = None,
    sex: str = "",
    fin: str = "",
    papers: Iterable[str] = (),
    phones: Iterable[str] = (),
    territories: tuple[int, ...] = (),
) -> Asked:
    """A person about to be registered, as a question for those who may be the same. What one record lacks and
    the other has (a number, a telephone, a place) speaks for them where it agrees and is silent otherwise."""
    groups = [
        Group(weight if len(word) > 3 else weight * 0.8, word=word)
        for name, weight in names
        for word in fold(name).split(" ")
        if word and word not in _DAUGHTER and word not in _SON
    ]
    if born:
        # another day of the same year speaks for nobody: half a class is born in one year
        groups.append(replace(born_group(born), years=()) if born.precision == "exact" else born_group(born))
    if fin:
        groups.append(Group(_WEIGHT["fin"], fin=fin, bonus=True))
    groups += [Group(_WEIGHT["paper"], paper=paper, bonus=True) for paper in papers if paper]
    groups += [Group(0.7, phone=phone, bonus=True) for phone in phones if len(phone) >= 7]
    if territories:
        groups.append(Group(0.3, territories=territories, bonus=True))
    return Asked(tuple(groups[:12]), sex=sex if sex in ("female", "male") else "")
