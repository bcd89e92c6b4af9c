"""What the worker does with chats: it tells who is gone, ends what nobody comes back to, and wipes what was not sent."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from himaya.access.gate import SYSTEM, acting_as
from himaya.hotline.chat.actions.child import give_up
from himaya.hotline.chat.actions.lines import happened, hold, ring
from himaya.hotline.chat.models import Chat, ChatEvent, ChatMessage, ChatVisitor
from himaya.hotline.chat.queries import at_work_since, back_within, lost_after, unread_words
from himaya.hotline.queue.actions import failed
from himaya.hotline.queue.queries import length
from himaya.kit import clock

# Chats whose words are gathered in one go.
MOST = 200


def look_after_chats() -> int:
    """Each chat in a transaction of its own; says how many were touched."""
    return _tell_who_left() + _end_the_lost() + _pass_on_unheard() + _gather() + _wipe()


def _ids(**which: object) -> list[int]:
    with acting_as(SYSTEM):
        return list(Chat.objects.filter(ended_at=None, **which).order_by("pk").values_list("pk", flat=True))


def _tell_who_left() -> int:
    """The counsellor hears that the child's page has given no sign."""
    now = clock.now()
    found = _ids(child_left_at=None, child_seen_at__lt=now - lost_after(now))
    for pk in found:
        with transaction.atomic(), acting_as(SYSTEM):
            chat = hold(pk)
            if chat.ended_at is None and now - chat.child_seen_at > lost_after(now):
                chat.child_left_at = now
                happened(chat, ChatEvent.What.LEFT)
                chat.save()
                ring(chat, child=False)
    return len(found)


def _end_the_lost() -> int:
    """A child who did not come back: the chat is over; what nobody read yet is read."""
    now = clock.now()
    found = _ids(child_seen_at__lt=now - back_within(now))
    for pk in found:
        with transaction.atomic(), acting_as(SYSTEM):
            give_up(Chat.objects.select_related("arrival__line__unit").get(pk=pk), how="lost", by=SYSTEM)
    return len(found)


def _pass_on_unheard() -> int:
    """A child writes and whoever holds the chat gives no sign, on whatever page, for the norm's time: their machine or
    their line died. The chat waits again, before all others."""
    now = clock.now()
    since, passed = now - length("hotline.chat.dropped", now), 0
    waiting = {"child_left_at": None, "staff_seen_at__lt": since, "last__gt": F("staff_read")}
    for pk in _ids(arrival__state="answered", **waiting):
        with transaction.atomic(), acting_as(SYSTEM):
            chat = Chat.objects.select_related("arrival__line__unit").get(pk=pk)
            if not at_work_since(chat.arrival.accepted_by_id, since):
                failed(arrival=chat.arrival, by=SYSTEM)
                passed += 1
    return passed


def _gather() -> int:
    """The child's words of a chat that is over, together: the contact is found by them."""
    with acting_as(SYSTEM):
        found = list(unread_words()[:MOST])
        for child in found:
            said = ChatMessage.objects.filter(chat=child.chat_id, author=None).order_by("number")
            child.said = "\n".join(said.values_list("words", flat=True))
            child.save(update_fields=["said"])
    return len(found)


def _wipe() -> int:
    """What was typed and not sent goes after its time; who came from where is known for a day."""
    now = clock.now()
    with acting_as(SYSTEM):
        old = Chat.objects.filter(draft_at__lt=now - length("draft.length.public", now))
        wiped = old.update(draft=b"", draft_at=None)
        return wiped + ChatVisitor.objects.filter(at__lt=now - timedelta(days=1)).delete()[0]
