"""What happens to planned visits when their case changes."""

from typing import Any

from django.dispatch import receiver

from himaya.access.gate import SYSTEM
from himaya.cases.casefile.signals import case_closed, case_handed_over
from himaya.cases.visits.models import Visit
from himaya.cases.visits.process import VisitWork


@receiver(case_closed, dispatch_uid="visits.case_closed")
def cancel_planned_visits(sender: Any, case: Any, by: Any, **kwargs: Any) -> None:
    """A closed case has no visits to come."""
    for visit in Visit.objects.filter(case=case, status__in=Visit.TO_COME):
        VisitWork.move(visit, VisitWork.cancel, by=SYSTEM, reason="case_closed")


@receiver(case_handed_over, dispatch_uid="visits.case_handed_over")
def hand_planned_visits(sender: Any, case: Any, before: Any, by: Any, **kwargs: Any) -> None:
    """The next worker finds the visits that were planned; they may move them."""
    Visit.objects.filter(case=case, status=VisitWork.planned.name, worker=before).update(worker=case.worker)
