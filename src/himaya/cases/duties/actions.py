"""Giving duties, answering them, reporting and checking."""

from datetime import date, timedelta
from typing import Any

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import Grant, Unit, User
from himaya.access.queries import users_in
from himaya.access.roles import DUTY_ANSWER, DUTY_VERIFY, MEETING_READ, ProviderStaff
from himaya.cases.casefile.actions import raise_walls, require
from himaya.cases.duties.models import Duty
from himaya.cases.duties.process import GIVEN, DutyWork
from himaya.cases.duties.rules import is_to_come, may_give, may_take_back, somebody_answers
from himaya.cases.meetings.models import AgendaItem
from himaya.cases.meetings.rules import keeper_acts
from himaya.kit import clock
from himaya.workflow.actions import hand_clocks, tell_all
from himaya.workflow.clocks.rules import next_firing
from himaya.workflow.models import Clock
from himaya.workflow.process import Move

GROUND = "duty"


@action(MEETING_READ, on="item")
def give_duty(
    *, item: AgendaItem, unit: Unit, what: str, due_on: date, by: User, about: str = "", responsible: str = ""
) -> Duty:
    """A decision asks something of an agency. It reads what is written here, and nothing of the case."""
    rows = AgendaItem.objects.select_for_update(of=("self",))
    held: AgendaItem = rows.select_related("dossier__unit", "meeting__dossier__unit", "answer_to").get(
        pk=item.pk
    )
    require(may_give(held))
    require(keeper_acts(held.meeting, by))  # type: ignore[arg-type]  # may_give has asked for it
    require(somebody_answers(unit), "unit")
    require(is_to_come(due_on), "due_on")
    home = held.dossier
    duty = Duty(
        dossier=open_dossier(kind="duty", unit=home.unit, sensitivity=home.sensitivity),
        item=held, case_id=held.case_id, unit=unit, given_by=by, answer_to=held.answer_to, what=what, about=about,
        responsible=responsible, due_on=due_on,
    )  # fmt: skip
    DutyWork.begin(duty, DutyWork.give, by=by, facts={"unit": unit.pk, "due_on": due_on})
    raise_walls(home, duty.dossier, by=by)
    _let_in(duty, by)
    hand_clocks(process=DutyWork.code, subject_id=duty.pk, holder=None, unit=unit)
    tell_all(
        users=users_in(ProviderStaff, unit), kind=GIVEN, key=f"{GIVEN}:{duty.pk}", url=duty.get_absolute_url(),
        reference=duty.reference,
    )  # fmt: skip
    return duty


def _let_in(duty: Duty, by: User) -> None:
    source = _source(duty)
    grant(dossier=duty.dossier, unit=duty.unit, ground=GROUND, source=source, by=by)
    grant(dossier=duty.dossier, user=by, ground=GROUND, source=source, by=by)
    if duty.case_id:  # as the case's own grants: whoever takes the case over has it too
        grant(dossier=duty.dossier, user=duty.answer_to, ground="case", source=f"case:{duty.case_id}", by=by)


def _source(duty: Duty) -> str:
    return f"duty:{duty.pk}"


@action(DUTY_ANSWER, on="duty")
def accept_duty(*, duty: Duty, by: User, note: str = "", expected: int | None = None) -> Duty:
    """The agency will do it by its day; who accepted is reminded before it."""
    return take_duty(duty=duty, note=note, by=by, expected=expected)


def take_duty(*, duty: Duty, by: Any, note: str, expected: int | None, name: str = "") -> Duty:
    """The answer is yes: by staff, or (`name`) by who holds a link. Part of another action's transaction."""
    held = _held(duty, DutyWork.accept, expected)
    DutyWork.move(held, DutyWork.accept, by=by)
    held.answer_note, held.answered_name = note, name
    held.save(update_fields=["answer_note", "answered_name"])
    _await(held, _staff(by))
    return held


@action(DUTY_ANSWER, on="duty")
def refuse_duty(*, duty: Duty, reason: str, by: User, note: str = "", expected: int | None = None) -> Duty:
    """The agency cannot, and says why; it no longer sees what was written."""
    return turn_duty_down(duty=duty, reason=reason, note=note, by=by, expected=expected)


def turn_duty_down(
    *, duty: Duty, by: Any, reason: str, note: str, expected: int | None, name: str = ""
) -> Duty:
    """The answer is no. Part of another action's transaction."""
    held = _held(duty, DutyWork.refuse, expected)
    DutyWork.move(held, DutyWork.refuse, by=by, reason=reason)
    held.refuse_reason, held.answer_note, held.answered_name = reason, note, name
    held.save(update_fields=["refuse_reason", "answer_note", "answered_name"])
    _end_sight(held)
    return held


@action(DUTY_ANSWER, on="duty")
def report_duty(*, duty: Duty, note: str, by: User, expected: int | None = None) -> Duty:
    """The agency says what was done; somebody independent of it checks."""
    return tell_duty_done(duty=duty, note=note, by=by, expected=expected)


def tell_duty_done(*, duty: Duty, by: Any, note: str, expected: int | None, name: str = "") -> Duty:
    """It was done, they say. Part of another action's transaction."""
    held = _held(duty, DutyWork.report, expected)
    held.reported_by, held.reported_name = _staff(by), name
    held.reported_at, held.done_note = clock.now(), note
    DutyWork.move(held, DutyWork.report, by=by)
    held.save(update_fields=["reported_by", "reported_name", "reported_at", "done_note"])
    return held


def _staff(by: Any) -> User | None:
    return by if isinstance(by, User) else None


@action(DUTY_VERIFY, on="duty")
def confirm_duty(*, duty: Duty, note: str, by: User, expected: int | None = None) -> Duty:
    """Somebody independent of the agency has seen that it was done."""
    return _check(duty, DutyWork.confirm, note, by, expected)


@action(DUTY_VERIFY, on="duty")
def send_back_duty(*, duty: Duty, note: str, due_on: date, by: User, expected: int | None = None) -> Duty:
    """It was not done: it goes back to the agency, with a new day."""
    require(is_to_come(due_on), "due_on")
    held = _check(duty, DutyWork.send_back, note, by, expected)
    held.due_on = due_on
    held.save(update_fields=["due_on"])
    _await(held, held.reported_by)
    return held


def _check(duty: Duty, move: Move, note: str, by: User, expected: int | None) -> Duty:
    held = _held(duty, move, expected)
    DutyWork.move(held, move, by=by, facts={"by": by})
    held.verified_by, held.verified_at, held.verify_note = by, clock.now(), note
    held.save(update_fields=["verified_by", "verified_at", "verify_note"])
    return held


@action(DUTY_VERIFY, on="duty")
def withdraw_duty(*, duty: Duty, by: User, expected: int | None = None) -> Duty:
    """Who gave it takes it back; the agency no longer sees it."""
    held = _held(duty, DutyWork.withdraw, expected)
    require(may_take_back(held, by))
    DutyWork.move(held, DutyWork.withdraw, by=by)
    _end_sight(held)
    return held


def _end_sight(duty: Duty) -> None:
    """The agency no longer sees what was written; who gave it does."""
    rows = Grant.objects.filter(dossier=duty.dossier, unit=duty.unit, ground=GROUND, ended_at__isnull=True)
    rows.update(ended_at=clock.now())


def _held(duty: Duty, move: Move, expected: int | None) -> Duty:
    """The duty as it is now, kept still; where somebody has made the move already, the move itself says who did."""
    rows = Duty.objects.select_for_update(of=("self",))
    held: Duty = rows.select_related("dossier__unit", "unit", "answer_to", "given_by", "reported_by").get(
        pk=duty.pk
    )
    if DutyWork.state_of(held) in move.sources:
        require_version(held, expected)
    return held


def _await(duty: Duty, holder: User | None) -> None:
    """The deadline ends with the day the decision set; who accepted is reminded on the way there, and when it is missed
    those hear who lead the unit that waits for it."""
    running = Clock.objects.get(process=DutyWork.code, subject_id=duty.pk, name="done", state=Clock.RUNNING)
    grace = running.due_at - running.started_at
    running.due_at = clock.at(duty.due_on + timedelta(days=1)) + grace
    running.holder, running.unit = holder, duty.dossier.unit
    running.fires_at = next_firing(running)
    running.save(update_fields=["due_at", "holder", "unit", "fires_at"])
