"""What has fallen due, by which schedule, and whose file it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from himaya.access.roles import SEALED
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.reference.models import LegalAct, Norm
from himaya.reference.queries import norm
from himaya.registry.ownfile.models import OwnFile
from himaya.registry.people.models import Person
from himaya.registry.retention.models import LegalHold, Retention
from himaya.registry.retention.parts import Work
from himaya.registry.retention.rules import Schedule, falls_due_on

CASE, CASE_AGE, SEALED_KEPT = "retention.case.after", "retention.case.age", "retention.adoption"

# What reports that became no case, and contacts of who reported, are kept by; `cases` forgets them.
OF_REPORTS = ("retention.screened_out", "retention.hotline", "retention.reporter")


def schedule_of(person: Person, on: date) -> Schedule:
    """The schedule of a person's file on a day."""
    if person.dossier.sensitivity == SEALED:
        return Schedule(SEALED_KEPT, 0, int(norm(SEALED_KEPT, on=on).number))
    return Schedule(CASE, int(norm(CASE_AGE, on=on).number), int(norm(CASE, on=on).number))


def due_on(person: Person, work: Work, on: date) -> date:
    """When a person's file falls due, as things stand."""
    ended = max(filter(None, [clock.local(person.created_at).date(), work.ended, person.died_on]))
    return falls_due_on(schedule_of(person, on), born=person.birth_date, ended=ended)


def candidates(on: date) -> QuerySet[Person]:
    """People old enough to be looked at whose file nobody is deciding on, nor has put off."""
    age, years = int(norm(CASE_AGE, on=on).number), int(norm(CASE, on=on).number)
    born, registered = add_months(on, -12 * (age + years)), clock.at(add_months(on, -12 * years))
    put_off = Retention.objects.filter(Q(status__in=Retention.OPEN) | Q(kept_until__gt=on))
    rows: QuerySet[Person] = (
        Person.objects.filter(
            Q(birth_date__lte=born) | Q(birth_date__isnull=True), created_at__lte=registered
        )
        .filter(anonymised_on__isnull=True)
        .exclude(pk__in=put_off.values("person"))
        .select_related("dossier__unit")
        .order_by("pk")
    )
    return rows


def all_of(person: Person) -> list[Person]:
    """The record and every record that was joined to it."""
    found, new = [person], [person]
    while new:
        new = list(Person.everyone.filter(merged_into__in=new).select_related("dossier"))
        found += new
    return found


def dossiers_of(people: list[Person]) -> set[int]:
    """The dossiers that are the persons' own: their files and their own-file requests."""
    asked = OwnFile.objects.filter(person__in=people).values_list("dossier_id", flat=True)
    return {one.dossier_id for one in people} | set(asked)


def held(person: Person) -> QuerySet[LegalHold]:
    """Holds on a person's file, the latest first."""
    rows: QuerySet[LegalHold] = LegalHold.objects.filter(person=person).select_related("placed_by")
    return rows


def queue(user: Any, *, done: bool) -> QuerySet[Retention]:
    """What waits for a decision, or what was decided."""
    rows: QuerySet[Retention] = Retention.objects.visible_to(user).select_related("person", "dossier__unit")
    return rows.exclude(status__in=Retention.OPEN) if done else rows.filter(status__in=Retention.OPEN)


@dataclass(frozen=True, slots=True)
class Line:
    """A schedule as it is read: how long, by which act, how sure."""

    name: str
    says: str
    act: str
    note: str
    sure: str


def schedules(on: date) -> list[Line]:
    """The schedules in force on a day, with their sources."""
    values = [norm(key, on=on) for key in (CASE_AGE, CASE, SEALED_KEPT, *OF_REPORTS)]
    acts = {act.key: act.name for act in LegalAct.objects.filter(key__in=[value.act for value in values])}
    return [
        Line(
            value.name,
            f"{Norm.Unit(value.unit).label}: {value.value}",
            acts.get(value.act, value.act),
            value.note,
            str(dict(Norm._meta.get_field("certainty").flatchoices)[value.certainty]),
        )
        for value in values
    ]
