"""The people of a made-up list: the truth behind its rows."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.lists.words import BOYS, DISTRICTS, FATHERS, FIN_SIGNS, GIRLS, RARE, REASONS, STEMS

TODAY = date(2026, 10, 1)


@dataclass
class Child:
    """The truth of a row. `known`: the fields that the row tells at all; `reject`: why it must be refused."""

    family: str
    given: str
    father: str
    sex: str
    born: date
    fin: str
    registered: str
    phones: list[str]
    admitted: date
    reason: str
    sender: int  # a place in SENDERS, by the list's language
    disability: str
    rare: bool = False
    known: dict[str, Any] = field(default_factory=dict)
    reject: str = ""
    same_as: int | None = None
    twin_of: int | None = None
    at: tuple[str, int] = ("", 0)
    unknowable: set[str] = field(default_factory=set)


@dataclass
class Made:
    """A written list and its truth."""

    path: Path
    children: list[Child]
    others: list[tuple[str, int]]
    container: str


def _family(stem: str, female: bool) -> str:
    return stem + ("yev" if stem[-1] in "aeəıioöuü" else "ov") + ("a" if female else "")


def make_child(dice: random.Random) -> Child:
    """One made-up child."""
    female = dice.random() < 0.5
    born = TODAY - timedelta(days=dice.randrange(200, 17 * 365))
    admitted = born + timedelta(days=dice.randrange(30, max((TODAY - born).days, 31)))
    rare = dice.random() < 0.03
    return Child(
        family=_family(dice.choice(RARE if rare else STEMS), female),
        given=dice.choice(GIRLS if female else BOYS),
        father=dice.choice(FATHERS),
        sex="F" if female else "M",
        born=born,
        fin="".join(dice.choices(FIN_SIGNS, k=7)) if dice.random() < 0.9 else "",
        registered=dice.choice(list(DISTRICTS)),
        phones=[_phone(dice) for _ in range(dice.choices([0, 1, 2], [0.25, 0.55, 0.2])[0])],
        admitted=admitted,
        reason=dice.choice(list(REASONS)),
        sender=dice.choice(range(3)),
        disability=dice.choices(["", "yes", "no"], [0.5, 0.2, 0.3])[0],
        rare=rare,
    )


def _phone(dice: random.Random) -> str:
    return (
        f"+994{dice.choice(('50', '51', '55', '70', '77', '99', '10'))}{dice.randrange(2_000_000, 9_999_999)}"
    )


def make_children(dice: random.Random, count: int) -> list[Child]:
    """The people of a list in their order, with twins and repeats among them."""
    found: list[Child] = []
    while len(found) < count:
        found.append(make_child(dice))
        chance, last = dice.random(), found[-1]
        if chance < 0.03:
            pool = [n for n in (GIRLS if last.sex == "F" else BOYS) if n != last.given]
            twin = Child(
                **{**_plain(last), "given": dice.choice(pool), "fin": "".join(dice.choices(FIN_SIGNS, k=7))}
            )
            twin.twin_of = len(found) - 1
            found.append(twin)
        elif chance < 0.08:
            again = Child(**_plain(last))
            again.same_as = len(found) - 1
            found.append(again)
    return found


def _plain(child: Child) -> dict[str, Any]:
    names = (
        "family", "given", "father", "sex", "born", "fin", "registered", "admitted", "reason", "sender", "disability",
        "rare",
    )  # fmt: skip
    return {**{name: getattr(child, name) for name in names}, "phones": list(child.phones)}
