"""What the desk decides about a report is told to the counsellor who passed it on. Whoever decides sees nothing of the
contact: the escalation lies with the report."""

from typing import Any

from django.dispatch import receiver

from himaya.cases.intake.models import Report
from himaya.cases.intake.signals import report_decided, report_moved
from himaya.hotline.escalation.models import Escalation
from himaya.hotline.escalation.process import PassingOn
from himaya.workflow.actions import hand_clocks

MOVES = {
    "second_reading": PassingOn.judge,
    "screened_in": PassingOn.take_up,
    "linked": PassingOn.join,
    "screened_out": PassingOn.decline,
    "information": PassingOn.decline,
}


@receiver(report_decided, dispatch_uid="hotline.report_decided")
def answer(sender: Any, report: Report, by: Any, **kwargs: Any) -> None:
    """Moves the escalation on with its report; a second reading that returns it changes nothing for the hotline."""
    passed = Escalation.objects.filter(report=report).first()
    move = MOVES.get(report.status)
    if passed is not None and move is not None and PassingOn.state_of(passed) in move.sources:
        PassingOn.move(passed, move, by=by)


@receiver(report_moved, dispatch_uid="hotline.report_moved")
def follow(sender: Any, report: Report, unit: Any, **kwargs: Any) -> None:
    """The clocks of the answer pass to the desk that has the report now."""
    passed = Escalation.objects.filter(report=report).first()
    if passed is not None:
        hand_clocks(process=PassingOn.code, subject_id=passed.pk, holder=None, unit=unit)
