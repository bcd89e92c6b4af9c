"""What the components are given: plain frozen values, so a query or view says what to show, never how.

Anything with the same attribute names (a dataclass of another context, a dict) works as well.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
Tone = Literal["", "calm", "info", "good", "watch", "bad", "grave"]
"""How a chip, alert or tile reads: nothing special, calm, news, good, take care, bad, life in danger."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the side navigation. `current` marks where the reader is; `count` is work waiting there."""

    label: Words
    url: str
    icon: str = "circle"
    current: bool = False
    count: int | None = None
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Lines that belong together, under a small heading."""

    items: list[NavItem]
    label: Words = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way back, above a page's title."""

    label: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A short fact beside a name: always words, the colour only repeats them."""

    label: Words
    tone: Tone = ""
    icon: str = ""
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What one must know before acting: a hostile address, a twin, a sealed record."""

    text: Words
    tone: Tone = "watch"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a process on the status bar, with the day it was reached."""

    label: Words
    state: Literal["done", "current", "todo", "skipped"] = "todo"
    on: date | datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A clock: when it runs out, and when it was met (or paused, with the reason in words)."""

    at: datetime | None
    met_at: datetime | None = None
    paused: Words = ""
    label: Words = ""


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something open to me now. Blocked when `blocked` says why not, one reason a line."""

    label: Words
    url: str = ""
    due: Due | None = None
    primary: bool = False
    method: Literal["get", "post"] = "get"
    blocked: list[Words] = field(default_factory=list)
    hint: Words = ""
    key: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a record."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a story. `kind` is what the filter goes by, `kind_label` what it is called."""

    at: datetime | date
    title: Words
    text: str = ""
    by: str = ""
    kind: str = ""
    kind_label: Words = ""
    icon: str = "point"
    tone: Tone = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `sort` is its name in `?sort=` (empty: not sortable); numbers stand right."""

    label: Words
    sort: str = ""
    number: bool = False
    sorted: Literal["", "up", "down"] = ""


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure on a home, with the way to the rows behind it."""

    label: Words
    value: int | str
    url: str = ""
    tone: Tone = ""
    hint: Words = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which my text and the saved one disagree. `take` is what a press puts into my field."""

    name: str
    label: Words
    mine: str
    theirs: str
    take: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a picker's or search's results; `why` tells what matched."""

    value: str
    label: Words
    hint: Words = ""
    why: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A telephone number of the emergency panel (data, never written into a template)."""

    label: Words
    number: str
    hint: Words = ""
