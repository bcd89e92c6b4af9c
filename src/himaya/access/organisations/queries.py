"""The tree of units."""

from django.db.models import Count, Q, QuerySet

from himaya.access.organisations.rules import kept_roots
from himaya.access.units.models import Organisation, Unit
from himaya.access.users.models import User


def tree(by: User) -> QuerySet[Unit]:
    """The units this user keeps, each below the one it belongs to, with how many people serve there now."""
    now = Q(memberships__ended_at__isnull=True, memberships__isnull=False)
    rows = Unit.objects.filter(path__overlap=kept_roots(by)).select_related("organisation", "parent")
    return rows.annotate(people=Count("memberships__user", filter=now, distinct=True)).order_by("path")


def bodies() -> QuerySet[Organisation]:
    """Organisations in use."""
    return Organisation.objects.filter(is_active=True).order_by("name_az")


def people_in(unit: Unit) -> int:
    """How many roles are held in the unit now."""
    return unit.memberships.filter(ended_at__isnull=True).count()


def open_below(unit: Unit) -> int:
    """How many open units stand right below."""
    return unit.children.filter(is_active=True).count()
