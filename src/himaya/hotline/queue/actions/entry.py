"""What the channels tell the queue: the one entry for the telephone exchange, the chat, the gateways and the machine."""

from datetime import time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.actions import open_dossier
from himaya.access.gate import SYSTEM, action
from himaya.access.models import Dossier, Unit
from himaya.access.queries import nearest_users
from himaya.access.roles import SENSITIVE, HotlineSupervisor
from himaya.hotline.callbacks.actions import promise
from himaya.hotline.callbacks.rules import Safe
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.contacts.models import Contact
from himaya.hotline.queue import rules
from himaya.hotline.queue.actions.deciding import NO_ANSWER, hand_row, settle
from himaya.hotline.queue.actions.lines import announce, hold_line
from himaya.hotline.queue.models import Arrival, ArrivalCaller, Line, Seat
from himaya.hotline.queue.queries import hotline, length, number, priority_of, recent_of
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item
from himaya.workflow.actions import tell_all
from himaya.workflow.notices.actions import kind

FLOOD = kind("queue.flood", gettext_lazy("Many contacts come from one number"))
DANGER = 100  # told before anybody answered: above every other weight
FLOODED = -100
KINDS = {"phone": rules.CALL, "chat": rules.CHAT, "voicemail": rules.VOICEMAIL}


@action(None)
def arrive(
    *,
    channel: str,
    channel_id: str,
    by: Any = SYSTEM,
    unit: Unit | None = None,
    caller_number: str = "",
    words: str = "",
    language: str = "",
    skill: str = "",
    danger: bool = False,
    flooded: bool = False,
    is_sample: bool = False,
    contact: Contact | None = None,
) -> Arrival:
    """A contact comes in by a channel (a code of `hotline.channel`), once for each of the channel's own ids: told twice
    it is one. Anybody who reaches it may tell it: children ring, nobody signs in. Who is rung stands on the answer, and
    what a caller is told when nobody can come. `flooded`: what a channel without numbers knows of floods. `contact`: one
    under way to which somebody came back; whoever takes it goes on with it."""
    item = code_item("hotline.channel", channel)
    if item is None or not channel_id:
        raise Refused(_("There is no such channel."))
    line, now = hold_line(contact.dossier.unit if contact else _unit(unit)), clock.now()
    told = KINDS.get(channel, rules.MESSAGE)
    before = Arrival.objects.filter(channel=channel, channel_key=channel_id).first()
    if before is not None:
        return before
    key = caller_key(caller_number)
    many = rules.stands_flooded(recent_of(key, now), number("hotline.flood.most", now))
    flood = (flooded or many) and not danger
    row = Arrival(
        line=line,
        dossier=contact.dossier if contact else _dossier(line),
        contact=contact,
        channel=channel,
        channel_key=channel_id,
        kind=told,
        caller_key=key,
        arrived_at=now,
        since=now,
        language=language,
        skill=skill,
        flood=flood,
        priority=FLOODED if flood else priority_of(told, now) + DANGER * danger,
        is_sample=is_sample,
    )
    row.save()
    ArrivalCaller.objects.create(dossier=row.dossier, arrival=row, number=caller_number, words=words)
    if flood:
        tell_of_flood(row)
    return _settled(row, line, by)


def _dossier(line: Line) -> Dossier:
    return open_dossier(kind="contact", unit=line.unit, sensitivity=SENSITIVE)


def _unit(unit: Unit | None) -> Unit:
    found = unit or hotline()
    if found is None:
        raise Refused(_("Nobody answers a hotline here."))
    return found


def _settled(row: Arrival, line: Line, by: Any) -> Arrival:
    settle(line=line, by=by)
    row.refresh_from_db()
    return row


def tell_of_flood(row: Arrival) -> None:
    """The supervisors hear once an hour; the calls themselves go on waiting, behind the others."""
    tell_all(
        users=nearest_users(HotlineSupervisor, row.line.unit),
        kind=FLOOD,
        key=f"{FLOOD}:{row.caller_key[:12]}:{clock.local(row.arrived_at):%Y%m%d%H}",
        url=row.get_absolute_url(),
    )


def _hold(arrival: Arrival) -> tuple[Arrival, Line]:
    """The arrival as it is now, and its line, both held."""
    line = hold_line(arrival.line.unit)
    row = Arrival.objects.select_for_update(of=("self",)).select_related("line__unit").get(pk=arrival.pk)
    return row, line


@action(None)
def name_caller(*, arrival: Arrival, caller_number: str, by: Any) -> None:
    """Whose number it is, told after the contact itself. What is known already stays. For the worker: nobody else reads
    a waiting contact."""
    told = ArrivalCaller.objects.filter(arrival=arrival).order_by("pk").first()
    if told is None or told.number:
        return
    told.number = caller_number
    told.save(update_fields=["number"])
    Arrival.objects.filter(pk=arrival.pk).update(caller_key=caller_key(caller_number))


@action(None)
def ended(*, arrival: Arrival, by: Any = SYSTEM) -> Arrival:
    """The conversation is over, or the caller went before anybody answered: then the supervisors hold it, since nobody
    knows why they went. Told by the channel; told twice it changes nothing."""
    row, line = _hold(arrival)
    if row.state in Arrival.OPEN and row.kind in rules.LIVE:
        hand_row(row, "hung_up", by)
    elif row.state == rules.ANSWERED and row.ended_at is None:
        _close(row)
    return _settled(row, line, by)


def _close(row: Arrival) -> None:
    """Whoever held it has time to write it up; nobody rings them meanwhile."""
    now = clock.now()
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    Seat.objects.filter(user=row.accepted_by).update(
        wrap_until=now + length("hotline.queue.wrap_up", now), idle_since=now
    )


@action(None)
def failed(*, arrival: Arrival, by: Any = SYSTEM) -> Arrival:
    """The way to whoever is rung, or who had answered, is broken (a dead endpoint, a lost connection). They are passed
    over; the caller waits again, before all others. Told by the channel."""
    row, line = _hold(arrival)
    now = clock.now()
    if row.state == rules.WAITING and row.rings_id is not None:
        _pass_over(row, [row.rings_id])
    elif row.state == rules.ANSWERED and row.ended_at is None and row.kind in rules.LIVE:
        seats = Seat.objects.filter(user=row.accepted_by).values_list("pk", flat=True)
        row.state, row.since, row.priority = rules.WAITING, now, row.priority + DANGER
        _pass_over(row, list(seats))
    return _settled(row, line, by)


def _pass_over(row: Arrival, seats: list[int]) -> None:
    row.passed = [*row.passed, *seats]
    row.rings, row.rung_at = None, None
    row.save()
    Seat.objects.filter(pk__in=seats, state=Seat.State.READY).update(
        state=Seat.State.PAUSED, reason=NO_ANSWER, state_since=clock.now()
    )


@action(None)
def left_word(
    *,
    arrival: Arrival,
    words: str = "",
    safe_number: str = "",
    opens: time = time(0),
    closes: time = time(0),
    by: Any = SYSTEM,
) -> Arrival:
    """A caller whom nobody could answer spoke to the machine, or wrote on in a chat that was told nobody comes. With a
    number they call safe (and hours of the day; none said: any) a call-back is promised; without one the words are
    listened to, and nobody is called. Told by the channel."""
    row, line = _hold(arrival)
    if row.state not in {rules.RECORDING, rules.TOLD}:
        return row
    # what is told now lies in a dossier just opened: whoever tells it is not let into what was told before
    row.dossier = _dossier(line)
    ArrivalCaller.objects.create(dossier=row.dossier, arrival=row, words=words)
    if safe_number and _promised(row, Safe(safe_number, opens, closes), by):
        row.state, row.since = rules.PROMISED, clock.now()
        row.save(update_fields=["dossier", "state", "since"])
        announce(line)
        return row
    row.kind, row.state, row.since, row.rung = rules.VOICEMAIL, rules.WAITING, clock.now(), 0
    row.priority, row.passed = max(row.priority, priority_of(rules.VOICEMAIL, row.since)), []
    row.save()
    return _settled(row, line, by)


def _promised(row: Arrival, safe: Safe, by: Any) -> bool:
    """Whether a call-back is owed to this number now. What may not be dialled is not promised."""
    try:
        promise(dossier=row.dossier, safe=safe, why="unanswered", by=by, is_sample=row.is_sample)
    except Refused:
        return False
    return True


__all__ = ["arrive", "ended", "failed", "left_word", "name_caller"]
