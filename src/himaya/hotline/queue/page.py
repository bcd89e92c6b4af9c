"""The queue as its pages show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE
from himaya.hotline.callbacks.queries import open_calls
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.followups.models import FollowUp
from himaya.hotline.queue import rules
from himaya.hotline.queue.forms import pauses
from himaya.hotline.queue.models import Arrival, Line, Seat
from himaya.hotline.queue.queries import door, handed, held_by, limits_at, standing
from himaya.hotline.queue.rules import Limits
from himaya.hotline.shifts.queries import duty_of, next_of
from himaya.kit import clock
from himaya.kit.shapes import Chip, Tone
from himaya.reference.queries import label

CALLS_SHOWN = 20
WEIGHTY = 100  # told to be in danger before anybody answered
STATE_TONES: dict[str, Tone] = {"ready": "good", "paused": "watch", "off": ""}


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in the queue: what it is, how long it waits, until when, and whether it rings at the reader."""

    arrival: Arrival
    name: str
    until: datetime | None
    rings_me: bool = False
    first: bool = False  # the one that the key takes
    chips: list[Chip] = field(default_factory=list)


def line_of(user: User) -> Line:
    """The line at which somebody answers; one that nobody used yet is shown empty."""
    unit = desk_of(user)
    return Line.objects.select_related("unit").filter(unit=unit).first() or Line(unit=unit)


def name_of(row: Arrival) -> str:
    """How it came, in words."""
    return str(_("Call-back")) if row.kind == rules.CALL_BACK else label("hotline.channel", row.channel)


def _chips(row: Arrival) -> Iterator[Chip]:
    if row.priority >= WEIGHTY:
        yield Chip(_("Danger was told"), "grave")
    if row.flood:
        yield Chip(_("Many from one number"), "watch")
    if row.language:
        yield Chip(label("hotline.language", row.language))
    if row.skill:
        yield Chip(label("hotline.skill", row.skill))
    if row.is_sample:
        yield Chip(_("Sample"), "", "flask")


def _standing(row: Arrival) -> Iterator[Chip]:
    """How far it has climbed, or why it ended."""
    if row.state == rules.WAITING:
        if row.rung:
            yield Chip(
                _("The supervisors hear it too") if row.rung == 1 else _("The reserve is called"), "watch"
            )
        return
    yield Chip(row.get_state_display(), "watch")
    if row.state == rules.HANDED:
        yield Chip(label("hotline.queue_words", row.why))


def row_of(row: Arrival, limits: Limits, by: User | None = None) -> Row:
    """A contact of the queue, ready to show."""
    mine = bool(by and row.rings and row.rings.user_id == by.pk)
    chips = [*_chips(row), *_standing(row)]
    return Row(row, name_of(row), row.since + limits.bound[row.kind], rings_me=mine, chips=chips)


def rows_of(rows: Iterable[Arrival], limits: Limits, by: User | None = None) -> list[Row]:
    """Contacts of the queue in its order; what rings at the reader, or else the first that can be taken, has the key."""
    found = [row_of(row, limits, by) for row in rows]
    takable = [one for one in found if one.arrival.state == rules.WAITING]
    chosen = next((one for one in takable if one.rings_me), takable[0] if takable else None)
    return [replace(one, first=True) if one is chosen else one for one in found]


def now_of(user: User) -> dict[str, Any]:
    """What waits for somebody at the line at this moment."""
    line, now = line_of(user), clock.now()
    limits = limits_at(now)
    seat = Seat.objects.filter(user=user).first()
    oversees = user.can(CONTACT_OVERSEE)
    shut = door(line, now).shut if line.pk else ""
    return {
        "seat": seat,
        "seat_tone": STATE_TONES[seat.state] if seat else "",
        "missed": seat is not None and seat.reason == "no_answer",
        "waiting": rows_of(standing(line) if line.pk else [], limits, user),
        "handed": [row_of(row, limits) for row in (handed(line) if line.pk and oversees else [])],
        "holding": held_by([user.pk]),
        "shut": label("hotline.queue_words", shut) if shut else "",
        "pauses": pauses(),
        "shift": duty_of(user, now),
        "next_shift": next_of(user, now),
        "calls": list(open_calls(user)[:CALLS_SHOWN]),
        "owed": list(_owed(user)),
    }


def _owed(user: User) -> Any:
    """Call-backs that a level of danger owes: they belong to whoever listened."""
    rows = FollowUp.objects.visible_to(user).filter(status="due", contact__counsellor=user)
    return rows.select_related("contact").order_by("due_at")[:CALLS_SHOWN]
