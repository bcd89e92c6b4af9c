"""What stands against a closure, and where else the work could go on."""

from typing import Any

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import known_elsewhere
from himaya.cases.missing.process import MissingWork
from himaya.cases.proceedings.process import ProceedingWork
from himaya.cases.removal.process import RemovalWork
from himaya.instruments.models import Response
from himaya.instruments.queries import AnsweredSection, answered, version_on
from himaya.kit import clock
from himaya.workflow.process import End, Process


def questions_of(case: Case) -> str:
    """The questionnaire answered before the end with those a case of this kind is about."""
    return CaseWork.of_record(case).asks["closure"]


def answers_of(case: Case) -> Response:
    """The answers before closing as the page draws them: those begun, or an unsaved set that goes on from the sealed
    ones."""
    found = case.closure_answers
    if found is not None and not found.is_submitted:
        return found
    form = found.form if found else version_on(questions_of(case), clock.today())
    blank = Response(form=form, dossier=case.dossier)
    blank.answers = found.answers if found else {}
    return blank


def answered_before(case: Case) -> list[AnsweredSection]:
    """What was answered before closing, for reading; empty until it is sealed."""
    found = case.closure_answers
    return answered(found) if found is not None and found.is_submitted else []


def obstacles(case: Case, by: User) -> list[Any]:
    """The reasons, in words, why this person could close the case only with a reason of their own."""
    facts = {"by": by.pk, "open": still_open(case)}
    verdicts = [guard(case, facts) for guard in CaseWork.own(case, CaseWork.close).needs]
    return [verdict.reason for verdict in verdicts if not verdict]


def still_open(case: Case) -> list[str]:
    """What of a case has not come to its end, in words: a child taken to safety, missing, or before a court."""
    kinds: tuple[type[Process], ...] = (RemovalWork, MissingWork, ProceedingWork)
    return [str(kind.title) for kind in kinds if _goes_on(kind, case)]


def _goes_on(process: type[Process], case: Case) -> bool:
    ends = [name for name, state in process.every_state().items() if isinstance(state, End)]
    records: Any = process.of.objects
    return bool(records.filter(case=case).exclude(status__in=ends).exists())


def joinable(case: Case) -> list[tuple[Case, str]]:
    """Other cases of the same children, with the number and state of each in words."""
    found = known_elsewhere(case)
    return [(c, f"№ {c.reference}: {CaseWork.state_of(c).label}") for c in found if c.status != "merged"]
