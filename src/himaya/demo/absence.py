"""A school's list of absent pupils in the sample country: a child known by the FIN, one who is like somebody registered, one
who is not, and a row to be put right."""

import tempfile
from datetime import date
from pathlib import Path

from himaya.access.gate import acting_as
from himaya.access.models import Unit, User
from himaya.cases.absence.actions import compare_list, send_absences
from himaya.kit import clock
from himaya.kit.periods import BirthDate, add_months
from himaya.kit.tables import write_table
from himaya.reference.models import Territory
from himaya.registry.actions import register_person
from himaya.registry.rules import Details, NewPerson, Residence

SCHOOL = "1 nömrəli tam orta məktəb (nümunə)"
TITLES = (
    "Soyadı, adı, atasının adı",
    "Doğum tarixi",
    "FİN",
    "Sinif",
    "Üzrlü günlər",
    "Üzrsüz buraxdığı günlər",
)
# Family name, given name, sex, FIN.
PUPILS = (("Nümunəli", "Fikrət", "male", "7NBS1AB"), ("Nümunəyeva", "Nailə", "female", ""))


def make_absence(unit: Unit, place: Territory, by: User) -> None:
    """Of last month, in the district shown first."""
    today = clock.today()
    born = date(today.year - 12, 5, 14)
    for family, given, sex, fin in PUPILS:
        details = Details(
            family_name=family, given_name=given, fathers_name="Rəşad", sex=sex, born=BirthDate(born)
        )
        with acting_as(by):
            new = NewPerson(details=details, fin=fin, lives=Residence(territory=place), is_sample=True)
            register_person(new=new, by=by, different="seen")
    day = f"{born:%d.%m.%Y}"
    rows = [
        ("Nümunəli Fikrət Rəşad oğlu", day, "7NBS1AB", "6 a", "1", "14"),
        ("Nümunəyeva Nailə Rəşad qızı", day, "", "6 b", "", "11"),
        ("Nümunəzadə Toğrul Elşən oğlu", f"02.09.{today.year - 13}", "", "7 a", "2", "12"),
        ("Nümunəzadə Günel Elşən qızı", f"02.09.{today.year - 14}", "", "8 a", "", "45"),
    ]
    month = add_months(today.replace(day=1), -1)
    with tempfile.TemporaryDirectory(prefix="himaya-demo-") as folder, acting_as(by):
        path = Path(folder) / "davamiyyet.csv"
        path.write_text(write_table(TITLES, rows), encoding="utf-8")
        listed = send_absences(
            name=path.name, path=path, unit=unit, school=SCHOOL, month=month, by=by, is_sample=True
        )
        compare_list(listed, by)
