"""Reading a column's title: which field it names, and how surely."""

import csv
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

from himaya.kit.text import fold
from himaya.reference.rules import distance

DATA = Path(__file__).parent / "data" / "columns.csv"
# Fields that several columns may hold together.
SEVERAL = frozenset({"phones", "note", "ignored", "parent_born", "guardian_name"})
# Words that change nothing in a title.
_EMPTY = frozenset(
    [
        "usagin",
        "usaq",
        "usaqlarin",
        "tarbiyacinin",
        "yetim",
        "sakinin",
        "sagirdin",
        "va",
        "ya",
        "ki",
        "oldugu",
        "haqqinda",
        "rabyonka",
        "rebenka",
        "rabanka",
        "vospitannika",
        "child",
        "s",
        "childs",
        "the",
        "of",
        "and",
        "i",
        "ili",
        "na",
        "kodu",
        "kod",
        "no",
        "nomrasi",
        "nomra",
        "tam",
        "qun",
        "ay",
        "il",
        "dd",
        "mm",
        "yyyy",
        "gq",
        "aa",
        "yyyy",
        "gun",
        "ddmmyyyy",
        "melumat",
        "malumat",
    ]
)


def title_key(title: str) -> str:
    """A title folded, e as ə."""
    return fold(re.sub(r"[№#]", " no ", title) if title.strip() not in ("№", "#") else "no").replace("e", "a")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The known titles of each field, as keys, the file's order."""
    with DATA.open(encoding="utf-8") as file:
        return {
            row["field"]: tuple(dict.fromkeys(filter(None, map(title_key, row["titles"].split(";")))))
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=1)
def _exact() -> dict[str, str]:
    found: dict[str, str] = {}
    for field, titles in vocabulary().items():
        for title in titles:
            found.setdefault(title, field)
    return found


FIELDS = tuple(vocabulary())


# What a title says that speaks of a parent, not of the child.
_PARENT = re.compile(
    r"\b(ana|anasi|ananin|anasinin|ata|atasi|atanin|atasinin|validayn\w*|mothar|fathar|parant\w*|mat|matari|otas|ottsa|roditali?\w*)\b"
)
_OF_PARENTS = frozenset(
    {
        "fathers_name",
        "mother_name",
        "father_full",
        "guardian_name",
        "parent_born",
        "phones",
        "full_name",
        "ignored",
        "note",
    }
)


def speaks_of_parent(title: str) -> bool:
    """Whether a title is about a parent, not the child."""
    return bool(_PARENT.search(title_key(title)))


@lru_cache(maxsize=5000)
def meant(title: str) -> dict[str, float]:
    """The fields a title may name, each with how surely (0 to 1)."""
    key = title_key(title)
    if not key:
        return {}
    if field := _exact().get(key):
        return {field: 1.0}
    bare = _bare(key)
    if all(word in _EMPTY for word in bare):
        return {}
    found: dict[str, float] = {}
    of_parent = bool(_PARENT.search(key))
    for field, known in {one for word in set(bare) for one in _titles_with(word)}:
        if not of_parent or field in _OF_PARENTS:
            found[field] = max(found.get(field, 0.0), _likeness(bare, known))
    return {field: round(found[field], 3) for field in FIELDS if found.get(field, 0.0) >= 0.45}


@lru_cache(maxsize=1)
def _by_word() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The words of known titles, each with the fields and bare titles in which it stands."""
    found: dict[str, dict[tuple[str, tuple[str, ...]], None]] = {}
    for field, titles in vocabulary().items():
        for title in titles:
            for word in (bare := _bare(title)):
                found.setdefault(word, {})[field, bare] = None
    return {word: tuple(titles) for word, titles in found.items()}


@lru_cache(maxsize=20_000)
def _titles_with(word: str) -> frozenset[tuple[str, tuple[str, ...]]]:
    """The known titles in which a word stands, or nearly: only these can be meant by a title that has it."""
    return frozenset(title for known, titles in _by_word().items() if _same(known, word) for title in titles)


def _bare(key: str) -> tuple[str, ...]:
    words = key.split()
    return tuple(word for word in words if word not in _EMPTY and not word.isdecimal()) or tuple(words)


@lru_cache(maxsize=20_000)
def _same(one: str, other: str) -> float:
    """How far two words of titles are one: the same, with another ending, or a slip away."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) == 1 and len(long) > 3 and long.startswith(short):
        return 0.5  # a word cut short: “Doğum t.”
    if len(short) >= 4 and long.startswith(short[: max(4, len(short) - 2)]) and len(long) - len(short) <= 5:
        return 0.9
    if len(short) >= 5 and distance(short, long, 2) <= (2 if len(short) >= 8 else 1):
        return 0.8
    return 0.0


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """How much a word of a title says: *adı* stands in many, *cinsi* in one."""
    counted: Counter[str] = Counter()
    for titles in vocabulary().values():
        counted.update({word for title in titles for word in _bare(title)})
    return {word: times**-0.7 for word, times in counted.items()}


def _likeness(asked: tuple[str, ...], known: tuple[str, ...]) -> float:
    """Shared words, weighed by what they say, against all words of both."""
    weights = _weights()
    left = list(asked)
    shared = 0.0
    for word in known:
        best = max(left, key=lambda other: _same(word, other), default="")
        alike = _same(word, best) if best else 0.0
        if alike:
            shared += alike * min(weights.get(word, 1.0), weights.get(best, 1.0))
            left.remove(best)
    if not shared:
        return 0.0
    whole_asked = sum(weights.get(word, 0.8) for word in asked)
    whole_known = sum(weights.get(word, 0.8) for word in known)
    both = shared / max(whole_asked + whole_known - shared, 0.05)
    # A title with more words than a known one still names it; a known one with words the title lacks does less.
    return min(max(both, shared / whole_known * (0.35 + 0.65 * shared / max(whole_asked, 0.05))), 0.99)
