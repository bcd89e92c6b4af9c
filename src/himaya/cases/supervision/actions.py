"""Owing, holding, confirming sessions; adding to them; agreeing on cases."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, may, require_version
from himaya.access.models import Dossier, Unit, User
from himaya.access.roles import SEALED, SENSITIVE, SUPERVISION_HOLD, SUPERVISION_READ
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.supervision import rules
from himaya.cases.supervision.models import Supervision, SupervisionNote, SupervisionPoint
from himaya.cases.supervision.process import SupervisionWork
from himaya.cases.supervision.queries import last_held, serving, under_way, words_of
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import close_tasks, open_task, plain_subject
from himaya.workflow.tasks.actions import kind
from himaya.workforce.queries import staff_under

GROUND = "supervision"
POINT = plain_subject("supervision_point", SupervisionPoint)
DO = kind("supervision.point", gettext_lazy("Do what supervision agreed on a case"))


@dataclass(frozen=True, slots=True)
class Talk:
    """What is written of a session: codes of `supervision.kind` and `supervision.strain`; the day agreed on for the next."""

    held_at: datetime
    kind: str = rules.INDIVIDUAL
    with_whom: str = ""
    strain: str = ""
    workload: str = ""
    training: str = ""
    text: str = ""
    next_on: date | None = None


def owe_sessions(*, by: Any) -> int:
    """Opens a session for every social worker in service who is owed none yet, and ends those of who serves there no
    longer; says how many were opened. Run by the worker every night; running it again opens nothing."""
    people, open_ones = serving(), under_way()
    units = {worker: membership.unit_id for worker, membership in people.items()}
    due = {s.worker_id: s.dossier.unit_id for s in open_ones if s.status == SupervisionWork.due.name}
    gone, owed = rules.where_now(due, units)
    for session in open_ones:
        if session.worker_id in gone or session.worker_id not in units:
            SupervisionWork.move(session, SupervisionWork.lapse, by=by)
    last = last_held(owed)
    for worker in sorted(owed):
        membership = people[worker]
        owe_session(worker=membership.user, unit=membership.unit, since=last.get(worker, clock.now()), by=by)
    return len(owed)


def owe_session(
    *, worker: User, unit: Unit, since: datetime, by: Any, planned_on: date | None = None
) -> Supervision:
    """One session, owed from a moment on. Part of what opens sessions."""
    session = Supervision(worker=worker, since=since, planned_on=planned_on, is_sample=worker.is_sample)
    session.dossier = _open(worker, unit, by)
    SupervisionWork.begin(session, SupervisionWork.owe, by=by)
    return session


def _open(worker: User, unit: Unit, by: Any) -> Dossier:
    dossier = open_dossier(kind="supervision", unit=unit, sensitivity=SENSITIVE)
    grant(dossier=dossier, user=worker, ground=GROUND, by=by, first=True)
    return dossier


@action(SUPERVISION_HOLD, on="session")
def hold_session(*, session: Supervision, talk: Talk, by: User, expected: int | None = None) -> Supervision:
    """Writes down the session that was owed; what was said is open to the two alone. The next is owed from then on, by
    the day agreed on where one was."""
    held = _hold(session, expected)
    require(rules.may_hold(held.worker, by))
    require(rules.is_past(talk.held_at), "held_at")
    require(rules.is_soon_enough(talk.next_on, talk.held_at), "next_on")
    _fill(held, talk, by)
    held.save()
    SupervisionWork.move(held, SupervisionWork.hold, by=by)
    _write(held, talk, by)
    owe_session(
        worker=held.worker, unit=held.dossier.unit, since=talk.held_at, by=by, planned_on=talk.next_on
    )
    return held


@action(SUPERVISION_HOLD)
def add_session(*, worker: User, talk: Talk, by: User) -> Supervision:
    """A session besides: of a group, or because something asked for it. What is owed stays owed."""
    require(rules.may_hold(worker, by))
    if worker not in staff_under(by):
        raise Refused(_("Choose a social worker of your units."))
    require(rules.is_past(talk.held_at), "held_at")
    session = Supervision(worker=worker, since=talk.held_at, is_sample=worker.is_sample)
    _fill(session, talk, by)
    session.dossier = _open(worker, serving()[worker.pk].unit, by)
    SupervisionWork.begin(session, SupervisionWork.add, by=by)
    _write(session, talk, by)
    return session


def _fill(session: Supervision, talk: Talk, by: User) -> None:
    session.kind, session.with_whom = talk.kind, talk.with_whom
    session.held_at, session.held_by = talk.held_at, by


def _write(session: Supervision, talk: Talk, by: User) -> None:
    """The words of the two, in a dossier that only they open."""
    dossier = open_dossier(kind="supervision_note", unit=session.dossier.unit, sensitivity=SEALED)
    grant(dossier=dossier, user=by, ground=GROUND, by=by, first=True)
    grant(dossier=dossier, user=session.worker, ground=GROUND, by=by)
    _note(session, dossier, by, talk.text, strain=talk.strain, workload=talk.workload, training=talk.training)


def _note(session: Supervision, dossier: Dossier, by: User, text: str, **said: str) -> SupervisionNote:
    return SupervisionNote.objects.create(
        dossier=dossier, session=session, at=clock.now(), by=by, text=text, **said
    )


@action(SUPERVISION_READ, on="session")
def confirm_session(
    *, session: Supervision, by: User, text: str = "", expected: int | None = None
) -> Supervision:
    """The worker has read what was written, and may add their own words."""
    held = _hold(session, expected)
    require(rules.is_the_worker(held, by))
    held.read_at = clock.now()
    held.save(update_fields=["read_at"])
    if text:
        _add(held, text, by)
    SupervisionWork.move(held, SupervisionWork.confirm, by=by)
    return held


@action(SUPERVISION_READ, on="session")
def add_note(*, session: Supervision, text: str, by: User) -> SupervisionNote:
    """One of the two adds to what was written; nothing is ever changed."""
    require(rules.is_of_the_two(session, by))
    return _add(session, text, by)


def _add(session: Supervision, text: str, by: User) -> SupervisionNote:
    dossier = words_of(session)
    if dossier is None:
        raise Refused(_("Nothing was written of this session yet."))
    return _note(session, dossier, by, text)


def _hold(session: Supervision, expected: int | None) -> Supervision:
    rows = Supervision.objects.select_for_update(of=("self",))
    held: Supervision = rows.select_related("worker", "held_by", "dossier__unit").get(pk=session.pk)
    require_version(held, expected)
    return held


@action(SUPERVISION_HOLD, on="session")
def agree_point(
    *, session: Supervision, case: Case, what: str, owner: User, due_on: date, by: User
) -> SupervisionPoint:
    """What the two agreed on a case, who does it and by when: it stands in the case and is a task of its owner."""
    require(rules.is_the_holder(session, by))
    require(rules.is_theirs(case, session), "case")
    require(may_write(case), "case")
    require(rules.is_of_the_two(session, owner), "owner")
    require(rules.is_to_come(due_on), "due_on")
    point = SupervisionPoint.objects.create(
        dossier=case.dossier, session=session, case=case, at=clock.now(), by=by, what=what, owner=owner, due_on=due_on
    )  # fmt: skip
    open_task(
        kind=DO,
        key=_key(point),
        dossier=case.dossier,
        unit=case.dossier.unit,
        assignee=owner,
        due_at=clock.at(due_on + timedelta(days=1)),
        process=POINT,
        subject_id=point.pk,
    )
    return point


@action(SUPERVISION_READ, on="point")
def finish_point(*, point: SupervisionPoint, note: str, by: User) -> SupervisionPoint:
    """What was agreed was done, and how."""
    rows = SupervisionPoint.objects.select_for_update(of=("self",)).select_related("case", "dossier__unit")
    held: SupervisionPoint = rows.get(pk=point.pk)
    require(rules.may_finish(held, by, leads=may(by, SUPERVISION_HOLD, held.dossier)))
    held.done_at, held.done_by, held.done_note = clock.now(), by, note
    held.save(update_fields=["done_at", "done_by", "done_note"])
    close_tasks(key=_key(held), by=by, outcome="done")
    return held


def _key(point: SupervisionPoint) -> str:
    return f"{DO}:{point.pk}"
