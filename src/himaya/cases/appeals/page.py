"""What the pages of complaints show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, fetch
from himaya.access.roles import APPEAL_DECIDE
from himaya.cases.appeals.models import Appeal
from himaya.cases.appeals.process import AppealWork
from himaya.cases.appeals.queries import appeals, decisions_of, staff_of, took_part
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_of
from himaya.cases.proceedings.page import Row
from himaya.cases.proceedings.queries import member_choices
from himaya.kit.shapes import Chip, Crumb, NextAction, Tone
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, papers_of, status_bar, story

TONES: dict[str, Tone] = {"received": "watch", "acknowledged": "watch", "decided": "info", "answered": "good"}


def appeal_of(request: StaffRequest, public_id: str) -> Appeal:
    """The complaint, if this person may see it."""
    found: Appeal = fetch(request, appeals().visible_to(request.user), public_id=public_id)
    return found


def chips_of(appeal: Appeal) -> list[Chip]:
    """Where it stands, and what was decided."""
    chips = [Chip(AppealWork.state_of(appeal).label, TONES.get(appeal.status, ""))]
    return [*chips, Chip(label("appeal.outcome", appeal.outcome), "info")] if appeal.outcome else chips


def row_of_appeal(appeal: Appeal) -> Row:
    """One line: never who complains."""
    hint = f"{appeal.reference} · {appeal.received_at:%d.%m.%Y} · {appeal.dossier.unit}"
    return Row(label("appeal.decision", appeal.decision), hint, appeal.get_absolute_url(), chips_of(appeal))


def around_form(origin: Any, by: Any) -> dict[str, Any]:
    """What the form of a complaint may choose from."""
    faces = faces_of([origin]).get(origin.pk, []) if isinstance(origin, Case) else []
    staff = [user for user in staff_of(origin) if user.pk != by.pk]
    return {"steps": decisions_of(origin), "staff": staff, "people": member_choices(faces)}


def surround(appeal: Appeal, **more: Any) -> dict[str, Any]:
    """What stands around every page of a complaint."""
    crumbs = [Crumb(_("Complaints"), reverse("cases:appeal-list"))]
    return {"appeal": appeal, "crumbs": crumbs, "chips": chips_of(appeal), **more}


def appeal_page(request: StaffRequest, appeal: Appeal) -> dict[str, Any]:
    """One complaint."""
    clocks = AppealWork.clocks_of(appeal)
    steps = AppealWork.steps_of(appeal)
    took = request.user.pk in took_part(appeal)
    actions = next_actions(AppealWork, appeal, request.user, clocks)
    return surround(
        appeal,
        bar=status_bar(AppealWork, appeal, steps),
        actions=[_blocked(action) if took and "/told/" not in action.url else action for action in actions],
        clocks=[due(c) for c in clocks],
        papers=list(papers_of(AppealWork.code, appeal.pk)),
        story=story(AppealWork, steps)[::-1],
        decides=request.user.can(APPEAL_DECIDE),
    )


def _blocked(action: NextAction) -> NextAction:
    why = _("You took part in what is complained of: somebody else decides.")
    return NextAction(action.label, due=action.due, blocked=[why])
