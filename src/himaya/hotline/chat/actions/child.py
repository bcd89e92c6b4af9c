"""What a child does. Nobody is signed in: whoever holds the secret of a chat speaks in it."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import time
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core.files.base import File
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import Dossier, Unit
from himaya.hotline.callers.rules import speaks_of_danger
from himaya.hotline.chat.actions.lines import add_line, close, happened, hold, ring, ring_typing, tell_line
from himaya.hotline.chat.actions.signs import sign_of_child
from himaya.hotline.chat.doors import digest_of, enter
from himaya.hotline.chat.models import Chat, ChatChild, ChatEvent, ChatMessage, ChatVisitor
from himaya.hotline.chat.queries import begun_lately, chat_by, longest, said_lately
from himaya.hotline.chat.rules import may_begin, may_say, may_send, next_sign
from himaya.hotline.queue.actions import arrive, ended, left_word
from himaya.hotline.queue.actions.lines import hold_line
from himaya.hotline.queue.models import Arrival
from himaya.hotline.queue.queries import length, number
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import keep_files
from himaya.registry.documents.rules import HEAD, sniff
from himaya.registry.models import Document

CHANNEL = "chat"
# What a message changes of its chat.
SAID = [
    "last",
    "child_seen_at",
    "child_left_at",
    "child_got",
    "child_read",
    "draft",
    "draft_at",
    "child_typing_at",
]


@dataclass(frozen=True, slots=True)
class Begun:
    """What a child may say before a chat; nothing of it must be said."""

    words: str = ""
    name: str = ""
    age: int | None = None
    language: str = ""
    danger: bool = False


@action(None)
def begin_chat(
    *,
    secret: str,
    begun: Begun,
    by: Any,
    address: str = "",
    unit: Unit | None = None,
    is_sample: bool = False,
) -> Chat:
    """A chat begins and stands in the queue at once; the same secret begins it once. Anybody may: children have no
    account. Many from one address wait behind the others; nobody who tells of danger is turned away."""
    now = clock.now()
    if before := chat_by(secret):
        return before
    danger = begun.danger or speaks_of_danger(begun.words, clock.local(now).date())
    lately = begun_lately(address, now) if address else 0
    if not (verdict := may_begin(lately=lately, most=number("hotline.chat.begun", now), danger=danger)):
        raise Refused(verdict.reason)
    arrival = arrive(
        channel=CHANNEL,
        channel_id=digest_of(secret),
        by=by,
        unit=unit,
        words=begun.words,
        language=begun.language,
        danger=begun.danger,
        flooded=lately >= number("hotline.flood.most", now),
        is_sample=is_sample,
    )
    if before := chat_by(secret):  # sent twice at once: the line let the other through first
        return before
    chat = Chat.objects.create(
        arrival=arrival,
        dossier_id=arrival.dossier_id,
        token_digest=digest_of(secret),
        opened_at=now,
        child_seen_at=now,
    )
    ChatChild.objects.create(dossier_id=chat.dossier_id, chat=chat, name=begun.name, age=begun.age)
    if begun.words:
        add_line(chat, author=None, key="first", words=begun.words)
        chat.save(update_fields=["last"])
    if address:
        ChatVisitor.objects.create(address=address, at=now)
    return chat


def _entered(secret: str) -> Chat:
    pk = enter(secret)
    chat = hold(pk) if pk else None
    if chat is None or chat.ended_at is not None:  # or ended while we waited for it
        raise Refused(_("This chat is over. Your text is still here; you can begin another chat."))
    return chat


@action(None)
def child_says(
    *, secret: str, key: str, words: str, by: Any, file: File | None = None, got: int = 0, read: int = 0
) -> ChatMessage:
    """The child says something, and how far their page has got and shown what was said before; sent again with the same
    key it is kept once. Whoever holds the secret may."""
    chat, now = _entered(secret), clock.now()
    lately = said_lately(chat, key, now)
    if before := lately.get(key):
        before.chat = chat
        return before
    told, most = words or ("file" if file else ""), number("hotline.chat.rate", now)
    if not (verdict := may_say(told, longest=longest(now), lately=len(lately), most=most)):
        raise Refused(verdict.reason, field="words")
    kept = _kept(chat, file, by) if file else None
    chat.child_got = max(chat.child_got, next_sign(got, chat.last))
    chat.child_read = max(chat.child_read, next_sign(read, chat.last))
    made = add_line(chat, author=None, key=key, words=words, file=kept)
    _is_here(chat)
    chat.draft, chat.draft_at, chat.child_typing_at = b"", None, None
    chat.save(update_fields=SAID)
    tell_line(chat, made)
    return made


def _kept(chat: Chat, file: File, by: Any) -> Document:
    """The file, closed and waiting for the scanner: nobody opens it before."""
    head, now = file.read(HEAD), clock.now()
    file.seek(0)
    verdict = may_send(sniff(head), file.size, megabytes=number("hotline.chat.megabytes", now))
    if not verdict:
        raise Refused(verdict.reason, field="file")
    return keep_files(files=[file], dossier=Dossier.objects.get(pk=chat.dossier_id), by=by)[0]


def _is_here(chat: Chat) -> None:
    """The child's page gave a sign; whoever was told that it was gone hears that it is back."""
    chat.child_seen_at = clock.now()
    if chat.child_left_at is not None:
        chat.child_left_at = None
        happened(chat, ChatEvent.What.BACK)


def child_seen(*, secret: str, got: int, read: int, typed: str | None = None) -> Chat | None:
    """A sign that the child's page is open, how far it has got and shown what was said, and what is typed and not sent
    (none: nothing of it is told). No act: nothing is told by it but presence, many times a minute."""
    if (chat := _sign(secret, got, read, typed)) is not None:
        return chat
    chat = chat_by(secret)
    if chat is None or chat.ended_at is not None:
        return chat
    held = hold(chat.pk)
    _is_here(held)
    held.save()
    ring(held, child=False)
    return _sign(secret, got, read, typed) or chat_by(secret)


def _sign(secret: str, got: int, read: int, typed: str | None) -> Chat | None:
    """The sign alone, where the page is not known to be gone. What was typed is closed with the secret, and never longer
    than one message; the other side sees that somebody types."""
    now, draft = clock.now(), None
    if typed is not None and len(typed) <= longest(now):
        draft = _cipher(secret).encrypt(typed.encode()) if typed else b""
    chat = sign_of_child(secret=digest_of(secret), now=now, got=got, read=read, draft=draft)
    if chat is not None and draft:
        ring_typing(chat, child=False)
    return chat


def _cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"draft:{secret}".encode()).digest()))


def keep_draft(*, secret: str, words: str) -> None:
    """Keeps what is being typed, for a page without scripts."""
    child_seen(secret=secret, got=0, read=0, typed=words)


def read_draft(*, secret: str, chat: Chat) -> str:
    """What was typed and not sent; empty where it is too old or there is none."""
    kept = length("draft.length.public", clock.now())
    if not chat.draft or chat.draft_at is None or clock.now() - chat.draft_at > kept:
        return ""
    try:
        return _cipher(secret).decrypt(bytes(chat.draft)).decode()
    except InvalidToken:
        return ""


@action(None)
def leave_word(
    *,
    secret: str,
    words: str,
    by: Any,
    safe_number: str = "",
    opens: time = time(0),
    closes: time = time(0),
) -> Chat:
    """A child who was told that nobody comes leaves words, and a number if calling is safe. What was written before is
    read together with it."""
    chat = chat_by(secret)
    if chat is None or chat.arrival.state != Arrival.State.TOLD:
        raise Refused(_("Somebody may answer here already. Look again."))
    left_word(arrival=chat.arrival, words=words, safe_number=safe_number, opens=opens, closes=closes, by=by)
    held = hold(chat.pk)
    close(held, "word")
    return held


@action(None)
def child_leaves(*, secret: str, by: Any) -> Chat | None:
    """The child ends the chat, or leaves quickly: what was typed goes at once, the supervisors hold what nobody had
    answered, and what was written to nobody is read all the same."""
    chat = chat_by(secret)
    return give_up(chat, how="child", by=by) if chat is not None and chat.ended_at is None else chat


def give_up(chat: Chat, *, how: str, by: Any) -> Chat:
    """Ends a chat whose child is gone, in the queue too."""
    hold_line(chat.arrival.line.unit)  # before the chat, as whoever takes it from the queue does
    held = hold(chat.pk)
    close(held, how)
    row = ended(arrival=chat.arrival, by=by)
    if row.state == Arrival.State.TOLD and held.last > held.events.count():  # somebody wrote
        left_word(arrival=row, by=by)
    return held
