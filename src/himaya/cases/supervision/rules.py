"""Who holds a session, who adds to it, and until when the next is due."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm

# The kind of session that is owed (`supervision.kind`); the others are held besides.
INDIVIDUAL = "individual"


def may_hold(worker: Any, by: Any) -> Verdict:
    """Nobody supervises themselves."""
    return no(_("Another person supervises you.")) if by.pk == worker.pk else yes()


def is_of_the_two(session: Any, by: Any) -> Verdict:
    """What was said is read, and added to, by the two who talked and by nobody else."""
    if by.pk in {session.worker_id, session.held_by_id}:
        return yes()
    return no(_("Only the two who talked may do this."))


def is_the_worker(session: Any, by: Any) -> Verdict:
    """Only who was supervised confirms."""
    if by.pk == session.worker_id:
        return yes()
    return no(_("Only the worker who was supervised confirms."))


def is_the_holder(session: Any, by: Any) -> Verdict:
    """What was agreed is written by who held the session, while it waits for the worker's word."""
    if session.status != "held":
        return no(_("What was agreed is written before the worker confirms the session."))
    if by.pk != session.held_by_id:
        return no(_("Only who held the session writes what was agreed."))
    return yes()


def is_past(held_at: datetime) -> Verdict:
    """A session is written down once it was held."""
    return yes() if held_at <= clock.now() else no(_("This moment is still to come."))


def due_at(since: datetime) -> datetime:
    """Until when the session after one is due (norm `supervision.session.due`)."""
    return add(since, norm("supervision.session.due", on=clock.local(since).date()))


def is_soon_enough(next_on: date | None, held_at: datetime) -> Verdict:
    """The day agreed on for the next session lies ahead, and not beyond the day by which it is due."""
    if next_on is None:
        return yes()
    last = clock.local(due_at(held_at)).date()
    if clock.today() <= next_on <= last:
        return yes()
    return no(
        _("Choose a day from today until %(day)s: by then the next session is due.")
        % {"day": f"{last:%d.%m.%Y}"}
    )


def is_to_come(due_on: date) -> Verdict:
    """What is agreed is done by a day to come."""
    return yes() if due_on >= clock.today() else no(_("This day has passed."))


def is_theirs(case: Any, session: Any) -> Verdict:
    """The case is one the supervised worker works on now."""
    if case.worker_id == session.worker_id:
        return yes()
    return no(_("Choose an open case of this worker."))


def may_finish(point: Any, by: Any, *, leads: bool) -> Verdict:
    """Whose task it is says that it is done, or who works the case now, or who leads the unit; once."""
    if point.done_at is not None:
        return no(_("This was done already."))
    if leads or by.pk in {point.owner_id, point.case.worker_id}:
        return yes()
    return no(_("Only whose task it is, or who leads the unit, may do this."))


def where_now(sessions: Mapping[int, int], serving: Mapping[int, int]) -> tuple[set[int], set[int]]:
    """Of the sessions that are due (worker → unit) whose end because the worker serves there no longer; and which workers
    in service (worker → unit) are owed one."""
    gone = {worker for worker, unit in sessions.items() if serving.get(worker) != unit}
    return gone, {worker for worker in serving if worker not in sessions or worker in gone}
