"""What kind of data a column holds, said beside the column. A guard fails on a column that says nothing.

* `public`: may be shown to anyone (a district's name).
* `internal`: about the work, not about a person (a state, a number).
* `personal`: says something about a person.
* `special`: health, family life, conviction, ethnicity, religion (Law 998-IIIQ, special categories).
* `secret`: keys, passwords, addresses that may cost a life.

When a record is anonymised, personal, special and secret columns are blanked, and every day of whatever label becomes the
first of its month. A column that counts are made of says so: `personal(field, counted=True)` stays as it is.
"""

from typing import Any, Literal, TypeVar, cast

Label = Literal["public", "internal", "personal", "special", "secret"]
LABELS: tuple[Label, ...] = ("public", "internal", "personal", "special", "secret")

F = TypeVar("F")


def _labelled(field: F, label: Label, counted: bool = False) -> F:
    cast(Any, field).privacy = label
    cast(Any, field).counted = counted
    return field


def public(field: F) -> F:
    """May be shown to anyone."""
    return _labelled(field, "public")


def internal(field: F, *, counted: bool = False) -> F:
    """About the work, not about a person. `counted`: an exact day or moment that says nothing of a person."""
    return _labelled(field, "internal", counted)


def personal(field: F, *, counted: bool = False) -> F:
    """About a person. `counted`: a code that says what, never who, and stays when the record is anonymised."""
    return _labelled(field, "personal", counted)


def special(field: F, *, counted: bool = False) -> F:
    """A special category: health, family life, conviction, ethnicity, religion. `counted`: as of `personal`."""
    return _labelled(field, "special", counted)


def secret(field: F) -> F:
    """Keys, passwords, hidden addresses. Nothing of it is ever counted."""
    return _labelled(field, "secret")


def label_of(field: object) -> Label | None:
    """The label of a model field, or None where nobody gave one."""
    return cast("Label | None", getattr(field, "privacy", None))


def is_counted(field: object) -> bool:
    """Whether the field stays as it is when its record is anonymised."""
    return bool(getattr(field, "counted", False))
