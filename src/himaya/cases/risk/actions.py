"""Changing a case's level of risk; every running deadline that depends on it follows."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.queries import role_over
from himaya.access.roles import CASE_APPROVE, CASE_READ, ROLES, Supervisor, UnitManager
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.rules import may_write
from himaya.cases.casefile.signals import risk_changed
from himaya.cases.risk.models import RiskChange
from himaya.cases.risk.process import RiskWork
from himaya.cases.risk.rules import is_a_change, needs_supervisor
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import start_clock


@action(CASE_READ, on="case")
def change_risk(*, case: Case, level: str, why: str, by: Any, expected: int | None = None) -> RiskChange:
    """Raises the level at once; lowers it at once where one person may, else asks a supervisor (domain §3.1)."""
    case = hold(case, expected=expected)
    require(may_write(case))
    require(is_a_change(case.risk, level), "level")
    change = RiskChange(
        case=case,
        dossier=case.dossier,
        from_level=case.risk,
        to_level=level,
        why=why,
        asked_by=by if isinstance(by, User) else None,
        asked_at=clock.now(),
    )
    if change.is_lowering and case.risk_changes.filter(status=RiskWork.proposed.name).exists():
        raise Refused(_("A lower level already waits for a supervisor."), "level")
    alone = not needs_supervisor(case.risk, level) or role_over(
        by, (Supervisor, UnitManager), case.dossier.unit
    )
    start = RiskWork.propose if not alone else RiskWork.lowered if change.is_lowering else RiskWork.raised
    RiskWork.begin(change, start, by=by, facts={"from": change.from_level, "to": level})
    if alone:
        _set_level(case, level)
    return change


@action(CASE_APPROVE, on="change")
def approve_lowering(*, change: RiskChange, by: Any, note: str = "") -> RiskChange:
    """A supervisor agrees to the lower level; it is in force from now on."""
    return _decide(change, RiskWork.approve, by, note)


@action(CASE_APPROVE, on="change")
def refuse_lowering(*, change: RiskChange, by: Any, note: str) -> RiskChange:
    """A supervisor does not agree; the higher level holds."""
    return _decide(change, RiskWork.refuse, by, note)


def _decide(change: RiskChange, move: Any, by: Any, note: str) -> RiskChange:
    case = hold(change.case)
    change.case = case
    RiskWork.move(change, move, by=by, facts={"by": by.pk})
    change.decided_by, change.decided_at, change.decision_note = by, clock.now(), note
    change.save(update_fields=["decided_by", "decided_at", "decision_note"])
    if move is RiskWork.approve:
        _set_level(case, change.to_level)
    return change


def _set_level(case: Case, level: str) -> None:
    before, case.risk = case.risk, level
    case.save(update_fields=["risk"])
    _retime(case)
    risk_changed.send(sender=Case, case=case, before=before)


def _retime(case: Case) -> None:
    """Each running deadline whose length depends on the level runs from its own start by the new norm."""
    for running in CaseWork.clocks_of(case):
        word = CaseWork.clock_of(case, running.name)
        if word is None or word.norm_for(case) == running.norm:
            continue
        start_clock(
            subject=case,
            process=CaseWork.code,
            name=running.name,
            norm_key=word.norm_for(case),
            since=running.started_at,
            holder=running.holder,
            role=ROLES.get(running.role),
            ladder=word.ladder_for(case),
        )
