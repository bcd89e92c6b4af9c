"""Telling people from what else stands in a table: totals, signatures, headings, remarks."""

import re

from himaya.kit.text import fold
from himaya.registry.imports.cleaning import lexicon

PERSON, BLANK = "person", "blank"


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern over folded words, in which e counts as ə."""
    return re.compile(pattern.replace("e", "a"))


_TOTAL = _words(
    r"^(cami|cem|yekun|umumi|ummumi|toplam|itoqo|itogo|vseqo|vsego|total|sum|grand total|o cumladan|ondan|sayi|"
    r"usaqlarin sayi|oglanlar? \d|qizlar? \d|vsego|iz nix)\b"
)
_SIGNATURE = _words(
    r"\b(direktor\w*|mudir\w*|rahbar\w*|rais\w*|imza\w*|m y|mohur\w*|mp|m p|tartib ed\w+|tartib et\w+|hazirlay\w+|"
    r"hazirlad\w+|icraci\w*|masul saxs\w*|bas muhasib\w*|bas hakim\w*|zaveduyu\w*|podpis\w*|pecat|ispolnitel\w*|"
    r"sostavil\w*|director|signature|signed|prepared by|approved by|"
    r"tasdiq ed\w+|tasdiq et\w+|razilasdiril\w+|utverzdayu|soqlasovano)\b"
)
_REMARK = _words(
    r"^(qeyd|qeydlar|primecani\w*|note|notes|remark|alava|izah|siyahi|bu siyahi|manba)\b|_{3,}|\.{6,}"
)


def kind_of(name: str, others: int, texts: list[str], has_fin: bool, has_birth: bool, numbered: bool) -> str:
    """`person`, `blank`, or a code: `is_total`, `is_signature`, `is_heading`, `is_remark`.

    `name`: what stands in the name's cells. `others`: how many other cells that tell of a person are filled.
    `texts`: the texts of all filled cells."""
    if not texts:
        return BLANK
    if not (has_fin and has_birth) and (code := _by_words(name, texts, others, has_fin or has_birth)):
        return code
    if not name:
        return PERSON if has_fin or has_birth else _without_name(texts, numbered)
    if others:
        return PERSON
    if _sounds_like_a_person(name) and (numbered or len(name.split()) >= 3 or _known(name)):
        return PERSON
    return "is_heading"


def _by_words(name: str, texts: list[str], others: int, is_somebody: bool) -> str:
    first = _key(name) or _key(texts[0])
    if _TOTAL.match(first) or (not is_somebody and any(_TOTAL.match(_key(text)) for text in texts[:3])):
        return "is_total"
    if is_somebody or others > 3:
        return ""
    if any(_SIGNATURE.search(_key(text)) or "____" in text for text in texts):
        return "is_signature"
    return "is_remark" if any(_REMARK.search(_key(text)) for text in texts[:2]) else ""


def _key(text: str) -> str:
    return fold(text).replace("e", "a")


def _without_name(texts: list[str], numbered: bool) -> str:
    if numbered and len(texts) == 1:
        return BLANK
    return "is_remark" if any(any(c.isalpha() for c in text) for text in texts) else "is_total"


def _sounds_like_a_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 6 and not re.search(r"\d|:", name)


def _known(name: str) -> bool:
    """A family name and a given name, both known as such."""
    words = name.split()
    return any(map(lexicon.is_family, words)) and any(
        lexicon.is_given(lexicon.restored(word, lexicon.GIVEN)) for word in words
    )
