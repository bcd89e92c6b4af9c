"""Gaps end by being filled, or by somebody's word that they are dealt with."""

from django.utils.translation import gettext as _

from himaya.access.gate import SYSTEM, acting_as, action
from himaya.access.models import User
from himaya.access.roles import DESK_USE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.gaps.queries import verdict_now
from himaya.workflow.subjects import find_subjects
from himaya.workflow.tasks.actions import GAP, close_tasks
from himaya.workflow.tasks.models import Task

AT_ONCE = 2000


def close_filled() -> int:
    """Closes the gaps that have been filled since; says how many."""
    with acting_as(SYSTEM):
        waiting = list(Task.objects.filter(kind=GAP, closed_at__isnull=True).order_by("pk")[:AT_ONCE])
        subjects = find_subjects((t.process, t.subject_id) for t in waiting if t.subject_id)
        filled = []
        for task in waiting:
            verdict = verdict_now(task, subjects.get((task.process, task.subject_id or 0)))
            if verdict is not None and verdict:
                filled.append(task.pk)
        rows = Task.objects.filter(pk__in=filled, closed_at__isnull=True)
        return rows.update(closed_at=clock.now(), outcome="filled")


@action(DESK_USE)
def finish_gap(*, task: Task, by: User) -> Task:
    """Whoever holds it, or the role it waits for, says that what was missing is dealt with."""
    if task.kind != GAP:
        raise Refused(_("This task ends when what it asks for is done."))
    close_tasks(key=task.key, by=by, outcome="dealt_with")
    return task
