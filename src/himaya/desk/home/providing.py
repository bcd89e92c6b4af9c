"""Panels of those who give services: what was asked of us, whom we have taken on, what we tell about ourselves."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.cases.models import Referral
from himaya.cases.queries import in_hand, inbox_of
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due
from himaya.services.queries import services_of
from himaya.workflow.models import Clock

# After this long an entry of the directory is asked after: is it still so?
STALE = timedelta(days=183)


def referrals_waiting(desk: Desk) -> Panel:
    """Referrals to our services without an answer, each with its clock."""
    rows = list(inbox_of(desk.user).filter(status="sent")[:100])
    return Panel(
        title=_("Referrals waiting for your answer"),
        icon="arrows-exchange",
        lines=_lines(rows[:SHOWN]),
        empty=_("No referral waits. You are told at once when one arrives."),
        count=len(rows),
        more_url=reverse("cases:referral-inbox"),
        alarm=bool(rows),
    )


def families_in_hand(desk: Desk) -> Panel:
    """Families we have taken on, and by when the social worker waits for a word."""
    rows = list(in_hand(desk.user)[:100])
    lines = _lines(rows)
    lines.sort(key=lambda line: (line.due is None, line.due.at if line.due and line.due.at else time.now()))
    return Panel(
        title=_("Families in your care"),
        icon="heart-handshake",
        lines=lines[:SHOWN],
        empty=_("Families you accept appear here until your work with them ends."),
        count=len(rows),
        more_url=reverse("cases:referral-inbox"),
        alarm=any(line.due and line.due.at and line.due.at < time.now() for line in lines),
    )


def _lines(rows: list[Referral]) -> list[Line]:
    clocks = Clock.objects.filter(
        process="referral", state=Clock.RUNNING, subject_id__in=[r.pk for r in rows]
    )
    dues = {pk: Due(at=at) for pk, at in clocks.values_list("subject_id", "due_at")} if rows else {}
    return [
        Line(
            title=r.who,
            url=r.get_absolute_url(),
            note=f"{r.reference} · {r.service}",
            chips=[Chip(_("Urgent"), "bad")] if r.is_urgent else [],
            due=dues.get(r.pk),
        )
        for r in rows
    ]


def our_services(desk: Desk) -> Panel:
    """Our entries of the directory; those nobody confirmed for long first."""
    old = time.today() - STALE
    services = sorted(
        services_of(desk.user), key=lambda s: s.confirmed_on is not None and s.confirmed_on > old
    )
    lines = [
        Line(
            title=s.name,
            url=reverse("services:change", args=[s.public_id]),
            note=_("Confirmed on %(day)s") % {"day": f"{s.confirmed_on:%d.%m.%Y}"} if s.confirmed_on else "",
            chips=[
                *(
                    [Chip(_("Is it still so? Please confirm"), "watch")]
                    if _is_stale(s.confirmed_on, old)
                    else []
                ),
                *([] if s.is_open else [Chip(_("Closed for referrals"))]),
            ],
        )
        for s in services
    ]
    return Panel(
        title=_("Our services"),
        icon="building-community",
        lines=lines[:SHOWN],
        empty=_("Add what your organisation offers, so that social workers can refer families to you."),
        count=len(lines),
        more_url=reverse("services:own"),
    )


def _is_stale(confirmed_on: object, old: object) -> bool:
    return confirmed_on is None or confirmed_on <= old  # type: ignore[operator]  # dates
