"""Azerbaijani names as they are known: to see which word is a family name, and to give back letters that a keyboard,
another alphabet or a bad export took away. A word that is no known name is left as it was written."""

import csv
import re
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from himaya.kit.text import az_lower, az_title, fold

DATA = Path(__file__).parent / "data" / "names.csv"
FAMILY, GIVEN = "family", "given"
_AZERBAIJANI = set("əıöüğşçƏİÖÜĞŞÇ")
_CYRILLIC = re.compile("[\u0400-\u052f]")
# How a letter may stand when the keyboard lacks it; every letter may stand for itself.
_PLAIN = {"ə": "ea", "ı": "i", "ö": "o", "ü": "u", "ğ": "g", "ş": "s", "ç": "c"}
_AZ_CYRILLIC = dict(
    zip("абвгғдежзиыјкҝлмноөпрстуүфхһчҹшәэйьъ", "abvqğdejziıykglmnoöprstuüfxhçcşəey\0\0", strict=True)
)
_RUSSIAN = _AZ_CYRILLIC | {"ё": "yo", "ц": "s", "щ": "ş", "ю": "ü", "я": "ə", "в": "v"}
_OWN_CYRILLIC = set("ғҝөүһҹјә")
# Endings of family names, in loose letters (`loose`), with how they are written after a consonant or a vowel.
_ENDING = re.compile(r"(.{2,}?)(y?[ao]v(a?)|i?yav(a?)|iav(a?)|zada|l[iu])$")
_SURE_ENDING = re.compile(r".{2,}(ov|ova|ev|eva|yev|yeva|zad[ae]|skiy|skaya|yants|ian|yan|enko|uk)$")
_VOWELS = "aeəıioöuü"
_TWICE, _ONCE = re.compile(r"(.)\1+"), itemgetter(1)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, dict[str, str]], dict[str, str], frozenset[str]]:
    """Names by kind and small-lettered spelling; the sex of given names; the commonest."""
    by_kind: dict[str, dict[str, str]] = {"male": {}, "female": {}, "stem": {}, "common": {}}
    with DATA.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_kind[row["kind"]].update({az_lower(name): name for name in row["names"].split()})
    by_kind["stem"] = by_kind["male"] | by_kind["stem"]
    by_kind["given"] = by_kind["male"] | by_kind["female"]
    sexes = {}
    for name in by_kind["male"].keys() | by_kind["female"].keys():
        in_both = name in by_kind["male"] and name in by_kind["female"]
        sexes[name] = "" if in_both else ("male" if name in by_kind["male"] else "female")
    return by_kind, sexes, frozenset(by_kind["common"])


@lru_cache(maxsize=8)
def _index(kind: str, level: int) -> dict[str, tuple[str, ...]]:
    by_kind, _sexes, _common = _known()
    names = by_kind["stem" if kind == FAMILY else "given"]
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_LEVELS[level](name), []).append(name)
    return {key: tuple(same) for key, same in found.items()}


@lru_cache(maxsize=20_000)
def loose(word: str) -> str:
    """Folded, e as ə."""
    return fold(word).replace("e", "a").replace("w", "v").replace(" ", "")


_DIGRAPHS = (
    ("dzh", "c"), ("dj", "c"), ("zh", "j"), ("kh", "x"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("ph", "f"),
    ("ya", "a"), ("yu", "u"), ("yo", "o"), ("j", "c"), ("q", "g"), ("y", "i"), ("h", "x"), ("oo", "u"), ("aa", "i"),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def _spoken(word: str) -> str:
    """As English writes it."""
    key = loose(word)
    for long, short in _DIGRAPHS:
        key = key.replace(long, short)
    return _TWICE.sub(_ONCE, key)


def _russian(word: str) -> str:
    """As Russian writes it: one letter for h, x, q and g."""
    return _TWICE.sub(_ONCE, _spoken(word).replace("x", "g").replace("o", "u"))


def _broad_russian(word: str) -> str:
    """As Russian sometimes writes it: к for q as well."""
    return _TWICE.sub(_ONCE, _russian(word).replace("k", "g"))


_LEVELS = (loose, _spoken, _russian, _broad_russian)


def sex_of(given: str) -> str:
    """`female` or `male` where a given name is only that, as far as is known."""
    return _known()[1].get(az_lower(given), "")


def is_given(word: str) -> bool:
    """A known given name."""
    return az_lower(word) in _known()[1]


@lru_cache(maxsize=20_000)
def is_family(word: str) -> bool:
    """A word that ends as only family names end."""
    return bool(_SURE_ENDING.fullmatch(fold(word)))


def sex_by_ending(family: str) -> str:
    """The sex that a family name in -ov, -ova shows."""
    key = fold(family)
    if re.search(r"(ov|ev)$", key):
        return "male"
    return "female" if re.search(r"(ova|eva)$", key) else ""


@lru_cache(maxsize=20_000)
def restored(word: str, kind: str) -> str:
    """The word in its own letters and capitals where it is surely a known name; else as it was, tidied.

    `kind`: FAMILY or GIVEN. “Ehmedov”, “Ahmadov”, “Ахмедов”, “?hm?dov” → Əhmədov."""
    if "?" in word:
        return _filled(word, kind) or word
    latin = _latin(word) if _CYRILLIC.search(word) else word
    tidy = _cased(latin)
    if kind == FAMILY:
        return _family(tidy, foreign=latin is not word) or tidy
    return _given(tidy, kind, foreign=latin is not word) or tidy


def _given(word: str, kind: str, foreign: bool) -> str:
    by_kind, _sexes, _common = _known()
    small = az_lower(word)
    names = by_kind["stem" if kind == FAMILY else "given"]
    if small in names:
        return names[small]
    for level in range(2):
        found = _index(kind, level).get(_LEVELS[level](word), ())
        fitting = [name for name in found if level or _may_stand_for(small, name)]
        if foreign and level:
            fitting += _index(kind, 2).get(_russian(word), ())
        if one := _one_of(fitting, small if level else ""):
            return names[one]
    if not foreign:
        return ""
    broad = _one_of([*_index(kind, 3).get(_broad_russian(word), ())], small)
    return names[broad] if broad else _with_e(word, kind)


def _with_e(word: str, kind: str) -> str:
    """Russian writes е for ö as well: Геокчай, Кенюль."""
    small = az_lower(word)
    for place, letter in enumerate(small):
        if letter == "e":
            tried = small[:place] + "ö" + small[place + 1 :]
            if one := _one_of([*_index(kind, 1).get(_spoken(tried), ())], tried):
                return az_title(one)
    return ""


def _may_stand_for(typed: str, name: str) -> bool:
    """Letter by letter: e may be ə, never a; i may be ı."""
    return len(typed) == len(name) and all(
        t == n or t in _PLAIN.get(n, "") or (t == "ı" and n == "i") for t, n in zip(typed, name, strict=True)
    )


def _one_of(names: list[str], near: str) -> str:
    """The one that is meant: the only one, the only common one, or the nearest by its letters."""
    names = list(dict.fromkeys(names))
    if len(names) > 1:
        common = [name for name in names if name in _known()[2]]
        if len(common) == 1:
            return common[0]
        names = common or names
    if near and len(names) > 1:
        nearest = min(_far(near, name) for name in names)
        names = [name for name in names if _far(near, name) == nearest]
    return names[0] if len(names) == 1 else ""


def _far(one: str, other: str) -> int:
    same = sum(a == b for a, b in zip(fold(one), fold(other), strict=False))
    return max(len(one), len(other)) - same


def _family(word: str, foreign: bool) -> str:
    key = loose(word)
    found = _ENDING.fullmatch(key)
    whole = _given(word, FAMILY, foreign)
    if not found or whole:
        return whole
    ending = found[2]
    stem_typed = word[: len(word) - len(ending)] if len(key) == len(word) else found[1]
    stem = _stem(stem_typed, word, ending, foreign)
    return _joined(stem, word, ending) if stem else ""


def _stem(typed: str, word: str, ending: str, foreign: bool) -> str:
    """The known stem of a family name: “Əli” of Əliyev, Aliev, Алиев."""
    names = _known()[0]["stem"]
    if az_lower(typed) in names and not foreign:
        return names[az_lower(typed)]
    tries = [typed] if not ending.startswith(("y", "i")) else [typed, typed + "i", typed + "a", typed + "ı"]
    if re.match("[ao]v", ending) and re.search("[aeiouəıüö]$", typed):
        tries.append(typed[:-1])
    russian = foreign or typed[:1] in "GK"  # Russian has no h and no q: Гусейнов, Guseynov, Kuliev
    for one in tries:
        if stem := _given(one, FAMILY, russian):
            return stem
    return ""


def _joined(stem: str, word: str, ending: str) -> str:
    small = az_lower(stem)
    if ending == "zada":
        return stem + "zadə"
    if ending in ("li", "lu"):
        vowel = next((c for c in reversed(small) if c in _VOWELS), "i")
        harmony = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}
        return stem + "l" + harmony.get(vowel, "i")
    female = "a" if loose(word).endswith("va") else ""
    return stem + ("yev" if small[-1] in _VOWELS else "ov") + female


def _filled(word: str, kind: str) -> str:
    """A word whose letters came out as question marks: the known name that fits, else ə, the letter lost most."""
    small = az_lower(word)
    pattern = re.compile("".join("[əıöüğşç]" if c == "?" else re.escape(c) for c in small))
    by_kind = _known()[0]
    names: set[str] = set()
    if kind == FAMILY:
        for ending in ("", "ov", "ova", "yev", "yeva", "zadə", "li", "lı", "lu", "lü"):
            if len(small) > len(ending):
                names |= {s + ending for s in by_kind["stem"] if len(s) + len(ending) == len(small)}
    else:
        names = set(by_kind["given"])
    found = [name for name in names if pattern.fullmatch(name)]
    if len(found) == 1:
        return az_title(found[0])
    schwa = small.replace("?", "ə")
    return az_title(schwa) if schwa in found or not found else az_title(sorted(found)[0])


def _latin(word: str) -> str:
    """A Cyrillic word in Latin letters: Azerbaijani Cyrillic letter for letter, Russian as it sounds."""
    small = word.lower()
    if _OWN_CYRILLIC & set(small):
        letters = "".join(_AZ_CYRILLIC.get(c, c) for c in small)
    else:
        small = re.sub("дж", "ҹ", small)
        small = re.sub(r"(?<=[аеёиоуыэюяй])е|^е(?=[вг])", "јe", small).replace("јe", "јe")
        letters = "".join(_RUSSIAN.get(c, c) for c in re.sub("ие(?=в)", "ијe", small))
        letters = re.sub(r"^ə", "ya", letters)
    return az_title(letters.replace("\0", ""))


def _cased(word: str) -> str:
    """A capital and small letters; I of a word in capitals is i or ı by its other vowels."""
    if word[:1].isupper() and (word[1:].islower() or len(word) == 1):
        return word
    if not (word.isupper() or word.islower()):
        return "-".join(
            part[:1] + az_lower(part[1:]) if part[1:].isupper() else part for part in word.split("-")
        )
    small = az_lower(word)
    if word.isupper() and "ı" in small and "İ" not in word:
        small = _by_harmony(small)
    return az_title(small)


def _by_harmony(small: str) -> str:
    """In capitals without the letter İ every i is written I: which it is, its neighbours say."""
    known = _known()[0]
    dotted = small.replace("ı", "i")
    if dotted in known["male"] or dotted in known["female"]:
        return dotted
    front = sum(c in "eəöü" for c in small)
    back = sum(c in "aou" for c in small)
    return dotted if front >= back else small
