"""How well lists were read: what was found in them against the truth behind each row."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.lists import Made

CENSUS = Path(__file__).resolve().parent.parent / "tests" / "data"


@dataclass
class Read:
    """A row as it was read: verdict, facts, codes of its remarks, the number of the row it repeats."""

    verdict: str
    facts: Mapping[str, Any]
    codes: frozenset[str]
    same_as: int | None = None


Rows = Mapping[tuple[str, int], Read]


@dataclass
class Score:
    """Counts over any number of lists. `wrong` tells the first faults."""

    fields: int = 0
    right: int = 0
    rejects: int = 0
    rejected: int = 0
    wrongly_rejected: int = 0
    repeats: int = 0
    repeats_found: int = 0
    falsely_repeated: int = 0
    twins: int = 0
    twins_merged: int = 0
    strangers: int = 0
    by_field: Counter[str] = field(default_factory=Counter)
    wrong: list[Any] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Fields right among those that can be known."""
        return self.right / max(self.fields, 1)

    def compare(self, where: Any, name: str, wanted: Any, got: Any) -> None:
        """One field."""
        self.fields += 1
        self.right += wanted == got
        self.by_field[name] += 1
        if wanted != got:
            self.by_field[f"{name} wrong"] += 1
            self.wrong.append((where, name, wanted, got))


def key(name: Any) -> str:
    """A name up to search folding."""
    from himaya.kit.text import fold

    return fold(str(name or ""))


def values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What was read, by the names the truth uses."""
    born = facts.get("born") or {"day": "0000", "precision": ""}
    return {
        "family": key(facts.get("family_name")),
        "given": key(facts.get("given_name")),
        "father": key(facts.get("fathers_name")),
        "sex": facts.get("sex", ""),
        "born": born["day"],
        "year": int(born["day"][:4]),
        "fin": facts.get("fin", ""),
        "registered": (facts.get("registered") or facts.get("lives") or {}).get("unit", ""),
        "phones": list(facts.get("phones", [])),
        "admitted": facts.get("admitted_on", ""),
        "reason": facts.get("reason", ""),
        "sender": facts.get("sender", ""),
        "disability": facts.get("disability", ""),
    }


NAMES = ("family", "given", "father")
REPEATED = frozenset({"same_row", "same_row_surely"})


def judge_made(made: Made, rows: Rows, score: Score) -> Score:
    """A made list."""
    people = {child.at for child in made.children}
    taken = [at for at, row in rows.items() if at not in people and row.verdict != "skipped"]
    score.strangers += len(taken)
    score.wrong += [((made.path.name, *at), "stranger", "", dict(rows[at].facts)) for at in taken]
    for child in made.children:
        row = rows.get(child.at)
        where = (made.path.name, *child.at)
        if row is None or row.verdict == "skipped":
            score.fields += len(child.known)
            score.wrong.append((where, "missing", "", row and row.verdict))
            continue
        if _rejected(score, where, child.reject, row):
            continue
        got = values(row.facts)
        for name, wanted in child.known.items():
            if name not in child.unknowable:
                score.compare(where, name, key(wanted) if name in NAMES else wanted, got[name])
        first = made.children[child.same_as] if child.same_as is not None else None
        twin = child.twin_of is not None
        again = first is not None and not first.reject
        _repeated(score, where, again, twin, row)
    return score


def _rejected(score: Score, where: Any, reject: str, row: Read) -> bool:
    if reject:
        score.rejects += 1
        good = row.verdict == "refused" and reject in row.codes
        score.rejected += good
        if not good:
            score.wrong.append((where, "reject", reject, sorted(row.codes)))
        return True
    if row.verdict == "refused":
        score.wrongly_rejected += 1
        score.wrong.append((where, "refused", "", sorted(row.codes)))
    return row.verdict == "refused"


def _repeated(score: Score, where: Any, again: bool, twin: bool, row: Read) -> None:
    marked = bool(REPEATED & row.codes)
    score.repeats += again
    score.repeats_found += again and marked
    score.twins += twin
    score.twins_merged += twin and marked
    score.falsely_repeated += marked and not again
    if again != marked:
        score.wrong.append((where, "repeat", again, sorted(row.codes)))


def judge_census(rows: Rows, cells: Mapping[int, list[Any]]) -> Score:
    """The census as an institution sent it, by its truth. `cells`: the raw cells by row, for what the file tells at all."""
    score = Score()
    with (CENSUS / "institution_census_truth.csv").open(encoding="utf-8") as file:
        truth = {int(row["sheet_row"]): row for row in csv.DictReader(file)}
    by_number = {number: row for (_sheet, number), row in rows.items()}
    score.strangers += sum(
        row.verdict != "skipped" for number, row in by_number.items() if number not in truth
    )
    for number, told in truth.items():
        row = by_number.get(number, Read("missing", {}, frozenset()))
        reject = told["must_reject"].replace("birth_date_", "born_")
        if _rejected(score, number, reject, row):
            continue
        got = values(row.facts)
        for name, wanted in _wanted(told, cells.get(number, [])):
            score.compare(number, name, wanted, got[name])
        _repeated(
            score, number, told["kind"] == "duplicate_in_file", told["kind"] == "twin_not_duplicate", row
        )
    return score


def _wanted(told: Mapping[str, str], cells: list[Any]) -> Iterable[tuple[str, Any]]:
    yield from (
        ("family", key(told["surname"])),
        ("given", key(told["given"])),
        ("father", key(told["father"])),
    )
    yield "sex", {"F": "female", "M": "male"}[told["sex"]]
    if told["remark"] == "birth_year_only":
        yield "year", int(told["born"][:4])
    else:
        yield "born", told["born"]
    if told["remark"] == "bad_fin":
        yield "fin", ""
    elif len(cells) > 3 and cells[3]:
        yield "fin", told["fin"]
    yield from (("admitted", told["admitted"]), ("reason", told["reason"]), ("registered", told["territory"]))
    yield from (("sender", told["sender"]), ("disability", told["disability"]))
    yield "phones", [number for number in told["phones"].split(";") if number]
