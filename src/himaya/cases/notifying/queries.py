"""Reading what must be told in a case."""

from datetime import datetime

from django.db.models import Q, QuerySet

from himaya.cases.casefile.models import Case
from himaya.cases.intake.models import MandatoryNotice
from himaya.kit.memory import asked_once


@asked_once
def notices_on(case: Case) -> list[MandatoryNotice]:
    """What the law bids in this case, the earliest due first. What its reports brought stands with the reports."""
    rows = MandatoryNotice.objects.filter(case=case).select_related("told_by", "case")
    return list(rows.order_by("due_at", "pk"))


def told_since(case: Case, duty: str, since: datetime) -> QuerySet[MandatoryNotice]:
    """That the body was told since a moment: for the case, or for a report of it that the reader sees."""
    about = Q(case=case) | Q(report__case=case)
    found: QuerySet[MandatoryNotice] = MandatoryNotice.objects.filter(about, duty=duty, told_at__gte=since)
    return found.order_by("told_at")
