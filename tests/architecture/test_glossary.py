"""The glossary comes first: every table of ours is a word of `docs/glossary.md`, in three languages."""

import re
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps

from tests.architecture import guards

GLOSSARY = guards.SRC.parents[1] / "docs" / "glossary.md"
PARTS = guards.SRC / "locale" / "parts"

# Tables that nobody speaks of, each with the reason.
NO_WORD: dict[str, str] = {}

ROW = re.compile(
    r"^\|(?P<az>[^|]+)\|(?P<en>[^|]+)\|(?P<ru>[^|]+)\|(?P<meaning>[^|]+)\|(?P<code>[^|]+)\|$", re.M
)
MODEL = re.compile(r"`([a-z]+\.[A-Z]\w+)`")
# Words the screens avoid (glossary, last table), by language column of the parts.
AVOIDED = {
    1: r"sağlamlıq imkanları məhdud|\bəlil\b|\bəlil uşaq|qapıçılıq|təcavüzkar|asosial",
    2: r"инвалид(?!н)|асоциальн|ограниченными возможностями здоровья",
}


def words(glossary: str) -> dict[str, re.Match[str]]:
    """The row of each model that the glossary names."""
    return {model: row for row in ROW.finditer(glossary) for model in MODEL.findall(row["code"])}


def without_a_word(models: Iterable[str], glossary: str) -> list[str]:
    """Models that the glossary does not name, or not in all three languages."""
    told = words(glossary)
    return sorted(
        m
        for m in models
        if m not in told or not all(told[m][language].strip(" –") for language in ("az", "en", "ru"))
    )


def avoided(part: str) -> list[str]:
    """Translations with a word we avoid."""
    cells = [line.split("\t") for line in part.splitlines()]
    return [
        row[column]
        for row in cells
        for column, pattern in AVOIDED.items()
        if len(row) > column and re.search(pattern, row[column], re.I)
    ]


def ours() -> list[str]:
    return [m._meta.label for m in apps.get_models() if m.__module__.startswith("himaya.")]


def test_every_table_has_a_word_in_three_languages() -> None:
    found = set(without_a_word(ours(), GLOSSARY.read_text()))
    assert found - set(NO_WORD) == set(), "give it a line in docs/glossary.md"
    assert set(NO_WORD) - found == set(), "stale exceptions"


def test_the_glossary_names_no_table_that_is_gone() -> None:
    assert set(words(GLOSSARY.read_text())) - set(ours()) == set()


def test_the_guard_finds_a_table_without_a_word() -> None:
    planted = "| söz | word | слово | A word. | `planted.Word` |\n| | half | | Half. | `planted.Half` |"
    assert without_a_word(["planted.Word", "planted.Half", "planted.None"], planted) == [
        "planted.Half",
        "planted.None",
    ]


def test_screens_avoid_the_words_that_hurt() -> None:
    parts: list[Path] = sorted(PARTS.glob("*.tsv"))
    found = {part.name: avoided(part.read_text()) for part in parts}
    assert {name: what for name, what in found.items() if what} == {}
    assert avoided("child\təlil uşaq\tребёнок-инвалид") == ["əlil uşaq", "ребёнок-инвалид"]
