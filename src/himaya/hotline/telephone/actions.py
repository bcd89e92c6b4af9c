"""Taking in what the exchange tells, and telling it what is to be done.

The door only keeps what came; the worker carries it in, in order, call by call. Whatever is killed in between goes on from
what is kept: nothing is lost, and nothing happens twice.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from himaya.access.actions import close_text, open_dossier, open_text
from himaya.access.gate import SYSTEM, acting_as, action
from himaya.access.models import User
from himaya.access.roles import CONTACT_WORK, SENSITIVE
from himaya.clients.telephone import Command, Event, Exchange, NotTaken, Unreadable, read_event
from himaya.hotline.callbacks.models import CallBack
from himaya.hotline.callbacks.queries import callable_countries
from himaya.hotline.callbacks.rules import is_safe_at, may_dial, safe_of
from himaya.hotline.callers.actions import screen_caller
from himaya.hotline.queue.actions import arrive, ended, failed, left_word, name_caller
from himaya.hotline.queue.actions.lines import announce
from himaya.hotline.queue.models import Arrival
from himaya.hotline.queue.queries import hotline, length
from himaya.hotline.telephone import rules
from himaya.hotline.telephone.models import (
    PARTY,
    ExchangeMessage,
    PhoneCall,
    PhoneCommand,
    PhoneEvent,
    Telephone,
    event_of,
)
from himaya.hotline.telephone.queries import live_calls, telephone_of
from himaya.kit import clock
from himaya.kit.errors import Refused

CONTEXT = "hotline.telephone"
MOST = 500  # events in one message


@action(None)
def keep_message(*, key: str, told: Any, by: Any) -> int:
    """Keeps what the exchange brings, once for each key; returns how many events that are. Raises `Unreadable` with the
    place of the first that is none: nothing of the message is kept then."""
    if not isinstance(told, list) or not 1 <= len(told) <= MOST:
        raise Unreadable("", _("A message is a list of 1 to 500 events."))
    for place, one in enumerate(told):
        try:
            read_event(one)
        except Unreadable as wrong:
            raise Unreadable(f"{place}.{wrong.field}", str(wrong)) from wrong
    row = {"closed": close_text(json.dumps(told), CONTEXT), "came_at": clock.now()}
    ExchangeMessage.objects.get_or_create(key=key, defaults=row)
    return len(told)


def carry_in() -> int:
    """Carries in what was kept; returns how many events. Each message in a transaction of its own."""
    done = 0
    for pk in list(ExchangeMessage.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic(), acting_as(SYSTEM):
            message = ExchangeMessage.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
            if message is None:
                continue
            events = [read_event(one) for one in json.loads(open_text(message.closed, CONTEXT))]
            for call in dict.fromkeys(event.call for event in events):
                _take(call, [event for event in events if event.call == call])
            message.delete()
            done += len(events)
    return done


def _take(exchange_id: str, events: Sequence[Event]) -> None:
    call = PhoneCall.objects.select_for_update().filter(exchange_id=exchange_id).first() or _new_call(
        exchange_id, events
    )
    kept = {row.number: event_of(row, exchange_id) for row in call.events.all()}
    before = rules.replay(list(kept.values()))
    for event in events:
        known = kept.get(event.number)
        if known is None:
            kept[event.number] = event
            _write(call, event)
        elif not rules.is_repeat(known, event):
            call.strange += 1
    after = rules.replay(list(kept.values()))
    _sum_up(call, before, after, kept)
    if call.arrival is None:
        _hear_blocked(call, before, after)
    else:
        _carry_on(call.arrival, before, after)
    if call.arrival is not None:
        announce(call.arrival.line)


def _new_call(exchange_id: str, events: Sequence[Event]) -> PhoneCall:
    """A call nobody knew: somebody calls us. Its number may come later than other news of it; then nobody is turned away
    for it."""
    caller = next((str(e.facts.get("caller", "")) for e in events if e.kind == "offered"), "")
    if caller and not screen_caller(number=caller, channel="phone", by=SYSTEM).through:
        return _ask_blocked(exchange_id)
    arrival = arrive(channel="phone", channel_id=exchange_id, by=SYSTEM, caller_number=caller)
    return PhoneCall.objects.create(
        dossier=arrival.dossier, exchange_id=exchange_id, arrival=arrival, began_at=clock.now()
    )


def _ask_blocked(exchange_id: str) -> PhoneCall:
    """A blocked caller is told that they are, and how a child in danger is heard all the same."""
    unit = hotline()
    assert unit is not None, "a caller was blocked by somebody of a hotline"
    dossier = open_dossier(kind="contact", unit=unit, sensitivity=SENSITIVE)
    call = PhoneCall.objects.create(dossier=dossier, exchange_id=exchange_id, began_at=clock.now())
    _tell(call, "ask", f"{exchange_id}-ask", None)
    return call


def _hear_blocked(call: PhoneCall, before: rules.Call, after: rules.Call) -> None:
    """Whoever says that a child is in danger is put through before all others, and blocked no longer."""
    if not rules.says_danger(before, after):
        return
    screen_caller(number=after.caller, channel="phone", pressed=True, by=SYSTEM)
    call.arrival = arrive(
        channel="phone", channel_id=call.exchange_id, by=SYSTEM, caller_number=after.caller, danger=True
    )
    call.dossier = call.arrival.dossier
    call.save(update_fields=["arrival", "dossier"])


def _write(call: PhoneCall, event: Event) -> None:
    facts = dict(event.facts)
    party = str(facts.pop(PARTY.get(event.kind, ""), ""))
    PhoneEvent.objects.create(
        dossier=call.dossier,
        call=call,
        number=event.number,
        kind=event.kind,
        at=event.at,
        came_at=clock.now(),
        facts=facts,
        party=party,
    )


def _sum_up(call: PhoneCall, before: rules.Call, after: rules.Call, kept: Mapping[int, Event]) -> None:
    newest = kept[after.told].at if after.told else call.began_at
    call.strange += len(after.impossible) - len(before.impossible)
    call.state, call.endpoint, call.told = after.state, after.endpoint, after.told
    call.outgoing = call.outgoing or after.outgoing
    call.voicemail = after.voicemail
    if after.answered and call.answered_at is None:
        call.answered_at = newest
    if after.state == rules.ENDED and call.ended_at is None:
        call.ended_at, call.ended_by = newest, after.ended_by
    call.save()


def _carry_on(arrival: Arrival, before: rules.Call, after: rules.Call) -> None:
    """What the news mean for what waits."""
    if after.caller and not before.caller:
        name_caller(arrival=arrival, caller_number=after.caller, by=SYSTEM)
    if len(after.dead) > len(before.dead):
        failed(arrival=arrival, by=SYSTEM)
    if after.voicemail and not before.voicemail:
        left_word(arrival=arrival, by=SYSTEM)
    if after.state == rules.ENDED and before.state != rules.ENDED and not after.outgoing:
        ended(arrival=arrival, by=SYSTEM)


def follow() -> int:
    """Tells the exchange what follows from where each call's contact stands; returns how much is new. What was told
    before is not told again, so it may be asked as often as one likes."""
    with transaction.atomic(), acting_as(SYSTEM):
        return sum(_follow(call) for call in live_calls())


def _follow(call: PhoneCall) -> int:
    arrival = call.arrival
    if arrival is None:
        return _end_unheard(call)
    endpoint = telephone_of(arrival.accepted_by_id)
    if arrival.state == "answered" and arrival.ended_at is None and not call.outgoing and not endpoint:
        failed(arrival=arrival, by=SYSTEM)  # whoever took it cannot be reached: the caller waits on
        return 0
    wanted = rules.wanted(
        call.state,
        call.endpoint,
        arrival.state,
        endpoint,
        over=arrival.ended_at is not None,
        outgoing=call.outgoing,
    )
    if wanted is None:
        return 0
    facts = {"endpoint": endpoint} if wanted in {"answer", "transfer"} else {}
    return _tell(call, wanted, f"{call.exchange_id}-{wanted}-{endpoint}-{call.told}", None, **facts)


def _end_unheard(call: PhoneCall) -> int:
    """A blocked caller who says nothing does not hold a line for ever."""
    if clock.now() - call.began_at < length("hotline.queue.recording", call.began_at):
        return 0
    return _tell(call, "hang_up", f"{call.exchange_id}-hang_up-unheard", None)


def _tell(call: PhoneCall, do: str, key: str, by: User | None, *, endpoint: str = "", party: str = "") -> int:
    """Puts a command on its way, once for its key and not beside another that is still on its way."""
    if call.commands.filter(done_at__isnull=True).exists():
        return 0
    _row, fresh = PhoneCommand.objects.get_or_create(
        key=key[:120],
        defaults={
            "dossier": call.dossier,
            "call": call,
            "do": do,
            "endpoint": endpoint,
            "party": party,
            "asked_by": by,
            "asked_at": clock.now(),
        },
    )
    return int(fresh)


def send_commands(line: Exchange) -> int:
    """Brings waiting commands to the exchange, the oldest first; returns how many it has taken. While it cannot be
    reached they wait."""
    taken = 0
    with suppress(OSError):
        while True:
            with transaction.atomic(), acting_as(SYSTEM):
                row = _oldest_command()
                if row is None:
                    break
                _bring(row, line)
                taken += 1
    return taken


def _oldest_command() -> PhoneCommand | None:
    rows = PhoneCommand.objects.filter(done_at__isnull=True).select_related("call__arrival__line__unit")
    live_first = Case(When(do="erase", then=1), default=0)
    return rows.select_for_update(of=("self",), skip_locked=True).order_by(live_first, "pk").first()


def _bring(row: PhoneCommand, line: Exchange) -> None:
    try:
        line.perform(_command(row))
    except NotTaken as why:
        row.refused = str(why)[:100] or "refused"
        _after_refusal(row)
    row.done_at = clock.now()
    row.save(update_fields=["done_at", "refused"])


def _after_refusal(row: PhoneCommand) -> None:
    """Who took a call and cannot be put through to it has not answered it: the caller waits on."""
    if row.do == "answer" and row.call.arrival is not None:
        failed(arrival=row.call.arrival, by=SYSTEM)


def _command(row: PhoneCommand) -> Command:
    facts = {"endpoint": row.endpoint, "to": row.party, "file": row.file}
    return Command(
        key=row.key,
        call=row.call.exchange_id,
        do=row.do,
        facts={name: value for name, value in facts.items() if value},
    )


def end_lost(line: Exchange) -> int:
    """Ends the calls that the exchange does not hold any more (it was restarted, or its last words were lost); returns
    how many. What is under way, a command or news not yet carried in, is waited for."""
    try:
        living = line.living()
    except OSError:
        return 0
    with transaction.atomic(), acting_as(SYSTEM):
        lost = [call for call in live_calls() if call.exchange_id not in living and _is_settled(call)]
        for call in lost:
            call.state, call.ended_at, call.ended_by = rules.ENDED, clock.now(), "lost"
            call.save(update_fields=["state", "ended_at", "ended_by"])
            if not call.outgoing and call.arrival is not None:
                ended(arrival=call.arrival, by=SYSTEM)
    return len(lost)


def _is_settled(call: PhoneCall) -> bool:
    under_way = call.commands.filter(done_at__isnull=True).exists()
    return not under_way and not ExchangeMessage.objects.exists()


@action(CONTACT_WORK, on="call")
def tell_call(*, call: PhoneCall, do: str, by: User, party: str = "") -> PhoneCall:
    """Whoever speaks with the caller holds the call, takes it up again, calls a third in, or hangs up."""
    held = PhoneCall.objects.select_for_update(of=("self",)).get(pk=call.pk)
    verdict = rules.may_tell(held.state, do)
    if not verdict:
        raise Refused(verdict.reason)
    if do == "conference" and not (allowed := rules.may_join(party, callable_countries())):
        raise Refused(allowed.reason, field="party")
    if not _tell(held, do, f"{held.exchange_id}-{do}-{held.told}", by, party=party):
        raise Refused(_("The exchange has just been told something. Wait a moment."))
    return held


@action(CONTACT_WORK, on="call_back")
def dial_back(*, call_back: CallBack, by: User) -> PhoneCall:
    """Calls a caller back: to the number and within the hours that they called safe, from one's own telephone, while one
    holds the call-back."""
    endpoint = telephone_of(by.pk)
    if not endpoint:
        raise Refused(_("Say first where the exchange reaches your telephone."))
    held = Arrival.objects.filter(
        call_back=call_back, accepted_by=by, state="answered", ended_at__isnull=True
    ).first()
    if held is None:
        raise Refused(_("Take the call-back from the queue first."))
    safe = safe_of(call_back)
    if safe is None or not is_safe_at(safe, clock.now()):
        raise Refused(
            _("The caller does not call this hour safe. The call-back waits for the next safe one.")
        )
    allowed = may_dial(safe.number, callable_countries())
    if not allowed:
        raise Refused(allowed.reason)
    exchange_id = f"{call_back.public_id}-{call_back.tried + 1}"
    call, fresh = PhoneCall.objects.get_or_create(
        exchange_id=exchange_id,
        defaults={"dossier": call_back.dossier, "arrival": held, "outgoing": True, "began_at": clock.now()},
    )
    if fresh:
        _tell(call, "dial", f"{exchange_id}-dial", by, endpoint=endpoint, party=safe.number)
    return call


@action(CONTACT_WORK)
def set_telephone(*, endpoint: str, by: User) -> Telephone:
    """Where the exchange reaches one's own telephone; empty for nowhere."""
    if endpoint and Telephone.objects.filter(endpoint=endpoint).exclude(user=by).exists():
        raise Refused(_("A colleague's telephone has this address."), field="endpoint")
    kept, _made = Telephone.objects.update_or_create(user=by, defaults={"endpoint": endpoint})
    return kept
