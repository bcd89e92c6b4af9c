"""What meetings add to a case: a part of its own, entries of the story, alerts, and what may be done next."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import UNREGISTERED, is_open
from himaya.cases.casefile.story import actions, clocks_on, moments, part
from himaya.cases.meetings.models import AgendaItem
from himaya.cases.meetings.process import AgendaWork
from himaya.cases.meetings.queries import items_of, steps_on
from himaya.kit.memory import asked_once
from himaya.kit.shapes import Moment, NextAction
from himaya.reference.queries import label
from himaya.workflow.models import Paper
from himaya.workflow.queries import due

part("meetings", gettext_lazy("Meetings"), page="cases:case-meetings", order=55, permission=CASE_READ)
TOLD = {
    "submitted": gettext_lazy("Put before the commission"),
    "listed": gettext_lazy("On the agenda of a meeting"),
    "returned": gettext_lazy("The commission has returned it"),
    "withdrawn": gettext_lazy("Taken off the agenda"),
}


@asked_once
def items_on(case: Case) -> list[AgendaItem]:
    """The items about the case, the latest first."""
    return list(items_of(case))


@moments("agenda", "meeting")
def meetings(case: Case, user: User) -> Iterable[Moment]:
    """Before whom the case was put, and what was decided, with the excerpt of the minutes. Three queries."""
    rows = {item.pk: item for item in items_on(case)}
    if not rows:
        return
    for step in steps_on(AgendaWork.code, rows):
        item = rows[step.subject_id]
        if step.to_state == AgendaWork.decided.name:
            title = _("Decided: %(kind)s") % {"kind": label("agenda.decision", item.decision_kind)}
            yield _moment(item, step.at, title, str(item.decision), str(step.actor or ""), "good")
        else:
            reason = label("agenda.return_reason", step.reason) if step.to_state == "returned" else ""
            words = str(TOLD.get(step.to_state, step.to_state))
            yield _moment(item, step.at, words, reason or str(item.question), str(step.actor or ""))
    for paper in Paper.objects.filter(process=AgendaWork.code, subject_id__in=list(rows)):
        title = _("Excerpt of the minutes %(number)s") % {"number": paper.number}
        moment = _moment(rows[paper.subject_id], paper.made_at, title, "", "")
        yield moment


def _moment(item: AgendaItem, at: object, title: str, text: str, by: str, tone: str = "") -> Moment:
    return Moment(
        at=at,  # type: ignore[arg-type]  # a datetime
        title=title,
        text=text,
        by=by,
        kind="meeting",
        kind_label=_("Meetings"),
        icon="users-group",
        tone=tone,  # type: ignore[arg-type]  # one of the tones
        url=item.get_absolute_url(),
    )


@actions
def call(case: Case, user: User) -> Iterable[NextAction]:
    """A conference where one is due or wanted; a commission where it is competent."""
    if not is_open(case) or case.status in UNREGISTERED or not user.can(CASE_WORK):
        return
    clock = next((due(c) for c in clocks_on(case) if c.name == "conference"), None)
    yield NextAction(
        _("Call a case conference"), reverse("cases:conference-new", args=[case.public_id]), clock
    )
    yield NextAction(_("Put before a commission"), reverse("cases:agenda-submit", args=[case.public_id]))
