"""Reading referrals."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_of, subjects_of
from himaya.cases.referrals.models import Feedback, Referral
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.models import Clock, Step


def referrals_of(case: Case) -> QuerySet[Referral]:
    """The referrals of a case, newest first."""
    return Referral.objects.filter(case=case).select_related("service", "service__unit").order_by("-pk")


def steps_on(referrals: Iterable[int]) -> QuerySet[Step]:
    """The steps of these referrals, oldest first."""
    rows = Step.objects.filter(process="referral", subject_id__in=list(referrals))
    return rows.select_related("actor").order_by("id")


def feedback_on(referrals: Iterable[int]) -> QuerySet[Feedback]:
    """What services told back on these referrals."""
    return Feedback.objects.filter(referral_id__in=list(referrals)).select_related("by").order_by("at")


def clocks_on(referrals: Iterable[Referral]) -> QuerySet[Clock]:
    """The running deadlines of these referrals."""
    keys = [referral.pk for referral in referrals]
    return Clock.objects.filter(process="referral", state=Clock.RUNNING, subject_id__in=keys)


def inbox_of(user: Any) -> QuerySet[Referral]:
    """Referrals to the services of the units in which the user works, waiting ones first."""
    units = [m.unit_id for m in user.current_memberships]
    rows = Referral.objects.visible_to(user).filter(service__unit_id__in=units)
    return rows.select_related("service").order_by("-is_urgent", "pk")


def in_hand(user: Any) -> QuerySet[Referral]:
    """Accepted referrals of the user's services, the longest accepted first."""
    return inbox_of(user).filter(status="accepted").order_by("pk")


def overdue_for_expiry() -> list[int]:
    """Referrals whose answer has been late for longer than the norm `referral.expiry`."""
    length = norm("referral.expiry", on=clock.today())
    with acting_as(SYSTEM):
        rows = Clock.objects.filter(
            process="referral",
            name="answer",
            state=Clock.RUNNING,
            due_at__lt=clock.now() - timedelta(hours=1),
        )
        return [row.subject_id for row in rows if add(row.due_at, length) < clock.now()]


def who_of(case: Case) -> str:
    """The children of the case by name, as the first proposal of whom the referral is about."""
    return ", ".join(child.full_name for child in subjects_of(faces_of([case]).get(case.pk, [])))
