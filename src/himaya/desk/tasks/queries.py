"""All of one's tasks, each with what it asks for and where it is done."""

from dataclasses import dataclass

from himaya.access.models import User
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import Line, task_line
from himaya.workflow.actions import GAP
from himaya.workflow.models import Task
from himaya.workflow.queries import find_subjects, tasks_of

MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A task as its line shows it; `may_finish` where one's word ends it."""

    public_id: str
    line: Line
    may_finish: bool


def my_tasks(user: User) -> list[Asked]:
    """Open tasks, the soonest due first."""
    desk = Desk(user)
    tasks: list[Task] = list(tasks_of(user)[:MOST])
    subjects = find_subjects((t.process, t.subject_id) for t in tasks if t.subject_id)
    cases = desk.cases_behind(subjects.values())
    return [
        Asked(t.public_id, task_line(t, subjects.get((t.process, t.subject_id or 0)), cases), t.kind == GAP)
        for t in tasks
    ]
