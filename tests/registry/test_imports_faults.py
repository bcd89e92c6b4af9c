"""What institutions get wrong, each with its clear answer: the field, the row and what to do; and nothing is lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from himaya.kit import clock
from himaya.kit.books.opening import open_book
from himaya.registry.imports.cleaning.reasons import REASONS
from himaya.registry.imports.layout.tables import Line, lines_of, tables_of
from himaya.registry.models import Person
from tests.registry.lists import TITLES, written

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 1)


def lines(path: Path) -> list[Line]:
    """The rows of every table of a file."""
    with open_book(path) as book:
        return [line for t, _s, rows in tables_of(book, TODAY) if t for line in lines_of(t, rows, TODAY)]


@pytest.fixture
def only(tmp_path: Path) -> Callable[..., Line]:
    """`only("cells;of a row", titles)`: that row as it was read."""

    def read(row: str, titles: str = TITLES) -> Line:
        (line,) = lines(written(tmp_path, [row], titles=titles))
        return line

    return read


@pytest.mark.parametrize(
    ("row", "titles", "code"),
    [
        ("=HYPERLINK(1);05.03.2014", TITLES, "formula"),
        ("@A1;05.03.2014", TITLES, "name_unreadable"),
        ("<script>alert(1)</script>;05.03.2014", TITLES, "name_unreadable"),
        ("Əliyev Vüqar;=TODAY()", TITLES, "formula"),
        ("Əliyev Vüqar;05.03.2014;=1+1", f"{TITLES};Qeyd", "formula_left"),
        ("Əliyev Vüqar;31.02.2014", TITLES, "born_impossible"),
        ("Əliyev Vüqar;01.01.2030", TITLES, "born_future"),
        ("Əliyev Vüqar;01.01.1850", TITLES, "born_too_old"),
        ("Əliyev Vüqar;dünən", TITLES, "born_unreadable"),
        ("Əliyev Vüqar;", TITLES, "born_missing"),
        (";05.03.2014;5AB12CD", f"{TITLES};FİN", "name_missing"),
        ("Əliyev Vüqar;05.03.2014;5AB", f"{TITLES};FİN", "fin_bad"),
        ("Əliyev Vüqar;05.03.2014;3;3", f"{TITLES};Yaşı;Qeyd", "age_differs"),
        ("Əliyev Vüqar;05.03.2014;05.03.2016", f"{TITLES};Anasının təvəllüdü", "parent_younger"),
        ("Əliyev Vüqar;05.03.2014;05.03.2010", f"{TITLES};Anasının doğum tarixi", "parent_younger"),
        ("Əliyev Vüqar;05.03.2014;5AB12CD;6AB12CD", f"{TITLES};FİN;FİN", "columns_differ"),
        ("Əliyeva Nigar Həsən qızı;05.03.2014;kişi", f"{TITLES};Cinsi", "sex_contradicts"),
    ],
)
def test_each_fault_has_its_answer(only: Any, row: str, titles: str, code: str) -> None:
    line = only(row, titles)
    assert code in [remark[0] for remark in line.remarks]
    for language in ("az", "en", "ru"):
        with translation.override(language):
            assert str(REASONS[code].words)


def test_doubled_columns_that_agree_are_one(only: Any) -> None:
    line = only("Əliyev Vüqar;05.03.2014;5AB12CD;5ab12cd", f"{TITLES};FİN;FİN kodu")
    assert (line.facts["fin"], "columns_differ" in dict(line.remarks)) == ("5AB12CD", False)


def test_renamed_columns_are_known_by_what_they_hold(tmp_path: Path) -> None:
    rows = [f"Əliyev Vüqar İsa oğlu;0{n}.03.2014;5AB12C{n};050 111 22 3{n}" for n in range(1, 9)]
    found = lines(written(tmp_path, rows, titles="Kim?;Nə vaxt?;Kod;Əlaqə"))
    assert found[0].kind == "is_heading", "the titles are nobody"
    assert [line.facts["fin"] for line in found[1:3]] == ["5AB12C1", "5AB12C2"]
    assert found[1].facts["born"]["day"] == "2014-03-01"
    assert found[1].facts["phones"] == ["+994501112231"]


def test_a_missing_column_is_no_fault(only: Any) -> None:
    line = only("Əliyev Vüqar İsa oğlu;1", f"{TITLES.split(';')[0]};№")
    assert line.facts["given_name"] == "Vüqar"
    assert "fin" not in line.facts


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_day_is_the_same_in_the_calendars_of_1900_and_1904(tmp_path: Path, epoch: Any) -> None:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.active.append(TITLES.split(";"))
    book.active.append(["Əliyev Vüqar İsa oğlu", date(2014, 3, 5)])
    book.save(tmp_path / "list.xlsx")
    (line,) = lines(tmp_path / "list.xlsx")
    assert line.facts["born"]["day"] == "2014-03-05"


def test_a_list_without_titles_is_known_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    rows = [f"{n};Əliyev Vüqar İsa oğlu;0{n}.03.2014;5AB12C{n}" for n in range(1, 9)]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = lines(path)
    assert len(found) == 8
    assert found[7].facts["fin"] == "5AB12C8"


def kinds(tmp_path: Path, rows: list[str], titles: str) -> list[str]:
    return [line.kind for line in lines(written(tmp_path, rows, titles=titles))]


def test_a_groups_name_below_any_column_is_nobody(tmp_path: Path) -> None:
    children = [f"0{n}.03.2014;Əliyev Vüqar;5AB12C{n};q;Masallı" for n in range(1, 5)]
    between = [
        *children[:2],
        "I qrup;;;;",
        "2-ci mərtəbə;;;;",
        "6 yaş qrupu;;;;",
        ";Qızlar;;;",
        *children[2:],
    ]
    below = ["Hamısı;;;;4", ";Bütün uşaqlar;;3;1", ";Sosial pedaqoq Quliyeva Nərgiz;;;"]
    found = kinds(
        tmp_path, [*between, *below], "Doğum tarixi;Soyadı, adı, atasının adı;FİN;Cinsi;Qeydiyyat ünvanı"
    )
    assert [kind == "person" for kind in found] == [True] * 2 + [False] * 4 + [True] * 2 + [False] * 3, found


def test_who_signs_below_a_numbered_list_is_nobody_and_a_child_of_few_words_is(tmp_path: Path) -> None:
    children = [f"{n};Əliyev Vüqar İsa oğlu;0{n}.03.2014;;" for n in range(1, 5)]
    more = [
        "5;Ağca Kamança;;;",  # only a name, but numbered
        ";Xırda Kamança;;050 111 22 33;",  # not numbered, but somebody answers there
        ";;05.03.2014;;Masallı",  # nameless: the institution must say who
        "6;;;;Küçə 5",
        ";Sosial İşçi Quliyeva Nərgiz;;12;34",
        ";;41703;;",
    ]
    found = kinds(tmp_path, [*children, *more], "№;Soyadı, adı, atasının adı;Doğum tarixi;Telefon;Ünvan")
    assert found[4:] == ["person", "person", "person", "is_remark", "is_heading", "is_total"], found


def test_numbers_that_count_tell_of_nobody(tmp_path: Path) -> None:
    titles = "Soyadı, adı, atasının adı;Doğum tarixi;FİN;Sənədin nömrəsi (doğum haqqında şəhadətnamə);Əlillik;Qəbul səbəbi"
    children = [f"Əliyev Vüqar;0{n}.03.2014;5AB12C{n};AZ № 123456;var;Yetim" for n in range(1, 5)]
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(titles.split(";"))
    for child in children:
        sheet.append(child.split(";"))
    sheet.append(["Hamısı", 4, 52, 1, 2, "3"])
    sheet.append(["Xırda Kamança", None, 1234567, None, None, None])
    sheet.cell(9, 1, "Воспитатель Мамедова Р.")  # after a gap, which a workbook does not hold
    book.save(tmp_path / "counts.xlsx")
    found = [line.kind for line in lines(tmp_path / "counts.xlsx")]
    assert found == ["person"] * 4 + ["is_heading", "person", "is_heading"]


def test_endless_cells_are_cut_and_their_row_goes_in(
    read: Any, taken: Any, tmp_path: Path, as_owner: Any
) -> None:
    titles = f"{TITLES};Qeydiyyat ünvanı;Qeyd"
    row = f"{'Əliyev' * 90} {'Vüqar' * 90} {'İsa' * 90} oğlu;05.03.2014;Masallı, {'Uzun küçə ' * 90} 5;{'söz ' * 900}"
    with clock.fixed("2026-10-01T10:00"), translation.override("en"):
        taken(read(written(tmp_path, [row], titles=titles)))
    with as_owner():
        her = Person.objects.get()
        assert (len(her.family_name), len(her.given_name)) == (100, 100)
        assert len(her.addresses.get(kind="registered").line) == 300
