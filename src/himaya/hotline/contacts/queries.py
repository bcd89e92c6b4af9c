"""Contacts as screens need them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from himaya.access.models import Unit, User
from himaya.access.queries import users_in
from himaya.access.roles import CONTACT_WORK, ROLES, Counsellor
from himaya.hotline.contacts.models import Contact
from himaya.kit.text import sort_key

# What a row of a list shows: nothing else of a contact is read for one.
SHOWN = (
    "public_id",
    "status",
    "reference",
    "channel",
    "arrived_at",
    "kind",
    "main_reason",
    "risk",
    "is_sample",
)
LISTENER = ("counsellor__full_name", "counsellor__email")
A_PAGE = 25
OPEN, CALLS, ENDED = "open", "calls", "ended"
LISTS = {
    OPEN: ("received", "counselling", "emergency", "left"),
    CALLS: ("follow_up",),
    ENDED: ("closed", "set_aside"),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of a list, and the address of the row after which the next one begins; empty at the end."""

    rows: list[Contact]
    older: str


def listed(which: str, by: Any, *, after: str = "") -> Stretch:
    """One of the lists, the latest first: what is under way, what waits for a call-back, what has ended. Nothing is
    counted: a page costs the same wherever it lies."""
    rows = Contact.objects.visible_to(by).filter(status__in=LISTS[which])
    if moment := moment_of(after, by):
        at, pk = moment
        rows = rows.filter(Q(arrived_at__lt=at) | Q(pk__lt=pk), arrived_at__lte=at)
    return stretch(list(as_rows(rows)[: A_PAGE + 1]))


def as_rows(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Contacts as the rows of a list need them, the latest first."""
    return contacts.select_related("counsellor").only(*SHOWN, *LISTENER).order_by("-arrived_at", "-pk")


def stretch(rows: list[Contact]) -> Stretch:
    """A page of what was read, with one row more than it shows where there are more."""
    shown = rows[:A_PAGE]
    return Stretch(shown, shown[-1].public_id if len(rows) > A_PAGE else "")


def moment_of(public_id: str, by: Any) -> tuple[datetime, int] | None:
    """Where a contact stands in the order of the lists, if it is open to who asks."""
    if not public_id:
        return None
    rows = Contact.objects.visible_to(by).filter(public_id=public_id)
    return rows.values_list("arrived_at", "pk").first()


def counts(by: Any) -> dict[str, int]:
    """How many stand in the lists that want something."""
    wanted = [*LISTS[OPEN], *LISTS[CALLS]]
    rows = Contact.objects.visible_to(by).filter(status__in=wanted).order_by().values_list("status")
    found = dict(rows.annotate(many=Count("pk")))
    return {which: sum(found.get(one, 0) for one in LISTS[which]) for which in (OPEN, CALLS)}


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a caller who has called before: no name, no words."""

    times: int
    last_at: datetime | None
    was_grave: bool


def called_before(contact: Contact) -> Before:
    """How often this caller contacted the hotline besides, whoever answered."""
    if not contact.caller_key:
        return Before(0, None, False)
    with connection.cursor() as cursor:
        cursor.execute(
            "select times, last_at, was_grave from hotline_times_called(%s, %s)",
            [contact.caller_key, contact.pk or 0],
        )
        return Before(*cursor.fetchone())


def desk_of(user: User) -> Unit:
    """The hotline in which a person answers; only for who answers one."""
    held = (m for m in user.current_memberships if m.role in ROLES and CONTACT_WORK in ROLES[m.role].may)
    return next(held).unit


def colleagues(user: User) -> list[User]:
    """The counsellors of a person's hotline, by name."""
    return sorted(users_in(Counsellor, desk_of(user)), key=lambda one: sort_key(str(one)))
