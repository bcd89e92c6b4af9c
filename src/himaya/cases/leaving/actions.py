"""Bringing left work to whoever shares it out. Done by the system, because whoever suspends an account or ends a
role sees no records of children."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.actions import end_grants
from himaya.access.gate import SYSTEM, action
from himaya.access.models import Unit, User
from himaya.access.queries import nearest_to, nearest_users
from himaya.access.roles import SocialWorker, Supervisor
from himaya.cases.assigning.models import Assignment
from himaya.cases.casefile.actions import hand_over, hold, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.leaving.queries import (
    cases_left_by,
    clocks_left_by,
    desk_over,
    done_there,
    offers_left_by,
    tasks_left_by,
)
from himaya.cases.referrals.models import Referral
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.process import TransferWork
from himaya.kit import clock
from himaya.workflow.actions import close_tasks, end_clock, open_task, tell
from himaya.workflow.models import Clock, Task
from himaya.workflow.notices.actions import kind as notice_kind
from himaya.workflow.tasks.actions import kind as task_kind

GIVE = task_kind("case.give", _("Give a case to another worker: the one who had it cannot go on"))
LEFT = notice_kind("work.left", _("Work of a colleague who cannot go on has come to you"))


def take_back_work(*, user: User) -> int:
    """Brings everything somebody holds by name and can no longer do to the supervisors of where it lies; says how
    many things. Doing it again finds nothing."""
    units: dict[int, Unit] = {}
    taken = 0
    for case in cases_left_by(user):
        take_back_case(case=case, by=SYSTEM)
        units[case.dossier.unit_id] = case.dossier.unit
        taken += 1
    for offer in offers_left_by(user):
        take_back_offer(transfer=offer, by=SYSTEM)
        taken += 1
    for task in tasks_left_by(user):
        take_back_task(task=task, user=user, by=SYSTEM)
        units[task.unit_id] = task.unit
        taken += 1
    for held in clocks_left_by(user):
        take_back_clock(held=held, by=SYSTEM)
        taken += 1
    _tell(user, list(units.values()))
    return taken


def _tell(user: User, units: list[Unit]) -> None:
    for leader in {
        leader.pk: leader for unit in units for leader in nearest_users(Supervisor, unit)
    }.values():
        tell(
            user=leader,
            kind=LEFT,
            key=f"{LEFT}:{user.pk}:{leader.pk}:{clock.now():%Y%m%d%H%M}",
            url=f"{reverse('cases:case-list')}?worker=none",
            urgent=True,
        )


@action(None)
def take_back_case(*, case: Case, by: Any) -> Case:
    """The case waits for a worker again, at the state it had reached; its deadlines and tasks are the unit's, its
    plan and visits stay. An offer nobody answered is taken back. Called by the system alone."""
    case = hold(case)
    before = case.worker
    Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=clock.now())
    case.worker = None
    offered = case.status == CaseWork.assigned.name
    CaseWork.move(case, CaseWork.take_back if offered else CaseWork.left_in(case), by=by)
    case.save(update_fields=["worker"])
    hand_over(case, before=before, worker=None)
    _answer_to_supervisor(case)
    settle_grants(case)
    if not offered:
        open_task(
            kind=GIVE,
            key=_key(case),
            dossier=case.dossier,
            unit=desk_over(case.dossier.unit),
            role=Supervisor,
            due_at=next((c.due_at for c in CaseWork.clocks_of(case) if c.name == "assignment"), None),
            process=CaseWork.code,
            subject_id=case.pk,
        )
    return case


def _answer_to_supervisor(case: Case) -> None:
    """What comes of a referral is heard meanwhile by a supervisor."""
    leaders = nearest_to(Supervisor, case.dossier)
    if leaders:
        Referral.objects.filter(case=case, status__in=["sent", "accepted", "started"]).update(
            answer_to=leaders[0]
        )


def given_again(*, case: Case, by: Any) -> None:
    """A worker has taken the case: nobody waits for one any more."""
    end_clock(process=CaseWork.code, subject_id=case.pk, name="assignment", met=True)
    close_tasks(key=_key(case), by=by, outcome="done")


def _key(case: Case) -> str:
    return f"{GIVE}:{case.pk}"


@action(None)
def take_back_offer(*, transfer: Transfer, by: Any) -> Transfer:
    """A case offered to somebody who cannot take it stays with its sender, who is told. By the system alone."""
    TransferWork.move(transfer, TransferWork.expire, by=by)
    end_grants(ground="transfer", source=f"transfer:{transfer.pk}")
    return transfer


@action(None)
def take_back_task(*, task: Task, user: User, by: Any) -> Task:
    """The task is anybody's who holds its role there; where nobody else does, the supervisors'. By the system alone."""
    if not done_there(task.role, task.unit, user):
        task.role, task.unit = Supervisor.code, desk_over(task.unit)
    task.assignee = None
    task.save(update_fields=["assignee", "role", "unit"])
    return task


@action(None)
def take_back_clock(*, held: Clock, by: Any) -> Clock:
    """The deadline runs on, held by the unit. By the system alone."""
    Clock.objects.filter(pk=held.pk).update(holder=None, role=held.role or SocialWorker.code)
    return held
