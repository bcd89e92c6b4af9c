"""Tasks as screens need them."""

from django.db.models import Q, QuerySet

from himaya.access.models import User
from himaya.workflow.tasks.models import Task


def tasks_of(user: User) -> QuerySet[Task]:
    """Open tasks given to this person, or to a role of theirs in their units; what is due soonest first."""
    held = Q(assignee=user)
    for m in user.current_memberships:
        held |= Q(assignee__isnull=True, role=m.role, unit_id=m.unit_id)
    return Task.objects.filter(held, closed_at__isnull=True).order_by("due_at", "opened_at")
