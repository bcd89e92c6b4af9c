"""What happens to plans when their case ends."""

from typing import Any

from django.dispatch import receiver

from himaya.access.gate import SYSTEM
from himaya.cases.casefile.signals import case_closed
from himaya.cases.plan.actions import end_plan
from himaya.cases.plan.models import Plan
from himaya.cases.plan.process import PlanWork


@receiver(case_closed, dispatch_uid="plan.case_closed")
def end_plans(sender: Any, case: Any, by: Any, **kwargs: Any) -> None:
    """A closed case has no plan in force and none in the making."""
    for plan in Plan.objects.filter(case=case, status__in=["draft", "submitted", "approved"]):
        if plan.status == PlanWork.approved.name:
            end_plan(plan, PlanWork.end, by=SYSTEM)
        else:
            PlanWork.move(plan, PlanWork.stop, by=SYSTEM, facts={})
