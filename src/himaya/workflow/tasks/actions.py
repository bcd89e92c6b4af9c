"""Opening and closing tasks, inside other contexts' actions."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.functional import Promise

from himaya.access.models import Dossier, Unit, User
from himaya.access.roles import Role, SocialWorker
from himaya.kit import clock
from himaya.kit.ids import new_public_id
from himaya.workflow.tasks.models import Task

# Something was missing when a step went ahead all the same; its words come from the guard (`workflow/gaps`).
GAP = "gap"
# What each kind of task asks for. Filled by the contexts that open it.
KINDS: dict[str, Promise | str] = {}


def kind(code: str, text: Promise | str) -> str:
    """Names a kind of task and what it asks for."""
    KINDS[code] = text
    return code


def open_task(
    *,
    kind: str,
    key: str,
    dossier: Dossier,
    unit: Unit,
    assignee: User | None = None,
    role: type[Role] | None = None,
    due_at: datetime | None = None,
    process: str = "",
    subject_id: int | None = None,
) -> None:
    """Opens a task unless one with its key is open already."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into workflow_task (public_id, kind, key, process, subject_id, assignee_id, role, unit_id, "
            "due_at, opened_at, created_at, dossier_id, outcome, zone, version) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', 0, 1) "
            "on conflict (key) where closed_at is null do nothing",
            [
                new_public_id(),
                kind,
                key,
                process,
                subject_id,
                assignee.pk if assignee else None,
                role.code if role else "",
                unit.pk,
                due_at,
                now,
                now,
                dossier.pk,
            ],
        )


def give_task(*, key: str, assignee: User | None) -> int:
    """Gives an open task to who keeps its record now; to nobody: then its role in the unit has it."""
    return (
        Task.objects.filter(key=key, closed_at__isnull=True)
        .exclude(assignee=assignee)
        .update(assignee=assignee)
    )


def move_tasks(*, process: str, subject_id: int, unit: Unit) -> int:
    """Gives a record's open tasks to the unit that now holds it."""
    return Task.objects.filter(process=process, subject_id=subject_id, closed_at__isnull=True).update(
        unit=unit
    )


def close_tasks(*, key: str, by: Any, outcome: str = "") -> int:
    """Closes the open task with this key, if there is one."""
    return Task.objects.filter(key=key, closed_at__isnull=True).update(
        closed_at=clock.now(), closed_by=by if isinstance(by, User) else None, outcome=outcome
    )


def hand_dossier_tasks(*, dossier: Dossier, before: User | None, assignee: User | None, unit: Unit) -> None:
    """Gives the open tasks of a dossier that one person had, and what a worker must do and nobody had, to the
    next, and all of them to the unit."""
    tasks = Task.objects.filter(dossier=dossier, closed_at__isnull=True)
    if assignee is not None:
        tasks.filter(assignee__isnull=True, role=SocialWorker.code).update(assignee=assignee)
    if before is not None and assignee is None:
        tasks.filter(assignee=before, role="").update(role=SocialWorker.code)
    if before is not None:
        tasks.filter(assignee=before).update(assignee=assignee)
    tasks.update(unit=unit)


def close_dossier_tasks(*, dossier: Dossier, by: Any, outcome: str) -> int:
    """Closes what is still open in a dossier whose work has come to its end."""
    return Task.objects.filter(dossier=dossier, closed_at__isnull=True).update(
        closed_at=clock.now(), closed_by=by if isinstance(by, User) else None, outcome=outcome
    )
