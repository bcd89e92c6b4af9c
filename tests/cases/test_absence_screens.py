"""Pages of school-absence lists: who opens them, what they show, and the way from a file to a known child."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from himaya.access.roles import IMPORT_PREPARE, ROLES
from himaya.cases.models import AbsenceList
from himaya.registry.imports import queries as imports
from tests.cases.absence_cast import (
    LIKELY,
    SCHOOL,
    SURE,
    UNKNOWN,
    children,
    compared,
    row_of,
    send,
    standing,
    this_month,
    verdicts,
    written,
)
from tests.desk.conftest import everyone

__all__ = ["children", "everyone", "send"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LISTS = "/absences/"


@pytest.fixture
def listed(send: Any, children: Any, tmp_path: Path) -> AbsenceList:
    """One row of each kind, compared."""
    return compared(send(written(tmp_path, SURE, LIKELY, UNKNOWN)))


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def at(listed: AbsenceList, rest: str = "") -> str:
    return f"{LISTS}{listed.public_id}/{rest}"


def upload(*rows: str, folder: Path, **said: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("siyahı.csv", written(folder, *rows, name="sent.csv").read_bytes())
    return {"file": file, "school": SCHOOL, "month": f"{this_month():%Y-%m}", **said}


def test_whoever_may_bring_lists_of_people_opens_them_and_a_school_does_not(
    listed: AbsenceList, everyone: Any, english: Any
) -> None:
    for code, role in ROLES.items():
        browser = english(everyone[code])
        may = IMPORT_PREPARE in role.may
        assert browser.get(LISTS).status_code == (200 if may else 403), code
        for rest in ("", "rows/2/", "back/"):
            assert browser.get(at(listed, rest)).status_code == (200 if may else 403), (code, rest)
    assert english().get(LISTS).status_code == 302


def test_another_district_finds_no_list(listed: AbsenceList, country: Any, english: Any) -> None:
    browser = english(country["neighbour"])
    assert browser.get(at(listed)).status_code == 404
    assert SCHOOL not in text(browser.get(LISTS))


def test_a_list_goes_from_a_file_to_the_children(
    children: Any, country: Any, english: Any, tmp_path: Path
) -> None:
    browser = english(country["supervisor"])
    assert "No list of absent pupils yet" in text(browser.get(LISTS))
    sent = browser.post(LISTS, upload(SURE, LIKELY, UNKNOWN, folder=tmp_path, unit=country["here"].pk))
    assert sent.status_code == 302, text(sent)[-3000:]
    before = text(browser.get(sent["Location"]))
    assert "is being held against the register" in before
    assert "not registered" not in before
    listed = compared()
    page = text(browser.get(sent["Location"]))
    for words in (
        "the child is known",
        "say who it is",
        "not registered",
        "7 b",
        "13 days away",
        "Compare again",
    ):
        assert words in page, words
    assert children["rauf"].get_absolute_url() in page
    asks = text(browser.get(at(listed, "rows/2/")))
    assert "Quliyeva Nərmin" in asks
    assert "None of these" in asks
    chosen = {"person": children["narmin"].public_id, "_version": row_of(listed, 2).version}
    assert browser.post(at(listed, "rows/2/"), chosen)["Location"] == at(listed)
    assert len(standing()) == 2
    assert "Nothing is to be decided" in text(browser.get(at(listed, "rows/2/")))
    assert "Həsənli" not in text(browser.get(at(listed) + "?state=sure"))


def test_one_decision_leads_on_to_the_next_row_that_asks(
    send: Any, children: Any, country: Any, english: Any, tmp_path: Path
) -> None:
    listed = compared(send(written(tmp_path, LIKELY, "Quliyeva Nərmin;11.09.2013;;8 a;;3")))
    browser = english(country["supervisor"])
    assert "to decide: 2" in text(browser.get(LISTS))
    answer = browser.post(at(listed, "rows/1/"), {"person": "nobody"})
    assert answer["Location"] == at(listed, "rows/2/")
    assert verdicts(listed) == ["other", "likely"]


def test_what_is_wrong_with_a_file_stands_by_its_field(
    country: Any, english: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    browser = english(country["supervisor"])
    unit = {"unit": country["here"].pk, "folder": tmp_path}
    assert "No table of people" in text(browser.post(LISTS, upload(**unit)))
    far = f"{this_month() + timedelta(days=40):%Y-%m}"
    assert "is not one of the available choices" in text(browser.post(LISTS, upload(SURE, month=far, **unit)))
    monkeypatch.setattr("himaya.cases.absence.forms.largest_list", lambda on: 10)
    assert "The file is larger than 0 MB" in text(browser.post(LISTS, upload(SURE, **unit)))
    assert imports.largest_list(this_month()) > 1024


def test_a_choice_from_an_old_page_is_refused_and_kept(
    listed: AbsenceList, children: Any, country: Any, english: Any
) -> None:
    browser = english(country["supervisor"])
    late = {"person": "nobody", "_version": row_of(listed, 2).version - 1}
    assert "while you were writing" in text(browser.post(at(listed, "rows/2/"), late))
    assert verdicts(listed)[1] == "likely"


def test_a_list_is_compared_again_and_taken_back(
    listed: AbsenceList, country: Any, english: Any, send: Any, tmp_path: Path
) -> None:
    browser = english(country["supervisor"])
    assert browser.get(at(listed, "again/")).status_code == 405
    assert browser.post(at(listed, "again/"))["Location"] == at(listed)
    assert "is being held" in text(browser.get(at(listed)))
    compared(listed)
    asked = text(browser.get(at(listed, "back/")))
    assert "no longer counts" in asked
    version = compared(listed).version
    assert browser.post(at(listed, "back/"), {"_version": version})["Location"] == at(listed)
    page = text(browser.get(at(listed)))
    assert "Taken back" in page
    assert "No rows" in page
    assert "already moved" in text(browser.post(at(listed, "back/"), {"_version": version}))
    assert "not in force" in text(browser.post(at(listed, "again/")))


def test_a_replaced_list_leads_to_the_corrected_one(
    listed: AbsenceList, country: Any, english: Any, send: Any, tmp_path: Path
) -> None:
    corrected = compared(send(written(tmp_path, SURE)))
    page = text(english(country["supervisor"]).get(at(listed)))
    assert "The corrected list" in page
    assert corrected.get_absolute_url() in page


def test_the_pages_ask_no_more_of_many_rows(
    send: Any, children: Any, country: Any, english: Any, tmp_path: Path
) -> None:
    browser = english(country["supervisor"])

    def asked(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as counted:
            text(browser.get(address))
        return len(counted)

    small = compared(send(written(tmp_path, SURE)))
    few = asked(at(small)), asked(LISTS)
    names = ("Aydan", "Banu", "Ceyla", "Dilarə", "Elza", "Fidan", "Günay", "Həcər", "İradə", "Jalə")
    rows = [f"Nümunəyeva {name} Anar qızı;0{n % 9 + 1}.02.2012;;9;;{n}" for n, name in enumerate(names)]
    large = compared(send(written(tmp_path, SURE, *rows), school="12 nömrəli məktəb"))
    assert (asked(at(large)), asked(LISTS)) == few
