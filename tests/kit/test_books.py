"""Whatever an institution sends: read for what it is, or refused with what to send instead."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from himaya.kit.books.opening import open_book
from himaya.kit.books.shapes import LIMITS, Formula, Limits, Unreadable, is_formula
from himaya.kit.books.strings import KEPT, Strings
from himaya.kit.books.texts import delimiter_of
from himaya.kit.books.workbook import column_of, day_of, number_of


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def read(path: Path, limits: Limits = LIMITS) -> list[tuple[str, list[tuple[int, list[Any]]]]]:
    with open_book(path, limits) as book:
        return [(sheet.name, list(sheet.rows)) for sheet in book.sheets]


def rows(path: Path, limits: Limits = LIMITS) -> list[list[Any]]:
    return [cells for _sheet, found in read(path, limits) for _number, cells in found]


def refused(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(Unreadable) as caught:
        read(path, limits)
    assert caught.value.field == "file"
    assert str(caught.value)
    return caught.value.code


def workbook(path: Path, *lines: list[Any], epoch: Any = None) -> Path:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


# --- what it is ---------------------------------------------------------------------------------------


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.touch()
    assert refused(path) == "empty"
    path.write_text("\ufeff \r\n\r\n", encoding="utf-8")
    assert refused(path) == "empty"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" * 1000)
    assert refused(path, Limits(size=100)) == "huge"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 x",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"{\\rtf1 x}",
        b"<?xml version='1.0'?><list/>",
        b"MZ\x00\x00" * 40,
    ],
)
def test_what_is_no_table_is_refused_with_what_to_send(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    assert refused(path) == "foreign"


def test_an_old_workbook_and_a_locked_one_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert refused(path) == "old"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 90
    )
    assert refused(path) == "locked"


def test_a_package_with_a_password_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["x"])
    data = bytearray(path.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:  # the sign of encryption in the directory
        data[at + 8] |= 1
        at += 4
    path.write_bytes(bytes(data))
    assert refused(path) == "locked"


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95])
def test_a_workbook_cut_short_is_refused(keep: float, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", *[[n, f"Əliyev {n}"] for n in range(500)])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert refused(path) == "damaged"


def test_a_sheet_that_breaks_off_is_said_while_it_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", *[[n] for n in range(50)])
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item.filename)
            new.writestr(
                item.filename, content[: len(content) // 2] if "sheet1" in item.filename else content
            )
    path.write_bytes(out.getvalue())
    assert refused(path) == "damaged"


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    assert path.stat().st_size < 100_000
    assert refused(path) == "bomb"
    assert refused(path, Limits(unpacked=1000, ratio=10**9)) == "bomb"


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["x"])
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if "sheet1" in item.filename:
                content = b'<!DOCTYPE a [<!ENTITY b "c">]>' + content[content.index(b"<worksheet") :]
            new.writestr(item.filename, content)
    path.write_bytes(out.getvalue())
    assert refused(path) == "damaged"


def test_other_packages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    for member in ("word/document.xml", "content.xml", "xl/workbook.bin", "readme.txt"):
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(member, "x")
        assert refused(path) == "foreign"


# --- workbooks ----------------------------------------------------------------------------------------


def test_a_workbook_gives_its_cells_as_they_stand(tmp_path: Path) -> None:
    day = datetime.date(2014, 3, 5)
    path = workbook(tmp_path / "a.csv", ["Ad", None, 7, 2.5, True, day], ["=1+1", "+994", "№"])
    assert rows(path) == [["Ad", None, 7, 2.5, True, day], [Formula("=1+1"), "+994", "№"]]
    assert isinstance(rows(path)[1][0], Formula), "a formula is text, never worked out"


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_days_are_right_in_both_calendars(epoch: Any, tmp_path: Path) -> None:
    day = datetime.date(2014, 3, 5)
    moment = datetime.datetime(2020, 2, 29, 13, 5)  # noqa: DTZ001 -- a table knows no zones
    path = workbook(tmp_path / "a.xlsx", [day, moment], epoch=epoch)
    assert rows(path) == [[day, datetime.date(2020, 2, 29)]]


def test_days_before_march_1900_and_the_day_that_never_was() -> None:
    assert day_of(1) == datetime.date(1900, 1, 1)
    assert day_of(59) == datetime.date(1900, 2, 28)
    assert day_of(60) is None
    assert day_of(61) == datetime.date(1900, 3, 1)
    assert day_of(0, epoch_1904=True) == datetime.date(1904, 1, 1)
    assert day_of(-5) is None


def test_numbers_that_are_none_stay_text() -> None:
    assert number_of("12") == 12
    assert number_of("1E2") == 100
    assert number_of("2.50") == 2.5
    assert number_of("1E99999") == "1E99999"
    assert number_of("x") == "x"
    assert column_of("A") == 0
    assert column_of("AB") == 27


def test_hidden_sheets_are_left_alone_and_merged_cells_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Siyahı"
    book.active.append(["Başlıq"])
    book.active.merge_cells("A1:D1")
    book.create_sheet("Gizli").sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)
    with open_book(path) as opened:
        (sheet,) = opened.sheets
        assert (sheet.name, sheet.merges) == ("Siyahı", [(1, 0, 1, 3)])


def test_long_rows_and_cells_are_cut(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["x" * 5000, *range(30)])
    assert [len(c) if isinstance(c, str) else c for c in rows(path, Limits(columns=3, cell=10))[0]] == [
        10,
        0,
        1,
    ]


def test_texts_beyond_some_thousands_lie_on_disk() -> None:
    texts = Strings()
    for n in range(KEPT + 500):
        texts.append(f"Əli{n}")
    assert (texts[0], texts[KEPT], texts[KEPT + 499]) == ("Əli0", f"Əli{KEPT}", f"Əli{KEPT + 499}")
    assert texts[KEPT] == f"Əli{KEPT}", "and again"
    assert texts[KEPT + 500] == ""
    texts.close()


# --- texts --------------------------------------------------------------------------------------------

LINES = "Soyadı;Adı\r\nƏliyev;Ülvi\r\n"
RUSSIAN = "Фамилия;Имя;Адрес\r\nАлиев;Вугар;г. Баку, ул. Низами\r\nГусейнова;Нигяр;Шамкир\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LINES.encode(encoding))
    assert rows(path) == [["Soyadı", "Adı"], ["Əliyev", "Ülvi"]]


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "mac-cyrillic"])
def test_russian_in_one_byte_is_told_by_how_its_words_look(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((RUSSIAN * 3).encode(encoding))
    assert rows(path)[1] == ["Алиев", "Вугар", "г. Баку, ул. Низами"]


def test_the_letter_a_turkish_alphabet_lacks_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = "Soyadı;Adı;Göndərən\r\nƏLİYEVA;Səbinə;Polis\r\nRəhimov;Əkrəm;İcra hakimiyyəti\r\n"
    path.write_bytes(text.replace("ə", "?").replace("Ə", "?").encode("cp1254"))
    assert rows(path) == [
        ["Soyadı", "Adı", "Göndərən"],
        ["ƏLİYEVA", "Səbinə", "Polis"],
        ["Rəhimov", "Əkrəm", "İcra hakimiyyəti"],
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    line = delimiter.join(["Əliyev", '"Bakı, Nizami; 5"', "x\ty" if delimiter != "\t" else "xy"])
    path.write_text((line + "\n") * 5, encoding="utf-8")
    assert rows(path)[0][:2] == ["Əliyev", "Bakı, Nizami; 5"]
    assert delimiter_of("bare\nwords\n") == ","


def test_a_line_may_say_its_delimiter_and_a_cell_may_hold_a_break(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('sep=|\r\na|"b\nc"|="0012345"|=SUM(A1)\r\n', encoding="utf-8")
    with open_book(path) as book:
        ((number, cells),) = next(book.sheets).rows
    assert (number, cells) == (2, ["a", "b\nc", "0012345", Formula("=SUM(A1)")])


def test_odd_marks_and_missing_quotes_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\u2028c\r\nd;e\x0bf\r\n", encoding="utf-8")
    assert rows(path) == [["a", "b\u2028c"], ["d", "e\x0bf"]]
    path.write_text('a;"b\r\n' + "x" * 70_000, encoding="utf-8")
    assert rows(path)[0][0] == "a"


def test_what_would_be_worked_out_is_known() -> None:
    for text in ("=1+1", "=HYPERLINK(A1)", "=A1*2", "=cmd|'/c calc'!A0", "=-2", '="a"&"b"'):
        assert is_formula(text), text
    for text in ("= yox", "===", "Əli", "+994501234567", "-"):
        assert not is_formula(text), text


# --- markup -------------------------------------------------------------------------------------------


def test_a_page_saved_as_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<html><head><meta charset='utf-8'><style>td{x}</style></head><body><table>"
        "<tr><th colspan=2>Ad</th><th rowspan='2'>Rayon</th></tr>"
        "<tr><td>Əliyev<br>Vüqar</td><td>=SUM(A1)</td></tr><tr><td>a<td>b</table><script>x()</script>",
        encoding="utf-8",
    )
    assert rows(path) == [["Ad", None, "Rayon"], ["Əliyev\nVüqar", Formula("=SUM(A1)"), "Rayon"], ["a", "b"]]


def test_a_page_in_its_own_alphabet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    page = "<html><meta charset=windows-1251><table><tr><td>Алиев Вугар</td><td>Баку</td></tr></table>"
    path.write_bytes(page.encode("cp1251"))
    assert rows(path) == [["Алиев Вугар", "Баку"]]
    path.write_bytes(page.replace("windows-1251", "no-such").encode("cp1251"))
    assert len(rows(path)[0]) == 2


def test_xml_of_excel_2003_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(
        "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
        "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet ss:Name='Bir'><Table>"
        "<Row ss:Index='3'><Cell ss:MergeAcross='1'><Data ss:Type='String'>Əli</Data></Cell>"
        "<Cell><Data ss:Type='Number'>7</Data></Cell>"
        "<Cell ss:Index='6'><Data ss:Type='DateTime'>2014-03-05T00:00:00.000</Data></Cell>"
        "<Cell ss:Formula='=A1'><Data ss:Type='Number'>1</Data></Cell></Row></Table></Worksheet>"
        "<Worksheet ss:Name='İki'><Table><Row><Cell><Data ss:Type='String'>x</Data></Cell>"
        "</Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert read(path) == [
        ("Bir", [(3, ["Əli", None, 7, None, None, datetime.date(2014, 3, 5), Formula("=A1")])]),
        ("İki", [(1, ["x"])]),
    ]
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    assert refused(path) == "damaged"
