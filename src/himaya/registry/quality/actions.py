"""Counting how good the data is. By the worker: it looks at everybody, and keeps numbers only."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, IntegerField, Q
from django.db.models.expressions import RawSQL

from himaya.access.models import Unit
from himaya.kit import clock
from himaya.registry.quality.models import QualityCount
from himaya.registry.quality.queries import OF_WHOM, SHORT, living

# The unit that holds a record: its zone without the level of sensitivity.
_HOLDER = RawSQL("registry_person.zone / 4", [], output_field=IntegerField())


def count_quality() -> int:
    """Counts every measure for every unit anew, and says how many counts there are. Sealed people are left out: a
    count of one would tell of them."""
    now = clock.now()
    known = set(Unit.objects.values_list("pk", flat=True))
    made = [one for measure in SHORT for one in _counted(measure, now) if one.unit_id in known]
    with transaction.atomic():
        QualityCount.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["unit", "measure"],
            update_fields=["found", "of", "counted_at"],
        )
        QualityCount.objects.filter(counted_at__lt=now).update(found=0, of=0, counted_at=now)
    return len(made)


def _counted(measure: str, now: datetime) -> list[QualityCount]:
    today = clock.local(now).date()
    looked_at = living().annotate(holder=_HOLDER).exclude(zone__in=_sealed())
    if measure in OF_WHOM:
        looked_at = looked_at.filter(OF_WHOM[measure](today))
    rows = (
        looked_at.order_by()
        .values_list("holder")
        .annotate(of=Count("pk"), found=Count("pk", filter=Q(SHORT[measure](today))))
    )
    return [
        QualityCount(unit_id=holder, measure=measure, found=found, of=of, counted_at=now)
        for holder, of, found in rows
    ]


def _sealed() -> list[int]:
    return [pk * 4 + 2 for pk in Unit.objects.values_list("pk", flat=True)]
