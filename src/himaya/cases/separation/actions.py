"""Writing what threatens a family, and how it ended."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.gate import action, require_version
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.separation.models import SeparationRisk
from himaya.cases.separation.process import RiskOfSeparation
from himaya.kit import clock
from himaya.kit.errors import Refused


@action(CASE_WORK, on="case")
def tell_threat(
    *,
    case: Case,
    grounds: Sequence[str],
    asked_by: str,
    asked_for: str,
    what_helps: str,
    kin_asked: str,
    by: Any,
    expected: int | None = None,
) -> SeparationRisk:
    """What threatens to part the child from the family (codes of `separation.ground`), and what would let it stay. May
    be written anew while the case is open; earlier texts stay in the history."""
    told = _held(case, by, expected)
    told.grounds, told.asked_by, told.asked_for = list(grounds), asked_by, asked_for
    told.what_helps, told.kin_asked = what_helps, kin_asked
    told.written_by, told.written_at = by, clock.now()
    told.save()
    return told


@action(CASE_WORK, on="case")
def tell_outcome(
    *, case: Case, outcome: str, outcome_on: date, outcome_why: str, by: Any, expected: int | None = None
) -> SeparationRisk:
    """Where the child lives in the end (a code of `separation.outcome`), since when, and why."""
    told = _held(case, by, expected)
    if outcome_on > clock.today():
        raise Refused(_("This day is still to come."), field="outcome_on")
    told.outcome, told.outcome_on, told.outcome_why, told.outcome_by = outcome, outcome_on, outcome_why, by
    told.save()
    return told


def _held(case: Case, by: Any, expected: int | None) -> SeparationRisk:
    case = hold(case)
    require(may_write(case))
    if case.kind != RiskOfSeparation.variant:
        raise Refused(_("This is asked only where a child may be parted from the family."))
    told: SeparationRisk | None = SeparationRisk.objects.select_for_update().filter(case=case).first()
    if told is None:
        return SeparationRisk(case=case, dossier=case.dossier)
    require_version(told, expected)
    return told
