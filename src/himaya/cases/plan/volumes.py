"""How much of a service an action of a plan agrees on, against what the state guarantees (Cabinet decision 108)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit.errors import Refused
from himaya.services.queries import Volume, guaranteed_volume


def volume_of(action: Any) -> Volume | None:
    """What was agreed; None where nothing was."""
    return Volume(action.times, action.minutes) if action.times else None


def guaranteed_for(service: Any, on: date, territory: Any) -> Volume | None:
    """What is guaranteed of this service's kind on the day the action begins: a later change of the norm is for plans
    that are written after it."""
    return guaranteed_volume(service.type, on, territory) if service is not None else None


def agreed_volume(fields: Mapping[str, Any], territory: Any) -> dict[str, Any]:
    """What is written down as agreed. Nothing said: the guaranteed volume. Less: only with the reason, which the
    supervisor and the family read."""
    service, times, minutes = fields.get("service"), fields.get("times"), fields.get("minutes")
    because = str(fields.get("less_because") or "").strip()
    if fields["who"] != "service":
        return {"times": None, "minutes": None, "less_because": ""}
    if bool(times) != bool(minutes):
        missing = "minutes" if times else "times"
        raise Refused(_("Write both: how often a month, and how many minutes each time."), missing)
    least = guaranteed_for(service, fields["starts_on"], territory)
    agreed = Volume(times, minutes) if times and minutes else least
    if agreed is None:
        return {"times": None, "minutes": None, "less_because": ""}
    short = least is not None and agreed.falls_short_of(least)
    if short and not because:
        said = {"volume": str(least)}
        raise Refused(
            _("The state guarantees more: %(volume)s. Agree on that, or write why it is less.") % said,
            "less_because",
        )
    return {"times": agreed.times, "minutes": agreed.minutes, "less_because": because if short else ""}
