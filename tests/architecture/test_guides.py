"""What a guide prints in bold is what the screens say: a button or heading that was renamed is renamed there too."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import guards

GUIDES = guards.SRC.parents[1] / "docs" / "guide"
PARTS = guards.SRC / "locale" / "parts"
# Guides that are held to it, word by word.
HELD = ("registrar.md", "adjudicator.md", "commission-secretary.md")
COLUMN = {"en": 0, "az": 1}


def plain(words: str) -> str:
    """Without what stands around a word in a sentence."""
    return words.strip().rstrip(" .:…").replace("İ", "i").lower()


def said(language: str) -> Iterator[str]:
    """Every text of the screens and every name of a code."""
    for part in sorted(PARTS.glob("*.tsv")):
        for line in part.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > COLUMN[language]:
                yield plain(cells[COLUMN[language]])
    for table in sorted(guards.SRC.rglob("data/codes_*.csv")):
        with table.open(encoding="utf-8") as rows:
            yield from (plain(row[f"name_{language}"] or "") for row in csv.DictReader(rows))


def bold(guide: Path) -> list[str]:
    """Words in bold, those of a path through menus apart."""
    found = re.findall(r"\*\*([^*]+)\*\*", guide.read_text(encoding="utf-8"))
    return [part for words in found for part in re.split(r"\s*→\s*", words)]


@pytest.mark.parametrize("language", sorted(COLUMN))
def test_words_in_bold_stand_on_the_screens(language: str) -> None:
    known = set(said(language))
    lost = [
        (name, word) for name in HELD for word in bold(GUIDES / language / name) if plain(word) not in known
    ]
    assert lost == []


def test_a_word_that_stands_nowhere_is_found(tmp_path: Path) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("Open **Registers → Lost page** and press **Undo**.", encoding="utf-8")
    assert bold(guide) == ["Registers", "Lost page", "Undo"]
    known = set(said("en"))
    assert [word for word in bold(guide) if plain(word) not in known] == ["Lost page"]


def test_what_the_register_promises_names_the_tests_that_show_it() -> None:
    page = (GUIDES.parent / "register.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| What")]
    assert len(rows) > 30
    assert [row for row in rows if not guards.NAMED.search(row)] == []
    assert guards.missing(page, guards.SRC.parents[1]) == []
