"""What is missing is asked again whenever it is shown, so that it is said in the reader's language and never outlives
its cause."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict
from himaya.workflow.subjects import find_process
from himaya.workflow.tasks.actions import GAP, KINDS
from himaya.workflow.tasks.models import Task


def verdict_now(task: Task, subject: Any) -> Verdict | None:
    """Whether it is still missing; None where the process no longer asks for it."""
    process = find_process(task.process)
    name = task.key.rpartition(":")[2]
    guards = {g.__name__: g for move in process.moves.values() for g in move.needs} if process else {}
    if subject is None or name not in guards:
        return None
    found: Verdict = guards[name](subject, {})
    return found


def words_of(task: Task, subject: Any) -> Promise | str:
    """What a task asks for, in words."""
    if task.kind != GAP:
        return KINDS.get(task.kind, task.kind)
    verdict = verdict_now(task, subject)
    missing = verdict.reason if verdict is not None and not verdict else ""
    return missing or _("Complete what was missing when a step went ahead")
