"""Plans under which nothing is being done."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from himaya.cases.lapse.rules import lapsed_if_nothing_since
from himaya.cases.plan.models import Plan, PlanAction
from himaya.cases.referrals.models import Referral
from himaya.kit import clock

SUPPORTED = (
    "assessed",
    "entitled",
    "implementing",
)  # states of a case in which a plan in force is to be carried out
OPEN = ("planned", "running")
GOING_ON = ("sent", "accepted", "started")  # states of a referral


def lapsed_plans(on: date) -> QuerySet[Plan]:
    """Plans in force under which no action runs, none ended or was done lately, none begins soon, and no referral waits
    for its answer or is being carried out."""
    since = lapsed_if_nothing_since(on)
    soon = on + (on - since)
    acting = PlanAction.objects.filter(
        Q(state__in=OPEN, due_on__gte=since, starts_on__lte=soon) | Q(done_on__gte=since),
        goal__plan=OuterRef("pk"),
        goal__removed_at__isnull=True,
        removed_at__isnull=True,
    )
    referred = Referral.objects.filter(case=OuterRef("case"), status__in=GOING_ON)
    return Plan.objects.filter(
        ~Exists(acting),
        ~Exists(referred),
        status="approved",
        approved_at__lt=clock.at(since),
        case__status__in=SUPPORTED,
    )
