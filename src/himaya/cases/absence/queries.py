"""Reads about school-absence lists, and what is known of children's absence."""

import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from himaya.access.models import ProtectedQuerySet, Unit, User
from himaya.cases.absence.models import AbsenceList, AbsenceRow, SchoolAbsence
from himaya.cases.absence.rules import may_tell_days, one_school, own_column, read_row
from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit.books.shapes import Unreadable
from himaya.kit.errors import Refused
from himaya.reference.queries import norm
from himaya.registry.models import Person
from himaya.registry.queries import Match, PersonLine, likely_of, people_in_file

KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file as it was read."""

    sheet: str
    number: int
    facts: dict[str, Any]
    remarks: list[list[str]]


def rows_in_file(path: Path, month: date, today: date) -> list[Row]:
    """The pupils of a file. Refused where it holds no people or more than a school has (norm `absence.rows.most`), does not
    tell the days, or is of several schools."""
    columns: set[str] = set()
    lines: list[PersonLine] = []
    most = int(norm("absence.rows.most", today).number)
    for held, people in people_in_file(path, today, own_column):
        columns |= held
        lines += itertools.islice(people, most + 1 - len(lines))
        if len(lines) > most:
            words = _("The list has more than %(most)s rows. Split it into several files.")
            raise Refused(words % {"most": most}, "file")
    if not lines:
        raise Unreadable(
            "nobody", _("No table of people was found in this file. Does it have a row of column titles?")
        )
    for verdict in (may_tell_days(columns), one_school(lines)):
        if not verdict:
            raise Refused(verdict.reason, "file")
    return [Row(line.sheet, line.number, *read_row(line, month)) for line in lines]


# --- lists ---


def lists() -> ProtectedQuerySet:
    """With what their pages show."""
    rows: ProtectedQuerySet = AbsenceList.objects.select_related(
        "uploaded_by", "dossier__unit", "replaced_by"
    )
    return rows


def sent_before(digest: str, school_key: str, month: date, unit: Unit) -> AbsenceList | None:
    """The very file, sent in by the unit for this school and month and not taken back."""
    same = lists().filter(file_digest=digest, school_key=school_key, month=month, dossier__unit=unit)
    found: AbsenceList | None = same.exclude(status__in=("taken_back", "unchanged")).first()
    return found


def in_force_beside(listed: AbsenceList) -> list[AbsenceList]:
    """The unit's other lists of the same school and month that are in force, held until the transaction ends."""
    same = AbsenceList.objects.filter(
        school_key=listed.school_key, month=listed.month, dossier__unit=listed.dossier.unit, status=KEPT
    )
    return list(same.exclude(pk=listed.pk).select_related("dossier__unit").select_for_update(of=("self",)))


def lists_asked() -> list[tuple[int, User]]:
    """The lists that wait for the worker, each with who sent it in; asked by the system."""
    rows = AbsenceList.objects.filter(is_asked=True).select_related("uploaded_by").order_by("pk")
    return [(one.pk, one.uploaded_by) for one in rows]


def asked_list(pk: int) -> AbsenceList | None:
    """A list that still waits, held by one worker only."""
    rows = AbsenceList.objects.filter(pk=pk, is_asked=True).select_related("dossier__unit", "uploaded_by")
    found: AbsenceList | None = rows.select_for_update(skip_locked=True, of=("self",)).first()
    return found


def schools(by: Any) -> list[str]:
    """The schools that lists came from so far, as they were called."""
    rows = AbsenceList.objects.visible_to(by).order_by("school")
    return list(rows.values_list("school", flat=True).distinct()[:200])


def rows_of(listed: AbsenceList, verdict: str = "") -> QuerySet[AbsenceRow]:
    """The rows of a list, in its order; of one verdict only."""
    rows = AbsenceRow.objects.filter(listed=listed).order_by("place")
    return rows.filter(verdict=verdict) if verdict else rows


def tally(listed: AbsenceList) -> dict[str, int]:
    """How many rows of each verdict a list has."""
    counted = AbsenceRow.objects.filter(listed=listed).values("verdict").annotate(n=Count("pk")).order_by()
    return {one["verdict"]: one["n"] for one in counted}


def who_it_may_be(row: AbsenceRow, by: User) -> list[Match]:
    """Who in the register a row that asks may be, as the register stands now."""
    return likely_of(row.facts, row.matches, by) if row.verdict == AbsenceRow.LIKELY else []


def children_of(rows: list[AbsenceRow]) -> dict[int, Person]:
    """The children whom rows turned out to be, as far as whoever asks may open their files."""
    found: dict[int, Person] = Person.objects.in_bulk({row.person_id for row in rows if row.person_id})
    return found


# --- children ---


def absences_in(case: Case) -> list[SchoolAbsence]:
    """What is known of the absence of the people a case is about, the latest month first."""
    about = CaseMember.objects.filter(case=case, ended_at__isnull=True, role__in=CaseMember.ABOUT)
    rows = SchoolAbsence.objects.filter(person__in=about.values("person"), ended_at__isnull=True)
    return list(rows.select_related("person"))


def absences_of(person: Person) -> ProtectedQuerySet:
    """What is known of a person's absence from school, the earliest month first."""
    rows: ProtectedQuerySet = SchoolAbsence.objects.filter(person=person).order_by("month", "pk")
    return rows
