"""Raising the alarm, and taking it back."""

from django.utils.translation import gettext_lazy as _

from himaya.access.gate import SYSTEM
from himaya.access.queries import nearest_to
from himaya.access.roles import SocialWorker, Supervisor
from himaya.cases.lapse.queries import lapsed_plans
from himaya.cases.plan.models import Plan
from himaya.kit import clock
from himaya.workflow.actions import close_tasks, open_task, tell_all
from himaya.workflow.models import Task
from himaya.workflow.notices.actions import kind as notice_kind
from himaya.workflow.tasks.actions import kind as task_kind

LAPSED = task_kind("plan.lapsed", _("Nothing is being done under the plan: say what follows, or end it"))
TOLD = notice_kind("plan.lapsed", _("Nothing is being done any more under a plan of yours"))


def watch_plans() -> int:
    """Raises the alarm of every plan that has lapsed, and takes it back where something is being done again; says how
    many are lapsed. Doing it twice does nothing more (a job of the system)."""
    lapsed = list(lapsed_plans(clock.today()).select_related("case__worker", "dossier__unit").order_by("pk"))
    for plan in lapsed:
        _raise(plan)
    keys = {_key(plan) for plan in lapsed}
    open_keys = Task.objects.filter(kind=LAPSED, closed_at__isnull=True).values_list("key", flat=True)
    for key in set(open_keys) - keys:
        close_tasks(key=key, by=SYSTEM, outcome="resumed")
    return len(lapsed)


def _raise(plan: Plan) -> None:
    worker = plan.case.worker
    open_task(
        kind=LAPSED,
        key=_key(plan),
        dossier=plan.dossier,
        unit=plan.dossier.unit,
        assignee=worker,
        role=SocialWorker,
        due_at=clock.now(),
        process="plan",
        subject_id=plan.pk,
    )
    hearers = {user.pk: user for user in nearest_to(Supervisor, plan.dossier)}
    if worker is not None:
        hearers[worker.pk] = worker
    opened = Task.objects.get(key=_key(plan), closed_at__isnull=True)  # told once each time it lapses
    tell_all(
        users=hearers.values(),
        kind=TOLD,
        key=f"{TOLD}:{plan.pk}:{opened.public_id}",
        url=plan.get_absolute_url(),
    )


def _key(plan: Plan) -> str:
    return f"{LAPSED}:{plan.pk}"
