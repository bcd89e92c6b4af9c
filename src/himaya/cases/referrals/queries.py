"""Reading referrals."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from himaya.access.gate import SYSTEM, acting_as
from himaya.access.queries import users_in
from himaya.access.roles import ProviderStaff
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_of, subjects_of
from himaya.cases.referrals.models import Feedback, Referral
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.services.rules import Measured
from himaya.workflow.models import Clock, Step

# States in which a service has taken a family on.
IN_HAND = ("accepted", "started")
# States in which something of a referral is still to come.
GOING_ON = ("sent", *IN_HAND)


def referrals_of(case: Case) -> QuerySet[Referral]:
    """The referrals of a case, newest first."""
    return Referral.objects.filter(case=case).select_related("service", "service__unit").order_by("-pk")


def steps_on(referrals: Iterable[int]) -> QuerySet[Step]:
    """The steps of these referrals, oldest first."""
    rows = Step.objects.filter(process="referral", subject_id__in=list(referrals))
    return rows.select_related("actor").order_by("id")


def sent_on(referral: Referral) -> date:
    """The day on which it was sent."""
    first = Step.objects.filter(process="referral", subject_id=referral.pk).order_by("id")[0]
    return clock.local(first.at).date()


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
    return inbox_of(user).filter(status__in=IN_HAND).order_by("pk")


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


WAITED = """
with taken as (
  select r.service_id,
    extract(epoch from answer.at - sent.at) / 86400 as answered,
    case when answer.to_state = 'accepted'
      then greatest(r.started_on - (answer.at at time zone 'Asia/Baku')::date, 0) end as begun
  from cases_referral r
  join workflow_step sent on sent.process = 'referral' and sent.subject_id = r.id and sent.from_state = ''
  join workflow_step answer on answer.process = 'referral' and answer.subject_id = r.id
    and answer.from_state = 'sent' and answer.to_state in ('accepted', 'declined')
  where sent.at >= %s)
select service_id,
  count(answered), percentile_cont(0.5) within group (order by answered),
  percentile_cont(0.9) within group (order by answered),
  count(begun), percentile_cont(0.5) within group (order by begun),
  percentile_cont(0.9) within group (order by begun)
from taken group by service_id
"""


def waited(now: datetime) -> list[Measured]:
    """Days from sending to the first answer and from the yes to the beginning, of the referrals sent within the norm
    `service.wait.window`, for each service. Read by the system."""
    today = clock.local(now).date()
    since = clock.at(add_months(today, -int(norm("service.wait.window", on=today).value)))
    with connection.cursor() as cursor:
        cursor.execute(WAITED, [since])
        return [Measured(*row) for row in cursor.fetchall()]


def somebody_reads(referral: Referral) -> bool:
    """Whether anybody of the service's unit has an account and reads it there."""
    return users_in(ProviderStaff, referral.service.unit).exists()


def who_of(case: Case) -> str:
    """The children of the case by name, as the first proposal of whom the referral is about."""
    return ", ".join(child.full_name for child in subjects_of(faces_of([case]).get(case.pk, [])))
