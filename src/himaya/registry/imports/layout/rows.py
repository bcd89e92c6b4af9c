"""Telling people from what else stands in a table: totals, signatures, headings, remarks."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from himaya.kit.text import fold
from himaya.registry.imports.cleaning import lexicon
from himaya.registry.imports.cleaning.names import is_child_of

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


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a row. `name`: what stands in the name's cells; `texts`: those of all filled cells; `told`: the
    fields whose cells read as such; `filled`: how many cells that should tell something of a person are not empty."""

    name: str
    texts: list[str]
    told: frozenset[str] = frozenset()
    filled: int = 0
    numbered: bool = False
    # Whether the people above are numbered; whether they have ended (a total, a signature), or a blank row stood below
    # them, and none has come since.
    numbers_run: bool = False
    ended: bool = False
    parted: bool = False


def kind_of(row: Seen) -> str:
    """`person`, `blank`, or a code: `is_total`, `is_signature`, `is_heading`, `is_remark`."""
    if not row.texts:
        return BLANK
    somebody = row.told & {"fin", "born"}
    if len(somebody) < 2 and (code := _by_words(row, bool(somebody))):
        return code
    if not row.name:
        whole = bool(somebody) and (row.numbered or row.filled > 1)
        return PERSON if whole else _without_name(row.texts, row.numbered)
    if row.told:
        return PERSON
    return PERSON if _somebody_by_name(row) else "is_heading"


def _by_words(row: Seen, is_somebody: bool) -> str:
    first = _key(row.name) or _key(row.texts[0])
    if _TOTAL.match(first) or (not is_somebody and any(_TOTAL.match(_key(text)) for text in row.texts[:3])):
        return "is_total"
    if is_somebody or len(row.told) > 1:
        return ""
    if any(_SIGNATURE.search(_key(text)) or "____" in text for text in row.texts):
        return "is_signature"
    return "is_remark" if any(_REMARK.search(_key(text)) for text in row.texts[:2]) else ""


def _somebody_by_name(row: Seen) -> bool:
    """A name and nothing else that can be read: a person where it stands among the people and sounds like one."""
    words = row.name.split()
    if not 2 <= len(words) <= 6 or re.search(r"\d|:", row.name) or _is_said_of(words):
        return False
    if row.numbered:
        return True
    if row.ended or row.numbers_run:
        return False
    if row.parted and not row.filled:
        return _known(words, all)
    return len(words) >= 3 or _known(words, any if row.filled else all)


def _is_said_of(words: list[str]) -> bool:
    """Small words among capitals, other than oğlu and qızı: “Sosial pedaqoq Quliyeva Nərgiz” says what she is."""
    small = [word for word in words if word[:1].islower() and not is_child_of(word)]
    return bool(small) and any(word[:1].isupper() for word in words)


def _key(text: str) -> str:
    return fold(text).replace("e", "a")


def _without_name(texts: list[str], numbered: bool) -> str:
    if numbered and len(texts) == 1:
        return BLANK
    return "is_remark" if any(any(c.isalpha() for c in text) for text in texts) else "is_total"


def _known(words: list[str], wanted: Callable[[Iterable[bool]], bool]) -> bool:
    """A family name and a given name, both (or one of them) known as such."""
    given = (lexicon.is_given(lexicon.restored(word, lexicon.GIVEN)) for word in words)
    return wanted((any(map(lexicon.is_family, words)), any(given)))
