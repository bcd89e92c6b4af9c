"""Hears of break-glass from `access`."""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.breakglass.signals import opened, refused, reviewed
from himaya.access.models import Opening, Unit, User
from himaya.access.queries import nearest_users, shut_out_of
from himaya.access.roles import Supervisor, UnitManager
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.notices.actions import tell
from himaya.workflow.notices.kinds import kind as notice_kind
from himaya.workflow.tasks.actions import close_tasks, open_task
from himaya.workflow.tasks.actions import kind as task_kind

OPENED = notice_kind("breakglass.opened", _("Somebody opened a record of your unit in an emergency."))
REFUSED = notice_kind("breakglass.refused", _("Somebody tried to open a closed record of your unit."))
REVIEW = task_kind("breakglass.review", _("Look at an emergency opening: was it justified?"))


def _key(opening_id: int) -> str:
    return f"breakglass:{opening_id}"


def _tell_supervisors(
    kind: str, opening_id: int, public_id: str, unit: Unit, by: User, without: Iterable[int] = ()
) -> None:
    for role in (Supervisor, UnitManager):
        for user in nearest_users(role, unit, without=without):
            if user.pk != by.pk:
                url = reverse("access:opening-detail", args=[public_id])
                tell(user=user, kind=kind, key=_key(opening_id), url=url, urgent=True)


@receiver(opened, dispatch_uid="himaya.workflow.breakglass_opened")
def start_review(sender: Any, *, opening_id: int, by: User, **kwargs: Any) -> None:
    """At once to the unit's supervisors and manager; the review has a due time (`breakglass.review.due`)."""
    opening = Opening.objects.select_related("unit", "dossier").get(pk=opening_id)
    shut_out = set(shut_out_of(opening.dossier))
    _tell_supervisors(OPENED, opening.pk, opening.public_id, opening.unit, by, shut_out)
    open_task(
        kind=REVIEW,
        key=_key(opening.pk),
        dossier=opening.dossier,
        unit=opening.unit,
        role=Supervisor,
        due_at=add(clock.now(), norm("breakglass.review.due", on=clock.today())),
    )


@receiver(refused, dispatch_uid="himaya.workflow.breakglass_refused")
def tell_of_try(
    sender: Any, *, opening_id: int, public_id: str, unit_id: int, by: User, **kwargs: Any
) -> None:
    """A closed record stays closed; those who hold it know that somebody knocked."""
    _tell_supervisors(REFUSED, opening_id, public_id, Unit.objects.get(pk=unit_id), by)


@receiver(reviewed, dispatch_uid="himaya.workflow.breakglass_reviewed")
def end_review(sender: Any, *, opening: Opening, by: User, **kwargs: Any) -> None:
    """The task is done."""
    close_tasks(key=_key(opening.pk), by=by, outcome=opening.result)
