"""The artefact: what was learned about how records of one person agree, as plain versioned JSON.

A comparison looks at one fact by levels, the first that holds counts. A level's weight is log2(m / u): m, how often
records of one person show it; u, how often those of two strangers do. Names are weighed by how rare they are. From
the sum is taken what a *family* explains as well as identity does (`kin`): a third class beside the same person and
two strangers, so that the shared facts of twins and siblings prove nothing.

    weight = prior + Σ log2(m/u) + rarity  −  log2(1 + 2^(kin prior + Σ log2(kin/u) + rarity of what families share))
"""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from himaya.registry.linkage.predicates import SPARK, SPLINK, Dialect, spell

FORMAT = 1  # of the artefact


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. `rare`: weighed by how rare the name is. `neutral`: says nothing, always."""

    name: str
    when: str
    of: tuple[str, ...] = ()
    m: float = 0.1
    u: float = 0.1
    kin: float = 0.1
    rare: bool = False
    neutral: bool = False

    @property
    def weight(self) -> float:
        """Bits for one person against two strangers."""
        return 0.0 if self.neutral else math.log2(self.m / self.u)

    @property
    def kin_weight(self) -> float:
        """Bits for two of one family against two strangers."""
        return 0.0 if self.neutral else math.log2(self.kin / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact. `column`: whose `_rarity` (bits) tells how rare a value is (empty: not weighed by rarity).

    `own`: each member of a family has its own (given name, number): relatives agree no more than strangers do.
    `told`: u stands as the recipe tells it: those who agree are mostly one person or family, chance cannot be counted.
    `text`: levels beyond `same` compare letters, which blocking first asks of a bit mask."""

    name: str
    levels: tuple[Level, ...]
    column: str = ""
    own: bool = False
    told: bool = False
    text: bool = False

    def numbered(self) -> Iterator[tuple[int, Level]]:
        """Levels with the numbers Splink gives them: -1 missing, 0 else, the rest downwards from the best."""
        known = len([level for level in self.levels if level.when != "missing"])
        for level in self.levels:
            if level.when == "missing":
                yield -1, level
            else:
                known -= 1
                yield known, level

    def level(self, number: int) -> Level:
        """The level of that number."""
        return dict(self.numbered())[number]

    @property
    def same_share(self) -> float:
        """How often two strangers hold the same value: what rarity is measured against."""
        return next(level.u for level in self.levels if level.when == "same")

    def case(self, by: Dialect) -> str:
        """SQL that gives the number of the level."""
        arms = [
            f"when {spell(level.when, level.of, by)} then {number}"
            for number, level in self.numbered()
            if level.when != "else"
        ]
        return f"case {' '.join(arms)} else 0 end"

    @property
    def is_rare(self) -> bool:
        """Whether any of its levels is weighed by rarity."""
        return any(level.rare for level in self.levels)

    def rarer(self, by: Dialect) -> str:
        """SQL for the rarity, in bits, of the commoner of the two values."""
        a, b = by.sides(f"{self.column}_rarity")
        return f"least({a}, {b})"

    def rarity(self, number: str, rarer: str) -> str:
        """SQL for the bits by which a rare value says more, a common one less; `number` holds the level's."""
        rare = ", ".join(str(place) for place, level in self.numbered() if level.rare)
        return f"case when {number} in ({rare}) then {rarer} + {math.log2(self.same_share)!r} else 0.0 end"

    def sums(self, number: str, kin: bool = False) -> str:
        """SQL for the level's weight; of kin with `kin`."""
        arms = [
            f"when {place} then {(level.kin_weight if kin else level.weight)!r}"
            for place, level in self.numbered()
            if place >= 0
        ]
        return f"case {number} {' '.join(arms)} else 0.0 end"


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that scoring needs. `prior`, `kin_prior`: probability that two random records are of one person, of
    one family. `shares`: how common names are, as the model saw it; what is not listed is `rarest`."""

    name: str
    comparisons: tuple[Comparison, ...]
    prior: float
    kin_prior: float = 0.0
    version: str = ""
    trained_on: dict[str, Any] = field(default_factory=dict)
    shares: dict[str, dict[str, float]] = field(default_factory=dict)
    rarest: float = 1e-6

    # --- as a file -------------------------------------------------------------------------------

    def to_json(self) -> str:
        """The artefact."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Model":
        """Reads an artefact. ValueError for one of another format."""
        held = json.loads(text)
        if held.pop("format", None) != FORMAT:
            raise ValueError("This model was written by another release.")
        comparisons = tuple(
            Comparison(
                **{
                    **c,
                    "levels": tuple(Level(**{**level, "of": tuple(level["of"])}) for level in c["levels"]),
                }
            )
            for c in held.pop("comparisons")
        )
        return cls(comparisons=comparisons, **held)

    def named(self, comparison: str) -> Comparison:
        """The comparison of that name."""
        return next(c for c in self.comparisons if c.name == comparison)

    def with_levels(self, learned: dict[str, list[Level]], **changes: Any) -> "Model":
        """The same model with other probabilities."""
        return replace(
            self,
            comparisons=tuple(
                replace(c, levels=tuple(learned.get(c.name, c.levels))) for c in self.comparisons
            ),
            **changes,
        )

    # --- what scoring is made of -----------------------------------------------------------------

    @property
    def prior_weight(self) -> float:
        """Bits before anything is compared."""
        return math.log2(self.prior / (1 - self.prior))

    def kin_sum(self, number: str, rarity: str) -> str:
        """SQL for the bits for one family; `number` and `rarity` name what holds a comparison's, with `{}` for its
        name."""
        if not self.kin_prior:
            return "-1000.0"
        parts = [repr(math.log2(self.kin_prior))]
        for c in self.comparisons:
            parts.append(c.sums(number.format(c.name), kin=True))
            if c.is_rare and not c.own:
                parts.append(rarity.format(c.name))
        return " + ".join(parts)

    def for_database(self) -> dict[str, Any]:
        """The numbers as PostgreSQL reads them (linkage/sql.py): bits of each level, for one person and for kin."""
        return {
            "prior": self.prior_weight,
            "kin_prior": math.log2(self.kin_prior) if self.kin_prior else -1000.0,
            "bits": {c.name: {str(n): v.weight for n, v in c.numbered() if n >= 0} for c in self.comparisons},
            "kin": {
                c.name: {str(n): v.kin_weight for n, v in c.numbered() if n >= 0} for c in self.comparisons
            },
            "same": {c.name: math.log2(c.same_share) for c in self.comparisons if c.is_rare},
        }

    def to_splink_settings(self, dialect: str = "duckdb") -> dict[str, Any]:
        """Splink's own settings, for pairs that have met already. Splink adds up log2(m/u) and rarity; `kin_sum` then
        takes off what kin explains."""
        by = SPARK if dialect == "spark" else SPLINK
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "id",
            "probability_two_random_records_match": self.prior,
            "retain_intermediate_calculation_columns": True,
            "retain_matching_columns": True,
            "blocking_rules_to_generate_predictions": [],
            "comparisons": [_for_splink(c, by) for c in self.comparisons],
            "sql_dialect": dialect,
        }


def _for_splink(comparison: Comparison, by: Dialect) -> dict[str, Any]:
    levels = []
    for level in comparison.levels:
        spelt: dict[str, Any] = {
            "sql_condition": "ELSE" if level.when == "else" else spell(level.when, level.of, by),
            "label_for_charts": level.name,
        }
        if level.when == "missing":
            spelt["is_null_level"] = True
        else:
            spelt |= {"m_probability": level.u if level.neutral else level.m, "u_probability": level.u}
        if level.rare:
            spelt |= {"tf_adjustment_column": comparison.column, "tf_adjustment_weight": 1.0}
        levels.append(spelt)
    return {
        "output_column_name": comparison.name,
        "comparison_description": comparison.name,
        "comparison_levels": levels,
    }
