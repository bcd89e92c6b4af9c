"""Closing a case, and opening a closed one again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from himaya.access.gate import action
from himaya.access.roles import CASE_APPROVE, CASE_ASSIGN, CASE_WORK
from himaya.cases.assigning.models import Assignment
from himaya.cases.casefile.actions import hold, raise_walls, require, settle_grants, tell_of_report
from himaya.cases.casefile.models import Case, Note
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import faces_of, reports_open_to, subjects_of
from himaya.cases.casefile.rules import interests_at_the_end
from himaya.cases.casefile.signals import case_closed, case_reopened
from himaya.cases.closing.queries import questions_of, still_open
from himaya.cases.closing.rules import may_answer, may_join
from himaya.instruments.actions import follow_response, save_draft, start_response, submit_response
from himaya.instruments.models import Response
from himaya.instruments.queries import version_on
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.actions import close_dossier_tasks, end_dossier_clocks
from himaya.workflow.models import Step
from himaya.workflow.process import Move

CLOSURE = [
    "closure_reason",
    "closure_note",
    "closure_interests",
    "closure_answers",
    "stable_since",
    "closure_by",
]


@action(CASE_WORK, on="case")
def save_feedback(*, case: Case, typed: Mapping[str, Any], by: Any, expected: int | None = None) -> Response:
    """Keeps what was typed of the questions before closing, finished or not. `expected` is the version of the
    answers, not of the case."""
    return save_draft(response=_answers_begun(case, by), typed=typed, by=by, expected=expected)


@action(CASE_WORK, on="case")
def finish_feedback(
    *, case: Case, answers: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Checks and seals what the child and the family answered before closing."""
    return submit_response(response=_answers_begun(case, by), answers=answers, by=by, expected=expected)


def _answers_begun(case: Case, by: Any) -> Response:
    """The answers being given; where they were sealed already, or never begun, a new set."""
    case = hold(case)
    require(may_answer(case))
    before = case.closure_answers
    if before is not None and not before.is_submitted:
        return before
    case.closure_answers = follow_response(response=before, by=by) if before else _first_answers(case, by)
    case.save(update_fields=["closure_answers"])
    return case.closure_answers


def _first_answers(case: Case, by: Any) -> Response:
    children = subjects_of(faces_of([case]).get(case.pk, []))
    return start_response(
        form=version_on(questions_of(case), clock.today()),
        dossier=case.dossier,
        by=by,
        about_id=children[0].person_id if len(children) == 1 else None,
        given={"age": children[0].age} if len(children) == 1 else {},
    )


@action(CASE_WORK, on="case")
def propose_closure(
    *,
    case: Case,
    reason: str,
    note: str,
    stable_since: date | None,
    by: Any,
    interests: str = "",
    expected: int | None = None,
) -> Case:
    """The worker says the work is done, with a coded reason, since when the child is safe, and what the end means for
    the child (`interests`). What the child and the family say stands in the answers (`finish_feedback`), which the
    supervisor asks for."""
    case = hold(case, expected=expected, move=CaseWork.propose_closure)
    require(interests_at_the_end(case, reason, interests), "interests")
    case.closure_reason, case.closure_note, case.closure_interests = reason, note, interests
    case.stable_since, case.closure_by = stable_since, by
    CaseWork.move(case, CaseWork.propose_closure, by=by, reason=reason, facts={"stable": stable_since})
    case.save(update_fields=CLOSURE)
    return case


@action(CASE_APPROVE, on="case")
def close_case(*, case: Case, by: Any, override: str = "", expected: int | None = None) -> Case:
    """A supervisor agrees: the case ends, all its deadlines with it; its worker may still read for a while.

    What a guard holds against it (not stable long enough, no word of the family, one's own proposal) is passed
    over only with a coded reason."""
    case = hold(case, expected=expected, move=CaseWork.close)
    facts = {"by": by.pk, "open": still_open(case)}
    CaseWork.move(case, CaseWork.close, by=by, facts=facts, override=override)
    case.closed_at = clock.now()
    case.save(update_fields=["closed_at"])
    case_closed.send(sender=Case, case=case, by=by)
    end_dossier_clocks(dossier=case.dossier)
    close_dossier_tasks(dossier=case.dossier, by=by, outcome="case_closed")
    _open_assignments_end(case)
    length = norm("case.read_after_closure", on=clock.today(), territory=case.territory)
    settle_grants(case, read_until=add(clock.now(), length))
    return case


@action(CASE_APPROVE, on="case")
def return_closure(*, case: Case, note: str, by: Any, expected: int | None = None) -> Case:
    """A supervisor does not agree, and says why; the work goes on where it stood."""
    case = hold(case, expected=expected, move=CaseWork.close)
    CaseWork.move(case, _way_back(case), by=by)
    Note.objects.create(case=case, dossier=case.dossier, at=clock.now(), by=by, text=note)
    case.closure_by = None
    case.save(update_fields=["closure_by"])
    return case


def _way_back(case: Case) -> Move:
    """The move that leads back to where the closure was proposed from."""
    proposed = (
        Step.objects.filter(process=CaseWork.code, subject_id=case.pk, move=CaseWork.propose_closure.name)
        .order_by("-id")
        .first()
    )
    return CaseWork.back_from_closing(case, proposed.from_state if proposed else "")


@action(CASE_ASSIGN, on="case")
def reopen_case(*, case: Case, reason: str, by: Any, report: Any = None, expected: int | None = None) -> Case:
    """A closed case is worked on again: a new report about the same child, or harm that came back.

    It waits for a worker like a new one; response times run from the new report, or from now."""
    case = hold(case, expected=expected, move=CaseWork.reopen)
    since = report.received_at if report else clock.now()
    risk = (report.risk if report is not None else "") or case.risk
    _reopen(case, since=since, risk=risk, reason=reason, by=by)
    if report is not None:
        raise_walls(report.dossier, case.dossier, by=by)
        report.case = case
        report.save(update_fields=["case"])
    return case


def _reopen(case: Case, *, since: datetime, risk: str, reason: str, by: Any) -> None:
    case.reported_at, case.risk = since, risk
    case.worker, case.first_contact_at, case.closed_at = None, None, None
    case.closure_reason = case.closure_note = case.closure_interests = ""
    case.closure_answers = None
    case.stable_since, case.closure_by = None, None
    CaseWork.move(case, CaseWork.reopen, by=by, reason=reason, facts={"since": since, "risk": risk})
    case.save(update_fields=[*CLOSURE, "reported_at", "worker", "first_contact_at", "closed_at", "risk"])
    settle_grants(case)
    case_reopened.send(sender=Case, case=case, by=by)


@action(CASE_ASSIGN, on="case")
def join_earlier(*, case: Case, into: Case, by: Any, expected: int | None = None) -> Case:
    """The child turned out to have a case already: the work goes on there, under one number.

    A closed one is reopened with the time and risk of the new; its worker, or whoever leads the unit, hears of
    it. Nothing of the joined case is lost: it stays readable where it is. Who was shut out of it is shut out of
    the other too."""
    case = hold(case, expected=expected, move=CaseWork.join)
    into = hold(into)
    require(may_join(case, into), "into")
    CaseWork.move(case, CaseWork.join, by=by, facts={"into": into.pk})
    raise_walls(case.dossier, into.dossier, by=by)
    case.merged_into, case.closed_at, case.closure_reason = into, clock.now(), "merged"
    case.save(update_fields=["merged_into", "closed_at", "closure_reason"])
    case_closed.send(sender=Case, case=case, by=by)
    end_dossier_clocks(dossier=case.dossier)
    close_dossier_tasks(dossier=case.dossier, by=by, outcome="case_joined")
    reports_open_to(by).filter(case=case).update(case=into)
    if into.status == CaseWork.closed.name:
        _reopen(into, since=case.reported_at, risk=case.risk, reason="new_report", by=by)
    else:
        tell_of_report(into, key=f"joined:{case.pk}")
    _open_assignments_end(case)
    settle_grants(case)
    return case


def _open_assignments_end(case: Case) -> None:
    Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=clock.now())
