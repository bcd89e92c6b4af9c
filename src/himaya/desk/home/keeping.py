"""Panels of administrators and auditors: what failed, whether the audit is whole."""

from datetime import date, timedelta

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import AuditSeal
from himaya.access.queries import users_to_review
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel
from himaya.desk.settings.queries import act_titles
from himaya.kit import clock as time
from himaya.kit.shapes import Chip
from himaya.reference.queries import norms_in_force
from himaya.registry.queries import lists_in_hand, pairs_to_judge

LIST_STATES = {
    "columns": Chip(gettext_lazy("Columns to confirm"), "watch"),
    "review": Chip(gettext_lazy("To be looked through"), "watch"),
    "waiting": Chip(gettext_lazy("Waits for approval"), "calm"),
}
CLOSED = "•••"  # a side of a pair that is not open to the reader
# Sealing runs every second; after this long without a seal something is wrong.
SEALED_WITHIN = timedelta(minutes=10)


def failed_jobs(desk: Desk) -> Panel:
    """Background work that failed: by kind, never with its contents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select task_name, count(*) from procrastinate_jobs where status = 'failed' group by 1 order by 2 desc"
        )
        rows = cursor.fetchall()
    return Panel(
        title=_("Failed background work"),
        icon="bug",
        lines=[Line(title=name, note=str(many)) for name, many in rows[:SHOWN]],
        empty=_("All background work is done."),
        count=sum(many for _name, many in rows),
        alarm=bool(rows),
    )


def audit_chain(desk: Desk) -> Panel:
    """Whether the audit is being sealed, and since when."""
    seals = AuditSeal.objects.order_by("-pk").defer("row_digests")
    last = seals.first()
    old = last is None or time.now() - last.sealed_at > SEALED_WITHIN
    chip = Chip(_("Sealing has stopped"), "bad") if old else Chip(_("Sealed"), "good")
    lines = [
        Line(
            title=_("Last seal: %(when)s") % {"when": f"{time.local(last.sealed_at):%d.%m.%Y %H:%M}"},
            note=_("Seal %(number)s, era %(era)s") % {"number": last.pk, "era": last.era},
            chips=[chip],
        )
    ] if last else []  # fmt: skip
    return Panel(
        title=_("Chain of the audit"),
        icon="link",
        lines=lines,
        empty=_("Nothing has been sealed yet. The background worker seals the audit every second."),
        more_url=reverse("access:audit"),
        alarm=old and last is not None,
    )


def rights_to_review(desk: Desk) -> Panel:
    """Users of my units whose rights nobody has looked over for the norm's time (`access.review.interval`)."""
    rows = users_to_review(desk.user)
    found = list(rows[:SHOWN])
    return Panel(
        title=_("Rights to review"),
        icon="user-check",
        lines=[
            Line(
                title=str(u),
                url=reverse("access:staff-detail", args=[u.public_id]),
                note=u.email,
                chips=[_reviewed(u.reviewed_on)],
            )
            for u in found
        ],
        empty=_("Everybody's rights were looked over in time."),
        count=rows.count() if len(found) == SHOWN else len(found),
        more_url=reverse("access:staff") + "?state=review",
        alarm=bool(found),
    )


def _reviewed(on: date | None) -> Chip:
    if on is None:
        return Chip(_("Never reviewed"), "watch")
    return Chip(_("Reviewed on %(day)s") % {"day": f"{on:%d.%m.%Y}"}, "watch")


def values_to_verify(desk: Desk) -> Panel:
    """Norms that somebody still has to check against the text of the law."""
    acts = act_titles()
    waiting = [v for v in norms_in_force(time.today()) if v.certainty == "K"]
    return Panel(
        title=_("Norms to be verified"),
        icon="ruler-2",
        lines=[
            Line(v.name, reverse("desk:norm", args=[v.key]), acts.get(v.act, v.act)) for v in waiting[:SHOWN]
        ],
        empty=_("Every norm is published or laid down here."),
        count=len(waiting),
        more_url=reverse("desk:norms") + "?certainty=K",
    )


def pairs_waiting(desk: Desk) -> Panel:
    """Records that may be one person, the risky first."""
    pairs = pairs_to_judge(desk.user)
    return Panel(
        title=_("Records to be judged"),
        icon="users",
        lines=[
            Line(
                title=f"{row.one or CLOSED} — {row.other or CLOSED}",
                url=row.pair.get_absolute_url(),
                note=_("likelihood %(percent)s %%") % {"percent": row.percent},
                chips=[Chip(words, "watch") for words in row.risks],
            )
            for row in pairs[:SHOWN]
        ],
        empty=_(
            "Pairs of records that may be one person will stand here, with the evidence for and against."
        ),
        count=len(pairs),
        more_url=reverse("people:pair-list"),
    )


def lists_under_way(desk: Desk) -> Panel:
    """Lists of people that are still to be looked through or approved."""
    lists = lists_in_hand(desk.user)
    return Panel(
        title=_("Lists of people"),
        icon="table-import",
        lines=[
            Line(
                title=batch.file_name,
                url=batch.get_absolute_url(),
                note=f"{time.local(batch.uploaded_at):%d.%m.%Y} · {batch.uploaded_by}",
                chips=[LIST_STATES[batch.status]],
            )
            for batch in lists[:SHOWN]
        ],
        empty=_("Lists that are sent in will stand here, with what became of them."),
        count=len(lists),
        more_url=reverse("people:import-list"),
    )
