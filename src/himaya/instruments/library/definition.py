"""A questionnaire read from its data: sections, questions, choices. Frozen, so that every request may share it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import get_language

from himaya.instruments.library import logic

TYPES = ("select_one", "select_many", "text", "line", "date", "integer", "note")
LANGUAGES = ("az", "en", "ru")


class BadDefinition(ValueError):
    """A questionnaire that cannot be used; says where and why."""


@dataclass(frozen=True)
class Words:
    """The same words in the three languages; reads as the reader's."""

    az: str = ""
    en: str = ""
    ru: str = ""

    def __str__(self) -> str:
        return self.said(get_language() or "az")

    def __bool__(self) -> bool:
        return bool(self.az)

    def said(self, language: str) -> str:
        """In a language; Azerbaijani where there is no other."""
        return {"en": self.en, "ru": self.ru}.get(language[:2], self.az) or self.az


@dataclass(frozen=True)
class Choice:
    """One answer of a closed question."""

    name: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One question. `purpose` says what the record reads of it (`child_view`, `best_interests`, `need`)."""

    name: str
    type: str
    label: Words
    hint: Words = Words()
    choices: tuple[Choice, ...] = ()
    required: logic.Tree = False
    relevant: logic.Tree = None
    purpose: str = ""
    low: int | None = None
    high: int | None = None
    rows: int = 3

    @property
    def asks(self) -> bool:
        """A note asks nothing."""
        return self.type != "note"

    def words_of(self, value: Any) -> str:
        """An answer as people read it."""
        labels = {choice.name: str(choice.label) for choice in self.choices}
        if isinstance(value, list):
            return "; ".join(labels.get(str(one), str(one)) for one in value)
        return labels.get(str(value), str(value))


@dataclass(frozen=True)
class Section:
    """Questions that belong together: one idea, one card on the page."""

    name: str
    label: Words
    hint: Words
    relevant: logic.Tree
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Definition:
    """A whole questionnaire. `given` are the facts the record hands to it, never asked and never typed."""

    given: frozenset[str]
    sections: tuple[Section, ...]
    scoring: tuple[Mapping[str, Any], ...]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question that asks something, by name."""
        return {q.name: q for section in self.sections for q in section.questions if q.asks}

    def with_purpose(self, purpose: str) -> list[Question]:
        """The questions the record reads for a purpose."""
        return [q for q in self.questions.values() if q.purpose == purpose]


def read(data: Mapping[str, Any]) -> Definition:
    """Reads and checks a definition. Raises BadDefinition naming the place."""
    lists = {name: _choices(name, rows) for name, rows in data.get("choices", {}).items()}
    given = frozenset(data.get("given", ()))
    sections = tuple(_section(row, lists) for row in data.get("sections", ()))
    definition = Definition(given, sections, tuple(data.get("scoring", ())))
    _check_names(definition)
    return definition


@lru_cache(maxsize=64)
def _read_kept(text: str) -> Definition:
    return read(json.loads(text))


def shared(data: Mapping[str, Any]) -> Definition:
    """The same as `read`, worked out once for the same data."""
    return _read_kept(json.dumps(data, sort_keys=True, ensure_ascii=False))


def words(row: Mapping[str, Any], key: str, where: str, *, needed: bool = False) -> Words:
    """Three languages in a row: `["az", "en", "ru"]`."""
    said = row.get(key)
    if said is None and not needed:
        return Words()
    if (
        not isinstance(said, list)
        or len(said) != 3
        or not all(isinstance(s, str) and s.strip() for s in said)
    ):
        raise BadDefinition(f"{where}: {key} needs the three languages")
    return Words(*said)


def _choices(name: str, rows: list[list[str]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(row[0], words({"label": row[1:]}, "label", f"{name}.{row[0]}", needed=True)) for row in rows
    )


def _section(row: Mapping[str, Any], lists: Mapping[str, tuple[Choice, ...]]) -> Section:
    where = str(row.get("name", "?"))
    questions = tuple(_question(q, lists) for q in row.get("questions", ()))
    return Section(
        where,
        words(row, "label", where, needed=True),
        words(row, "hint", where),
        _condition(row, "relevant", where),
        questions,
    )


def _question(row: Mapping[str, Any], lists: Mapping[str, tuple[Choice, ...]]) -> Question:
    where = str(row.get("name", "?"))
    kind, _, listed = str(row.get("type", "")).partition(" ")
    if kind not in TYPES:
        raise BadDefinition(f"{where}: no type {kind!r}")
    if kind.startswith("select") and listed not in lists:
        raise BadDefinition(f"{where}: no choices {listed!r}")
    required = row.get("required", False)
    return Question(
        name=where,
        type=kind,
        label=words(row, "label", where, needed=True),
        hint=words(row, "hint", where),
        choices=lists[listed] if listed else (),
        required=required if isinstance(required, bool) else _condition(row, "required", where),
        relevant=_condition(row, "relevant", where),
        purpose=str(row.get("purpose", "")),
        low=row.get("low"),
        high=row.get("high"),
        rows=int(row.get("rows", 3)),
    )


def _condition(row: Mapping[str, Any], key: str, where: str) -> logic.Tree:
    said = row.get(key)
    if said is None:
        return None
    try:
        return logic.read(str(said))
    except logic.BadCondition as bad:
        raise BadDefinition(f"{where}: {key} cannot be read ({bad})") from bad


def _conditions(definition: Definition) -> Iterator[tuple[str, logic.Tree]]:
    for section in definition.sections:
        yield section.name, section.relevant
        for q in section.questions:
            yield q.name, q.relevant
            yield q.name, q.required
    for rules in definition.scoring:
        for flag in rules.get("flags", ()):
            yield str(flag.get("code")), _condition(flag, "when", str(flag.get("code")))


def _check_names(definition: Definition) -> None:
    names = [q.name for s in definition.sections for q in s.questions]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadDefinition(f"asked twice: {', '.join(sorted(twice))}")
    known = set(definition.questions) | definition.given
    for where, tree in _conditions(definition):
        unknown = logic.names_in(tree) - known
        if unknown:
            raise BadDefinition(f"{where}: speaks of {', '.join(sorted(unknown))}, which is not asked")
    _check_points(definition)


def _check_points(definition: Definition) -> None:
    for rules in definition.scoring:
        for name, points in rules.get("points", {}).items():
            question = definition.questions.get(name)
            if question is None:
                raise BadDefinition(f"points for {name}, which is not asked")
            if unknown := set(points) - {choice.name for choice in question.choices}:
                raise BadDefinition(
                    f"{name}: points for {', '.join(sorted(unknown))}, which cannot be chosen"
                )
