"""What the pages of commissions show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import may
from himaya.access.models import User
from himaya.access.roles import COMMISSION_KEEP
from himaya.cases.commission.models import Commission
from himaya.cases.commission.process import CommissionWork
from himaya.cases.commission.queries import SITTING, seats_on, sitting_commissions, units_to_keep
from himaya.cases.commission.rules import meets_by, quorum_of, size_is_right
from himaya.kit import clock
from himaya.kit.shapes import Alert, Chip, Crumb, Due
from himaya.reference.queries import in_language, label
from himaya.workflow.queries import state_of


def name_of(commission: Commission) -> str:
    """The unit's name in the reader's language."""
    unit = commission.unit
    return in_language(unit.name_az, unit.name_en, unit.name_ru)


def session_due(commission: Commission) -> Due:
    """Until when it must meet next."""
    return Due(at=meets_by(commission), label=_("Session of the commission"))


def list_page(user: User) -> dict[str, Any]:
    """The commissions one sees, those that have not met when due first."""
    rows = [
        (c, name_of(c), label("commission.kind", c.kind), session_due(c)) for c in sitting_commissions(user)
    ]
    rows.sort(key=lambda row: (row[3].at, row[0].pk))
    return {"rows": rows, "may_establish": units_to_keep(user).exists()}


def commission_page(commission: Commission, user: User) -> dict[str, Any]:
    """One commission: who sits in it, whether they are enough, when it met and must meet."""
    today = clock.today()
    seats = seats_on(commission, today)
    size = size_is_right(len(seats), today)
    keeps = may(user, COMMISSION_KEEP, commission.dossier) and commission.status == SITTING
    later = commission.seats.filter(starts_on__gt=today).select_related("user", "stands_for")
    needed = quorum_of(len(seats), today)
    return {
        "commission": commission,
        "heading": name_of(commission),
        "kind": label("commission.kind", commission.kind),
        "crumbs": [Crumb(_("Commissions"), reverse("cases:commission-list"))],
        "chips": [Chip(CommissionWork.state_of(commission).label)],
        "alerts": _alerts(commission, size),
        "seats": [(s, label("commission.function", s.function)) for s in [*seats, *later]],
        "quorum_words": _("Quorum: %(needed)s of %(seats)s.") % {"needed": needed, "seats": len(seats)},
        "due": session_due(commission) if commission.status == SITTING else None,
        "may_keep": keeps,
        "meetings": [(m, state_of(m)) for m in commission.meetings.order_by("-starts_at")[:30]],
        "waiting": list(commission.items.filter(status="submitted").order_by("pk")),
    }


def _alerts(commission: Commission, size: Any) -> list[Alert]:
    if commission.status != SITTING:
        return []
    found = [] if size else [Alert(str(size.reason))]
    if meets_by(commission) < clock.now():
        day = f"{clock.local(meets_by(commission)):%d.%m.%Y}"
        found.append(
            Alert(_("This commission has not met: a session was due by %(day)s.") % {"day": day}, "bad")
        )
    return found
