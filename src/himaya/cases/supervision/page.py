"""Supervision as its pages show it."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import SUPERVISION_HOLD
from himaya.cases.supervision.models import Supervision, SupervisionPoint
from himaya.cases.supervision.process import SupervisionWork
from himaya.cases.supervision.queries import (
    board,
    cases_to_discuss,
    mine,
    month_ends,
    month_of,
    notes_of,
    points_of,
)
from himaya.cases.supervision.rules import is_of_the_two, is_the_holder, is_the_worker, may_hold
from himaya.kit import clock
from himaya.kit.shapes import Chip, Crumb, NextAction, Tone
from himaya.reference.queries import label
from himaya.workflow.queries import due, next_actions, status_bar

ON_A_PAGE = 50
TONES: dict[str, Tone] = {"due": "watch", "held": "info", "read": "good"}


def chips_of(session: Supervision) -> list[Chip]:
    """What kind, and how it stands."""
    found = [Chip(label("supervision.kind", session.kind))]
    return [*found, Chip(SupervisionWork.state_of(session).label, TONES.get(session.status, ""))]


def crumbs() -> list[Crumb]:
    """The way back."""
    return [Crumb(_("Supervision"), reverse("cases:supervision-home"))]


def home_page(user: User, page: str | None = None) -> dict[str, Any]:
    """A leader's board, a page at a time; anybody's own sessions."""
    leads = user.can(SUPERVISION_HOLD)
    return {
        "leads": leads,
        "page": Paginator(board(user) if leads else [], ON_A_PAGE).get_page(page),
        "months": [month_of(end) for end in month_ends(clock.today())],
        "mine": [(one, chips_of(one)) for one in mine(user)],
    }


def _actions(session: Supervision, by: User) -> list[NextAction]:
    """The moves, each blocked where somebody else must make it; who adds nothing sees none."""
    barred = {
        SupervisionWork.hold.label: may_hold(session.worker, by),
        SupervisionWork.confirm.label: is_the_worker(session, by),
    }
    found = []
    for one in next_actions(SupervisionWork, session, by):
        verdict = barred[one.label]
        found.append(one if verdict else NextAction(one.label, blocked=[verdict.reason]))
    if is_the_holder(session, by):
        found.append(NextAction(_("Write what was agreed on a case"), _at("supervision-agree", session)))
    if session.held_at and is_of_the_two(session, by):
        found.append(NextAction(_("Add to the session"), _at("supervision-note", session)))
    return found


def _at(name: str, session: Supervision) -> str:
    return reverse(f"cases:{name}", args=[session.public_id])


def session_page(session: Supervision, by: User) -> dict[str, Any]:
    """One session: to everybody that it was held; to the two what was said; of the cases what each may see."""
    return {
        "session": session,
        "chips": chips_of(session),
        "crumbs": crumbs(),
        "bar": status_bar(SupervisionWork, session, SupervisionWork.steps_of(session)),
        "clocks": [due(one) for one in SupervisionWork.clocks_of(session)],
        "actions": _actions(session, by),
        "notes": notes_of(session),
        "of_the_two": bool(is_of_the_two(session, by)),
        "points": [(point, point_chip(point)) for point in points_of(session)],
    }


def point_chip(point: SupervisionPoint) -> Chip:
    """Whether it was done."""
    if point.done_at:
        return Chip(_("It was done"), "good")
    return Chip(_("Late"), "bad") if point.due_on < clock.today() else Chip(_("To be done"), "watch")


def form_page(session: Supervision, form: Any, heading: str, **more: Any) -> dict[str, Any]:
    """A page with one form about a session."""
    return {
        "chips": chips_of(session),
        "crumbs": [*crumbs(), Crumb(str(session.worker), session.get_absolute_url())],
        "form": form,
        "heading": heading,
        "submit": heading,
        "back": session.get_absolute_url(),
        **more,
    }


def choices_of(session: Supervision, by: User) -> dict[str, Any]:
    """Which cases may be spoken of, and who may be asked to do something."""
    cases = {case: f"{title} · {case.reference}" for case, title in cases_to_discuss(session, by)}
    people = [one for one in (session.worker, session.held_by) if one is not None]
    return {"cases": cases, "people": people}
