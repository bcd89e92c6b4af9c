"""What the pages of referrals show, to both sides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.process import Referring
from himaya.cases.referrals.queries import clocks_on, feedback_on, inbox_of, referrals_of, somebody_reads
from himaya.cases.referrals.seeking import around, sought_for
from himaya.kit.shapes import Chip, Crumb, Due, Tone
from himaya.reference.queries import full_name
from himaya.services.queries import services_for, types_for, waits_of
from himaya.workflow.queries import due, next_actions, status_bar, story

TONES: dict[str, Tone] = {
    "sent": "watch",
    "accepted": "good",
    "started": "good",
    "declined": "bad",
    "expired": "bad",
}
MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A referral on a list: how it stands, and what is due of the service."""

    referral: Referral
    chips: list[Chip]
    due: Due | None


def rows_of(referrals: Iterable[Referral]) -> list[Row]:
    """Referrals as rows. One query more, however many."""
    found = list(referrals)
    dues = {c.subject_id: Due(at=c.due_at) for c in clocks_on(found)}
    return [Row(r, chips_of(r), dues.get(r.pk)) for r in found]


def chips_of(referral: Referral) -> list[Chip]:
    """How it stands, and whether it is urgent."""
    chips = [Chip(_("Urgent"), "bad")] if referral.is_urgent else []
    return [*chips, Chip(Referring.state_of(referral).label, TONES.get(referral.status, ""))]


def list_of(case: Case) -> list[Row]:
    """The referrals of a case."""
    return rows_of(referrals_of(case))


def inbox(user: Any) -> tuple[list[Row], list[Row]]:
    """Referrals to the user's services: those that wait for an answer, and the others."""
    rows = rows_of(inbox_of(user)[:MOST])
    waiting = [row for row in rows if row.referral.status == Referring.sent.name]
    return waiting, [row for row in rows if row not in waiting]


def search_page(case: Case, form: Any) -> dict[str, Any]:
    """Services against what somebody of the case needs: those that fit, and the others with the reason."""
    said = form.asked()
    sought = sought_for(case, said["person"])
    place = said["place"] or sought.place
    wanted = replace(sought.wanted, types=types_for(said["need"]), words=said["q"])
    found = services_for(around(wanted, place))
    rows = [(fit, waits_of(fit.service)) for fit in found]
    return {
        "case": case,
        "crumbs": [
            Crumb(case.reference, case.get_absolute_url()),
            Crumb(_("Referrals"), reverse("cases:case-referrals", args=[case.public_id])),
        ],
        "form": form,
        "who": sought.face,
        "place": full_name(place) if place else "",
        "fitting": [row for row in rows if row[0].fits],
        "others": [row for row in rows if not row[0].fits],
    }


def page_of_referral(referral: Referral, user: Any) -> dict[str, Any]:
    """What the page of a referral shows. The case is named only to those who may see it."""
    steps = Referring.steps_of(referral)
    case = Case.objects.filter(pk=referral.case_id).first()
    crumbs = [Crumb(_("Referrals"), reverse("cases:referral-inbox"))]
    if case is not None:
        crumbs = [
            Crumb(case.reference, case.get_absolute_url()),
            Crumb(_("Referrals"), reverse("cases:case-referrals", args=[case.public_id])),
        ]
    clocks = Referring.clocks_of(referral)
    actions = next_actions(Referring, referral, user, clocks)
    dues = [due(c) for c in clocks]
    told = {a.due.at for a in actions if a.due}
    return {
        "referral": referral,
        "crumbs": crumbs,
        "chips": chips_of(referral),
        "bar": status_bar(Referring, referral, steps),
        "actions": actions,
        "clocks": [d for d in dues if d.at not in told],
        "story": story(Referring, steps)[::-1],
        "sent_at": steps[0].at if steps else referral.created_at,
        "may_link": case is not None and user.can(CASE_WORK),
        "unheard": referral.status == Referring.sent.name and not somebody_reads(referral),
        "feedback": list(feedback_on([referral.pk]).order_by("-at")),
    }
