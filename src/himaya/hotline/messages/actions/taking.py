"""Where a message that came in goes: into the conversation it belongs to, or into the queue as a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from himaya.access.gate import SYSTEM
from himaya.access.models import Dossier
from himaya.clients.mail_in import Enclosed
from himaya.clients.sms import sms_gateway
from himaya.hotline.callbacks.queries import callable_countries
from himaya.hotline.callbacks.rules import may_dial
from himaya.hotline.callers.actions import screen_caller
from himaya.hotline.callers.queries import standing_block
from himaya.hotline.callers.rules import speaks_of_danger
from himaya.hotline.contacts.callers import caller_key, plain_number
from himaya.hotline.contacts.models import Contact
from himaya.hotline.messages.models import TextMessage
from himaya.hotline.messages.queries import (
    IN_QUEUE,
    SMS,
    before_of,
    folds_into,
    is_flood,
    is_listening,
    nobody_there,
    open_arrival,
    open_contact,
)
from himaya.hotline.messages.rules import word_key
from himaya.hotline.queue.actions import arrive
from himaya.hotline.queue.actions.entry import FLOODED, tell_of_flood
from himaya.hotline.queue.actions.lines import LIVE, announce, hold_line
from himaya.hotline.queue.models import Arrival, ArrivalCaller, Line
from himaya.hotline.queue.queries import hotline, members
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.text import clean
from himaya.reference.queries import code_item
from himaya.registry.actions import keep_files
from himaya.workflow.actions import ring_pages, tell
from himaya.workflow.notices.actions import kind

MORE = kind("queue.more", gettext_lazy("More was written in a contact of yours"))
CYRILLIC = ("\u0400", "\u04ff")


@dataclass(frozen=True, slots=True)
class CameIn:
    """A whole message as it came. `party`: the sender's number or address."""

    key: str
    channel: str
    party: str
    words: str
    at: datetime
    subject: str = ""
    lacks_part: bool = False
    is_sample: bool = False


def take_in(came: CameIn) -> TextMessage | None:
    """Takes a message in, once for its key; None where it was there already, or its sender is blocked and was told how to
    be heard. Part of the worker's transaction."""
    unit = hotline()
    if unit is None or TextMessage.objects.filter(key=came.key).exists():
        return None
    line, party = hold_line(unit), plain_number(came.party)
    block = standing_block(caller_key(party))
    if not screen_caller(number=party, channel=came.channel, by=SYSTEM, text=came.words).through:
        _tell_how_to_be_heard(came, party, block.dossier if block else None)
        return None
    before = before_of(caller_key(party), came.channel, clock.now())
    if (last := folds_into(caller_key(party), came.channel, clock.now())) and not _is_grave(came):
        return _fold(came, last)
    if contact := open_contact(before):
        return _into_contact(came, party, contact, line)
    if arrival := open_arrival(before):
        return _into_waiting(came, party, arrival, line)
    arrival = arrive(
        channel=came.channel, channel_id=came.key, by=SYSTEM, unit=unit, caller_number=party,
        words=clean(f"{came.subject}\n\n{came.words}"), language=_language(came.words), is_sample=came.is_sample,
    )  # fmt: skip
    message = _save(came, party, arrival.dossier, arrival=arrival)
    _answer_for_nobody(came, party, arrival, line)
    return message


def _save(came: CameIn, party: str, dossier: Dossier, **where: Any) -> TextMessage:
    return TextMessage.objects.create(
        dossier=dossier,
        key=came.key,
        channel=came.channel,
        ground=TextMessage.Ground.HEARD,
        party_key=caller_key(party),
        party=party,
        subject=came.subject[:300],
        words=clean(came.words),
        at=came.at,
        lacks_part=came.lacks_part,
        **where,
    )


def keep_enclosed(message: TextMessage, files: Sequence[Enclosed]) -> None:
    """Keeps what came along with an e-mail among the documents of its record, closed and scanned like all of them. What
    may not be kept is named in the words: somebody may ask for it in another form."""
    refused = []
    for one in files:
        try:
            with transaction.atomic():
                document = keep_files(
                    files=[ContentFile(one.content, one.name)], dossier=message.dossier, by=SYSTEM
                )[0]
        except Refused as why:
            refused.append(str(why))
        else:
            message.enclosed.append(document.public_id)
    if files:
        message.words = "\n".join(filter(None, [message.words, *refused]))
        message.save(update_fields=["words", "enclosed"])


def _into_contact(came: CameIn, party: str, contact: Contact, line: Line) -> TextMessage:
    """Whoever has the contact hears at once; where they are not at the line now, it waits in the queue as well."""
    now = clock.now()
    message = _save(came, party, contact.dossier, contact=contact)
    if not is_listening(contact, now):
        message.arrival, message.read_at = to_queue(contact, came.channel, came.key, party), now
        message.save(update_fields=["arrival", "read_at"])
        _answer_for_nobody(came, party, message.arrival, line)
    tell(
        user=contact.counsellor,
        kind=MORE,
        key=f"{MORE}:{contact.public_id}:{clock.local(now):%Y%m%d%H}{now.minute // 10}",
        url=reverse("hotline:contact-messages", args=[contact.public_id]),
        outward=False,
    )
    announce(line)
    return message


def to_queue(contact: Contact, channel: str, key: str, party: str) -> Arrival:
    """Puts a contact into the queue once more: whoever takes it goes on with it."""
    waiting = Arrival.objects.filter(contact=contact, state__in=IN_QUEUE).first()
    return waiting or arrive(channel=channel, channel_id=key, by=SYSTEM, caller_number=party, contact=contact)


def _into_waiting(came: CameIn, party: str, arrival: Arrival, line: Line) -> TextMessage:
    """What somebody writes on while they wait is one with what waits; too much of it waits behind."""
    now = clock.now()
    message = _save(came, party, arrival.dossier, arrival=arrival)
    told = {
        "dossier": arrival.dossier,
        "arrival": arrival,
        "number": party,
        "words": clean(f"{came.subject}\n\n{came.words}"),
    }
    ArrivalCaller.objects.create(**told)
    if not arrival.flood and not _is_grave(came) and is_flood(caller_key(party), now):
        arrival.flood, arrival.priority = True, FLOODED
        arrival.save(update_fields=["flood", "priority"])
        tell_of_flood(arrival)
    announce(line)
    return message


def _is_grave(came: CameIn) -> bool:
    return speaks_of_danger(came.words, clock.local(clock.now()).date())


def _fold(came: CameIn, last: TextMessage) -> TextMessage:
    """More of a flood: every word is kept, in one message, and nobody is told or answered anew. Whoever has the contact
    finds it unread."""
    message = TextMessage.objects.select_for_update(of=("self",)).get(pk=last.pk)
    message.words = f"{message.words}\n{clean(f'{came.subject} {came.words}')}"
    message.lacks_part = message.lacks_part or came.lacks_part
    if message.arrival_id is None:
        message.read_at = None
    message.save(update_fields=["words", "lacks_part", "read_at"])
    ring(message)
    return message


def _answer_for_nobody(came: CameIn, party: str, arrival: Arrival, line: Line) -> None:
    """Where nobody can read it soon the child is told at once what happens, once for each time they wait."""
    why = nobody_there(line, clock.now())
    if why and came.channel == SMS:
        key = word_key("nobody", arrival.public_id)
        _automatic(key, arrival.dossier, party, came.words, ("hotline.queue_words", why), arrival)


def _tell_how_to_be_heard(came: CameIn, party: str, dossier: Dossier | None) -> None:
    """A blocked number is told once an hour which word opens the line."""
    if dossier is not None and came.channel == SMS:
        key = word_key("blocked", caller_key(party), f"{clock.now():%Y%m%d%H}")
        _automatic(key, dossier, party, came.words, ("caller.blocked_words", "ask"))


def _automatic(
    key: str, dossier: Dossier, party: str, heard: str, words: tuple[str, str], arrival: Arrival | None = None
) -> None:
    """Puts an automatic answer on its way, once for its key, where there is a gateway and the number may be written to."""
    item = code_item(*words)
    if item is None or sms_gateway() is None or not may_dial(party, callable_countries()):
        return
    now = clock.now()
    with translation.override(_language(heard)):
        said = item.name
    TextMessage.objects.get_or_create(
        key=key,
        defaults={
            "dossier": dossier,
            "channel": SMS,
            "ground": TextMessage.Ground.AUTOMATIC,
            "arrival": arrival,
            "party_key": caller_key(party),
            "party": party,
            "words": said,
            "at": now,
            "not_before": now,
        },
    )


def _language(words: str) -> str:
    """The language in which an answer is read best: Russian where most letters are of its alphabet."""
    letters = [sign for sign in words if sign.isalpha()]
    russian = sum(CYRILLIC[0] <= sign <= CYRILLIC[1] for sign in letters)
    return "ru" if letters and 2 * russian > len(letters) else "az"


def ring(message: TextMessage) -> None:
    """The open pages of everybody at the line ask anew for what they show."""
    ring_pages(users=members(message.dossier.unit), name=LIVE)
