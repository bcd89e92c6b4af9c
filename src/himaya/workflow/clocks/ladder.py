"""Who hears of a clock, and when: the holder before it is due, then up the ladder, rung by rung."""

from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit, User
from himaya.access.queries import nearest_to, nearest_users, shut_out_of
from himaya.access.roles import (
    ONLY_GRANTED,
    ROLES,
    Counsellor,
    DutyOfficer,
    HotlineSupervisor,
    Role,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.workflow.clocks.models import Clock
from himaya.workflow.notices.actions import kind, tell

DUE_SOON = kind("clock.due_soon", _("A deadline is near"))
MISSED = kind("clock.missed", _("A deadline was missed"))
CLIMBED = kind("clock.climbed", _("Late work has climbed to you"))
# Who stands behind those who see only what is given to them by name.
BEHIND: dict[str, type[Role]] = {Counsellor.code: HotlineSupervisor}
HOTLINE = {Counsellor.code, HotlineSupervisor.code}


def people_for(clock: Clock) -> list[User]:
    """Those who must meet the clock: the named holder, or whoever holds its role nearest to its unit."""
    if clock.holder is not None:
        return [clock.holder]
    role = ROLES.get(clock.role)
    if (
        role is not None and role.reach == ONLY_GRANTED
    ):  # they see what is given to them by name, and this is not
        role = BEHIND.get(role.code, Supervisor)
    return nearest_to(role, clock.dossier, clock.unit) if role else []


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
    unit: Unit = clock.unit
    without = set(shut_out_of(clock.dossier))

    def nearest(role: type[Role], place: Unit = unit) -> list[User]:
        return nearest_users(role, place, without=without)

    if clock.role in HOTLINE:  # a district knows nothing of the hotline's contacts
        return nearest(HotlineSupervisor) or nearest(UnitManager)
    if clock.rung == 1:
        role = Supervisor if clock.role in {SocialWorker.code, DutyOfficer.code} else UnitManager
        return nearest(role) or nearest(UnitManager)
    if clock.rung == 2:
        return nearest(UnitManager) or nearest(Supervisor)
    return nearest(UnitManager, unit.parent or unit)
