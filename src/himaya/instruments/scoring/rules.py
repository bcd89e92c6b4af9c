"""From answers to points, flags and a suggested level, by the scoring rules in force on the day of the answers.

The rules stand in the questionnaire's own data, each set with its days (domain §3.1: levels; §6: scores only
advise, and their reasons are kept).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from himaya.instruments.library import logic
from himaya.instruments.library.definition import Definition, words

LEVELS = ("low", "medium", "high", "critical")


@dataclass(frozen=True)
class Score:
    """What a set of answers adds up to. `flags` are codes of the reasons; `level` is empty where the
    questionnaire suggests none."""

    total: int = 0
    sections: dict[str, int] = field(default_factory=dict)
    level: str = ""
    flags: tuple[str, ...] = ()
    rules_from: str = ""

    def as_data(self) -> dict[str, Any]:
        """For the record."""
        return {**asdict(self), "flags": list(self.flags)}


def rules_on(definition: Definition, on: date) -> Mapping[str, Any]:
    """The set of scoring rules in force that day; none before the first."""
    day = on.isoformat()
    for rules in definition.scoring:
        if str(rules["from"]) <= day and (not rules.get("until") or day < str(rules["until"])):
            return rules
    return {}


def score(definition: Definition, answers: Mapping[str, Any], on: date) -> Score:
    """Points by section, the flags that hold, and the highest level any of them calls for."""
    rules = rules_on(definition, on)
    points = {name: _points(answers.get(name), worth) for name, worth in rules.get("points", {}).items()}
    sections = {
        section.name: sum(points[q.name] for q in section.questions if q.name in points)
        for section in definition.sections
        if any(q.name in points for q in section.questions)
    }
    total = sum(points.values())
    held = [f for f in rules.get("flags", ()) if logic.holds(logic.read(f["when"]), answers)]
    reached = [f for f in rules.get("levels", ()) if total >= f["at_least"]]
    levels = [f["level"] for f in [*held, *reached] if f.get("level")]
    return Score(
        total=total,
        sections=sections,
        level=highest(*levels),
        flags=tuple([f["code"] for f in held] + [f["code"] for f in reached[:1]]),
        rules_from=str(rules.get("from", "")),
    )


def _points(answer: Any, worth: Mapping[str, int]) -> int:
    chosen = answer if isinstance(answer, list) else [answer]
    return sum(worth.get(str(one), 0) for one in chosen)


def highest(*levels: str) -> str:
    """The gravest of some levels; empty among none."""
    known = [level for level in levels if level in LEVELS]
    return max(known, key=LEVELS.index, default="")


def is_lower(level: str, than: str) -> bool:
    """Whether a level is less grave than another."""
    return level in LEVELS and than in LEVELS and LEVELS.index(level) < LEVELS.index(than)


def reason_words(definition: Definition, flag: str) -> str:
    """What a flag says, in the reader's language."""
    for rules in definition.scoring:
        for row in [*rules.get("flags", ()), *rules.get("levels", ())]:
            if row["code"] == flag:
                return str(words(row, "label", flag, needed=True))
    return flag
