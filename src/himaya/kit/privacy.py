"""What kind of data a column holds, said beside the column. A guard fails on a column that says nothing.

* `public`: may be shown to anyone (a district's name).
* `internal`: about the work, not about a person (a state, a number).
* `personal`: says something about a person.
* `special`: health, family life, conviction, ethnicity, religion (Law 998-IIIQ, special categories).
* `secret`: keys, passwords, addresses that may cost a life.
"""

from typing import Any, Literal, TypeVar, cast

Label = Literal["public", "internal", "personal", "special", "secret"]
LABELS: tuple[Label, ...] = ("public", "internal", "personal", "special", "secret")

F = TypeVar("F")


def _labelled(field: F, label: Label) -> F:
    cast(Any, field).privacy = label
    return field


def public(field: F) -> F:
    """May be shown to anyone."""
    return _labelled(field, "public")


def internal(field: F) -> F:
    """About the work, not about a person."""
    return _labelled(field, "internal")


def personal(field: F) -> F:
    """About a person."""
    return _labelled(field, "personal")


def special(field: F) -> F:
    """A special category: health, family life, conviction, ethnicity, religion."""
    return _labelled(field, "special")


def secret(field: F) -> F:
    """Keys, passwords, hidden addresses."""
    return _labelled(field, "secret")


def label_of(field: object) -> Label | None:
    """The label of a model field, or None where nobody gave one."""
    return cast("Label | None", getattr(field, "privacy", None))
