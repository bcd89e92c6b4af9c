"""What visits add to a case."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.casefile.story import actions, alerts, clocks_on, moments, part
from himaya.cases.visits.models import Visit
from himaya.cases.visits.process import VisitWork
from himaya.kit import clock
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Alert, Moment, NextAction
from himaya.reference.queries import label
from himaya.workflow.models import Clock
from himaya.workflow.queries import due

part("visits", gettext_lazy("Visits"), page="cases:case-visits", order=20, permission=CASE_READ)
WAITS = {"contact", "visit"}  # clocks that a visit meets


@asked_once
def visits_on(case: Case) -> list[Visit]:
    """Every visit of the case, recorded or planned."""
    return list(Visit.objects.filter(case=case).select_related("worker"))


@moments("visit")
def visits(case: Case, user: User) -> Iterable[Moment]:
    """Recorded visits as they were, planned ones that nobody recorded as missed."""
    for visit in visits_on(case):
        if visit.status == VisitWork.done.name:
            yield _recorded(visit)
        elif visit.status == VisitWork.cancelled.name:
            yield _moment(visit, _("Visit cancelled"), "calendar-x")
        elif visit.planned_for and visit.planned_for < clock.now():
            yield _moment(visit, _("Planned visit without a record"), "alarm", tone="bad")


def _recorded(visit: Visit) -> Moment:
    kind = label("visit.contact_type", visit.contact_type)
    if not visit.child_seen:
        title = _("%(kind)s: not seen") % {"kind": kind}
    elif visit.child_seen_alone:
        title = _("%(kind)s: seen alone") % {"kind": kind}
    else:
        title = _("%(kind)s: seen") % {"kind": kind}
    text = "\n".join(filter(None, [visit.observations, visit.changes]))
    tone = "bad" if visit.safe_now == "no" else "watch" if not visit.child_seen else ""
    return _moment(visit, title, "home", text, tone)


def _moment(visit: Visit, title: str, icon: str, text: str = "", tone: str = "") -> Moment:
    return Moment(
        at=visit.done_at or visit.planned_for or visit.created_at,
        title=title,
        text=text,
        by=str(visit.worker),
        kind="visit",
        kind_label=_("Visits"),
        icon=icon,
        tone=tone,  # type: ignore[arg-type]  # one of the tones
        url=visit.get_absolute_url(),
    )


@alerts
def last_was_unsafe(case: Case, user: User) -> Iterable[Alert]:
    """The last word on the child's safety, when it was no."""
    done = ((v.done_at, v.pk, v) for v in visits_on(case) if v.status == VisitWork.done.name and v.done_at)
    *_when, last = max(done, default=(None,))
    if last is not None and last.safe_now == "no" and is_open(case):
        yield Alert(_("At the last visit they were not safe."), "grave", last.get_absolute_url())


@actions
def see_the_child(case: Case, user: User) -> Iterable[NextAction]:
    """Recording and planning a visit, with the deadline that waits for it."""
    if not is_open(case) or not user.can(CASE_WORK):
        return
    first = next((c for c in clocks_on(case) if c.name in WAITS and c.state == Clock.RUNNING), None)
    yield NextAction(
        _("Record a visit"),
        reverse("cases:visit-new", args=[case.public_id]),
        due=due(first) if first else None,
        key="v",
    )
    yield NextAction(_("Plan a visit"), reverse("cases:visit-plan", args=[case.public_id]))
