"""Names as tables hold them: in one cell or three, in any order, with oğlu and qızı, in any alphabet and spelling."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from himaya.kit.text import RefusedText, clean_line, clean_name, fold
from himaya.registry.imports.cleaning import lexicon
from himaya.registry.imports.cleaning.lexicon import FAMILY, GIVEN
from himaya.registry.imports.cleaning.reasons import Remark

USUAL = ("family", "given", "father")
_SON = r"o[ğgq]l[ıiuy]|o[ğg]l?\.|о[ғг]л[ыуи]|угли"
_DAUGHTER = r"[qgk][ıiy]z[ıiy]|[qgk][ıiy]z\.|[гқҝк][ыи]з[ыи]"
_CHILD_OF = re.compile(rf"^(?:(?P<son>{_SON})|(?P<daughter>{_DAUGHTER}))\.?$", re.IGNORECASE)
_INITIAL_OF = re.compile(r"^(?:(?P<son>[oо])|(?P<daughter>[qгк]))\.?$", re.IGNORECASE)
_JOINED = re.compile(
    r"^(?P<name>.{3,}?)[-–]?(?:(?P<son>o[ğg]lu|оғлу|оглы)|(?P<daughter>[qg][ıi]z[ıi]|гызы|кызы))$",
    re.IGNORECASE,
)
_PATRONYMIC = re.compile(
    r"^(?P<stem>.{3,}?)(?:(?P<he>[oeоеё](?:vi[çc]|vich|вич)|ич)|(?P<she>[oeоеё](?:vna|вна)|ична|i[çc]na))$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\s*\d{1,5}\s*[.)\]\-:]\s*|^\s*№\s*\d*\s*")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\"«»“”„]")
_PARTING, _HYPHEN = re.compile(r"[,;_*]+"), re.compile(r"\s*[-–]\s*")
_INITIALS = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_LOST = re.compile(r"(?<=[^\W\d_])\?|\?(?=[^\W\d_])")  # letters that came out as question marks
_TITLES = {"xanim", "bay", "muallim", "kicik", "boyuk"}
_TWIN = re.compile(r"əkiz|ekiz|близн|двойн|twin", re.IGNORECASE)


def is_child_of(word: str) -> bool:
    """oğlu, qızı, as they are written."""
    return bool(_CHILD_OF.match(word) or _INITIAL_OF.match(word))


@dataclass(frozen=True, slots=True)
class Names:
    """A name in its parts. `sex` is what oğlu, qızı, an ending or a given name tells; `surely` where it is oğlu or
    qızı that tells it."""

    family: str = ""
    given: str = ""
    father: str = ""
    sex: str = ""
    surely: bool = False
    twin: bool = False
    remarks: tuple[Remark, ...] = field(default=())


def _tidy(text: str) -> str:
    text = _ASIDE.sub(" ", _NUMBERING.sub("", clean_line(text)))
    return clean_line(_PARTING.sub(" ", text))


def _words(text: str) -> list[str]:
    """The words of a name; `V.İ.` counts two, a hyphen holds two together."""
    text = _HYPHEN.sub("-", text)
    text = _INITIALS.sub(". ", text) if "." in text else text
    return [word for word in text.split() if word.strip(".-'")]


@lru_cache(maxsize=4096)
def read_full_name(text: str, order: tuple[str, ...] = USUAL) -> Names:
    """A whole name in one cell. `order`: in which the column writes its parts."""
    tidy = _tidy(text)
    if problem := _no_name(tidy):
        return Names(remarks=((problem, "name"),))
    words, sex, surely, father = _without_markers(_words(tidy))
    words = [w for w in words if fold(w) not in _TITLES]
    parts, remarks = _placed(words, father, order)
    names, more = _spelled(parts)
    return _told(names, sex, surely, bool(_TWIN.search(text)), (*remarks, *more))


def read_names(family: str, given: str, father: str) -> Names:
    """A name in cells of its own. Cells that hold more than their part (a father's oğlu, a whole name) are read."""
    return _read_names(clean_line(family), clean_line(given), clean_line(father))


@lru_cache(maxsize=4096)
def _read_names(family: str, given: str, father: str) -> Names:
    tidy = {"family": _tidy(family), "given": _tidy(given), "father": _tidy(father)}
    for part in tidy.values():
        if part and (problem := _no_name(part)):
            return Names(remarks=((problem, "name"),))
    father_words, sex, surely, inner = _without_markers(_words(tidy["father"]))
    given_words, given_sex, given_surely, given_father = _without_markers(_words(tidy["given"]))
    parts = {
        "family": _words(tidy["family"]),
        "given": given_words,
        "father": [inner] if inner and len(father_words) < 2 else _last_name(father_words),
    }
    if given_father and not parts["father"]:
        parts["father"] = [given_father]
    parts, remarks = _swapped_back(parts)
    names, more = _spelled({name: " ".join(words) for name, words in parts.items()})
    twin = bool(_TWIN.search(f"{family} {given}"))
    return _told(names, sex or given_sex, surely or given_surely, twin, (*remarks, *more))


def _last_name(words: list[str]) -> list[str]:
    """A father's cell may hold his whole name: his given name is what is wanted."""
    if len(words) < 2:
        return words
    bare = [w for w in words if not lexicon.is_family(w)]
    return bare[:1] or words[-1:]


def _no_name(tidy: str) -> str:
    if not tidy:
        return "name_missing"
    if tidy.startswith(("=", "<", "@")) or "://" in tidy:
        return "name_unreadable"
    try:
        clean_name(_LOST.sub("a", tidy) if "?" in tidy else tidy)
    except RefusedText:
        return "name_unreadable"
    return ""


def _without_markers(words: list[str]) -> tuple[list[str], str, bool, str]:
    """The words without oğlu and qızı, the sex these tell, whether surely, and the father's name before them."""
    for place, word in enumerate(words):
        found = _CHILD_OF.match(word) if place else None
        if found is None and place > 2 and place == len(words) - 1:
            found = _INITIAL_OF.match(word)
        if found:
            sex = "male" if found["son"] else "female"
            return words[: place - 1] + words[place + 1 :], sex, True, words[place - 1]
        joined = _JOINED.match(word) if (place and place == len(words) - 1) or len(words) == 1 else None
        if joined and not lexicon.is_given(word):
            return words[:place], "male" if joined["son"] else "female", True, joined["name"].strip("-–")
        patronymic = _PATRONYMIC.match(word) if len(words) > 1 and place else None
        if patronymic and not lexicon.is_given(word):
            sex = "male" if patronymic["he"] else "female"
            return words[:place] + words[place + 1 :], sex, True, _father_of(patronymic["stem"])
    return words, "", False, ""


def _father_of(stem: str) -> str:
    """Исаевич → İsa, Рафигович → Rafiq."""
    for tried in (stem, stem.rstrip("яйyY"), stem + "i"):
        name = lexicon.restored(tried, GIVEN)
        if lexicon.is_given(name):
            return name
    return stem.rstrip("йyY")


Placed = dict[str, str]


def _placed(words: list[str], father: str, order: Sequence[str]) -> tuple[Placed, list[Remark]]:
    """Which word is which part."""
    if not words:
        return {"father": father}, [("name_unsure", "name")] if father else [("name_missing", "name")]
    wanted = [part for part in order if not (father and part == "father")]
    at = _family_at(words, wanted.index("family") if "family" in wanted else 0)
    remarks: list[Remark] = []
    if at is None:
        family, rest = "", words
        if len(words) == 1 and not father:
            remarks.append(("name_unsure", "name"))
    else:
        family, rest = words[at], words[:at] + words[at + 1 :]
        if at != _usual_place(wanted, len(words)):
            remarks.append(("name_order", "name"))
    given_first = _goes_before("given", "father", wanted)
    return _rest(family, rest, father, given_first, remarks), remarks


def _goes_before(one: str, other: str, wanted: Sequence[str]) -> bool:
    return other not in wanted or one not in wanted or wanted.index(one) < wanted.index(other)


def _usual_place(wanted: Sequence[str], count: int) -> int:
    place = wanted.index("family") if "family" in wanted else 0
    return min(place, count - 1) if place < len(wanted) - 1 else count - 1


def _family_at(words: list[str], usual: int) -> int | None:
    """The place of the family name: where the column has it, unless only another word ends like one."""
    if len(words) == 1:
        return (
            0
            if lexicon.is_family(words[0]) or not lexicon.is_given(lexicon.restored(words[0], GIVEN))
            else None
        )
    sure = [
        place for place, word in enumerate(words) if lexicon.is_family(word) and not lexicon.is_given(word)
    ]
    usual = min(usual, len(words) - 1)
    if not sure or usual in sure:
        return usual
    return sure[0]


def _rest(family: str, rest: list[str], father: str, given_first: bool, remarks: list[Remark]) -> Placed:
    if father:
        return {"family": family, "given": " ".join(rest), "father": father}
    if len(rest) <= 1:
        return {"family": family, "given": " ".join(rest)}
    if len(rest) > 2:
        remarks.append(("name_unsure", "name"))
    if given_first:
        return {"family": family, "given": " ".join(rest[:-1]), "father": rest[-1]}
    return {"family": family, "given": " ".join(rest[1:]), "father": rest[0]}


def _swapped_back(parts: dict[str, list[str]]) -> tuple[dict[str, list[str]], list[Remark]]:
    """Columns that change places in a row: the family name stands among the given names and the other way round."""
    family, given, father = parts["family"], parts["given"], parts["father"]
    ends_so = [
        len(p) == 1 and lexicon.is_family(p[0]) and not lexicon.is_given(p[0])
        for p in (family, given, father)
    ]
    if len(family) >= 2 and not given:
        placed, remarks = _placed(family, " ".join(father), USUAL)
        return {name: [placed.get(name, "")] if placed.get(name) else [] for name in USUAL}, remarks
    if ends_so[1] and not ends_so[0] and family:
        return {"family": given, "given": family, "father": father}, [("name_order", "name")]
    if ends_so[2] and not ends_so[0] and not ends_so[1] and family:
        return {"family": father, "given": family, "father": given}, [("name_order", "name")]
    return parts, []


def _spelled(parts: Placed) -> tuple[Placed, list[Remark]]:
    """Each word in its own letters, with what was put right."""
    found: Placed = {}
    remarks: list[Remark] = []
    for name in USUAL:
        typed = parts.get(name, "")
        words = [_word(word, FAMILY if name == "family" else GIVEN) for word in typed.split()]
        found[name] = " ".join(words).strip(" -.")
        if found[name] and found[name] != typed and fold(found[name]) != fold(typed):
            remarks.append(("name_spelling", name))
        if any(len(word.strip(".")) == 1 for word in typed.split()):
            remarks.append(("name_initials", name))
    return found, remarks


def _word(word: str, kind: str) -> str:
    if "-" in word:
        return "-".join(lexicon.restored(part, kind) for part in word.split("-"))
    return lexicon.restored(word, kind)


def _told(names: Placed, sex: str, surely: bool, twin: bool, remarks: Sequence[Remark]) -> Names:
    if not sex:
        sex = lexicon.sex_by_ending(names["family"]) or lexicon.sex_of(names["given"])
    if not names["family"] and not names["given"]:
        remarks = (*remarks, ("name_missing", "name"))
    return Names(
        names["family"], names["given"], names["father"], sex, surely, twin, tuple(dict.fromkeys(remarks))
    )


_PARTS_SAID = (
    ("father", r"ata\w*( s)?( adi\w*)?|otc\w*|patronym\w*|father\w*( s)?( name)?"),
    ("family", r"soyad\w*|soyat\w*|famil[iy]\w*|surname\w*|last name|family( name)?"),
    ("given", r"\b(ad|adi|adlari?|oz adi|imya|imena|name|first name|given( name)?|forename)\b"),
)
_LETTERS_SAID = {"a s a": ("given", "family", "father"), "a a s": ("given", "father", "family")}


def order_said(title: str) -> tuple[str, ...]:
    """In which order a column's title names the parts: “Adı, soyadı, atasının adı”. The usual where it says nothing."""
    key = fold(title)
    for letters, order in _LETTERS_SAID.items():
        if re.search(rf"\b{letters}\b", key) or re.search(rf"\b{letters.replace(' ', '')}\b", key):
            return order
    at: dict[str, int] = {}
    for part, words in _PARTS_SAID:
        found = re.search(words, key)
        if found:
            at[part] = found.start()
            key = key[: found.start()] + "#" * (found.end() - found.start()) + key[found.end() :]
    if not {"family", "given"} <= at.keys():
        return USUAL
    return tuple(sorted(USUAL, key=lambda part: at.get(part, 10_000)))
