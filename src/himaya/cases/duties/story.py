"""What duties add to a case: entries of the story, alerts, and what waits to be checked."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import DUTY_VERIFY
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import actions, alerts, moments
from himaya.cases.duties.models import Duty
from himaya.cases.duties.process import DutyWork
from himaya.cases.duties.queries import duties_of, is_late, steps_on
from himaya.cases.meetings.story import items_on
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label

TONES = {"refused": "bad", "confirmed": "good"}


@asked_once
def duties_on(case: Case) -> list[Duty]:
    """What meetings asked of agencies for the case, the latest first; not asked where it was before no meeting."""
    return list(duties_of(case)) if items_on(case) else []


@moments("duty")
def duties(case: Case, user: User) -> Iterable[Moment]:
    """What was asked of whom, and what came of it. Two queries."""
    rows = {duty.pk: duty for duty in duties_on(case)}
    if not rows:
        return
    for step in steps_on(rows):
        duty = rows[step.subject_id]
        title = f"{duty.unit}: {DutyWork.states[step.to_state].label}"
        reason = label("duty.refuse_reason", step.reason) if step.reason else ""
        yield Moment(
            at=step.at,
            title=title,
            text=reason or ("" if step.from_state else duty.what),
            by=str(step.actor or ""),
            kind="meeting",
            kind_label=_("Meetings"),
            icon="clipboard-check",
            tone=TONES.get(step.to_state, ""),  # type: ignore[arg-type]  # one of the tones
            url=duty.get_absolute_url(),
        )


@alerts
def late_duties(case: Case, user: User) -> Iterable[Alert]:
    """What an agency has not done by its day."""
    for duty in (d for d in duties_on(case) if is_late(d)):
        words = {"unit": duty.unit, "day": f"{duty.due_on:%d.%m.%Y}"}
        yield Alert(_("Not done by %(day)s: task of %(unit)s") % words, "bad", duty.get_absolute_url())


@actions
def check(case: Case, user: User) -> Iterable[NextAction]:
    """What was reported done waits for somebody independent."""
    if user.can(DUTY_VERIFY):
        for duty in (d for d in duties_on(case) if d.status == DutyWork.reported.name):
            words = _("Check: task of %(unit)s") % {"unit": duty.unit}
            yield NextAction(words, reverse("cases:duty-check", args=[duty.public_id]), primary=True)
