"""Reading complaints."""

from collections.abc import Iterable
from typing import Any

from himaya.access.models import ProtectedQuerySet, User
from himaya.access.queries import unlock, users_in
from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.appeals.models import Appeal
from himaya.cases.casefile.models import Case
from himaya.cases.missing.models import ReturnTalk
from himaya.cases.proceedings.models import Proceeding
from himaya.cases.removal.models import Removal
from himaya.cases.visits.models import Visit
from himaya.instruments.models import Response
from himaya.instruments.queries import said_for
from himaya.kit import clock
from himaya.reference.queries import code_item
from himaya.workflow.models import Step
from himaya.workflow.process import PROCESSES

# As many decisions of a case as a form offers to choose from.
MOST = 30
OPEN = ("received", "acknowledged", "decided")


def appeals() -> ProtectedQuerySet:
    """With everything a complaint's pages show."""
    return Appeal.objects.select_related(
        "dossier__unit", "about", "written_by", "decided_by", "step__actor", "case", "report"
    )


def appeals_open_to(user: Any) -> list[Appeal]:
    """Complaints this person may see: the open ones first, then the latest."""
    rows = list(appeals().visible_to(user).order_by("-received_at", "-pk")[:200])
    return sorted(rows, key=lambda row: row.status not in OPEN)


def appeals_about(case: Case, user: Any) -> list[Appeal]:
    """Complaints about a case, as far as this person may see them."""
    return list(appeals().visible_to(user).filter(case=case).order_by("-pk"))


def decisions_of(origin: Any) -> list[tuple[str, str]]:
    """The latest steps of a case or report that people took, for a form: (step, in words)."""
    rows = Step.objects.filter(dossier=origin.dossier_id, actor__isnull=False).exclude(process="appeal")
    return [(str(step.pk), _words(step)) for step in rows.select_related("actor").order_by("-pk")[:MOST]]


def _words(step: Step) -> str:
    process = PROCESSES.get(step.process)
    state = process.states.get(step.to_state) if process else None
    what = f"{process.title}: {state.label}" if process and state else step.move
    return f"{what}, {clock.local(step.at):%d.%m.%Y} ({step.actor})"


def step_of(origin: Any, pk: str) -> Step | None:
    """A decision of this case or report, by what a form sent."""
    return Step.objects.filter(dossier=origin.dossier_id, pk=int(pk)).first() if pk.isdecimal() else None


def staff_of(origin: Any) -> list[User]:
    """Who may be complained of: those who work in the unit that holds the case or report."""
    roles = (SocialWorker, Supervisor, DutyOfficer, UnitManager)
    found = {user.pk: user for role in roles for user in users_in(role, origin.dossier.unit)}
    worker = getattr(origin, "worker", None)
    if worker is not None:
        found[worker.pk] = worker
    return sorted(found.values(), key=str)


def took_part(appeal: Appeal) -> set[int]:
    """Who took what is complained of, or prepared it: by the very step, else by every step of such decisions; the worker
    where it is about how the work was done; and always whom it names."""
    item = code_item("appeal.decision", appeal.decision)
    asks = item.attributes if item else {}
    found = {appeal.about_id}
    if appeal.step is not None:
        same = Step.objects.filter(process=appeal.step.process, subject_id=appeal.step.subject_id)
        found |= _actors(same.filter(move=appeal.step.move) if appeal.step.process == "case" else same)
    origin = appeal.case or appeal.report
    if origin is not None and "process" in asks:
        rows = Step.objects.filter(dossier=origin.dossier_id, process=asks["process"])
        found |= _actors(rows.filter(move__in=asks["moves"]) if "moves" in asks else rows)
    if appeal.case is not None and asks.get("worker"):
        found.add(appeal.case.worker_id)
    return {pk for pk in found if pk is not None}


def _actors(steps: Any) -> set[int | None]:
    return set(steps.values_list("actor_id", flat=True))


def own_words_in(case: Case | None) -> str:
    """Everything the children of a case were recorded to have said."""
    if case is None:
        return ""
    return "\n".join(_own_words(case))


def _own_words(case: Case) -> Iterable[str]:
    for row in unlock(
        Response.objects.filter(dossier=case.dossier_id, form__isnull=False).select_related("form")
    ):
        yield said_for(row, "child_view")
    records: list[Any] = [
        Visit.objects.filter(case=case),
        Removal.objects.filter(case=case),
        Proceeding.objects.filter(case=case),
        ReturnTalk.objects.filter(missing__case=case),
    ]
    for rows in records:
        for row in unlock(rows):
            yield row.child_words
