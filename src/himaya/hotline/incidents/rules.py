"""Who must be told of an incident, and what must be known before it is closed. Pure, save that an incident is asked
for what hangs on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import code_item, label

Facts = Mapping[str, Any]
# Precisions under which no moment is known at all.
UNKNOWN = "unknown"


def bodies_owed(kind: str, told: Iterable[str]) -> list[str]:
    """The bodies (`incident.body`) that this kind bids us tell (`incident.kind`, dated) and that nobody told yet."""
    item = code_item("incident.kind", kind)
    heard = set(told)
    return [body for body in (item.attributes.get("tells", []) if item else []) if body not in heard]


def still_owed(incident: Any) -> list[str]:
    """As `bodies_owed`, for an incident as it stands."""
    return bodies_owed(incident.kind, [notice.body for notice in incident.notices.all()])


def bodies_were_told(incident: Any, facts: Facts) -> Verdict:
    """Everybody whom the kind names was told, whether or not the family agreed (domain §6: mandatory reporting)."""
    owed = still_owed(incident)
    if not owed:
        return yes()
    names = ", ".join(label("incident.body", body) for body in owed)
    return no(_("Still to be told: %(who)s.") % {"who": names})


def bodies_have_answered(incident: Any, facts: Facts) -> Verdict:
    """What they answered, or that no answer could be had, stands with each."""
    if any(not notice.answer for notice in incident.notices.all()):
        return no(_("Write what each of those who were told has answered."))
    return yes()


def may_have_happened(at: datetime | None, precision: str, now: datetime) -> Verdict:
    """A moment goes with every precision but *unknown*; nothing happened tomorrow."""
    if (at is None) != (precision == UNKNOWN):
        return no(_("Write when it happened, or say that it is not known."))
    if at is not None and at > now:
        return no(_("This moment is still to come."))
    return yes()
