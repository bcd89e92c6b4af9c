"""How a known form is found: on which page it stands, and with which records."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shown:
    """Stands on a page: by default that of the same name. `shapes`: how many different ones are sent there."""

    on: str = ""
    only: dict[str, Any] = field(default_factory=dict)
    shapes: int = 1
    # What somebody who means well writes where the sweep's own guess is not taken.
    fill: dict[str, str] = field(default_factory=dict)
    # Why the sample country cannot take this form even when it is filled in well, and where that is tried instead.
    never: str = ""


@dataclass(frozen=True)
class Sent:
    """Sent by a script or another programme: its fields, as they are meant."""

    fields: dict[str, str]
    only: dict[str, Any] = field(default_factory=dict)


def only(on: str = "", shapes: int = 1, **records: Any) -> Shown:
    """A form that only some records show."""
    return Shown(on, records, shapes)


def fill(**meant: str) -> Shown:
    """A form on its own page, and what it is filled in with."""
    return Shown(fill=meant)


def never(why: str, **records: Any) -> Shown:
    """A form on its own page that no record of the sample country can take."""
    return Shown(only=records, never=why)


HERE = Shown()
