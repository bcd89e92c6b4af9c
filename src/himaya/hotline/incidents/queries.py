"""Incidents as screens need them."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from himaya.hotline.incidents.models import Custody, Incident
from himaya.kit.memory import asked_once

OPEN, OVER = "open", "over"
LISTS = {OPEN: ("opened", "told"), OVER: ("closed", "set_aside")}


def listed(which: str, by: Any) -> QuerySet[Incident]:
    """Incidents that are worked on, or over, as far as somebody sees them; the latest first."""
    rows = Incident.objects.visible_to(by).filter(status__in=LISTS[which])
    return rows.select_related("opened_by").order_by("-opened_at", "-pk")


@asked_once
def of_case(case: Any) -> list[Incident]:
    """The incidents that went with a case's reports, as far as the reader sees them; the earliest first."""
    return list(Incident.objects.filter(report__case=case.pk).order_by("opened_at", "pk"))


def evidence_of(incident: Incident) -> list[Any]:
    """The evidence log, in its order, each item with the hands it went through."""
    hands = Prefetch("custody", Custody.objects.select_related("written_by").order_by("at", "pk"))
    rows = incident.evidence.select_related("taken_by", "document").prefetch_related(hands)
    return list(rows.order_by("number"))


def notices_of(incident: Incident) -> list[Any]:
    """Who was told, in the order of telling."""
    return list(incident.notices.select_related("told_by").order_by("told_at", "pk"))
