"""Named predicates on two records, written for each database that scores pairs.

A predicate is named in the model's artefact and never spelled there, so that one artefact means the same in DuckDB,
Spark and PostgreSQL. Everything here is made of comparison, `levenshtein` and two small text functions.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

# Of two spellings that are near, one is a slip of the other if it is so many bits rarer (twenty times); two names in
# use stay two.
RARER = 4.32
LONG = 7  # letters of a word from which two letters may be wrong


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database says what has no common SQL, and how it names the columns of the two records."""

    name: str
    left: str
    right: str
    levenshtein: str
    letters: str
    overlap: str
    member: str
    # How many bits of two masks differ; how a number is written that is to be a double.
    bits: str = "bit_count(xor({a}, {b}))"
    double: str = "{}"

    def sides(self, column: str) -> tuple[str, str]:
        """The column in the one record and in the other."""
        return self.left.format(column), self.right.format(column)

    def distance(self, a: str, b: str) -> str:
        """How many letters must be changed, put in or left out."""
        return self.levenshtein.format(a=a, b=b)

    def same_letters(self, a: str, b: str) -> str:
        """Whether two texts are made of the same letters."""
        return f"{self.letters.format(a)} = {self.letters.format(b)}"


DUCKDB = Dialect(
    "duckdb",
    "l.{}",
    "r.{}",
    "levenshtein({a}, {b})",
    "list_sort(string_split({}, ''))",
    "list_has_any({a}, {b})",
    "list_contains({b}, {a})",
)
SPLINK = Dialect(
    "duckdb",
    '"{}_l"',
    '"{}_r"',
    "levenshtein({a}, {b})",
    "list_sort(string_split({}, ''))",
    "list_has_any({a}, {b})",
    "list_contains({b}, {a})",
)
SPARK = Dialect(
    "spark",
    "`{}_l`",
    "`{}_r`",
    "levenshtein({a}, {b})",
    "array_sort(split({}, ''))",
    "arrays_overlap({a}, {b})",
    "array_contains({b}, {a})",
)
# Two records of a table on Spark, before Splink has joined them.
SPARK_ROWS = replace(SPARK, left="l.{}", right="r.{}", bits="bit_count({a} ^ {b})", double="{}D")
POSTGRES = Dialect(
    "postgres",
    "l.{}",
    "r.{}",
    "levenshtein({a}, {b})",
    "registry_letters({})",
    "{a} && {b}",
    "{a} = any({b})",
)


def missing(by: Dialect, *columns: str) -> str:
    """One of the records does not know the fact."""
    return " or ".join(f"{side} is null" for column in columns for side in by.sides(column))


def same(by: Dialect, *columns: str) -> str:
    """The records agree on each of these."""
    return " and ".join("{} = {}".format(*by.sides(column)) for column in columns)


def crossed(by: Dialect, first: str, second: str) -> str:
    """What the one record holds here the other holds there."""
    (a, b), (c, d) = by.sides(first), by.sides(second)
    return f"{a} = {d} and {c} = {b} and {a} <> {c}"


def near(by: Dialect, column: str) -> str:
    """One letter is wrong, or two neighbours changed places, or two of a long word, or it only sounds the same."""
    a, b = by.sides(column)
    away = by.distance(a, b)
    return (
        f"({away} <= 1 or ({away} = 2 and ({by.same_letters(a, b)}"
        f" or (length({a}) >= {LONG} and length({b}) >= {LONG}))))"
    )


def _uneven(by: Dialect, column: str) -> str:
    a, b = by.sides(f"{column}_rarity")
    return f"abs({a} - {b}) > {RARER}"


def slip(by: Dialect, column: str) -> str:
    """Near, and the one spelling hardly ever occurs: somebody mistyped the other."""
    return f"{_uneven(by, column)} and {near(by, column)}"


def sounds(by: Dialect, column: str) -> str:
    """The consonants are the same, and the one spelling is much rarer: another way to write the name."""
    return f"{_uneven(by, column)} and {same(by, column + '_sound')}"


def begins(by: Dialect, column: str) -> str:
    """The one is the beginning of the other: a short form."""
    a, b = by.sides(column)
    return (
        f"length({a}) > 2 and length({b}) > 2 and "
        f"substr({a}, 1, least(length({a}), length({b}))) = substr({b}, 1, least(length({a}), length({b})))"
    )


def one_off(by: Dialect, column: str) -> str:
    """A number or code with one character wrong, or two neighbours changed."""
    a, b = by.sides(column)
    away = by.distance(a, b)
    return f"({away} = 1 or ({away} = 2 and {by.same_letters(a, b)}))"


def near_text(by: Dialect, column: str) -> str:
    """A longer text of which at most every fourth letter differs."""
    a, b = by.sides(column)
    return f"4 * {by.distance(a, b)} <= greatest(length({a}), length({b}))"


def same_day(by: Dialect) -> str:
    """Born the same day, as far as both know the day."""
    a, b = by.sides("born_exact")
    return f"{a} and {b} and {same(by, 'born_year', 'born_month', 'born_day')}"


def as_far_as_known(by: Dialect) -> str:
    """One of the two knows the birth only roughly, and the other lies within that."""
    (a, b), (c, d) = by.sides("born_exact"), by.sides("born_year")
    return f"not ({a} and {b}) and abs({c} - {d}) <= 1"


def day_and_month_swapped(by: Dialect) -> str:
    """03.11 written for 11.03."""
    (a, b), (c, d) = by.sides("born_month"), by.sides("born_day")
    return f"{same(by, 'born_year')} and {a} = {d} and {c} = {b}"


def next_year(by: Dialect) -> str:
    """The same day of the year before or after."""
    a, b = by.sides("born_year")
    return f"{same(by, 'born_month', 'born_day')} and abs({a} - {b}) = 1"


def one_part_off(by: Dialect) -> str:
    """Only the month, or only the year, is another."""
    return f"({same(by, 'born_month', 'born_day')} or {same(by, 'born_year', 'born_day')})"


def shared(by: Dialect, column: str) -> str:
    """Both lists hold a common member."""
    a, b = by.sides(column)
    return by.overlap.format(a=a, b=b)


def of_each_other(by: Dialect, column: str) -> str:
    """The one is entered among the other's relatives: two people for certain."""
    (a, b), (c, d) = by.sides("id"), by.sides(column)
    return f"({by.member.format(a=a, b=d)} or {by.member.format(a=b, b=c)})"


def else_(_: Dialect) -> str:
    """None of the levels before."""
    return "else"


Predicate = Callable[..., str]
PREDICATES: dict[str, Predicate] = {
    "missing": missing,
    "same": same,
    "crossed": crossed,
    "near": near,
    "slip": slip,
    "sounds": sounds,
    "begins": begins,
    "one off": one_off,
    "near text": near_text,
    "same day": same_day,
    "as far as known": as_far_as_known,
    "day and month swapped": day_and_month_swapped,
    "next year": next_year,
    "one part off": one_part_off,
    "shared": shared,
    "of each other": of_each_other,
    "else": else_,
}


def spell(name: str, columns: tuple[str, ...], by: Dialect) -> str:
    """The predicate as this database reads it. KeyError for a name that no release knew."""
    return PREDICATES[name](by, *columns)
