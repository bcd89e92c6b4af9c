"""A made-up list: its sheets, rows and faults."""

import random
from pathlib import Path
from typing import Any

from bench.lists.children import TODAY, Child, Made, make_child, make_children
from bench.lists.files import write_list
from bench.lists.hand import Hand
from bench.lists.rows import row_of
from bench.lists.words import (
    GROUPS,
    HEADINGS,
    SECTIONS,
    TAILS,
    TITLES,
)

CONTAINERS = (
    "xlsx",
    "xlsx",
    "xlsx",
    "1904",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "cp1251",
    "cp1254",
    "html",
    "xml",
)


def make_list(folder: Path, seed: int, count: int = 0) -> Made:
    """Writes one list; the same for the same seed."""
    dice = random.Random(seed)
    container = dice.choice(CONTAINERS)
    language = "ru" if container == "cp1251" else dice.choices(["az", "ru", "en"], [0.6, 0.25, 0.15])[0]
    if container == "cp1254" and language == "ru":
        language = "az"
    hand = Hand(dice, language, container)
    children = make_children(dice, count or dice.randrange(25, 140))
    fields = _fields(dice)
    sheets = 1 if container not in ("xlsx", "1904", "xml") else dice.choices([1, 2, 3], [0.7, 0.2, 0.1])[0]
    made = Made(Path(), children, [], container)
    book: list[tuple[str, list[list[Any]], list[tuple[int, int, int, int]]]] = []
    share = -(-len(children) // sheets)
    for number in range(sheets):
        name = (
            f"{dice.choice(('Siyahı', 'Лист', 'Sheet', 'Qrup'))}{number + 1}"
            if container in ("xlsx", "1904", "xml")
            else ""
        )
        part = children[number * share : (number + 1) * share]
        book.append((name, *_sheet(made, name, part, fields, hand)))
    if container == "xlsx" and dice.random() < 0.3:
        book.append(("Təlimat", [["Bu vərəqi doldurmayın"], ["Suallar üçün: 012 555 12 34"]], []))
    made.path = write_list(folder, seed, container, book, dice)
    return made


def _fields(dice: random.Random) -> list[str]:
    """The columns of a list, in its order."""
    names = dice.choices([["full"], ["full_given_first"], ["family", "given", "father"]], [0.5, 0.15, 0.35])[
        0
    ]
    rest = ["born", "fin", "sex", "admitted", "reason", "sender", "disability", "registered", "phones"]
    rest = [f for f in rest if f in ("born", "fin") or dice.random() < 0.85]
    if dice.random() < 0.6:
        dice.shuffle(rest)
    extra = [f for f in ("note", "class", "mother", "mother_born") if dice.random() < 0.25]
    at = 0 if dice.random() < 0.8 else dice.randrange(len(rest))
    return (["number"] if dice.random() < 0.8 else []) + rest[:at] + names + rest[at:] + extra


Sheet = tuple[list[list[Any]], list[tuple[int, int, int, int]]]


def _sheet(made: Made, name: str, children: list[Child], fields: list[str], hand: Hand) -> Sheet:
    dice, language = hand.dice, hand.language
    rows, merges = _headings(fields, hand)
    titles = [dice.choice(TITLES[f][language]) for f in fields]
    if dice.random() < 0.25 and len(fields) > 6:
        _grouped(rows, merges, titles, hand, fields)
    else:
        rows.append(list(titles))
    if dice.random() < 0.3:
        rows.append([n + 1 for n in range(len(fields))])
    for number, child in enumerate(children, start=1):
        for chance, line in ((0.02, []), (0.025, _section(fields, hand)), (0.01, list(titles))):
            if dice.random() < chance:
                rows.append(line)
                made.others += [(name, len(rows))] if line else []
        rows.append(row_of(child, fields, hand, number))
        child.at = (name, len(rows))
    rows.append([])
    for text, counts in dice.sample(TAILS[language], k=3):
        rows.append(_tail(text, counts, len(children), fields, dice))
        made.others.append((name, len(rows)))
    return rows, merges


def _section(fields: list[str], hand: Hand) -> list[Any]:
    """A group's name, in the first column or in that of the names."""
    at = hand.dice.choice((0, 0, _names_at(fields)))
    return [*[None] * at, hand.dice.choice(SECTIONS[hand.language])]


def _tail(text: str, counts: int, people: int, fields: list[str], dice: random.Random) -> list[Any]:
    """A total with its numbers, or who signs, below the people."""
    line: list[Any] = [None] * len(fields)
    at = 0 if dice.random() < 0.2 else _names_at(fields)
    line[at] = text
    for _n in range(counts):
        line[dice.randrange(at + 1, len(fields)) if at + 1 < len(fields) else at - 1] = dice.randrange(
            1, people + 1
        )
    return line


def _names_at(fields: list[str]) -> int:
    return next(at for at, f in enumerate(fields) if f.startswith(("full", "family")))


def _headings(fields: list[str], hand: Hand) -> Sheet:
    dice = hand.dice
    rows: list[list[Any]] = []
    merges: list[tuple[int, int, int, int]] = []
    for text in HEADINGS[hand.language][: dice.randrange(0, 4)]:
        rows.append([text.format(day=f"{TODAY:%d.%m.%Y}")])
        if dice.random() < 0.6:
            merges.append((len(rows), 0, len(rows), len(fields) - 1))
        if dice.random() < 0.2:
            rows.append([])
    return rows, merges


def _grouped(
    rows: list[list[Any]],
    merges: list[tuple[int, int, int, int]],
    titles: list[str],
    hand: Hand,
    fields: list[str],
) -> None:
    """Titles in two rows: a group's name over some of them."""
    top: list[Any] = [None] * len(titles)
    low: list[Any] = list(titles)
    start = next(at for at, f in enumerate(fields) if f.startswith(("full", "family")))
    stop = min(start + 3, len(titles) - 1)
    for at in range(len(titles)):
        if not start <= at <= stop:
            top[at], low[at] = titles[at], None
    top[start] = GROUPS[hand.language][0]
    rows += [top, low]
    merges.append((len(rows) - 1, start, len(rows) - 1, stop))
    for at in range(len(titles)):
        if not start <= at <= stop:
            merges.append((len(rows) - 1, at, len(rows), at))


def make_long(path: Path, count: int, seed: int) -> Path:
    """One workbook of very many rows, written as a stream: for speed, with the usual slips and few repeats."""
    import openpyxl

    dice = random.Random(seed)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Siyahı")
    hand = Hand(dice, "az", "xlsx")
    fields = [
        "number", "full", "born", "fin", "sex", "admitted", "reason", "sender", "disability", "registered",
        "phones", "note",
    ]  # fmt: skip
    sheet.append([HEADINGS["az"][0]])
    sheet.append([TITLES[f]["az"][0] for f in fields])
    given = [a + b for a in _SYLLABLES for b in _SYLLABLES]
    for number in range(1, count + 1):
        child = make_child(dice)
        # as many different people as a country has: made-up names beside the common ones
        if dice.random() < 0.8:
            child.given = dice.choice(given).title()
            child.father = dice.choice(given).title() if dice.random() < 0.7 else child.father
        sheet.append(row_of(child, fields, hand, number))
    book.save(path)
    return path


_SYLLABLES = [c + v + e for c in "bcdfghlmnrstvyz" for v in "aəeiou" for e in ("r", "l", "n", "ş", "t")]
