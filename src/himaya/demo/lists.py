"""A list of the sample country: what an institution sent in, read, with rows that ask and rows that are refused."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from himaya.access.gate import acting_as
from himaya.access.roles import Registrar
from himaya.demo.country import Country
from himaya.demo.families import Families
from himaya.kit import clock
from himaya.kit.tables import write_table
from himaya.registry.actions import confirm_columns, read_list, send_list
from himaya.registry.models import Person

TITLES = (
    "№",
    "Soyadı, adı, atasının adı",
    "Doğum tarixi",
    "FİN",
    "Cinsi",
    "Qeydiyyat ünvanı",
    "Qəbul səbəbi",
)


def make_lists(country: Country, families: Families) -> int:
    """Two lists of the first district's registrar: one read and waiting to be looked through, one whose columns are
    to be confirmed; says how many."""
    unit = country.districts[0]
    by = country.staff[(unit.pk, Registrar.code)][0]
    here = [f.children[0] for f in families.all if f.children and f.unit.pk == unit.pk][:4]
    place = here[0].territory.name_az if here[0].territory else ""
    known, new = _known(here, place), _new(place)
    with tempfile.TemporaryDirectory(prefix="himaya-demo-") as folder:
        with acting_as(by):
            send_list(
                name="internat.csv",
                path=_write(folder, new[:3]),
                unit=unit,
                by=by,
                institution="2 saylı internat",
                is_sample=True,
            )
            path = _write(folder, [*known, *new])
            batch = send_list(
                name="usaq-evi.csv", path=path, unit=unit, by=by, institution="Uşaq evi", is_sample=True
            )
            batch = confirm_columns(batch=batch, fields={}, by=by)
        read_list(batch, by)
    return 2


def _known(children: Sequence[Person], place: str) -> list[tuple[str, ...]]:
    """Children of the country, as an institution writes them."""
    return [
        (
            f"{c.family_name} {c.given_name} {c.fathers_name}",
            f"{c.birth_date:%d.%m.%Y}",
            "",
            "",
            place,
            "Yetim",
        )
        for c in children
    ]


def _new(place: str) -> list[tuple[str, ...]]:
    """Twins, one of them twice, a day that is none, half a FIN."""
    born = f"14.03.{clock.today().year - 9}"
    return [
        ("Nümunəyev Tural Rövşən oğlu", born, "", "oğlan", place, "Maddi çətinlik"),
        ("NÜMUNƏYEVA AYTƏN RÖVŞƏN QIZI", born, "", "qız", place, "Maddi çətinlik"),
        ("Nümunəyev Tural Rövşən", born, "", "k", place, ""),
        ("Nümunəli Səbinə Elçin qızı", "31.02.2016", "", "qız", place, "Əlilliyə görə"),
        (
            "Nümunəli Orxan Elçin oğlu",
            f"01.09.{clock.today().year - 4}",
            "5ABC",
            "oğlan",
            place,
            "Polis gətirib",
        ),
    ]


def _write(folder: str, rows: Sequence[tuple[str, ...]]) -> Path:
    path = Path(folder) / "list.csv"
    told = [
        TITLES,
        *((number, *row) for number, row in enumerate(rows, start=1)),
        ("", f"Cəmi: {len(rows)} uşaq"),
    ]
    path.write_text(
        write_table(["Uşaq evində olan uşaqların siyahısı (nümunə)"], told, ";"), encoding="utf-8"
    )
    return path
