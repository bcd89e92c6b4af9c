"""What assessments add to a case: a part of its own, and what is to be done next."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.assessment.models import Assessment, SafetyPlan
from himaya.cases.assessment.process import AssessmentWork
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import actions, alerts, clocks_on, part, standing
from himaya.kit.shapes import Alert, NextAction
from himaya.workflow.queries import due

part("assessment", gettext_lazy("Assessment"), page="cases:case-assessments", order=30, permission=CASE_READ)
RUNNING = {"draft", "submitted"}


@actions
def offer_assessment(case: Case, user: User) -> Iterable[NextAction]:
    """Begin, go on, or read and decide."""
    running: list[Assessment] = []
    if standing(case, AssessmentWork.code) & RUNNING:
        running = list(Assessment.objects.filter(case=case, status__in=RUNNING).order_by("pk"))
    beginning = not running and case.status in {"accepted", "registered"} and user.can(CASE_WORK)
    if not running and not beginning:
        return
    clock = next((due(c) for c in clocks_on(case) if c.name == "assessment"), None)
    for assessment in running:
        if assessment.status == AssessmentWork.submitted.name and user.can(CASE_APPROVE):
            url = reverse("cases:assessment-decide", args=[assessment.public_id])
            yield NextAction(_("Read the assessment and decide"), url, clock, primary=True)
        elif assessment.status == AssessmentWork.draft.name and user.can(CASE_WORK):
            yield NextAction(
                _("Go on with the assessment"), assessment.get_absolute_url(), clock, primary=True
            )
    if beginning:
        url = reverse("cases:assessment-start", args=[case.public_id])
        yield NextAction(_("Begin an assessment"), url, clock, primary=case.status == "registered")


@alerts
def warn_without_safety_plan(case: Case, user: User) -> Iterable[Alert]:
    """Critical risk without a safety plan is said on every page of the case."""
    if case.risk == "critical" and not SafetyPlan.objects.filter(case=case).exists():
        url = reverse("cases:case-safety-plan", args=[case.public_id]) if user.can(CASE_WORK) else ""
        yield Alert(_("Critical risk, and no safety plan yet"), "bad", url)
