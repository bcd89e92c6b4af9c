"""Work that lies with somebody who can no longer do it."""

from django.db.models import Q, QuerySet

from himaya.access.models import Unit, User
from himaya.access.queries import nearest_users, users_in
from himaya.access.roles import ROLES, SocialWorker, Supervisor
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import OPEN
from himaya.cases.leaving.rules import can_still
from himaya.cases.transfers.models import Transfer
from himaya.workflow.models import Clock, Task


def cases_left_by(user: User) -> list[Case]:
    """Open cases of a worker, or offered to them, that they can no longer work on."""
    held = list(user.current_memberships)
    rows = Case.objects.filter(worker=user, status__in=OPEN).select_related("dossier__unit")
    return [c for c in rows.order_by("pk") if not can_still(user, held, c.dossier.unit, SocialWorker.code)]


def tasks_left_by(user: User) -> list[Task]:
    """Open tasks given to them by name that they can no longer do."""
    held = list(user.current_memberships)
    rows = Task.objects.filter(assignee=user, closed_at__isnull=True).select_related("unit")
    return [t for t in rows.order_by("pk") if not can_still(user, held, t.unit, t.role)]


def clocks_left_by(user: User) -> list[Clock]:
    """Open deadlines they hold by name and can no longer meet."""
    held = list(user.current_memberships)
    rows = Clock.objects.filter(holder=user, state__in=[Clock.RUNNING, Clock.PAUSED]).select_related("unit")
    return [c for c in rows.order_by("pk") if not can_still(user, held, c.unit, c.role)]


def offers_left_by(user: User) -> list[Transfer]:
    """Cases offered to them by name for transfer, which they can no longer take."""
    held = list(user.current_memberships)
    rows = Transfer.objects.filter(to_worker=user, status=Transfer.OFFERED)
    rows = rows.select_related("case", "to_unit", "dossier__unit")
    return [t for t in rows.order_by("pk") if not can_still(user, held, t.to_unit, SocialWorker.code)]


def people_who_left() -> QuerySet[User]:
    """Whoever holds work by name and is suspended, or holds no role with records any more."""
    seeing = [code for code, role in ROLES.items() if role.sees_records]
    workers = Case.objects.filter(status__in=OPEN, worker__isnull=False).values("worker")
    assignees = Task.objects.filter(closed_at__isnull=True, assignee__isnull=False).values("assignee")
    holders = Clock.objects.filter(state__in=[Clock.RUNNING, Clock.PAUSED], holder__isnull=False)
    named = Q(pk__in=workers) | Q(pk__in=assignees) | Q(pk__in=holders.values("holder"))
    working = User.objects.filter(memberships__role__in=seeing, memberships__ended_at__isnull=True)
    return User.objects.filter(named).exclude(Q(is_active=True) & Q(pk__in=working.values("pk")))


def desk_over(unit: Unit) -> Unit:
    """The unit, or the nearest above it, where a supervisor works: on whose list left work stands."""
    leaders = nearest_users(Supervisor, unit)
    over = {m.unit for leader in leaders for m in leader.current_memberships if m.role == Supervisor.code}
    near = [u for u in over if u.pk in unit.path]
    return max(near, key=lambda u: len(u.path), default=unit)


def done_there(role: str, unit: Unit, but: User) -> bool:
    """Whether somebody else holds a role in exactly this unit."""
    return role in ROLES and users_in(ROLES[role], unit).exclude(pk=but.pk).exists()
