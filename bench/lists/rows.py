"""The cells of a made-up child, and what they tell of it."""

import random
from datetime import timedelta
from typing import Any

from bench.lists.children import Child
from bench.lists.hand import Hand
from bench.lists.words import GIRLS, REASONS, SENDERS, YES_NO

Cells = dict[str, Any]
# Faults for which a row must be refused, and what stands in the name's cell then.
INSTEAD_OF_A_NAME = {
    "formula": '=HYPERLINK("http://example.org";"x")',
    "name_unreadable": "<script>alert(1)</script>",
}


def row_of(child: Child, fields: list[str], hand: Hand, number: int) -> list[Any]:
    """The cells of a child; what the row tells goes into `known`."""
    _fault(child, hand.dice, fields)
    cells: Cells = {
        "number": number,
        "note": hand.dice.choice((None, None, "qardaşı ilə")),
        "class": hand.dice.randrange(1, 10),
    }
    cells |= _names(child, fields, hand)
    child.known |= {"family": child.family, "given": child.given, "father": child.father}
    cells["born"] = _birth(child, hand)
    cells["fin"] = hand.fin(child)
    child.known |= {"fin": child.fin, "sex": {"F": "female", "M": "male"}[child.sex]}
    cells |= {name: cell for name, cell in _facts(child, fields, hand).items() if name in fields}
    cells |= _mother(child, hand)
    if instead := INSTEAD_OF_A_NAME.get(child.reject):
        cells |= dict.fromkeys(("full", "full_given_first", "family"), instead)
    return [cells.get(f) for f in fields]


def _names(child: Child, fields: list[str], hand: Hand) -> Cells:
    if "family" in fields:
        family, given, father = hand.words(child, ("family", "given", "father"))
        marker = hand.marker(child)
        father = f"{father} {marker}".strip() if hand.dice.random() < 0.3 else father
        return {"family": family, "given": given, "father": father}
    parts = ("given", "family", "father") if "full_given_first" in fields else ("family", "given", "father")
    words = hand.words(child, parts)
    return dict.fromkeys(("full", "full_given_first"), " ".join([*words, hand.marker(child)]).rstrip())


def _facts(child: Child, fields: list[str], hand: Hand) -> Cells:
    """Everything beside name, birth and FIN. Only what its list has a column for is known."""
    dice, language = hand.dice, hand.language
    sender = dice.choice((SENDERS[language][child.sender], ""))
    said = YES_NO[language][child.disability] if child.disability else ("", "-", None)
    told = {
        "sender": sender, "reason": child.reason, "disability": child.disability, "registered": child.registered,
        "phones": child.phones, "admitted": child.admitted.isoformat(),
    }  # fmt: skip
    child.known |= {name: value for name, value in told.items() if name in fields}
    return {
        "sex": dice.choice(hand.sex_words[child.sex]) if dice.random() < 0.88 else None,
        "sender": sender,
        "reason": dice.choice(REASONS[child.reason][language]),
        "disability": dice.choice(said),
        "registered": hand.district(child),
        "phones": hand.phones(child),
        "admitted": hand.date(child.admitted),
    }


def _mother(child: Child, hand: Hand) -> Cells:
    older = 800 if child.reject == "parent_younger" else -9000
    family = child.family if child.sex == "F" else child.family + "a"
    return {
        "mother": f"{hand.dice.choice(GIRLS)} {family}",
        "mother_born": hand.date(child.born + timedelta(days=older)),
    }


def _fault(child: Child, dice: random.Random, fields: list[str]) -> None:
    chance = dice.random()
    faults = (
        (0.008, "born_impossible"), (0.016, "born_future"), (0.019, "name_unreadable"), (0.022, "formula"),
        (0.03, "parent_younger" if "mother_born" in fields else ""),
    )  # fmt: skip
    child.reject = next((fault for below, fault in faults if chance < below), "")


def _birth(child: Child, hand: Hand) -> Any:
    dice, year = hand.dice, child.born.year
    if child.reject == "born_impossible":
        return dice.choice(("31.02.2014", "30/02/2016", "32.05.2015"))
    if child.reject == "born_future":
        return f"{child.born.day:02d}.{child.born.month:02d}.2033"
    chance = dice.random() if child.reject != "parent_younger" else 1.0
    if chance < 0.04:
        child.known["year"] = year
        years = (year, f"{year}", f"{year}-ci il", f"{year} г.", f"{year} il təvəllüd")
        return dice.choice(years) if chance < 0.03 else f"{child.born.month:02d}.{year}"
    child.known["born"] = child.born.isoformat()
    return hand.date(child.born)
