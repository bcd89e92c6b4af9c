"""The danger questions and the level of risk that holds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.queries import nearest_to
from himaya.access.roles import REPORT_APPROVE, REPORT_SCREEN, Supervisor
from himaya.cases.casefile.actions import follow_report
from himaya.cases.intake.actions.holding import hold
from himaya.cases.intake.actions.notices import open_notices
from himaya.cases.intake.models import Report
from himaya.cases.intake.process import JUDGED_LATER, LOWERING, Intake
from himaya.cases.intake.rules import another_person_lowers, highest, holding, judgement_of, rank
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.queries import codes, norm
from himaya.workflow.actions import close_tasks, open_task, tell_all


def task_key(report: Report) -> str:
    """The open task of a supervisor to decide on a lower level."""
    return f"{LOWERING}:{report.pk}"


@action(REPORT_SCREEN, on="report")
def judge_report(
    *,
    report: Report,
    answers: Mapping[str, str],
    by: Any,
    level: str = "",
    note: str = "",
    concerns: list[str] | None = None,
    expected: int | None = None,
) -> Report:
    """Keeps the answers, the level they compute and the level the officer decides (the computed one if none is
    given). Lowering critical or high waits for a supervisor; what the law bids is opened at once.

    Where a case was opened in an emergency before anybody answered, the answers are made up for here: they may raise
    the report's level, never lower it, and whoever works on the case hears of it."""
    hold(report, expected)
    if report.status == Intake.screened_in.name and not report.danger:
        return _make_up(report, answers, level, note, by)
    if report.status != Intake.received.name:
        raise Refused(_("This report has already been screened."))
    asked = {item.code for item in codes("danger.question", clock.today())}
    judged = judgement_of(answers, clock.today())
    held = holding(judged.level, report.risk, level or judged.level)
    if rank(held.proposed or held.level) < rank(judged.level) and not note.strip():
        raise Refused(_("Say why the level is lower than the answers suggest."), field="note")
    report.danger = {q: a for q, a in answers.items() if q in asked}
    report.risk_computed, report.risk_reasons = judged.level, judged.codes
    report.risk, report.risk_proposed = held.level, held.proposed
    report.risk_proposed_by = by if held.proposed else None
    report.risk_note = note
    if concerns is not None:
        report.concerns = concerns
    report.save()
    _ask_or_withdraw(report, by)
    open_notices(report=report, by=by)
    report.refresh_from_db(fields=["version"])
    return report


def _make_up(report: Report, answers: Mapping[str, str], level: str, note: str, by: Any) -> Report:
    asked = {item.code for item in codes("danger.question", clock.today())}
    judged = judgement_of(answers, clock.today())
    before = report.risk
    report.danger = {q: a for q, a in answers.items() if q in asked}
    report.risk_computed, report.risk_reasons = judged.level, judged.codes
    report.risk, report.risk_note = highest(before, judged.level, level), note
    report.save()
    open_notices(report=report, by=by)
    case = follow_report(report)
    if case is not None and rank(report.risk) > rank(case.risk):
        tell_all(
            users=case.people,
            kind=JUDGED_LATER,
            key=f"{JUDGED_LATER}:{report.pk}",
            url=case.url,
            reference=case.reference,
            urgent=True,
        )
    report.refresh_from_db(fields=["version"])
    return report


def _ask_or_withdraw(report: Report, by: Any) -> None:
    close_tasks(key=task_key(report), by=by, outcome="replaced")
    if not report.risk_proposed:
        return
    open_task(
        kind=LOWERING,
        key=task_key(report),
        dossier=report.dossier,
        unit=report.dossier.unit,
        role=Supervisor,
        due_at=add(clock.now(), norm("risk.lowering.approval", clock.today(), report.territory)),
        process=Intake.code,
        subject_id=report.pk,
    )
    tell_all(
        users=[p for p in nearest_to(Supervisor, report.dossier) if p.pk != by.pk],
        kind=LOWERING,
        key=f"{task_key(report)}:{report.version}",
        url=report.get_absolute_url(),
        reference=report.reference,
    )


@action(REPORT_APPROVE, on="report")
def decide_lowering(*, report: Report, approve: bool, by: Any, expected: int | None = None) -> Report:
    """A supervisor's word on a proposed lower level; never that of the one who proposed it."""
    hold(report, expected)
    if not report.risk_proposed:
        raise Refused(_("No lower level is proposed."))
    verdict = another_person_lowers(report, {"reader": by})
    if not verdict:
        raise Refused(verdict.reason)
    if approve:
        report.risk = report.risk_proposed
    report.risk_proposed, report.risk_proposed_by = "", None
    report.save(update_fields=["risk", "risk_proposed", "risk_proposed_by"])
    close_tasks(key=task_key(report), by=by, outcome="approved" if approve else "refused")
    report.refresh_from_db(fields=["version"])
    return report


def withdraw_lowering(*, report: Report, by: Any) -> None:
    """The outcome was decided first: the higher level held, and holds."""
    if report.risk_proposed:
        report.risk_proposed, report.risk_proposed_by = "", None
        report.save(update_fields=["risk_proposed", "risk_proposed_by"])
        close_tasks(key=task_key(report), by=by, outcome="outcome_came_first")
