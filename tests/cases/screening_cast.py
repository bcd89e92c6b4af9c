"""What the tests of intake screening share."""

from typing import Any

from himaya.cases.intake.actions import (
    judge_report,
)
from himaya.cases.models import Report

BRUISED = {"life_danger": "no", "injuries": "yes", "repeated": "yes"}


def judged(answers: dict[str, str], by: Any, **more: Any) -> Report:
    return judge_report(report=Report.objects.get(), answers=answers, by=by, **more)
