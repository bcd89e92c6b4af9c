"""Who hears of a clock, and when: the holder before it is due, then up the ladder, rung by rung."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.queries import nearest_users
from himaya.access.roles import ONLY_GRANTED, ROLES, DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.workflow.clocks.models import Clock
from himaya.workflow.notices.actions import kind, tell

DUE_SOON = kind("clock.due_soon", _("A deadline is near"))
MISSED = kind("clock.missed", _("A deadline was missed"))
CLIMBED = kind("clock.climbed", _("Late work has climbed to you"))


def people_for(clock: Clock) -> list[User]:
    """Those who must meet the clock: the named holder, or whoever holds its role nearest to its unit."""
    if clock.holder is not None:
        return [clock.holder]
    role = ROLES.get(clock.role)
    if (
        role is not None and role.reach == ONLY_GRANTED
    ):  # they see what is given to them by name, and this is not
        role = Supervisor
    return nearest_users(role, clock.unit) if role else []


def remind(clock: Clock, url: str, reference: str) -> None:
    """Before it is due: the holder hears once."""
    for person in people_for(clock):
        tell(user=person, kind=DUE_SOON, key=f"soon:{clock.pk}", url=url, reference=reference)


def climb(clock: Clock, url: str, reference: str) -> None:
    """At the due time the holder and the supervisors hear; then the manager; then the manager of the unit above.

    A rung where nobody stands is not a hole to fall through: the nearest people above are told."""
    heard: dict[int, tuple[User, str]] = {}
    if clock.rung == 1:
        heard.update({p.pk: (p, MISSED) for p in people_for(clock)})
    for person in _above(clock):
        heard.setdefault(person.pk, (person, CLIMBED))
    for person, code in heard.values():
        tell(
            user=person,
            kind=code,
            key=f"late:{clock.pk}:{clock.rung}",
            url=url,
            reference=reference,
            urgent=True,
        )


def _above(clock: Clock) -> list[User]:
    unit: Any = clock.unit
    if clock.rung == 1:
        role = Supervisor if clock.role in {SocialWorker.code, DutyOfficer.code} else UnitManager
        return nearest_users(role, unit) or nearest_users(UnitManager, unit)
    if clock.rung == 2:
        return nearest_users(UnitManager, unit) or nearest_users(Supervisor, unit)
    return nearest_users(UnitManager, unit.parent) if unit.parent else nearest_users(UnitManager, unit)
