"""Panels of those who decide together: the next meetings, what was put before the commission, what an agency was asked."""

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.cases.queries import duties_for, items_waiting, meetings_to_come
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due


def next_meetings(desk: Desk) -> Panel:
    """Meetings to which I am invited, the nearest first."""
    rows = list(meetings_to_come(desk.user)[:SHOWN])
    return Panel(
        title=_("Next meetings"),
        icon="users-group",
        lines=[
            Line(
                title=_("Case conference") if m.is_conference else _("Session of the commission"),
                url=m.get_absolute_url(),
                note=f"{time.local(m.starts_at):%d.%m.%Y %H:%M}, {m.place}",
                chips=[Chip(_("today"), "watch")] if time.local(m.starts_at).date() == time.today() else [],
            )
            for m in rows
        ],
        empty=_(
            "When you are invited to a meeting, it stands here with its agenda, and you are told at once."
        ),
        more_url=reverse("cases:meeting-list"),
    )


def put_before_us(desk: Desk) -> Panel:
    """What was put before the commission and is on no agenda yet."""
    rows = list(items_waiting(desk.user)[:100])
    return Panel(
        title=_("Put before the commission, not yet on an agenda"),
        icon="inbox",
        lines=[Line(title=i.title, url=i.get_absolute_url(), note=i.case_reference) for i in rows[:SHOWN]],
        empty=_("Nothing waits. You are told at once when a case is put before your commission."),
        count=len(rows),
        more_url=reverse("cases:meeting-list"),
        alarm=bool(rows),
    )


def tasks_given(desk: Desk) -> Panel:
    """What meetings asked of our organisation and is not yet reported done."""
    rows = [d for d in duties_for(desk.user)[:100] if d.status in ("given", "accepted")]
    return Panel(
        title=_("Tasks given by meetings"),
        icon="clipboard-check",
        lines=[
            Line(
                title=d.what[:120],
                url=d.get_absolute_url(),
                note=d.reference,
                due=Due(at=time.at(d.due_on, 23, 59)),
            )
            for d in rows[:SHOWN]
        ],
        empty=_("No task waits. You are told at once when a commission or a conference gives one."),
        count=len(rows),
        more_url=reverse("cases:referral-inbox"),
        alarm=any(d.due_on < time.today() or d.status == "given" for d in rows),
    )
