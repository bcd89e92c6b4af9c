"""Panels of those who answer the hotline."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.roles import CONTACT_WORK, ROLES
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel, risk_chips
from himaya.hotline.models import Contact, FollowUp
from himaya.hotline.queries import OPEN_STATES, open_calls, waiting_at
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due
from himaya.reference.queries import label
from himaya.workflow.queries import state_of


def waiting(desk: Desk) -> Panel:
    """What waits in the queue of one's line, in its order; who it is nobody reads before taking it."""
    held = next(m for m in desk.user.current_memberships if CONTACT_WORK in ROLES[m.role].may)
    rows = waiting_at(held.unit)
    return Panel(
        title=_("Waiting in the queue"),
        icon="headset",
        lines=[
            Line(
                title=label("hotline.channel", row.channel) or _("Call-back"),
                url=row.get_absolute_url(),
                note=f"{time.local(row.arrived_at):%d.%m %H:%M}",
                chips=[Chip(row.get_state_display())],
            )
            for row in rows[:SHOWN]
        ],
        empty=_("Nobody waits in the queue."),
        count=len(rows),
        more_url=reverse("hotline:queue"),
        alarm=bool(rows),
    )


def contacts_open(desk: Desk) -> Panel:
    """Contacts that are not finished, the gravest first, then the latest."""
    rows = list(Contact.objects.filter(status__in=OPEN_STATES).order_by("-arrived_at")[: SHOWN * 4])
    order = {"critical": 0, "high": 1}
    rows.sort(key=lambda contact: order.get(contact.risk, 2))
    return Panel(
        title=_("Contacts under way"),
        icon="phone-incoming",
        lines=[_line(contact) for contact in rows[:SHOWN]],
        empty=_("No contact is under way. Open the hotline when the telephone rings."),
        count=len(rows),
        more_url=reverse("hotline:contacts"),
        alarm=any(contact.risk in order for contact in rows),
    )


def _line(contact: Contact) -> Line:
    return Line(
        title=contact.reference,
        url=contact.get_absolute_url(),
        note=" · ".join(_note(contact)),
        chips=[*risk_chips(contact.risk), Chip(state_of(contact))],
    )


def _note(contact: Contact) -> Iterable[str]:
    yield f"{time.local(contact.arrived_at):%d.%m %H:%M}"
    if contact.main_reason:
        yield label("hotline.reason", contact.main_reason)


def calls_due(desk: Desk) -> Panel:
    """Call-backs, the earliest due first."""
    rows = FollowUp.objects.filter(status="due").select_related("contact").order_by("due_at")
    calls = list(rows[: SHOWN + 1])
    promised = list(open_calls(desk.user)[:SHOWN])
    return Panel(
        title=_("Call-backs due"),
        icon="phone",
        lines=[
            Line(
                title=call.reference,
                url=reverse("hotline:follow-up", args=[call.public_id]),
                note=label("reporter.safe_way", call.contact.safe_way),
                chips=risk_chips(call.contact.risk),
                due=Due(at=call.due_at),
            )
            for call in calls[:SHOWN]
        ]
        + [
            Line(
                title=call.reference,
                url=call.get_absolute_url(),
                note=label("hotline.call_why", call.why),
                due=Due(at=call.due_at),
            )
            for call in promised
        ],
        empty=_("No call-back is due."),
        count=(rows.count() if len(calls) > SHOWN else len(calls)) + len(promised),
        more_url=reverse("hotline:contacts") + "?list=calls",
        alarm=any(at < time.now() for at in [*(c.due_at for c in calls), *(c.due_at for c in promised)]),
    )
