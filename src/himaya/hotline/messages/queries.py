"""Conversations as the rules, the worker and the screens need them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import Least, RowNumber
from django.utils.translation import gettext_lazy as _

from himaya.hotline.callbacks.queries import callable_countries
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.queries import LISTS, OPEN
from himaya.hotline.messages import rules
from himaya.hotline.messages.models import GatewayWord, TextMessage
from himaya.hotline.messages.rules import Heard
from himaya.hotline.queue.models import Arrival, Line, Seat
from himaya.hotline.queue.queries import door, length, limits_at, number, place_of, places
from himaya.hotline.queue.rules import HANDED, NOBODY, WAITING, is_there
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no
from himaya.reference.queries import codes

SMS, EMAIL = "sms", "email"
HEARD = TextMessage.Ground.HEARD
FULL = 5_000
LONGEST = 50_000  # letters of one message that many were folded into
IN_QUEUE = (WAITING, HANDED)


def is_full() -> bool:
    """Whether so much waits to be carried in that the gateway keeps the rest for a while: the worker is down. What one
    sender sends beyond their share is kept like everything else and shuts the door to nobody."""
    waiting = GatewayWord.objects.filter(carried_at__isnull=True)
    if waiting.count() < FULL:
        return False
    share = number("hotline.message.most", clock.now())
    told = waiting.values("sender").annotate(many=Least(Count("pk"), Value(share)))
    return (told.aggregate(all=Sum("many"))["all"] or 0) >= FULL


def in_turn() -> QuerySet[GatewayWord]:
    """What waits to be carried in: of each sender the oldest, then of each the next. Whoever floods us waits for
    themself."""
    turn = Window(RowNumber(), partition_by=F("sender"), order_by=F("pk").asc())
    return GatewayWord.objects.filter(carried_at__isnull=True).annotate(turn=turn).order_by("turn", "pk")


def conversation(contact: Contact) -> QuerySet[TextMessage]:
    """Everything written to and fro in a contact, as far as somebody sees it, in order."""
    rows = TextMessage.objects.filter(Q(contact=contact) | Q(arrival__contact=contact))
    return rows.select_related("written_by").defer("sought").order_by("at", "pk")


def before_of(party_key: str, channel: str, now: datetime) -> TextMessage | None:
    """The last message to or from somebody, where what comes now goes on with it. For the worker."""
    rows = TextMessage.objects.filter(party_key=party_key, channel=channel)
    rows = rows.exclude(arrival=None, contact=None)
    last = rows.select_related("arrival", "contact__dossier__unit", "arrival__contact__dossier__unit")
    found = last.order_by("-at", "-pk").first()
    within = length("hotline.message.join", now)
    return found if found is not None and rules.joins(found.at, within, now) else None


def open_contact(before: TextMessage | None) -> Contact | None:
    """The contact under way in which that message stands."""
    if before is None:
        return None
    contact = before.contact or (before.arrival.contact if before.arrival else None)
    return contact if contact is not None and contact.status in LISTS[OPEN] else None


def open_arrival(before: TextMessage | None) -> Arrival | None:
    """What waits in the queue, unopened, in which that message stands."""
    arrival = before.arrival if before is not None else None
    return (
        arrival if arrival is not None and arrival.contact_id is None and arrival.state in IN_QUEUE else None
    )


def is_listening(contact: Contact, now: datetime) -> bool:
    """Whether whoever has a contact is at the line now."""
    seat = Seat.objects.filter(user=contact.counsellor_id, line__unit=contact.dossier.unit_id).first()
    return seat is not None and is_there(place_of(seat, ()), now, limits_at(now))


def nobody_there(line: Line, now: datetime) -> str:
    """Why nobody will read a message soon, a code of `hotline.queue_words`; empty where somebody may."""
    stands = door(line, now)
    if stands.shut:
        return stands.shut
    there = any(is_there(place, now, limits_at(now)) for place in places(line))
    return "" if there or stands.reserve_at_home else NOBODY


def recent_of(party_key: str, now: datetime) -> int:
    """How many messages of one number came within the time by which floods are told."""
    since = now - length("hotline.flood.within", now)
    return TextMessage.objects.filter(party_key=party_key, ground=HEARD, at__gt=since).count()


def is_flood(party_key: str, now: datetime) -> bool:
    """Whether so many came that this number's place is behind the others."""
    return bool(party_key) and recent_of(party_key, now) >= number("hotline.message.flood", now)


def folds_into(party_key: str, channel: str, now: datetime) -> TextMessage | None:
    """The message into which one more of a sender is folded, where so many came that they are no longer told one by one:
    the last one nobody has answered, still open, and not grown too long. For the worker."""
    if not party_key or recent_of(party_key, now) < number("hotline.message.most", now):
        return None
    rows = TextMessage.objects.filter(party_key=party_key, channel=channel).order_by("-at", "-pk")
    last = (
        rows.select_related("arrival", "contact", "arrival__contact")
        .exclude(ground=TextMessage.Ground.AUTOMATIC)
        .first()
    )
    if last is None or not last.came_in or len(last.words) > LONGEST:
        return None
    return last if open_contact(last) or open_arrival(last) else None


def unread_long(now: datetime) -> QuerySet[TextMessage]:
    """What came into contacts under way and nobody has answered or called read for longer than the norm."""
    rows = TextMessage.objects.filter(ground=HEARD, read_at__isnull=True, contact__isnull=False)
    return rows.filter(at__lte=now - length("hotline.message.unread", now)).order_by("at", "pk")


def due_to_send(now: datetime, again: timedelta) -> QuerySet[TextMessage]:
    """What waits to be sent, the oldest first; what was begun and never told of is tried again after a while."""
    rows = TextMessage.objects.filter(
        sent_at__isnull=True, failed_at__isnull=True, not_before__lte=now
    ).exclude(ground=HEARD)
    return rows.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - again)).order_by("at", "pk")


def last_heard(contact: Contact) -> Heard | None:
    """The last text message that came in a contact."""
    row = conversation(contact).filter(ground=HEARD, channel=SMS).last()
    return Heard(row.party, row.at) if row is not None else None


def heard_in(message: TextMessage) -> Heard | None:
    """The last text message from the number to which one is to go; an automatic answer was made when it came. For the
    worker."""
    if message.ground == TextMessage.Ground.AUTOMATIC:
        return Heard(message.party, message.at)
    row = TextMessage.objects.filter(party_key=message.party_key, ground=HEARD, channel=SMS)
    found = row.order_by("-at", "-pk").first()
    return Heard(found.party, found.at) if found is not None else None


@dataclass(frozen=True, slots=True)
class WayOut:
    """Where a counsellor's message may go now: the number and the ground, or why it may not."""

    verdict: Verdict
    number: str = ""
    ground: str = ""


def way_out(contact: Contact, now: datetime) -> WayOut:
    """The number that the child called safe first, then the one that has just written."""
    safe, heard = rules.safe_number_of(contact), last_heard(contact)
    numbers = [*([safe.number] if safe else []), *([heard.number] if heard else [])]
    why: Verdict = no(_("No number of this caller is called safe for SMS, and none has just written."))
    for one in dict.fromkeys(numbers):
        why, ground = may_write_to(one, heard, safe, now)
        if why:
            return WayOut(why, one, ground)
    return WayOut(why)


def may_write_to(
    to: str, heard: Heard | None, safe: rules.SafeNumber | None, now: datetime
) -> tuple[Verdict, str]:
    """The rule with the norms and lists in force."""
    return rules.may_write(
        to,
        heard=heard,
        within=length("hotline.message.answer", now),
        safe=safe,
        countries=callable_countries(),
        now=now,
    )


def may_send(message: TextMessage, now: datetime) -> Verdict:
    """Whether what was written may still go at this moment. For the worker."""
    contact = message.contact
    safe = rules.safe_number_of(contact) if contact is not None else None
    return may_write_to(message.party, heard_in(message), safe, now)[0]


def may_say(text: str, contact: Contact, out: WayOut) -> Verdict:
    """Whether this may be written there: its length, and, where nobody called the number safe, what it tells."""
    now = clock.now()
    fits = rules.may_say(text, most=number("hotline.message.parts", now))
    if not fits or out.ground == rules.SAFE:
        return fits
    heard = [one.words for one in conversation(contact).filter(ground=HEARD)]
    names = [contact.caller_name, *contact.children.values_list("name", flat=True)]
    unsaid = [name for item in codes("hotline.message_unsaid", clock.today()) for name in item.names]
    return rules.tells_nothing(text, names=names, heard=[*heard, contact.narrative], unsaid=unsaid)


def undelivered(contact: Contact) -> bool:
    """Whether the last thing we wrote in a contact never arrived."""
    last = conversation(contact).exclude(ground=HEARD).last()
    return last is not None and last.state == "failed"
