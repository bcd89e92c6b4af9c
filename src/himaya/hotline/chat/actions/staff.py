"""What a counsellor does in a chat, and what both sides hear when the queue moves it on."""

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.chat.actions.lines import add_line, close, happened, hold, ring, ring_typing, tell_line
from himaya.hotline.chat.actions.signs import Sign, signs_of_staff
from himaya.hotline.chat.models import Chat, ChatChild, ChatEvent, ChatMessage
from himaya.hotline.chat.queries import longest, moved_at
from himaya.hotline.chat.rules import may_say
from himaya.hotline.contacts.actions import write_child, write_contact
from himaya.hotline.queue.actions import ended
from himaya.hotline.queue.actions.lines import hold_line
from himaya.hotline.queue.models import Line
from himaya.hotline.queue.queries import number
from himaya.kit import clock
from himaya.kit.errors import Refused

SAID = ["last", "staff_seen_at", "staff_typing_at", "staff_got", "staff_read"]


@action(CONTACT_WORK, on="chat")
def staff_says(*, chat: Chat, key: str, words: str, by: User) -> ChatMessage:
    """The counsellor who holds the chat says something; sent again with the same key it is kept once."""
    held, now = hold(chat.pk), clock.now()
    before = ChatMessage.objects.filter(chat=held, author=by, key=key).only("number", "dossier").first()
    if before is not None:
        before.chat = held
        return before
    if held.ended_at is not None:
        raise Refused(_("This chat is over. The child does not read it any more."), field="words")
    if held.arrival.accepted_by_id != by.pk:
        raise Refused(_("A colleague holds this chat."), field="words")
    verdict = may_say(words, longest=longest(now), lately=0, most=number("hotline.chat.rate", now))
    if not verdict:
        raise Refused(verdict.reason, field="words")
    made = add_line(held, author=by, key=key, words=words)
    held.staff_seen_at, held.staff_typing_at = now, None
    held.staff_got = held.staff_read = held.last
    held.save(update_fields=SAID)
    tell_line(held, made)
    return made


def staff_seen(*, signs: list[Sign], by: User) -> None:
    """A sign that panes of whoever holds these chats are open, how far they have read, and in which they type. One
    question however many chats; no act, as with the child's. Whoever else looks on gives none."""
    held = signs_of_staff(signs=signs, by=by.pk, now=clock.now())
    for one in signs:
        if one.typing and one.chat.pk in held:
            ring_typing(one.chat, child=True)


@action(CONTACT_WORK, on="chat")
def end_chat(*, chat: Chat, by: User) -> Chat:
    """The counsellor ends the chat; the child reads that it is over."""
    if chat.arrival.accepted_by_id != by.pk:
        raise Refused(_("A colleague holds this chat."))
    hold_line(chat.arrival.line.unit)  # before the chat, as whoever takes it from the queue does
    held = hold(chat.pk)
    close(held, "staff", by)
    ended(arrival=chat.arrival, by=by)
    return held


def follow(line: Line) -> None:
    """The child hears what became of the chat in the queue: somebody came, another came, nobody is there again, it is
    over. Part of whatever moved the line."""
    for pk in moved_at(line.pk):
        chat = hold(pk)
        row = chat.arrival
        if row.state == "answered" and row.ended_at is not None:
            close(chat, "staff", row.accepted_by)
            continue
        before, chat.held_by = chat.held_by_id, row.accepted_by if row.state == "answered" else None
        if chat.held_by is not None:
            chat.staff_seen_at = clock.now()
            happened(chat, ChatEvent.What.HANDED if before else ChatEvent.What.JOINED, chat.held_by)
        chat.save()
        ring(chat)
        if chat.held_by is not None and not before:
            _write_down(chat, chat.held_by)


def _write_down(chat: Chat, by: User) -> None:
    """What the child said of themself stands in the contact. Whoever took it reads it first."""
    contact, child = chat.arrival.contact, ChatChild.objects.get(chat=chat)
    assert contact is not None  # opened by taking the chat
    if child.name and not contact.caller_name:
        write_contact(contact=contact, said={"caller_name": child.name}, by=by)
    if child.age is not None and not contact.children.exists():
        write_child(contact=contact, said={"name": child.name, "age_years": child.age}, by=by)
