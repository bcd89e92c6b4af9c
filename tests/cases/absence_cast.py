"""A school's lists, and the children of the register whom they may be about."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from himaya.access.models import Unit, User
from himaya.cases.absence.actions import send_absences
from himaya.cases.absence.jobs import compare_waiting
from himaya.cases.models import AbsenceList, AbsenceRow, SchoolAbsence
from himaya.kit import clock
from himaya.registry.models import Person, PersonIdentifier
from tests import database

SCHOOL = "45 nömrəli məktəb"
TITLES = "Soyadı, adı, atasının adı;Doğum tarixi;FİN;Sinif;Üzrlü günlər;Üzrsüz buraxdığı günlər"
SURE = "Əliyev Rauf Elçin oğlu;05.03.2014;5AB12CD;7 b;1;12"
LIKELY = "Quliyeva Nərmin Anar qızı;11.09.2013;;8 a;;15"
UNKNOWN = "Həsənli Tural Vüqar oğlu;02.02.2012;;9 c;2;11"


def written(folder: Path, *rows: str, titles: str = TITLES, name: str = "oktyabr.csv") -> Path:
    """A list with these rows on disk."""
    path = folder / name
    path.write_text("\n".join(["Dərsə gəlməyənlər", titles, *rows]) + "\n", encoding="utf-8")
    return path


def this_month() -> date:
    """Of which month the lists are."""
    return clock.today().replace(day=1)


@pytest.fixture
def children(country: Any, make_person: Any) -> dict[str, Person]:
    """One by whose FIN a row is certain, one who is only like a row; both of the district."""
    rauf = make_person(
        country["here"], family_name="Əliyev", given_name="Rauf", fathers_name="Elçin", sex="male",
        birth_date=date(2014, 3, 5), birth_precision="exact",
    )  # fmt: skip
    narmin = make_person(
        country["here"], family_name="Quliyeva", given_name="Nərmin", fathers_name="Anar", sex="female",
        birth_date=date(2013, 9, 11), birth_precision="exact",
    )  # fmt: skip
    with database.as_owner():
        PersonIdentifier.objects.create(dossier=rauf.dossier, person=rauf, kind="fin", value="5AB12CD")
    return {"rauf": rauf, "narmin": narmin}


@pytest.fixture
def send(country: Any, acting_as: Any) -> Callable[..., AbsenceList]:
    """`send(path)`: sent in by the supervisor of the district for this month, and not compared yet."""

    def make(path: Path, by: User | None = None, unit: Unit | None = None, **said: Any) -> AbsenceList:
        given = {"school": SCHOOL, "month": this_month(), "name": path.name, **said}
        with acting_as(by or country["supervisor"]) as sender:
            found = send_absences(path=path, unit=unit or country["here"], by=sender, **given)
        database.settle()
        return found

    return make


def compared(listed: AbsenceList | None = None) -> AbsenceList:
    """The worker has held every list that waits against the register; the list as it is then."""
    database.settle()
    with database.as_worker():
        compare_waiting()
    database.settle()
    with database.as_owner():
        rows = AbsenceList.objects.select_related("dossier__unit", "uploaded_by", "replaced_by")
        return rows.get(pk=listed.pk) if listed else rows.latest("pk")


def verdicts(listed: AbsenceList) -> list[str]:
    """Of its rows, in its order."""
    with database.as_owner():
        return list(AbsenceRow.objects.filter(listed=listed).values_list("verdict", flat=True))


def row_of(listed: AbsenceList, place: int) -> AbsenceRow:
    """One row as it is now."""
    with database.as_owner():
        return AbsenceRow.objects.select_related("listed__dossier__unit", "dossier__unit").get(
            listed=listed, place=place
        )


def standing() -> list[tuple[int, int, int]]:
    """What is kept of whom: person, days, days without a good reason."""
    with database.as_owner():
        kept = SchoolAbsence.objects.filter(ended_at=None).order_by("person_id", "pk")
        return list(kept.values_list("person_id", "days", "unexcused"))
