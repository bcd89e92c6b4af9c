"""How much of a service the state guarantees: how often a month and how long each time (Cabinet decision 108)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from himaya.reference.models import Territory
from himaya.reference.queries import norm_or_none


@dataclass(frozen=True, slots=True)
class Volume:
    """How often a month, and how many minutes each time."""

    times: int
    minutes: int

    def __str__(self) -> str:
        said = {"times": self.times, "minutes": self.minutes}
        return _("%(times)s times a month, %(minutes)s minutes each") % said

    def falls_short_of(self, other: "Volume") -> bool:
        """Less often, or less in the month as a whole: fewer but longer visits are not the same help, more and
        shorter ones may be."""
        return self.times < other.times or self.times * self.minutes < other.times * other.minutes


def guaranteed_volume(type_: str, on: date, territory: Territory | None = None) -> Volume | None:
    """What is guaranteed of a kind of service (list `service.type`) on a day; None where nothing is laid down. Two norms
    say it: `service.volume.<type>.times` and `service.volume.<type>.minutes`."""
    times = norm_or_none(f"service.volume.{type_}.times", on, territory)
    minutes = norm_or_none(f"service.volume.{type_}.minutes", on, territory)
    return Volume(int(times.value), int(minutes.value)) if times and minutes else None
