"""An institution's list goes in, comes back with its errors, goes in again."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.journeys.conftest import HERE, Country, Walker
from tests.patience import LONG

pytestmark = pytest.mark.journey

TITLES = (
    "№",
    "Uşağın soyadı, adı, atasının adı",
    "Təvəllüdü",
    "FİN kodu",
    "Cinsi",
    "Qəbul səbəbi",
    "Kimin sözü",
)
CHILDREN = [
    ("SİYAHIYEVA NURANƏ TAĞI QIZI", "14.05.2013", "7SYH1AB", "ж", "Yetim", "-"),
    ("Siyahıyeva Nurane", "14.05.2013", "7syh1ab", "q", "", "-"),  # herself once more
    ("Siyahıyev Turxan Tağı oğlu", "14.05.2013", "8SYH1AB", "oğlan", "Yetim", "-"),  # her twin
    ("Cədvəlli Orxan Emin oğlu", "31.02.2015", "", "oğlan", "Polis gətirib", "-"),  # no such day
    ("=HYPERLINK(\"http://example.org\";\"Aysel\")", "02.03.2016", "", "qız", "", "-"),  # no name
    ("Cədvəlli Səbinə Emin qızı", "03.09.2017", "", "qız", "Maddi çətinlik", "-"),
    ("Cədvəlli Ülkər Emin qızı", "11.11.2010", "", "qız", "Maddi çətinlik", "-"),
]  # fmt: skip


def workbook(path: Path, children: list[tuple[str, ...]]) -> Path:
    """A list as an institution keeps it: a title over all columns, then the head, the children, the total, who signs."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Siyahı"
    sheet.append(["Uşaq evində yaşayan uşaqların siyahısı"])
    sheet.merge_cells("A1:G1")
    sheet.append(TITLES)
    for number, child in enumerate(children, start=1):
        sheet.append([number, *child])
        sheet.cell(sheet.max_row, 2).data_type = "s"
    sheet.append([None, f"Cəmi: {len(children)}"])
    sheet.append([None, "Direktor: ____________ (imza)"])
    book.save(path)
    return path


def send_in(walker: Walker, path: Path) -> str:
    """Sends the list in and confirms its columns; its address."""
    walker.go("/people/imports/").fill(institution="Uşaq evi").page.set_input_files(
        "main [name=file]", str(path)
    )
    walker.send("main form.hm-form")
    walker.sees("Təvəllüdü")
    walker.send("main form.hm-form")
    return finished(walker)


def finished(walker: Walker) -> str:
    """Waits until the worker has done its part; the page comes anew by itself."""
    walker.page.locator("#work").wait_for(state="detached", timeout=3 * LONG * 1000)
    walker.looks_well()
    return str(walker.page.url.split("?")[0].removeprefix(walker.site.url))


def press(walker: Walker, words: str) -> Walker:
    """Presses a button of the list's page, and once more where it is asked."""
    walker.page.locator("main .hm-next a", has_text=words).first.click()
    walker.page.wait_for_url("**/do/**")
    return walker.send("main form.hm-form")


def counted(walker: Walker, address: str) -> dict[str, str]:
    """How many rows of each kind the page tells."""
    walker.go(address)
    lines = walker.page.locator("main .hm-stats > *").all_inner_texts()
    parts = [[part for part in line.split("\n") if part.strip()] for line in lines]
    return {
        part: next(p for p in told if p.isdigit()) for told in parts for part in told if not part.isdigit()
    }


def test_a_list_goes_in_comes_back_with_its_errors_and_goes_in_again(
    country: Country, tmp_path: Path, site: Any
) -> None:
    """Given an institution's workbook with a child twice, twins, an impossible date and a formula for a name,
    when the registrar sends it in, looks through it and the supervisor approves it,
    then the sound children are in the register, once each; the list goes back with the reasons beside the rows;
    mended, it goes in again and only what was mended is new; and what it brought can be taken out again."""
    registrar = country.sign_in("registrar", HERE)
    supervisor = country.sign_in("supervisor", HERE)
    first = send_in(registrar, workbook(tmp_path / "usaqlar.xlsx", CHILDREN))
    registrar.sees("31.02.2015", "Siyahıyeva Nuranə")
    told = counted(registrar, first)
    assert (told["yeni"], told["rədd edilib"], told["təkrar"]) == ("4", "2", "1"), told

    with registrar.page.expect_download() as download:
        registrar.page.locator("main a[href$='list.xlsx']").first.click()
    back = tmp_path / "geri.xlsx"
    download.value.save_as(back)
    returned = openpyxl.load_workbook(back).worksheets[0]
    reasons = {row[1].value: row[-1].value for row in returned.iter_rows() if row[-1].value}
    assert all(cell.data_type != "f" for row in returned.iter_rows() for cell in row), "nothing is worked out"
    assert any(str(name).startswith("Cədvəlli Orxan") for name in reasons)

    press(registrar, "Təsdiqə göndər").does_not_see("do/approve/")
    supervisor.go(first)
    press(supervisor, "Təsdiq et")
    finished(supervisor)
    assert counted(supervisor, first)
    supervisor.go("/people/").fill(q="Siyahıyeva Nuranə").send("main form").sees("Siyahıyeva Nuranə")

    for row in returned.iter_rows(min_row=2):
        if str(row[1].value).startswith("Cədvəlli Orxan"):
            row[2].value = "28.02.2015"
        elif str(row[1].value).startswith("=HYPERLINK"):
            row[1].value = "Cədvəlli Aysel Emin qızı"
    returned.parent.save(tmp_path / "duzeldilmis.xlsx")
    second = send_in(registrar, tmp_path / "duzeldilmis.xlsx")
    told = counted(registrar, second)
    assert (told["yeni"], told["tanınır, dəyişməyib"]) == ("2", "4"), told
    press(registrar, "Təsdiqə göndər")
    press(supervisor.go(second), "Təsdiq et")
    finished(supervisor)

    press(supervisor.go(second), "Geri götür")
    finished(supervisor)
    supervisor.go("/people/").fill(q="Cədvəlli Aysel").send("main form").does_not_see("Cədvəlli Aysel Emin")
    supervisor.go("/people/").fill(q="Cədvəlli Ülkər").send("main form").sees("Cədvəlli Ülkər")
