"""The trial of a model: into the register as read, in memory, doubles and twins are planted whose answer is known.

A double is a real record again, miswritten as people miswrite; a twin has the same day of birth, family name, father,
home and telephone as a real record, and another given name of the same sex. What the model makes of them is its
report. The register itself is not touched.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from himaya.registry.linkage.predicting import certain
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.rules import LIKELY
from himaya.registry.linkage.words import sound, stem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_DOUBLES, MOST_TWINS = 5000, 2000
LETTERS = "abcdefghijklmnopqrstuvxyz"
SLIPS = {"given": 0.15, "family": 0.15, "father": 0.12}
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted: (real, planted) of doubles and of twins; who is planted at all."""

    doubles: frozenset[Pair]
    twins: frozenset[Pair]

    @property
    def everyone(self) -> frozenset[int]:
        """The planted records."""
        return frozenset(new for _old, new in self.doubles | self.twins)


def plant(con: "DuckDBPyConnection", seed: int) -> Planted:
    """Adds doubles and twins to the table `raw`."""
    dice = random.Random(seed)  # noqa: S311  a trial that anybody can repeat
    names = [d[0] for d in con.execute("select * from raw limit 0").description or ()]
    rows = con.execute(
        "select * from raw where given is not null and family is not null and born_exact "
        f"order by hash(id + {seed}) limit {MOST_DOUBLES + MOST_TWINS}"
    ).fetchall()
    held = [dict(zip(names, row, strict=True)) for row in rows]
    each = max(len(held) // 8, 1)
    doubles, twins = held[: min(3 * each, MOST_DOUBLES)], held[-min(each, MOST_TWINS) :]
    given = {sex: _given_names(con, sex) for sex in ("female", "male")}
    number = int((con.execute("select coalesce(max(id), 0) from raw").fetchone() or (0,))[0])
    made: list[dict[str, Any]] = []
    pairs: dict[str, list[Pair]] = {"doubles": [], "twins": []}
    for kind, row in [*(("doubles", row) for row in doubles), *(("twins", row) for row in twins)]:
        new = (
            _double(row, dice)
            if kind == "doubles"
            else _twin(row, given.get(row["sex"], []), _born_with(con, row), dice)
        )
        if new is not None:
            number += 1
            made.append(new | {"id": number})
            pairs[kind].append((row["id"], number))
    _write(con, names, made)
    return Planted(frozenset(pairs["doubles"]), frozenset(pairs["twins"]))


def _given_names(con: "DuckDBPyConnection", sex: str) -> list[str]:
    rows = con.execute(
        "select given from raw where sex = ? and given is not null order by hash(id) limit 2000", [sex]
    )
    return [row[0] for row in rows.fetchall()]


def _double(row: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    new = dict(row)
    for column, often in SLIPS.items():
        if new[column] and dice.random() < often:
            _rename(new, column, _slip(new[column], dice))
    if dice.random() < 0.10:
        _misdate(new, dice)
    if dice.random() < 0.02:
        given, family = new["given"], new["family"]
        _rename(new, "given", family)
        _rename(new, "family", given)
    for column, often in (("phone", 0.4), ("home", 0.5), ("fin", 0.6), ("father", 0.1), ("ties", 0.8)):
        if dice.random() < often:
            new[column] = None
    if new["father"] is None:
        new["father_sound"] = None
    return new


def _born_with(con: "DuckDBPyConnection", row: dict[str, Any]) -> set[str]:
    """First letters of the given names of whoever was born that day into that family, as far as the register knows."""
    same = ("family_stem", "born_year", "born_month", "born_day")
    where = " and ".join(f"{column} = ?" for column in same)
    names = con.execute(f"select given from raw where {where}", [row[column] for column in same]).fetchall()
    return {name[0][:1] for name in names if name[0]} | {row["given"][:1]}


def _twin(
    row: dict[str, Any], given: list[str], letters: set[str], dice: random.Random
) -> dict[str, Any] | None:
    """The twin's name begins with another letter than those of all who might be the same: so it is surely another."""
    other = [name for name in given if name[:1] not in letters]
    if not other:
        return None
    new = dict(row) | {"fin": None, "ties": None}
    _rename(new, "given", dice.choice(other))
    return new


def _rename(row: dict[str, Any], column: str, word: str) -> None:
    row[column], row[f"{column}_sound"] = word, sound(word)
    if column != "father":
        row[f"{column}_stem"] = stem(word)


def _slip(word: str, dice: random.Random) -> str:
    if len(word) < 3:
        return word
    at, kind = dice.randrange(1, len(word) - 1), dice.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + dice.choice(LETTERS) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _misdate(row: dict[str, Any], dice: random.Random) -> None:
    if dice.random() < 0.4 and row["born_day"] <= 12:
        row["born_day"], row["born_month"] = row["born_month"], row["born_day"]
    elif dice.random() < 0.5:
        row["born_year"] += dice.choice([-1, 1])
    else:
        row["born_day"] = dice.randint(1, 28)


def _write(con: "DuckDBPyConnection", names: list[str], made: list[dict[str, Any]]) -> None:
    kinds = dict(con.execute("select column_name, column_type from (describe raw)").fetchall())
    if made:
        spread = ", ".join(f"unnest(${n}::{kinds[name]}[])" for n, name in enumerate(names, 1))
        con.execute(f"insert into raw select {spread}", [[row[name] for row in made] for name in names])


def outcome(con: "DuckDBPyConnection", planted: Planted) -> dict[str, Any]:
    """What the model made of what was planted, once it has scored."""
    links = con.execute(f"select a, b from links where probability >= {LIKELY}").fetchall()
    sure = certain(con, PEOPLE)
    new = planted.everyone
    alike: dict[int, set[int]] = {}
    for a, b in links:
        if a not in new and b not in new:
            alike.setdefault(a, set()).add(b)
            alike.setdefault(b, set()).add(a)
    likely, beyond = _judge(links, planted, alike), _judge(sure, planted, alike)
    f1 = 2 * likely["right"] / max(likely["found"] + len(planted.doubles), 1)
    return {
        "planted": len(planted.doubles),
        "twins": len(planted.twins),
        "f1": f1,
        "precision": likely["right"] / max(likely["found"], 1),
        "recall": likely["right"] / max(len(planted.doubles), 1),
        "precision_certain": beyond["right"] / beyond["found"] if beyond["found"] else 1.0,
        "recall_certain": beyond["right"] / max(len(planted.doubles), 1),
        "twins_likely": likely["twins"],
        "twins_certain": beyond["twins"],
        "likely": sum(a not in new and b not in new for a, b in links),
    }


def _judge(pairs: list[Pair], planted: Planted, alike: dict[int, set[int]]) -> dict[str, int]:
    """Of the pairs with something planted: how many, how many right, how many twins. A double that meets a record (or
    its double) that its own original meets too says nothing of the model: the register may hold that person twice.
    Nor do twins of one record's two entries."""
    new, own = planted.everyone, {made: old for old, made in planted.doubles}
    beside = {made: old for old, made in planted.twins}
    found = right = twins = 0
    for a, b in ((min(pair), max(pair)) for pair in pairs):
        if b not in new:
            continue
        again = b in own and own.get(a, a) in alike.get(own[b], ())
        both = a in beside and b in beside and beside[a] in alike.get(beside[b], ())
        if (a, b) not in planted.doubles and (again or both):
            continue
        found += 1
        right += (a, b) in planted.doubles
        twins += (a, b) in planted.twins
    return {"found": found, "right": right, "twins": twins}
