"""Reports as screens need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as If
from django.utils.translation import gettext as _

from himaya.access.models import Unit, User, Wall
from himaya.cases.casefile.queries import people_of_group
from himaya.cases.intake.models import MandatoryNotice, Report, Reporter
from himaya.cases.intake.rules import LEVELS, likeness, words_of
from himaya.kit.ids import read_reference
from himaya.kit.text import fold
from himaya.workflow.models import Clock, Message
from himaya.workflow.queries import messages_of

WAITING, SECOND, FLOOD, MINE, ALL = "waiting", "second", "flood", "mine", "all"
LISTS = (WAITING, SECOND, FLOOD, MINE, ALL)
# How far back a similar report is looked for, and how many are compared.
SIMILAR_SINCE = timedelta(days=90)
COMPARED = 300
ENOUGH = 0.45
# What a message to somebody outside is addressed to.
REPORTER = "reporter"


def _urgency() -> When:
    levels = [If(risk=level, then=Value(n + 1)) for n, level in enumerate(LEVELS)]
    return When(
        *levels,
        If(urgent_now=True, then=Value(len(LEVELS))),
        default=Value(len(LEVELS) - 1),  # nobody has judged it yet: after the critical, before the medium
        output_field=IntegerField(),
    )


def _due() -> Subquery:
    running = Clock.objects.filter(process="intake", subject_id=OuterRef("pk"), state=Clock.RUNNING)
    return Subquery(running.order_by("due_at").values("due_at")[:1])


def listed(which: str, by: Any, *, group: str = "") -> QuerySet[Report]:
    """One of the lists of the duty officer, the most urgent and earliest due first. `group`: only reports whose case is
    about a child in this vulnerable group."""
    rows = Report.objects.visible_to(by).select_related("territory", "screened_by", "dossier__unit", "case")
    if group:
        rows = rows.filter(case__in=people_of_group(group).values("case"))
    narrowed = {
        WAITING: rows.filter(status="received", flood_lane=""),
        SECOND: rows.filter(status="second_reading"),
        FLOOD: rows.filter(status="received").exclude(flood_lane=""),
        MINE: rows.filter(Q(screened_by=by) | Q(entered_by=by)),
    }.get(which, rows)
    ordered = narrowed.annotate(urgency=_urgency(), due_at=_due())
    if which in {MINE, ALL}:
        return ordered.order_by("-received_at", "-pk")
    return ordered.order_by("-urgency", F("due_at").asc(nulls_last=True), "received_at", "pk")


def counts(by: Any) -> dict[str, int]:
    """How much waits in each list."""
    rows = Report.objects.visible_to(by).filter(status__in=["received", "second_reading"])
    return rows.aggregate(
        waiting=Count("pk", filter=Q(status="received", flood_lane="")),
        second=Count("pk", filter=Q(status="second_reading")),
        flood=Count("pk", filter=Q(status="received") & ~Q(flood_lane="")),
    )


@dataclass(frozen=True, slots=True)
class Lane:
    """Reports that came together."""

    code: str
    number: int
    first_at: datetime
    last_at: datetime
    urgent: int

    @property
    def is_trap(self) -> bool:
        """Caught by the field no person sees."""
        return self.code == "trap"


def lanes(by: Any) -> list[Lane]:
    """The flood lanes with something waiting, those that say someone is in danger first."""
    rows = Report.objects.visible_to(by).filter(status="received").exclude(flood_lane="")
    grouped = rows.values("flood_lane").annotate(
        number=Count("pk"),
        first_at=Min("received_at"),
        last_at=Max("received_at"),
        urgent=Count("pk", filter=Q(urgent_now=True)),
    )
    found = [Lane(g["flood_lane"], g["number"], g["first_at"], g["last_at"], g["urgent"]) for g in grouped]
    return sorted(found, key=lambda lane: (-lane.urgent, lane.first_at))


def in_lane(lane: str, by: Any) -> QuerySet[Report]:
    """What waits in one lane, the latest first."""
    rows = Report.objects.visible_to(by).filter(status="received", flood_lane=lane)
    return rows.select_related("territory").order_by("-urgent_now", "-received_at", "-pk")


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier report that may be about the same, and why."""

    report: Report
    score: float
    why: tuple[str, ...]


def similar_reports(report: Report, by: Any, limit: int = 5) -> list[Similar]:
    """Earlier reports that may be about the same: place, time, and words told alike. A person decides."""
    rows = Report.objects.visible_to(by).filter(
        received_at__gte=report.received_at - SIMILAR_SINCE,
        received_at__lte=report.received_at + timedelta(days=1),
    )
    if report.territory_id:
        rows = rows.filter(Q(territory=report.territory_id) | Q(territory=None))
    rows = rows.exclude(pk=report.pk).exclude(status="linked").exclude(status="information")
    near = rows.select_related("territory", "case").order_by("-received_at")[:COMPARED]
    mine = words_of(report.narrative), words_of(report.place_text)
    found = [s for other in near if (s := _compare(report, other, mine)).score >= ENOUGH]
    return sorted(found, key=lambda s: -s.score)[:limit]


def _compare(report: Report, other: Report, mine: tuple[frozenset[str], frozenset[str]]) -> Similar:
    told = likeness(mine[0], words_of(other.narrative))
    same_place = bool(report.place_text) and fold(report.place_text) == fold(other.place_text)
    same_district = report.territory_id is not None and report.territory_id == other.territory_id
    soon = abs(report.received_at - other.received_at) <= timedelta(days=3)
    why = [
        words
        for holds, words in (
            (told >= 0.3, _("told in similar words")),
            (same_place, _("the same place")),
            (same_district and not same_place, _("the same district")),
            (soon, _("within three days")),
        )
        if holds
    ]
    score = 0.6 * told + 0.25 * same_place + 0.1 * same_district + 0.05 * soon
    return Similar(other, score, tuple(why))


def report_by_reference(typed: str, by: Any) -> Report | None:
    """The report a person means by the reference they typed, if they may see it."""
    reference = read_reference(typed)
    return Report.objects.visible_to(by).filter(reference=reference).first() if reference else None


def reporter_of(report: Report, by: Any) -> Reporter | None:
    """Who reported, where this person may see it."""
    return Reporter.objects.visible_to(by).filter(report=report).first()


def letters_to(reporter: Reporter) -> list[Message]:
    """What was written to a reporter, and what became of it."""
    return messages_of(REPORTER, reporter.pk)


def notices_of(report: Report, by: Any) -> list[MandatoryNotice]:
    """What the law bids for this report, the earliest due first."""
    rows = MandatoryNotice.objects.visible_to(by).filter(report=report).select_related("told_by")
    return list(rows.order_by("due_at", "pk"))


def walled_off(report: Report, by: Any) -> list[str]:
    """Who is shut out of a report, by name."""
    rows = Wall.objects.visible_to(by).filter(dossier=report.dossier_id).select_related("user", "unit")
    return [str(wall.user or wall.unit) for wall in rows]


def _key(words: str) -> str:
    """Folded, and e counts as ə: people without the letter write e."""
    return fold(words).replace("e", "a")


def staff_named(words: str, limit: int = 10) -> list[User]:
    """Users whose name has these words, spelt in any way; for naming an insider."""
    wanted = _key(words).split()
    if not wanted:
        return []
    everyone = User.objects.filter(is_active=True).only("pk", "public_id", "full_name", "email")
    return [u for u in everyone if all(w in _key(u.full_name) for w in wanted)][:limit]


def units_named(words: str, limit: int = 10) -> list[Unit]:
    """Units and bodies whose name has these words."""
    wanted = _key(words).split()
    if not wanted:
        return []
    every = Unit.objects.filter(is_active=True, is_national_desk=False).select_related("organisation")
    named = (
        u
        for u in every
        if all(w in _key(f"{u.name_az} {u.name_en} {u.name_ru} {u.organisation}") for w in wanted)
    )
    return [u for _n, u in zip(range(limit), named, strict=False)]


def chosen_staff(public_ids: Iterable[str]) -> list[User]:
    """The users with these ids."""
    return list(User.objects.filter(public_id__in=list(public_ids)))


def chosen_units(public_ids: Iterable[str]) -> list[Unit]:
    """The units with these ids."""
    return list(Unit.objects.filter(public_id__in=list(public_ids)))
