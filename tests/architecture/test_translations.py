"""The parts of the translations: whole, in one voice, and true to what the code fills in."""

import re
from collections import Counter
from collections.abc import Iterable

from tests.architecture import guards

PARTS = guards.SRC / "locale" / "parts"
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|{\w*}")


def rows() -> list[tuple[str, list[str]]]:
    """Every line of every part, with the part's name."""
    return [
        (part.name, line.split("\t"))
        for part in sorted(PARTS.glob("*.tsv"))
        for line in part.read_text().splitlines()
        if line and not line.startswith("msgid\t")
    ]


def incomplete(found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Lines that are not three filled cells."""
    return [f"{part}: {cells[0]}" for part, cells in found if len(cells) != 3 or not all(cells)]


def told_twice(found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Texts that stand in two lines, so that one silently wins."""
    return sorted(text for text, n in Counter(cells[0] for _, cells in found).items() if n > 1)


def unfilled(found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Translations that lose, or invent, what the code puts into the sentence."""
    return [
        f"{part}: {cell}"
        for part, cells in found
        for cell in cells[1:]
        if sorted(PLACE.findall(cell)) != sorted(PLACE.findall(cells[0]))
    ]


def strange_letters(found: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Cyrillic in Azerbaijani, Azerbaijani letters in Russian, and letters that only look right."""
    return [
        f"{part}: {cells[column]}"
        for part, cells in found
        for column, foreign in ((1, "а-яёА-ЯЁ"), (2, "əğışƏĞŞ"))
        if len(cells) > column and re.search(f"[{foreign}ǝә]|i̇", cells[column])
    ]


def test_every_line_holds_three_languages_once() -> None:
    found = rows()
    assert incomplete(found) == []
    assert told_twice(found) == []


def test_translations_keep_what_is_filled_in() -> None:
    assert unfilled(rows()) == []


def test_translations_are_written_in_their_own_letters() -> None:
    assert strange_letters(rows()) == []


def test_the_guards_find_planted_faults() -> None:
    assert incomplete([("x", ["One", "Bir"]), ("x", ["Two", "", "Два"])]) == ["x: One", "x: Two"]
    assert told_twice([("x", ["One", "Bir", "Один"]), ("y", ["One", "Tək", "Один"])]) == ["One"]
    assert unfilled([("x", ["%(n)s left", "qalıb", "осталось %(n)s"])]) == ["x: qalıb"]
    assert strange_letters([("x", ["Child", "Uşаq", "Ребёнок"])]) == ["x: Uşаq"]
