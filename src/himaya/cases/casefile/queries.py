"""Whom a case is about, and what stands in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext

from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit import clock
from himaya.kit.memory import asked_once
from himaya.kit.periods import BirthDate
from himaya.kit.templatetags.himaya import age
from himaya.registry.models import Person
from himaya.registry.queries import people_in_group


class Face(NamedTuple):
    """A member of a case as everyone who sees the case may know them: name, age, role. `restricted` means that
    the person's own file is not open to the reader."""

    case_id: int
    member_id: int
    person_id: int
    person: str
    role: str
    family_name: str
    given_name: str
    fathers_name: str
    sex: str
    birth_date: date | None
    birth_precision: str
    died_on: date | None
    life: str
    restricted: bool

    @property
    def name(self) -> str:
        """Family name and given name."""
        return " ".join(filter(None, [self.family_name, self.given_name]))

    @property
    def full_name(self) -> str:
        """With the father's name."""
        return " ".join(filter(None, [self.name, self.fathers_name]))

    @property
    def born(self) -> BirthDate | None:
        """The birth date and how well it is known."""
        if self.birth_date is None:
            return None
        return BirthDate(self.birth_date, self.birth_precision or "exact")  # type: ignore[arg-type]  # checked by the database

    @property
    def age(self) -> int | None:
        """The likeliest age in full years."""
        return self.born.age(self.died_on or clock.today()) if self.born else None

    @property
    def age_words(self) -> str:
        """“7 y old”; months and days of the smallest, “~7 y old” where it is estimated; empty where not known."""
        if self.age is None:
            return ""
        if self.birth_precision in ("", "exact") and self.died_on is None:
            return age(self.birth_date)
        return gettext("%(n)s y old") % {
            "n": ("~" if self.birth_precision == "estimated" else "") + str(self.age)
        }


def faces_of(cases: Iterable[Case]) -> dict[int, list[Face]]:
    """The members of each case, by the case's id; one query however many."""
    with connection.cursor() as cursor:
        cursor.execute("select * from cases_faces(%s)", [[case.pk for case in cases]])
        rows = [Face._make(row) for row in cursor.fetchall()]
    found: dict[int, list[Face]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


@asked_once
def faces_on(case: Case) -> list[Face]:
    """The members of one case."""
    return faces_of([case]).get(case.pk, [])


def subjects_of(faces: Iterable[Face]) -> list[Face]:
    """The people the case is about: its children, or the persons it is for."""
    return [face for face in faces if face.role in CaseMember.SUBJECTS]


def children_of(faces: Iterable[Face]) -> list[Face]:
    """The children among them: only they are taken to safety or looked for as missing children."""
    return [face for face in faces if face.role == CaseMember.CHILD]


def title_of(case: Case, faces: Iterable[Face]) -> str:
    """How people call a case: by whom it is about, or by its number until they are known."""
    return ", ".join(face.name for face in subjects_of(faces)) or case.reference


def reports_open_to(user: Any) -> QuerySet[Any]:
    """Reports this person may see; found through the case's own link, since screening stands on cases."""
    reports: Any = Case._meta.get_field("reports").related_model
    return reports.objects.visible_to(user)


@asked_once
def known_elsewhere(case: Case) -> list[Case]:
    """Other cases about the same people, the latest first: as far as the reader may see them."""
    people = [f.person_id for f in faces_on(case) if f.role in CaseMember.ABOUT]
    if not people:
        return []
    rows = Case.objects.filter(
        members__person__in=people,
        members__role__in=CaseMember.ABOUT,
        members__ended_at__isnull=True,
    )
    return list(rows.exclude(pk=case.pk).distinct().order_by("-reported_at")[:5])


def other_cases(person: Person, case: Case | None = None) -> QuerySet[Case]:
    """Cases about this person, the latest first; without the one in hand. Only what the reader may
    see: a case in another district stays unknown."""
    rows = Case.objects.filter(
        members__person=person, members__role__in=CaseMember.ABOUT, members__ended_at__isnull=True
    )
    if case is not None:
        rows = rows.exclude(pk=case.pk)
    return rows.distinct().order_by("-reported_at")


def closed_cases_of(people: Iterable[Person]) -> QuerySet[Case]:
    """Closed cases about any of these people: a new report on them reopens rather than opens."""
    return (
        Case.objects.filter(
            status="closed",
            members__person__in=list(people),
            members__role__in=CaseMember.ABOUT,
            members__ended_at__isnull=True,
        )
        .distinct()
        .order_by("-closed_at")
    )


def people_of_group(group: str) -> QuerySet[CaseMember]:
    """Those cases are about who are in a vulnerable group today: lists are narrowed by `.values("case")` or, for what
    only knows its dossier, `.values("dossier")`. As far as the reader sees their files."""
    found: QuerySet[CaseMember] = CaseMember.objects.filter(
        role__in=CaseMember.ABOUT, ended_at__isnull=True, person__in=people_in_group(group)
    )
    return found
