"""What every act in a chat does: holding it, adding a line, waking the pages of both sides."""

from typing import Any

from himaya.access.models import User
from himaya.hotline.chat.models import Chat, ChatEvent, ChatMessage
from himaya.kit import clock
from himaya.kit.templatetags.himaya import az_time
from himaya.workflow.actions import ring_pages, tell_pages

LIVE, TYPING = "chat", "typing"


def hold(pk: int) -> Chat:
    """The chat as it is now, held until the transaction ends: lines come one after the other."""
    rows = Chat.objects.select_for_update(of=("self",)).select_related("arrival")
    return rows.defer("draft", "token_digest").get(pk=pk)


def ticket_word(chat: Chat) -> str:
    """The word by which the child's open page is rung."""
    return f"chat:{chat.public_id}"


def ring(chat: Chat, *, child: bool = True) -> None:
    """The open pages of both sides, or of the staff alone, ask anew. Who has read how far is told with the next thing
    asked."""
    if child:
        ring_pages(users=[ticket_word(chat)], name=LIVE)
    _ring_staff(chat, LIVE)


def tell_line(chat: Chat, said: ChatMessage) -> None:
    """The other side's pages are told the line itself, and how far its author has read: they ask nothing (docs/adr/0033).
    A line with a file, or one after which something else happened, they ask for."""
    child = said.author_id is None
    who = chat.arrival.accepted_by_id if child else ticket_word(chat)
    if said.file_id or said.number != chat.last:
        ring(chat, child=not child)
    elif who:
        told = {"n": said.number, "words": said.words, "at": said.at.isoformat(), "time": az_time(said.at)}
        side = "child" if child else "staff"
        told |= {name: getattr(chat, f"{side}_{name}") for name in ("got", "read")}
        tell_pages(who=who, name=LIVE, of=chat.public_id, told=told)


def ring_typing(chat: Chat, *, child: bool) -> None:
    """One side hears that the other types; the page shows it by itself for a moment and asks nothing."""
    if child:
        ring_pages(users=[ticket_word(chat)], name=TYPING)
    else:
        _ring_staff(chat, TYPING)


def _ring_staff(chat: Chat, name: str) -> None:
    """The pages of whoever holds it, and which chat it is: of several open pages only that one asks."""
    if chat.arrival.accepted_by_id:
        ring_pages(users=[chat.arrival.accepted_by_id], name=name, of=chat.public_id)


def add_line(chat: Chat, *, author: User | None, key: str, words: str, file: Any = None) -> ChatMessage:
    """One message more, in a chat that is held."""
    chat.last += 1
    return ChatMessage.objects.create(
        dossier_id=chat.dossier_id,
        chat=chat,
        number=chat.last,
        author=author,
        key=key,
        words=words,
        file=file,
        at=clock.now(),
    )


def happened(chat: Chat, what: str, by: User | None = None) -> None:
    """Something happened, in a chat that is held and saved afterwards."""
    chat.last += 1
    ChatEvent.objects.create(chat=chat, number=chat.last, what=what, by=by, at=clock.now())


def close(chat: Chat, how: str, by: User | None = None) -> None:
    """The chat is over; what was typed and not sent goes."""
    if chat.ended_at is None:
        happened(chat, ChatEvent.What.ENDED, by)
        chat.ended_at, chat.ended_how = clock.now(), how
        chat.draft, chat.draft_at = b"", None
        chat.save()
        ring(chat)
