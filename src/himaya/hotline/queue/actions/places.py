"""Coming to the line, pausing, leaving it, giving a sign."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.queue import rules
from himaya.hotline.queue.actions.deciding import settle
from himaya.hotline.queue.actions.lines import hold_line
from himaya.hotline.queue.models import Arrival, Line, Seat
from himaya.hotline.queue.queries import members
from himaya.hotline.shifts.queries import duty_of
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item


def seat_of(user: User, line: Line) -> Seat:
    """Somebody's place at a line, made when they first come; whoever moves to another line takes it along. On which rung
    they stand is told by the shift they are in, or else by their role."""
    now = clock.now()
    seat, _new = Seat.objects.get_or_create(
        user=user, defaults={"line": line, "state_since": now, "beat_at": now, "idle_since": now}
    )
    shift = duty_of(user, now)
    seat.line = line
    seat.duty = shift.duty if shift else rules.SUPERVISOR if user.can(CONTACT_OVERSEE) else rules.SHIFT
    return seat


@action(CONTACT_WORK)
def set_state(*, state: str, by: User, reason: str = "") -> Seat:
    """Ready, on a pause for a coded reason, or off. Whoever goes while being rung is passed over at once."""
    if state not in Seat.State.values:
        raise Refused(_("Choose ready, pause or off."), field="state")
    if state == Seat.State.PAUSED and code_item("hotline.pause_reason", reason) is None:
        raise Refused(_("Say why you pause."), field="reason")
    line, now = hold_line(desk_of(by)), clock.now()
    seat = seat_of(by, line)
    if seat.state != state:
        seat.state_since = seat.idle_since = now
    seat.state, seat.reason = state, reason if state == Seat.State.PAUSED else ""
    seat.beat_at, seat.wrap_until = now, None
    seat.save()
    if state == Seat.State.READY:
        _rung_again(line, seat)
    settle(line=line, by=by)
    return seat


def _rung_again(line: Line, seat: Seat) -> None:
    """Whoever was passed over and says that they are there may be rung for what still waits."""
    for row in Arrival.objects.filter(line=line, state__in=Arrival.OPEN, passed__contains=[seat.pk]):
        row.passed = [key for key in row.passed if key != seat.pk]
        row.save(update_fields=["passed"])


def beat(*, by: User) -> None:
    """A sign that somebody's page is open and alive. Written at once, decided about by the tick: a place that gave no
    sign for a while is not rung until it does."""
    Seat.objects.filter(user=by).update(beat_at=clock.now())


@action(CONTACT_OVERSEE)
def equip_seat(*, user: User, languages: Sequence[str], skills: Sequence[str], by: User) -> Seat:
    """What somebody of one's line speaks and knows: who suits is rung first."""
    line = hold_line(desk_of(by))
    if user.pk not in members(line.unit):
        raise Refused(_("This person does not work in your hotline."))
    seat = seat_of(user, line)
    seat.languages, seat.skills = list(languages), list(skills)
    seat.save()
    return seat
