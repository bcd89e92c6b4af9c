"""What the pages of duties show, to both sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.queries import users_in
from himaya.access.roles import DUTY_VERIFY, ProviderStaff
from himaya.cases.duties.models import Duty
from himaya.cases.duties.process import DutyWork
from himaya.cases.duties.queries import clocks_on, duties_for, is_late
from himaya.cases.meetings.models import AgendaItem
from himaya.kit.shapes import Chip, Crumb, Due, Tone
from himaya.workflow.queries import due, next_actions, status_bar, story

TONES: dict[str, Tone] = {"given": "watch", "reported": "info", "confirmed": "good", "refused": "bad"}
MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A duty on a list: how it stands, and what is due."""

    duty: Duty
    chips: list[Chip]
    due: Due | None


def chips_of(duty: Duty) -> list[Chip]:
    """How it stands, and whether its day has passed."""
    late = [Chip(_("Late"), "bad")] if is_late(duty) else []
    return [*late, Chip(DutyWork.state_of(duty).label, TONES.get(duty.status, ""))]


def rows_of(duties: Iterable[Duty]) -> list[Row]:
    """Duties as rows. One query more, however many."""
    found = list(duties)
    clocks = clocks_on(d.pk for d in found) if found else {}
    return [Row(d, chips_of(d), Due(at=clocks[d.pk].due_at) if d.pk in clocks else None) for d in found]


def inbox_rows(user: User) -> list[Row]:
    """What meetings asked of the user's units, those that wait for an answer first."""
    return sorted(rows_of(duties_for(user)[:MOST]), key=lambda row: row.duty.status != DutyWork.given.name)


def duty_page(duty: Duty, user: User) -> dict[str, Any]:
    """One duty. Item and meeting are linked only for those who see them."""
    steps = DutyWork.steps_of(duty)
    clocks = DutyWork.clocks_of(duty)
    actions = next_actions(DutyWork, duty, user, clocks)
    item = AgendaItem.objects.filter(pk=duty.item_id).first()
    crumbs = [Crumb(_("Referrals"), reverse("cases:referral-inbox"))] if item is None else []
    if item is not None:
        crumbs = [
            Crumb(_("Meetings"), reverse("cases:meeting-list")),
            Crumb(item.title, item.get_absolute_url()),
        ]
    told = {a.due.at for a in actions if a.due}
    dues = [due(c) for c in clocks]
    return {
        "duty": duty,
        "crumbs": crumbs,
        "chips": chips_of(duty),
        "bar": status_bar(DutyWork, duty, steps),
        "actions": actions,
        "may_link": item is not None and user.can(DUTY_VERIFY),
        "unheard": duty.status == DutyWork.given.name and not users_in(ProviderStaff, duty.unit).exists(),
        "clocks": [d for d in dues if d.at not in told],
        "story": story(DutyWork, steps)[::-1],
    }
