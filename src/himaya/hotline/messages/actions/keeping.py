"""Keeping what the gateway brings, and carrying it in.

The door only keeps; the worker carries in, message by message. Whatever is killed in between goes on from what is kept:
nothing is lost, and nothing happens twice.
"""

import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction

from himaya.access.actions import close_text, open_text
from himaya.access.gate import SYSTEM, acting_as, action
from himaya.clients.mail_in import read_letter
from himaya.clients.sms import Fate
from himaya.clients.sms_in import Heard, Part, joined
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.contacts.models import Contact
from himaya.hotline.messages.actions.sending import fail
from himaya.hotline.messages.actions.taking import CameIn, keep_enclosed, ring, take_in, to_queue
from himaya.hotline.messages.models import GatewayWord, TextMessage
from himaya.hotline.messages.queries import EMAIL, HEARD, SMS, in_turn, unread_long
from himaya.hotline.messages.rules import is_whole, word_key
from himaya.hotline.queue.queries import length
from himaya.kit import clock

log = logging.getLogger(__name__)
CONTEXT = "hotline.messages"
SEEN = timedelta(days=7)  # so long a repeat is known by its id
MOST = 500


@action(None)
def keep_sms(*, heard: Heard, by: Any) -> None:
    """Keeps a message, or one part of one, that the gateway brings: once for the gateway's own id, or, where it has none,
    for the sender, the words and the minute. For the door: whoever sends a message is nobody of ours."""
    now, part = clock.now(), heard.part or Part(0, 1, 1)
    minute = (heard.at or int(now.timestamp())) // 60
    known = (
        ("id", heard.id) if heard.id else ("text", heard.sender, heard.text, minute, *asdict(part).values())
    )
    whole = word_key("whole", caller_key(heard.sender), part.ref, part.of) if part.of > 1 else ""
    _keep(
        GatewayWord.Kind.SMS,
        word_key(*known),
        asdict(heard),
        sender=caller_key(heard.sender),
        whole=whole,
        part=part.number,
        parts=part.of,
    )


@action(None)
def keep_fate(*, message: int, fate: Fate, by: Any) -> None:
    """Keeps what the gateway says became of a message. For the door, which has looked at the ticket."""
    if fate:
        key = word_key("fate", message, fate)
        _keep(GatewayWord.Kind.FATE, key, {"message": message, "fate": fate}, sender=key)


@action(None)
def keep_email(*, raw: bytes, by: Any) -> None:
    """Keeps an e-mail as the mail server hands it over, once for its own id. Raises `NoLetter` where it is none. For the
    door: whoever writes is nobody of ours."""
    letter = read_letter(raw)
    told = {"raw": b64encode(raw).decode()}
    _keep(GatewayWord.Kind.EMAIL, word_key("mail", letter.id), told, sender=caller_key(letter.sender))


def _keep(kind: str, key: str, told: Mapping[str, Any], **more: Any) -> None:
    row = {"kind": kind, "closed": close_text(json.dumps(told), CONTEXT), "came_at": clock.now(), **more}
    GatewayWord.objects.get_or_create(key=key, defaults=row)


def carry_in() -> int:
    """Carries in what was kept, one of each sender in turn, the oldest first; returns how much. Each in a transaction of
    its own: one that cannot be carried in stays, is told in the log, and keeps nobody else waiting."""
    done = 0
    for pk in [word.pk for word in in_turn().only("pk")[:MOST]]:
        try:
            done += _carry(pk)
        except Exception:
            log.exception("What the gateway brought (%s) could not be carried in", pk)
    return done


def _carry(pk: int) -> int:
    with transaction.atomic(), acting_as(SYSTEM):
        rows = GatewayWord.objects.select_for_update(skip_locked=True)
        word = rows.filter(pk=pk, carried_at__isnull=True).first()
        if word is None:
            return 0
        if word.kind == GatewayWord.Kind.FATE:
            told = json.loads(open_text(word.closed, CONTEXT))
            _hear_fate(told["message"], told["fate"])
            return _carried([word])
        if word.kind == GatewayWord.Kind.EMAIL:
            return _carry_email(word)
        return _carry_sms(word)


def _carry_email(word: GatewayWord) -> int:
    """The words into the conversation, the files among the record's documents, where they are scanned first."""
    letter = read_letter(b64decode(json.loads(open_text(word.closed, CONTEXT))["raw"]))
    message = take_in(
        CameIn(
            key=word.key,
            channel=EMAIL,
            party=letter.sender,
            subject=letter.subject,
            words=letter.words,
            at=word.came_at,
        )
    )
    if message is not None:
        keep_enclosed(message, letter.files)
    return _carried([word])


def _carried(words: list[GatewayWord]) -> int:
    """The key stays for a while; what was said does not."""
    GatewayWord.objects.filter(pk__in=[one.pk for one in words]).update(closed="", carried_at=clock.now())
    return len(words)


def _carry_sms(word: GatewayWord) -> int:
    """A whole message at once; a part when its fellows are there, or have been waited for long enough."""
    words = _fellows(word)
    numbers = {one.part for one in words}
    lacks = not is_whole(numbers, word.parts)
    now = clock.now()
    if lacks and now - words[0].came_at < length("hotline.message.part", now):
        return 0
    said = [_said(one) for one in sorted(words, key=lambda one: (one.part, one.pk))]
    first = said[0]
    take_in(
        CameIn(
            key=words[0].key,
            channel=SMS,
            party=first.sender,
            words=joined(_with_gaps(said) if lacks else (one.text for one in _each_once(said))),
            at=words[0].came_at,
            lacks_part=lacks,
        )
    )
    return _carried(words)


def _fellows(word: GatewayWord) -> list[GatewayWord]:
    if word.parts == 1:
        return [word]
    rows = GatewayWord.objects.select_for_update().filter(whole=word.whole, carried_at__isnull=True)
    return list(rows.order_by("came_at", "pk"))


def _said(word: GatewayWord) -> Heard:
    told = json.loads(open_text(word.closed, CONTEXT))
    part = told.pop("part")
    return Heard(**told, part=Part(**part) if part else None)


def _each_once(said: list[Heard]) -> list[Heard]:
    """Each part once: the gateway may have no ids, and a part may have come again in another minute."""
    first: dict[int, Heard] = {}
    for one in said:
        first.setdefault(one.part.number if one.part else 1, one)
    return list(first.values())


def _with_gaps(said: list[Heard]) -> list[str]:
    """What came, with a sign in the place of what did not."""
    there = {one.part.number: one.text for one in _each_once(said) if one.part}
    of = said[0].part.of if said[0].part else 1
    texts: list[str] = []
    for number in range(1, of + 1):
        text = there.get(number, " […] ")
        if text != " […] " or texts[-1:] != [text]:
            texts.append(text)
    return texts


def _hear_fate(pk: int, fate: Fate) -> None:
    """Told any number of times, in any order: what reached the telephone stays delivered."""
    message = TextMessage.objects.select_for_update(of=("self",)).filter(pk=pk).exclude(ground=HEARD).first()
    if message is None:
        return
    now = clock.now()
    if fate in {"taken", "delivered"}:
        message.sent_at = message.sent_at or now
    if fate == "delivered":
        message.delivered_at, message.failed_at, message.failure = message.delivered_at or now, None, ""
    elif fate == "undeliverable" and not message.delivered_at and not message.failed_at:
        fail(message, "undeliverable")
    message.save()
    ring(message)


def climb_unread() -> int:
    """What came into a contact and nobody answered or called read in time waits in the queue like a new one; returns how
    much. The worker asks every few seconds."""
    done = 0
    with acting_as(SYSTEM):
        late = list(unread_long(clock.now()).values_list("pk", flat=True)[:MOST])
    for pk in late:
        with transaction.atomic(), acting_as(SYSTEM):
            rows = TextMessage.objects.select_for_update(of=("self",), skip_locked=True)
            message = rows.filter(pk=pk, read_at__isnull=True).first()
            done += _climb(message) if message is not None else 0
    return done


def _climb(message: TextMessage) -> int:
    contact = Contact.objects.select_related("dossier__unit").get(messages=message)
    message.read_at = clock.now()
    answered = contact.messages.filter(at__gt=message.at, written_by__isnull=False).exists()
    if not answered:
        message.arrival = to_queue(contact, message.channel, message.key, message.party)
    message.save(update_fields=["read_at", "arrival"])
    return int(not answered)


def forget_seen() -> int:
    """Takes away what was carried in long ago; returns how much."""
    gone = GatewayWord.objects.filter(carried_at__lt=clock.now() - SEEN)
    return gone.delete()[0]
