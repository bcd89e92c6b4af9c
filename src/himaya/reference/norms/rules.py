"""What a norm says, and which of several holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from himaya.kit.periods import ALWAYS, Period
from himaya.reference.certainty import in_language

TIME_UNITS = ("seconds", "minutes", "hours", "days", "working_days", "weeks", "months", "years")


class NormMissing(LookupError):
    """No value is laid down for this key on this day. Never papered over: a missing deadline is a fault."""


@dataclass(frozen=True, slots=True)
class NormValue:
    """A value with its unit and where it stands written.

    `value` is an int or a Decimal, or the code of a body when `unit` is `body`.
    `certainty` is V, T, K or P (see himaya.reference.certainty).
    """

    key: str
    value: int | Decimal | str
    unit: str
    act: str = ""
    article: str = ""
    certainty: str = "P"
    valid: Period = ALWAYS
    territory_id: int | None = None
    names: tuple[str, str, str] = ("", "", "")
    note: str = ""

    @property
    def name(self) -> str:
        """What it governs, in the reader's language."""
        return in_language(*self.names)

    @property
    def is_time(self) -> bool:
        """Is it a length of time, from which a due moment follows?"""
        return self.unit in TIME_UNITS

    @property
    def number(self) -> Decimal:
        """The value as a number. TypeError for the code of a body."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.key} names a body, not a number")
        return Decimal(self.value)


def read_value(stored: str, unit: str) -> int | Decimal | str:
    """A stored value as its unit means it."""
    if unit == "body":
        return stored
    number = Decimal(stored)
    return int(number) if number == number.to_integral_value() else number


def in_force(values: Sequence[NormValue], on: date, territories: Sequence[int] = ()) -> NormValue | None:
    """The value that holds on a day: the nearest territory's own (a pilot) before the nationwide one."""
    today = [value for value in values if on in value.valid]
    for place in (*territories, None):
        for value in today:
            if value.territory_id == place:
                return value
    return None
