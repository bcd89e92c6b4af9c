"""The pages of lists: who may open them, what they say, what goes back to the institution; and the command line."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from himaya.access.roles import Registrar
from himaya.kit import clock
from himaya.registry.imports.commands import lists
from himaya.registry.imports.jobs import lists as every_five_seconds
from himaya.registry.models import ImportBatch, ImportRow, Person
from tests import factories
from tests.registry.lists import CENSUS, TITLES, written

pytestmark = pytest.mark.django_db
FIN = f"{TITLES};FİN;Cinsi;Qeydiyyat ünvanı;Qəbul tarixi;Qəbul səbəbi;Əlillik;Şəxsiyyət vəsiqəsi"
SURE = {"sure": "yes"}
ROWS = [
    "Əliyeva Nigar Həsən qızı;05.03.2014;5AB12CD;q;Masallı;01.02.2020;Yetim;var;",
    "Əliyeva Nigar;05.03.2014;;;Nodar kəndi;;nəsə;;AA1234567",
    "=cmd|' /C calc'!A0;05.03.2014;;;;;;;",
    "Quliyev Rauf Elçin oğlu;31.02.2014;;;;;;;",
]


@pytest.fixture(autouse=True)
def english() -> Any:
    with clock.fixed("2026-10-01T10:00"), translation.override("en"):
        yield


@pytest.fixture
def batch(read: Any, tmp_path: Path, norm_is: Any) -> ImportBatch:
    """A list with a row of each kind, looked through."""
    norm_is("import.refuse.errors", "90")
    found: ImportBatch = read(written(tmp_path, [*ROWS, "Cəmi: 4;"], titles=FIN))
    return found


@pytest.fixture
def browser_of(browser_of: Any) -> Any:
    """A browser that asks for English."""

    def open_for(user: Any) -> Any:
        client = browser_of(user)
        client.cookies["language"] = "en"
        return client

    return open_for


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def at(batch: ImportBatch, rest: str = "") -> str:
    return f"/people/imports/{batch.public_id}/{rest}"


def test_a_list_goes_through_its_pages(
    registrar: Any, country: Any, browser_of: Any, as_worker: Any, as_owner: Any
) -> None:
    worker, boss = browser_of(registrar), browser_of(country["supervisor"])
    assert "No list yet" in text(worker.get("/people/imports/"))
    upload = SimpleUploadedFile("uşaqlar.xlsx", CENSUS.read_bytes())
    sent = worker.post("/people/imports/", {"file": upload, "unit": country["here"].pk})
    assert sent.status_code == 302, text(sent)[-3000:]
    page = text(worker.get(sent["Location"]))
    assert "HƏSƏNOVA XƏDICƏ ÖZAL QIZI" in page, "cells to know the columns by"
    with as_owner():
        batch = ImportBatch.objects.get()
    assert worker.get(at(batch))["Location"] == sent["Location"]
    assert worker.post(at(batch, "columns/"), {"t0c1": "password"}).status_code == 200
    fields = {f"t0c{c['at']}": c["field"] for c in batch.tables[0]["columns"]}
    assert (
        worker.post(
            at(batch, "columns/"), {**fields, "as_of": "01.10.2026", "version": batch.version}
        ).status_code
        == 302
    )
    assert "You may leave this page" in text(worker.get(at(batch)))
    assert "progress" in text(worker.get(at(batch, "progress/")))
    with as_worker():
        every_five_seconds.func(0)
    assert worker.get(at(batch, "progress/"))["HX-Refresh"] == "true"
    page = text(worker.get(at(batch)))
    assert "perhaps the same" in page
    assert "Decide the rows that ask" in page
    assert worker.get(at(batch, "columns/")).status_code == 302
    assert "refused" in text(worker.get(at(batch) + "?state=refused"))
    assert text(worker.get(at(batch, "do/send/")))
    assert "still ask" in text(worker.post(at(batch, "do/send/"), SURE))
    assert worker.post(at(batch, "do/leave/"), SURE).status_code == 302
    assert worker.post(at(batch, "do/send/"), SURE).status_code == 302
    assert worker.get(at(batch, "do/nothing/")).status_code == 404
    assert worker.post(at(batch, "do/approve/"), SURE).status_code == 403
    assert boss.post(at(batch, "do/approve/"), SURE).status_code == 302
    with as_worker():
        every_five_seconds.func(0)
    assert "entered" in text(boss.get(at(batch) + "?state=created"))
    assert boss.post(at(batch, "do/take-back/"), SURE).status_code == 302
    with as_owner():
        batch.refresh_from_db()
        assert batch.status == "undoing"


def test_a_row_says_what_was_read_and_is_decided(
    batch: ImportBatch,
    registrar: Any,
    country: Any,
    browser_of: Any,
    make_person: Any,
    acting_as: Any,
    as_owner: Any,
) -> None:
    worker = browser_of(registrar)
    page = text(worker.get(at(batch, "rows/1/")))
    for words in ("Əliyeva", "05.03.2014", "5AB12CD", "Masallı", "01.02.2020", "Orphan", "yes"):
        assert words in page, words
    page = text(worker.get(at(batch, "rows/2/")))
    assert "AA1234567" in page
    assert "Row 3:" in page, "the row it may repeat, by its number in the file"
    assert "<form" in page
    assert worker.post(at(batch, "rows/2/"), {"decision": "enter"}).status_code == 200
    decided = worker.post(at(batch, "rows/2/"), {"decision": "enter", "different": "namesake"})
    assert decided["Location"] == at(batch)
    with acting_as(registrar):
        assert ImportRow.objects.get(batch=batch, place=2).different == "namesake"
    assert "decided" in text(worker.get(at(batch)))
    assert worker.get(at(batch, "rows/99/")).status_code == 404
    assert "=cmd" in text(worker.get(at(batch, "rows/3/"))), "a formula is text"


def test_a_row_shows_who_it_may_be(
    make_person: Any,
    read: Any,
    tmp_path: Path,
    registrar: Any,
    browser_of: Any,
    as_owner: Any,
    acting_as: Any,
) -> None:
    known = make_person()
    batch = read(written(tmp_path, ["Aliyeva Niqar Hasan;05.03.2014", "Aliyeva Nigar H.;05.03.2014"]))
    worker = browser_of(registrar)
    page = text(worker.get(at(batch, "rows/1/")))
    assert "Who may be the same" in page
    assert known.public_id in page
    decided = worker.post(at(batch, "rows/1/"), {"decision": "join", "person": known.public_id})
    assert decided["Location"] == at(batch, "rows/2/"), "on to the next that asks"
    assert worker.post(at(batch, "rows/2/"), {"decision": "join"}).status_code == 200
    with as_owner():
        ImportRow.objects.filter(batch=batch).update(matches=[["p00000000000", 0.9, ["name"]]])
    assert text(worker.get(at(batch, "rows/2/")))


def test_who_may_open_a_list(batch: ImportBatch, country: Any, browser_of: Any, as_owner: Any) -> None:
    with as_owner():
        stranger = factories.user((Registrar, country["there"]))
    for who, answer in (
        (country["supervisor"], 200), (country["worker"], 403), (country["analyst"], 403), (stranger, 404),
        (country["neighbour"], 404), (None, 302),
    ):  # fmt: skip
        for rest in ("", "rows/1/", "list.xlsx", "do/withdraw/", "progress/"):
            got = browser_of(who).get(at(batch, rest)).status_code
            assert got == (200 if answer == 200 else answer), (who, rest)


def test_the_list_goes_back_with_its_reasons_and_nothing_in_it_is_worked_out(
    batch: ImportBatch, registrar: Any, browser_of: Any
) -> None:
    answer = browser_of(registrar).get(at(batch, "list.xlsx"))
    assert answer["Content-Disposition"].endswith(f'"himaya-{batch.public_id}.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows())
    assert [c.value for c in rows[0]][-2:] == ["Result (Himaya)", "Reasons (Himaya)"]
    assert len(rows) == 6
    formula = rows[3][0]
    assert (formula.data_type, formula.quotePrefix, formula.value) == ("s", True, "=cmd|' /C calc'!A0")
    assert rows[3][-2].value == "refused"
    assert "formula" in rows[3][-1].value.lower()
    assert "31.02.2014" in [c.value for c in rows[4]]
    assert rows[4][-1].value


def test_a_list_that_came_back_goes_in_again_with_only_its_mended_rows_new(
    batch: ImportBatch, registrar: Any, country: Any, browser_of: Any, taken: Any, read: Any, acting_as: Any,
    tmp_path: Path, as_owner: Any,
) -> None:  # fmt: skip
    from himaya.registry.imports.actions.deciding import leave_asking

    back = openpyxl.load_workbook(io.BytesIO(browser_of(registrar).get(at(batch, "list.xlsx")).content))
    with acting_as(registrar):
        leave_asking(batch=batch, by=registrar)
    taken(batch)
    sheet = back.worksheets[0]
    sheet.cell(4, 1).value, sheet.cell(4, 1).quotePrefix = "Quliyeva Aysel Rauf qızı", False
    sheet.cell(5, 2).value = "28.02.2014"
    back.save(tmp_path / "again.xlsx")
    again = read(tmp_path / "again.xlsx")
    with acting_as(registrar):
        verdicts = dict(ImportRow.objects.filter(batch=again).values_list("number", "verdict"))
    assert verdicts == {2: "unchanged", 3: "likely", 4: "new", 5: "new", 6: "skipped"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bos.xlsx", b"", "empty"),
        ("kohne.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old"),
        ("sekil.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, ""),
    ],
)
def test_a_bad_file_is_answered_beside_its_field_and_nothing_is_kept(
    registrar: Any, country: Any, browser_of: Any, name: str, content: bytes, words: str, as_owner: Any
) -> None:
    answer = browser_of(registrar).post(
        "/people/imports/", {"file": SimpleUploadedFile(name, content), "unit": country["here"].pk}
    )
    assert words in text(answer).lower()
    assert "invalid-feedback" in text(answer) or "hm-error" in text(answer)
    with as_owner():
        assert not ImportBatch.objects.exists()


def test_a_huge_file_is_refused_before_it_is_looked_at(
    registrar: Any, country: Any, browser_of: Any, norm_is: Any
) -> None:
    norm_is("import.file.megabytes", "1")
    huge = SimpleUploadedFile("list.csv", b"x" * (1024 * 1024 + 1))
    answer = browser_of(registrar).post("/people/imports/", {"file": huge, "unit": country["here"].pk})
    assert "larger than 1 MB" in text(answer)


def test_more_rows_cost_no_more_queries(
    read: Any, tmp_path: Path, registrar: Any, make_person: Any, browser_of: Any
) -> None:
    make_person()
    lines = [f"Aliyeva Niqar Hasan;05.03.2014;{n}" for n in "ABCDEFGHIJKL"]
    counts = []
    for n in (2, 12):
        batch = read(written(tmp_path, lines[:n], titles=f"{TITLES};Qeyd", name=f"l{n}.csv"))
        browser = browser_of(registrar)
        for address in (at(batch), at(batch, "rows/1/"), at(batch, "list.xlsx"), "/people/imports/"):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[4:7]
    assert counts[3] >= counts[7] - 1
    assert max(counts) <= 25, counts


# --- the command line ---------------------------------------------------------------------------------


@pytest.fixture
def told(registrar: Any, as_worker: Any) -> Any:
    """`told(file, …)`: what `himaya import people` says."""

    def run(*words: str, code: int = 0) -> str:
        with as_worker():
            done = CliRunner().invoke(lists, ["people", *words])
        assert done.exit_code == code, (done.output, done.exception)
        return str(done.output)

    return run


def test_the_command_line_tries_a_list_and_keeps_nothing(
    told: Any, registrar: Any, tmp_path: Path, as_owner: Any
) -> None:
    path = written(
        tmp_path, [*ROWS, *[f"Aslanov Orxan Rauf;0{n}.01.2014" for n in range(1, 9)], "Cəmi: 12;"], titles=FIN
    )
    back = tmp_path / "back.xlsx"
    said = told(str(path), "--as", registrar.email, "--back", str(back))
    assert "refused" in said
    assert "Nothing was kept" in said
    assert openpyxl.load_workbook(back).worksheets[0].max_row == 14
    assert "yeni" in told(str(path), "--as", registrar.email, "--language", "az", "--all")
    with as_owner():
        assert not ImportBatch.objects.exists()


def test_the_command_line_sends_a_list_in(
    told: Any, registrar: Any, country: Any, tmp_path: Path, as_owner: Any
) -> None:
    path = written(tmp_path, ["Quliyev Rauf Elçin oğlu;01.02.2014;X1"], titles=f"{TITLES};Şifrə")
    said = told(
        str(path), "--as", registrar.email, "--send", "--column", "Şifrə=note", "--unit", str(country["here"])
    )
    assert "Sent in" in said
    with as_owner():
        batch = ImportBatch.objects.get()
        assert (batch.status, ImportRow.objects.get().facts["note"]) == ("review", "X1")
        assert not Person.objects.exists(), "nobody is entered from here"


def test_the_command_line_says_what_is_wrong_with_what_was_asked(
    told: Any, registrar: Any, country: Any, tmp_path: Path, as_owner: Any
) -> None:
    path = written(tmp_path, ["Quliyev Rauf Elçin oğlu;01.02.2014"])
    assert "no active user" in told(str(path), "--as", "nobody@example.az", code=1)
    assert "may not send lists in" in told(str(path), "--as", country["worker"].email, code=1)
    assert "is no field" in told(str(path), "--as", registrar.email, "--column", "A=B", code=1)
    assert "Say for which unit" in told(str(path), "--as", registrar.email, "--unit", "elsewhere", code=1)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert "empty" in told(str(empty), "--as", registrar.email, code=1)


def test_many_faulty_rows_are_told_in_part(told: Any, registrar: Any, tmp_path: Path) -> None:
    path = written(tmp_path, [f"Quliyev Rauf Elçin oğlu;31.02.20{n}" for n in range(10, 60)])
    said = told(str(path), "--as", registrar.email)
    assert "and 10 more" in said
    assert "rows are wrong" in said
