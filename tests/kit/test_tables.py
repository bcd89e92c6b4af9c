"""Table files carry nothing that a spreadsheet would carry out, and come back as they went."""

import ast
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit.sheets import Page, plain_workbook
from himaya.kit.tables import FileRefused, day, harmless, line, number, read_table, write_table, yes
from tests.architecture import guards

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+994501234567x",
    "-2+3",
    "@SUM(1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "\r=1",
    "\n=1",
    "\u200b=1",
    "＝1+1",
    "|cmd",
    "%0A",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_leaves_as_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    written = write_table(["name"], [[cell]]).split("\r\n")[1]
    assert written.lstrip('"').startswith("'")


@pytest.mark.parametrize("cell", ["", "Əliyeva", "-5", "+12.5", "12", "O'Brien", "'tis", 5, None])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("cell", [*FORMULAS[:6], "Bakı; Gəncə", "a,b", 'a "b"', "'tis", "-5"])
def test_what_went_out_comes_back(cell: str) -> None:
    (row,) = read_table(write_table(["name"], [[cell]]), {"name": line()})
    assert row["name"] == cell


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40))
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    shown = harmless(cell)
    assert shown[0] not in "=+-@\t\r" or shown.lstrip("+-").replace(".", "").replace(",", "").isdigit()


def test_a_workbook_is_read_like_any_table() -> None:
    rows = [["Nodar", date(2026, 12, 31), 5, True, 1.5], ["=1+1", None, 7, None, None]]
    sent = plain_workbook([Page("Kəndlər", ["name", "since", "people", "open", "share"], rows)])
    columns = {"name": line(), "since": day, "people": number, "open": yes, "share": line()}
    first, second = read_table(sent, columns)
    assert (first["name"], first["since"], first["people"]) == ("Nodar", date(2026, 12, 31), "5")
    assert (first["open"], first["share"], second["row"]) == (True, "1.5", 3)
    assert second["name"] == "=1+1", "nothing is worked out"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"", "missing"),
        (b"PK\x03\x04 cut", "damaged"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "2003"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_send(sent: bytes, says: str) -> None:
    with translation.override("en"), pytest.raises(FileRefused, match=says) as caught:
        read_table(sent, {"name": line()})
    assert all(fault.remedy for fault in caught.value.faults)


def test_blank_rows_of_a_workbook_keep_the_numbers_of_the_others() -> None:
    sent = plain_workbook([Page("1", ["name"], [["Nodar"], [], [None], ["x" * 400]])])
    with translation.override("en"), pytest.raises(FileRefused) as caught:
        read_table(sent, {"name": line()})
    assert [fault.row for fault in caught.value.faults] == [5]


def writes_its_own(source: str) -> bool:
    """Whether a file writes tables past the one writer that makes them harmless."""
    writers = {"writer", "DictWriter", "Workbook"}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in writers)
        or (isinstance(node, ast.Name) and node.id in writers)
        for node in ast.walk(ast.parse(source))
    )


WRITERS = {guards.SRC / "kit" / "tables.py", guards.SRC / "kit" / "sheets.py"}


def test_tables_are_written_in_one_place() -> None:
    found = [
        str(file.relative_to(guards.SRC))
        for file in guards.python_files()
        if file not in WRITERS and writes_its_own(file.read_text())
    ]
    assert found == []
    assert writes_its_own("import csv\ncsv.writer(out).writerow(['=1'])")
    assert writes_its_own("openpyxl.Workbook()")
    assert all(writes_its_own(file.read_text()) for file in WRITERS)
