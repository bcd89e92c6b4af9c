"""The slips with which people ask for somebody, and what an exact answer to each question would have to fit."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from bench.people import FIN_LETTERS, Made
from himaya.kit.periods import add_months

_PLAIN = str.maketrans("əƏşŞçÇöÖüÜğĞıİ", "eEsScCoOuUgGiI")
_CYRILLIC = {
    "a": "а", "b": "б", "v": "в", "q": "г", "g": "ҝ", "d": "д", "e": "е", "ə": "ә", "j": "ж", "z": "з", "i": "и",
    "ı": "ы", "y": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "ö": "ө", "p": "п", "r": "р", "s": "с",
    "t": "т", "u": "у", "ü": "ү", "f": "ф", "x": "х", "h": "һ", "ç": "ч", "c": "ҹ", "ş": "ш", "ğ": "ғ",
}  # fmt: skip
_RUSSIAN = _CYRILLIC | {
    "g": "г", "q": "г", "ə": "а", "ö": "о", "ü": "у", "h": "г", "c": "дж", "ğ": "г", "y": "й", "ı": "ы",
}  # fmt: skip
_ENGLISH = {
    "ə": "a",
    "x": "kh",
    "q": "g",
    "c": "j",
    "ş": "sh",
    "ç": "ch",
    "ö": "o",
    "ü": "u",
    "ğ": "gh",
    "ı": "i",
}


def _lower(text: str) -> str:
    return text.replace("İ", "i").replace("I", "ı").lower()


def _spell(text: str, letters: dict[str, str]) -> str:
    return "".join(letters.get(c, c) for c in _lower(text)).title()


def _typo(text: str, dice: random.Random) -> str:
    if len(text) < 4:
        return text
    at = dice.randrange(1, len(text) - 1)
    kind = dice.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + dice.choice("abdeiklmnorstuyz") + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _longest(words: list[str], change: Callable[[str], str]) -> list[str]:
    at = max(range(len(words)), key=lambda n: len(words[n]))
    return [change(w) if n == at else w for n, w in enumerate(words)]


def _other_ending(word: str) -> str:
    for ending in ("yeva", "ova", "yev", "ov", "zadə", "li", "lı"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            return stem + {"yeva": "yev", "ova": "ov", "yev": "yeva", "ov": "ova"}.get(ending, "yev")
    return word


def miswritten(made: Made, dice: random.Random) -> Made:
    """The same person as somebody else might write them: one name with a slip, and one of three with another fact
    missing or wrong."""
    column = dice.choice(["family_name", "given_name", "fathers_name"])
    made = made._replace(**{column: _typo(getattr(made, column), dice)})
    other = dice.random()
    if other < 0.33:
        return made._replace(fin="", phone="")
    return made._replace(born=_turned(made.born), fin="") if other < 0.66 else made


class Fits(NamedTuple):
    """What somebody must have to be asked for by the same question, spelled right. A name that ends with `%` begins
    so; an empty fact was not asked for."""

    family_name: str = ""
    given_name: str = ""
    fathers_name: str = ""
    born: tuple[tuple[date, date], ...] = ()
    place: int | None = None
    sex: str = ""


class Question(NamedTuple):
    """One question as typed. `fits` is empty where a number makes it sure that few do."""

    kind: str
    text: str
    fits: Fits | None


def questions(made: Made, places: list[str], dice: random.Random, today: date) -> list[Question]:
    """The same person asked for in each kind of slip: a name and at least one more fact."""
    return [
        *_by_day(made, dice),
        *_by_place(made, places[made.place], today),
        *_by_number(made, dice),
    ]


def _by_day(made: Made, dice: random.Random) -> list[Question]:
    name = [made.family_name, made.given_name]
    day = made.born.strftime("%d.%m.%Y")
    told = ((made.born, made.born),)
    plain = Fits(*name, born=told)
    father = plain._replace(fathers_name=made.fathers_name)
    turned = _turned(made.born)
    asked: list[tuple[str, list[str], Fits]] = [
        ("exact", [*name, day], plain),
        ("any order", [made.given_name, day, made.family_name], plain),
        ("given and father swapped", [made.family_name, made.fathers_name, made.given_name, day], father),
        (
            "prefix",
            [made.family_name[:5], made.given_name[:3], day],
            Fits(f"{made.family_name[:5]}%", f"{made.given_name[:3]}%", born=told),
        ),
        ("typo", [*_longest(name, lambda w: _typo(w, dice)), day], plain),
        ("no diacritics", [*(w.translate(_PLAIN) for w in name), day], plain),
        (
            "ə as e, ı as i",
            [*(_lower(w).replace("ə", "e").replace("ı", "i") for w in name), day],
            plain,
        ),
        ("Azerbaijani Cyrillic", [*(_spell(w, _CYRILLIC) for w in name), day], plain),
        ("Russian", [*(_spell(w, _RUSSIAN) for w in name), day], plain),
        ("English", [*(_spell(w, _ENGLISH) for w in name), day], plain),
        ("other ending", [*_longest(name, _other_ending), made.fathers_name, day], father),
        (
            "day and month swapped",
            [*name, turned.strftime("%d.%m.%Y")],
            plain._replace(born=((made.born, made.born), (turned, turned))),
        ),
    ]
    right = " ".join([*name, day])
    slips = asked[:3] + [slip for slip in asked[3:] if " ".join(slip[1]) != right]
    return [Question(kind, " ".join(words), fits) for kind, words, fits in slips]


def _turned(born: date) -> date:
    """Day and month the other way round, where that is a day."""
    return born.replace(day=born.month, month=born.day) if born.day <= 12 else born


def _by_place(made: Made, place: str, today: date) -> list[Question]:
    full = [made.family_name, made.given_name, made.fathers_name]
    year = ((date(made.born.year, 1, 1), date(made.born.year, 12, 31)),)
    age = today.year - made.born.year - ((today.month, today.day) < (made.born.month, made.born.day))
    of_age = ((add_months(today, -12 * (age + 1)) + timedelta(days=1), add_months(today, -12 * age)),)
    female = made.sex == "female"
    asked: list[tuple[str, list[str], Fits]] = [
        ("father and year", [*full, str(made.born.year)], Fits(*full, born=year)),
        (
            "oğlu or qızı",
            [*full, "qızı" if female else "oğlu", place],
            Fits(*full, place=made.place, sex=made.sex),
        ),
        ("district", [*full, place], Fits(*full, place=made.place)),
        (
            "qız, 12 yaş, Masallı",
            [*full[:2], "qız," if female else "oğlan,", f"{age} yaş,", place],
            Fits(*full[:2], born=of_age, place=made.place, sex=made.sex),
        ),
    ]
    return [Question(kind, " ".join(words), fits) for kind, words, fits in asked]


def _by_number(made: Made, dice: random.Random) -> list[Question]:
    asked = {}
    if "0" in made.fin:
        asked["FIN with O for 0"] = [made.fin.replace("0", "O"), made.family_name]
    if made.fin:
        at = dice.randrange(7)
        wrong = dice.choice([c for c in FIN_LETTERS if c != made.fin[at]])
        asked["FIN one sign wrong"] = [made.fin[:at] + wrong + made.fin[at + 1 :], made.given_name]
    if made.phone:
        asked["phone in any form"] = [
            f"0{made.phone[4:6]} {made.phone[6:9]}-{made.phone[9:11]}-{made.phone[11:]}",
            made.family_name,
        ]
    return [Question(kind, " ".join(words), None) for kind, words in asked.items()]
