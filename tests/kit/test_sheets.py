"""Lists that leave the system: no cell is a formula, days are days, and each column says how private it is."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from himaya.kit.sheets import Heading, Sheet, csv_file, workbook

HOSTILE = [
    "=HYPERLINK(\"http://example.org\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "＝1+1",
    "|cmd", "%0A",
]  # fmt: skip


def sheet(*rows: tuple[object, ...], notes: tuple[str, ...] = ()) -> Sheet:
    return Sheet("Siyahı: 2026/1", [Heading("Adı", "personal"), Heading("Gün"), Heading("Say")], rows, notes)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_file(sheet((text, None, 1))).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0].startswith("'")
    page = load_workbook(io.BytesIO(workbook(sheet((text, None, 1))))).active
    assert page is not None
    cell = page["A4"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_workbook_holds_title_notes_headings_labels_and_rows() -> None:
    made = workbook(sheet(("Nigar\x07", date(2026, 3, 5), 7), ("x" * 90, None, 8), notes=("Note one",)))
    page = load_workbook(io.BytesIO(made)).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert page.title == "Siyahı  2026 1"
    assert rows[0][0] == "Siyahı: 2026/1"
    assert rows[1][0] == "Note one"
    assert rows[2] == ["Adı", "Gün", "Say"]
    assert rows[3][0] == "personal"
    assert rows[4][0] == "Nigar"
    assert rows[4][1].date() == date(2026, 3, 5)
    assert rows[4][2] == 7
    assert page.freeze_panes == "A5"


def test_a_csv_file_opens_in_a_spreadsheet_of_ours() -> None:
    told = csv_file(sheet(("Nigar; Həsən", date(2026, 3, 5), None)))
    assert told.startswith(b"\xef\xbb\xbf")
    assert told.decode("utf-8-sig") == 'Adı [personal];Gün;Say\r\n"Nigar; Həsən";05.03.2026;\r\n'


def test_wide_lists_and_nameless_ones_have_their_columns() -> None:
    many = Sheet("[]", [Heading(f"c{n}") for n in range(30)], [tuple(range(30))])
    page = load_workbook(io.BytesIO(workbook(many))).active
    assert page is not None
    assert page["AD4"].value == 29
