"""Who heard how much, and which debriefs are due."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from himaya.access.models import Unit, User
from himaya.hotline.contacts.models import Contact
from himaya.hotline.debriefs.models import Debrief
from himaya.hotline.debriefs.rules import (
    Heard,
    Stint,
    is_heavy,
    limit,
    stint_of,
    too_many,
    too_many_in_week,
    week_limit,
)
from himaya.hotline.shifts.queries import standing
from himaya.hotline.triage.models import Triage
from himaya.kit import clock
from himaya.reference.queries import codelist

# Longer than any shift, so that the whole of one under way is looked at.
LOOKED_AT = timedelta(days=1)
A_WEEK = timedelta(days=7)


@dataclass(slots=True)
class Load:
    """What one person bore in one stint: the heavy contacts, latest last."""

    user_id: int
    stint: Stint
    heavy: list[Heard] = field(default_factory=list)
    name: str = ""

    @property
    def many(self) -> int:
        """How many heavy contacts."""
        return len(self.heavy)

    @property
    def limit(self) -> int:
        """How many the shift bears."""
        return limit(clock.local(self.stint.begins).date())

    @property
    def too_many(self) -> bool:
        """More than the norm bears."""
        return too_many(self.many, clock.local(self.stint.begins).date())


@dataclass(frozen=True, slots=True)
class Week:
    """What one person bore in the seven days that end on a day."""

    user_id: int
    name: str
    many: int
    on: date

    @property
    def limit(self) -> int:
        """How many the seven days bear."""
        return week_limit(self.on)

    @property
    def too_many(self) -> bool:
        """More than the norm bears."""
        return too_many_in_week(self.many, self.on)


def _weighty() -> Q:
    """Whatever was ever listed as heavy; the day decides afterwards."""
    entries = codelist("hotline.heavy").values()
    risks = {one for entry in entries for one in entry.attributes.get("risk", [])}
    named = {one for entry in entries for one in entry.attributes.get("reason", [])}
    tree = codelist("hotline.reason").values()
    reasons = {item.code for item in tree if item.code in named or item.parent in named}
    return Q(risk__in=risks) | Q(main_reason__in=reasons) | Q(other_reason__in=reasons)


def loads(unit: Unit, since: datetime, until: datetime) -> list[Load]:
    """What each person of a hotline bore, stint by stint, from what happened: whoever listened to a heavy contact or asked
    in it about danger, as far as the asker sees. The latest stint first, the most in it first. Four questions."""
    rows = Contact.objects.filter(
        _weighty(), dossier__unit=unit, arrived_at__gte=since, arrived_at__lt=until, forgotten_on__isnull=True
    ).order_by("arrived_at", "pk")
    heavy = {}
    listeners: dict[int, set[int]] = defaultdict(set)
    told = rows.values_list("pk", "counsellor_id", "arrived_at", "risk", "main_reason", "other_reason")
    for pk, who, at, risk, main, other in told:
        heard = Heard(at, risk, tuple(filter(None, (main, other))))
        if is_heavy(heard):
            heavy[pk] = heard
            listeners[pk].add(who)
    for pk, who in Triage.objects.filter(contact__in=heavy).values_list("contact_id", "asked_by_id"):
        listeners[pk].add(who)
    people = {who for found in listeners.values() for who in found}
    shifts = _shifts_of(unit, people, since, until)
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=people)}
    found: dict[tuple[int, str], Load] = {}
    for pk, heard in heavy.items():
        for who in listeners[pk]:
            stint = stint_of(heard.arrived_at, shifts[who])
            load = found.setdefault((who, stint.key), Load(who, stint, name=names[who]))
            load.heavy.append(heard)
    return sorted(found.values(), key=lambda one: (-one.stint.begins.timestamp(), -one.many, one.name))


def _shifts_of(unit: Unit, people: Iterable[int], since: datetime, until: datetime) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = standing().filter(unit=unit, user__in=people, starts_at__lt=until, ends_at__gt=since)
    for shift in rows:
        found[shift.user_id].append(shift)
    return found


def last_week(unit: Unit, now: datetime) -> list[Load]:
    """What people of a hotline bore in the seven days until now."""
    return loads(unit, now - A_WEEK, now + timedelta(seconds=1))


def by_week(found: Iterable[Load], now: datetime) -> list[Week]:
    """The loads of seven days by person, the most first."""
    people: dict[int, list[Load]] = defaultdict(list)
    for load in found:
        people[load.user_id].append(load)
    on = clock.local(now).date()
    weeks = [Week(who, borne[0].name, sum(one.many for one in borne), on) for who, borne in people.items()]
    return sorted(weeks, key=lambda one: (-one.many, one.name))


def bearing_now(found: Iterable[Load], now: datetime) -> list[Load]:
    """Of some loads those of the stint that people stand in now: a shift that goes on, or today."""
    today = clock.local(now).date()
    return [
        load
        for load in found
        if (load.stint.ends > now if load.stint.ends else clock.local(load.stint.begins).date() == today)
    ]


def due(by: Any) -> QuerySet[Debrief]:
    """Debriefs that are owed, as far as somebody sees them, the longest owed first."""
    rows = Debrief.objects.visible_to(by).filter(status="due")
    return rows.select_related("counsellor").order_by("since", "pk")


def over(by: Any) -> QuerySet[Debrief]:
    """Debriefs that were held or declined: one's own, as either of the two; the latest first."""
    rows = Debrief.objects.visible_to(by).filter(status="over")
    return rows.select_related("counsellor", "held_by").order_by("-held_at", "-pk")


def owed_already(unit: Unit, keys: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """For which people and stints a debrief was opened already."""
    wanted = set(keys)
    rows = Debrief.objects.filter(dossier__unit=unit, stint__in={stint for _who, stint in wanted})
    return wanted & set(rows.values_list("counsellor_id", "stint"))
