"""Panels for those who steer, check and administer: counts and codes, never a child's record."""

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.models import Case
from himaya.desk.home.panels import SHOWN, Line, Panel, case_lines


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


def failed_jobs(user: User) -> Panel:
    """Background work that failed: by kind, never with its contents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select task_name, count(*) from procrastinate_jobs where status = 'failed' group by 1 order by 2 desc"
        )
        rows = cursor.fetchall()
    lines = [Line(title=name, note=str(many)) for name, many in rows[:SHOWN]]
    return Panel(
        title=_("Failed background work"),
        icon="bug",
        lines=lines,
        empty=_("All background work is done."),
        count=sum(many for _name, many in rows),
        alarm=bool(rows),
    )
