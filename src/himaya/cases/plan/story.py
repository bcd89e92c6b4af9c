"""What plans add to a case: a part of its own, what is to be done next, and what was given to whom."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import actions, clocks_on, moments, part, rare, rare_on, standing
from himaya.cases.plan.models import Plan, PlanCopy
from himaya.cases.plan.process import PlanWork
from himaya.kit.shapes import Moment, NextAction
from himaya.reference.queries import label
from himaya.workflow.queries import due

part("plan", gettext_lazy("Plan"), page="cases:case-plans", order=40, permission=CASE_READ)
RUNNING = {"draft", "submitted"}


@actions
def offer_plan(case: Case, user: User) -> Iterable[NextAction]:
    """Begin, go on, or read and decide."""
    running = None
    if standing(case, PlanWork.code) & RUNNING:
        running = Plan.objects.filter(case=case, status__in=RUNNING).first()
    beginning = running is None and case.status == "assessed" and user.can(CASE_WORK)
    if running is None and not beginning:
        return
    clock = next((due(c) for c in clocks_on(case) if c.name == "plan"), None)
    if running is None:
        url = reverse("cases:plan-start", args=[case.public_id])
        yield NextAction(_("Begin a plan"), url, clock, primary=True)
    elif running.status == PlanWork.submitted.name and user.can(CASE_APPROVE):
        url = reverse("cases:plan-decide", args=[running.public_id])
        yield NextAction(_("Read the plan and decide"), url, clock, primary=True)
    elif running.status == PlanWork.draft.name and user.can(CASE_WORK):
        yield NextAction(_("Go on with the plan"), running.get_absolute_url(), clock, primary=True)


rare("copies", "cases_plancopy c join cases_plan p on p.id = c.plan_id where p.case_id = %(case)s")


@moments()
def tell_copies(case: Case, user: User) -> Iterable[Moment]:
    """To whom a copy was given, by whom."""
    if "copies" not in rare_on(case):
        return
    for copy in PlanCopy.objects.filter(plan__case=case).select_related("released_by", "paper", "plan"):
        to = {"recipient": label("plan.recipient", copy.recipient), "name": copy.name}
        yield Moment(
            at=copy.released_at,
            title=_("Copy of the plan released: %(recipient)s, %(name)s") % to,
            by=str(copy.released_by),
            kind="plan",
            kind_label=_("Plan"),
            icon="file-export",
            url=copy.plan.get_absolute_url(),
        )
