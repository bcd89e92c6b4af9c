"""The audit in words: every verb and every kind of record, in three languages, from the files beside this one.

Not a code list: what an act is called is not for an installation to change."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from himaya.kit.text import sort_key
from himaya.reference.queries import in_language, label

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Verb:
    """What was done: in words, whether something was only looked at, and the code list its reason is from."""

    code: str
    names: tuple[str, str, str]
    reads: bool = False
    reasons: str = ""

    def __str__(self) -> str:
        return in_language(*self.names)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def verbs() -> dict[str, Verb]:
    """Every verb that may stand in the audit, by its code."""
    return {
        row["verb"]: Verb(
            row["verb"], (row["az"], row["en"], row["ru"]), row["reads"] == "yes", row["reasons"]
        )
        for row in _rows("verbs.csv")
    }


@cache
def kinds() -> dict[str, tuple[str, str, str]]:
    """Every kind of record, by the name of its table's model."""
    return {row["kind"]: (row["az"], row["en"], row["ru"]) for row in _rows("kinds.csv")}


def verb_words(code: str) -> str:
    """What was done, in the reader's language; the code itself for a verb of an earlier version."""
    verb = verbs().get(code)
    return str(verb) if verb else code


def is_read(code: str) -> bool:
    """Whether something was looked at, not changed."""
    verb = verbs().get(code)
    return verb is not None and verb.reads


def kind_words(kind: str) -> str:
    """What kind of record it was done to."""
    names = kinds().get(kind)
    return in_language(*names) if names else kind


def reason_words(code: str, reason: str) -> str:
    """The reason in words, where it is a code of a list."""
    verb = verbs().get(code)
    return label(verb.reasons, reason) if reason and verb and verb.reasons else reason


def choices() -> list[tuple[bool, list[tuple[str, str]]]]:
    """Verbs to choose from, read ones and others apart, in the order of the alphabet. Acts called the same stand
    once, as all their codes."""
    found: dict[bool, dict[str, list[str]]] = {True: {}, False: {}}
    for verb in verbs().values():
        found[verb.reads].setdefault(str(verb), []).append(verb.code)
    return [
        (
            reads,
            sorted(
                ((" ".join(codes), words) for words, codes in named.items()), key=lambda c: sort_key(c[1])
            ),
        )
        for reads, named in found.items()
    ]
