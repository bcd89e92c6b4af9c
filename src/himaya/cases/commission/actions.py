"""Establishing commissions, seating members, and telling upward of one that does not meet."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.actions import end_grants, grant, open_dossier
from himaya.access.gate import SYSTEM, acting_as, action, require_version
from himaya.access.models import Organisation, Unit, User
from himaya.access.queries import nearest_users
from himaya.access.roles import COMMISSION_KEEP, UnitManager
from himaya.cases.casefile.actions import require
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.cases.commission.process import CommissionWork
from himaya.cases.commission.queries import overdue_sessions, units_to_keep
from himaya.cases.commission.rules import has_room, is_sitting, may_end, may_sit, term_is_sound
from himaya.cases.commission.signals import seat_ended
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import hand_clocks, tell_all
from himaya.workflow.notices.actions import kind as notice_kind

NOT_MET = notice_kind("commission.not_met", gettext_lazy("A commission has not met when it was due"))
SEATED = notice_kind("commission.seated", gettext_lazy("You were named to a commission"))


@action(COMMISSION_KEEP)
def establish_commission(
    *, unit: Unit, kind: str, established_on: date, secretary: User, stands_for: Organisation, by: Any
) -> Commission:
    """A commission of a unit, with its secretary. One of a kind sits in a unit at a time."""
    if not units_to_keep(by).filter(pk=unit.pk).exists():
        raise Refused(_("You keep no commission of this unit."), field="unit")
    if Commission.objects.filter(unit=unit, kind=kind, status=CommissionWork.sitting.name).exists():
        raise Refused(_("Such a commission of this unit is sitting already."), field="kind")
    require(may_sit(secretary, CommissionSeat.SECRETARY), "secretary")
    commission = Commission(
        dossier=open_dossier(kind="commission", unit=unit),
        unit=unit,
        kind=kind,
        established_on=established_on,
    )
    CommissionWork.begin(commission, CommissionWork.establish, by=by, facts={"unit": unit.pk, "kind": kind})
    _seat(commission, secretary, CommissionSeat.SECRETARY, stands_for, established_on, None, by)
    return commission


@action(COMMISSION_KEEP, on="commission")
def take_seat(
    *,
    commission: Commission,
    user: User,
    function: str,
    stands_for: Organisation,
    starts_on: date,
    by: Any,
    ends_on: date | None = None,
) -> CommissionSeat:
    """Names somebody to the commission for a term: as what, and for which organisation."""
    held = (
        Commission.objects.select_for_update(of=("self",))
        .select_related("dossier__unit")
        .get(pk=commission.pk)
    )
    require(is_sitting(held))
    require(may_sit(user, function), "user")
    require(term_is_sound(starts_on, ends_on), "ends_on")
    require(has_room(held.seats.all(), user, function, starts_on, ends_on), "user")
    return _seat(held, user, function, stands_for, starts_on, ends_on, by)


def _seat(
    commission: Commission,
    user: User,
    function: str,
    stands_for: Organisation,
    starts_on: date,
    ends_on: date | None,
    by: Any,
) -> CommissionSeat:
    seat: CommissionSeat = CommissionSeat.objects.create(
        dossier=commission.dossier,
        commission=commission,
        user=user,
        function=function,
        stands_for=stands_for,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _let_in(seat, by)
    tell_all(
        users=[user],
        kind=SEATED,
        key=f"{SEATED}:{seat.pk}",
        url=commission.get_absolute_url(),
        reference=commission.reference,
    )
    return seat


def _let_in(seat: CommissionSeat, by: Any) -> None:
    """Who sits reads who sits with them and when the commission meets, until the term ends."""
    source = f"seat:{seat.pk}"
    end_grants(ground="seat", source=source, dossier=seat.dossier)
    if seat.ends_on is None or seat.ends_on > clock.today():
        until = clock.at(seat.ends_on) if seat.ends_on else None
        grant(dossier=seat.dossier, user=seat.user, ground="seat", source=source, by=by, expires_at=until)
    if seat.function == CommissionSeat.SECRETARY:
        hand_clocks(
            process=CommissionWork.code,
            subject_id=seat.commission_id,
            holder=seat.commission.secretary,
            unit=seat.commission.unit,
        )


@action(COMMISSION_KEEP, on="seat")
def end_seat(*, seat: CommissionSeat, ends_on: date, by: Any, expected: int | None = None) -> CommissionSeat:
    """Ends a term on a day. Who keeps the commission stays let in until the next secretary is named."""
    held = (
        CommissionSeat.objects.select_for_update(of=("self",))
        .select_related("commission__unit", "commission__dossier__unit", "dossier__unit", "user")
        .get(pk=seat.pk)
    )
    require_version(held, expected)
    require(may_end(held, ends_on), "ends_on")
    if held.function == CommissionSeat.SECRETARY and held.user_id == by.pk:
        raise Refused(_("Somebody else ends your own term as secretary: the head of the unit."))
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    _let_in(held, by)
    seat_ended.send(sender=CommissionSeat, seat=held, by=by)
    return held


@action(COMMISSION_KEEP, on="commission")
def dissolve_commission(
    *, commission: Commission, reason: str, by: Any, expected: int | None = None
) -> Commission:
    """The body ends; what it decided stays."""
    require_version(commission, expected)
    CommissionWork.move(commission, CommissionWork.dissolve, by=by, reason=reason)
    commission.dissolved_reason = reason
    commission.save(update_fields=["dissolved_reason"])
    return commission


def note_session(commission: Commission, *, on: date, by: Any) -> None:
    """A session was held: the next one is due from that day. Part of the action that holds it."""
    commission.last_met_on = max(on, commission.last_met_on or on)
    commission.save(update_fields=["last_met_on"])
    CommissionWork.move(commission, CommissionWork.meet, by=by, facts={"on": on})


def report_unmet() -> int:
    """Tells those who lead the unit above, and the secretary, of every commission that has not met when due: once for
    each due day. Says how many there are. Run by the system."""
    with acting_as(SYSTEM):
        late = list(overdue_sessions(clock.now()))
        found = {c.pk: c for c in Commission.objects.filter(pk__in=[row.subject_id for row in late])}
        for row in late:
            _report(found[row.subject_id], row)
    return len(late)


def _report(commission: Commission, late: Any) -> None:
    unit = commission.unit
    above = nearest_users(UnitManager, unit.parent or unit)
    secretary = [commission.secretary] if commission.secretary else []
    tell_all(
        users=[*above, *secretary],
        kind=NOT_MET,
        key=f"{NOT_MET}:{commission.pk}:{late.due_at:%Y-%m-%d}",
        url=commission.get_absolute_url(),
        reference=commission.reference,
    )
