"""Panels for those who steer, check and administer: counts and codes, never a child's record."""

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.models import Case
from himaya.desk.home.panels import SHOWN, Panel, case_lines


def shared_with_me(user: User) -> Panel:
    """Cases put before me by name."""
    rows = Case.objects.visible_to(user).exclude(status__in=["closed", "merged"]).order_by("-reported_at")
    return Panel(
        title=_("Cases shared with you"),
        icon="folder-open",
        lines=case_lines(list(rows[:SHOWN])),
        empty=_("Cases put before you will appear here."),
        count=rows.count(),
    )
