"""Hears that somebody can no longer do their work, and that a case has a worker again."""

from typing import Any

from django.dispatch import receiver

from himaya.access.models import User
from himaya.access.staff.signals import role_ended, suspended
from himaya.cases.casefile.signals import case_handed_over
from himaya.cases.leaving.actions import given_again
from himaya.cases.leaving.jobs import take_back


@receiver(suspended, dispatch_uid="cases.leaving.suspended")
def work_of_the_suspended(sender: Any, user: User, by: Any, **kwargs: Any) -> None:
    """Asked for in the transaction of the suspension, done by the worker when it is kept."""
    take_back.defer(user=user.pk)


@receiver(role_ended, dispatch_uid="cases.leaving.role_ended")
def work_of_a_role(sender: Any, user: User, unit: Any, role: str, by: Any, **kwargs: Any) -> None:
    """What they held by that role. Who moved keeps what their other roles still reach."""
    take_back.defer(user=user.pk)


@receiver(case_handed_over, dispatch_uid="cases.leaving.given")
def case_is_given(sender: Any, case: Any, before: Any, by: Any, **kwargs: Any) -> None:
    """A worker has accepted the case."""
    given_again(case=case, by=by)
