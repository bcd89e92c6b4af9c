"""A list is sent in, its columns are said, it is read, looked through, sent on, approved by another and taken in."""

import csv
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from himaya.access.roles import Registrar
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.imports import jobs
from himaya.registry.imports.actions import staging
from himaya.registry.imports.actions.deciding import (
    approve_list,
    decide_row,
    leave_asking,
    send_for_approval,
    send_list_back,
    take_list_back,
)
from himaya.registry.imports.actions.sending import change_columns, confirm_columns, send_list, withdraw_list
from himaya.registry.imports.jobs import work_on_lists
from himaya.registry.imports.queries import institutions
from himaya.registry.models import ImportBatch, ImportColumn, ImportPiece, ImportRow, Person
from tests import factories
from tests.registry.lists import CENSUS, TITLES, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-10-01T10:00"), translation.override("en"):
        yield


def truth() -> dict[int, dict[str, str]]:
    with CENSUS.with_name("institution_census_truth.csv").open(encoding="utf-8") as file:
        return {int(row["sheet_row"]): row for row in csv.DictReader(file)}


def test_the_census_is_read_row_by_row(read: Any, registrar: Any, acting_as: Any) -> None:
    batch = read(CENSUS)
    with acting_as(registrar):
        assert batch.status == "review"
        found = {row.number: row for row in ImportRow.objects.filter(batch=batch)}
    known = truth()
    wrong = {
        n: (found[n].verdict, found[n].remarks)
        for n, t in known.items()
        if bool(t["must_reject"]) != (found[n].verdict == "refused")
    }
    assert wrong == {}
    repeats = {n for n, t in known.items() if t["kind"] == "duplicate_in_file"}
    marked = {n for n, row in found.items() if {"same_row", "same_row_surely"} & set(row.codes)}
    assert repeats == marked
    twins = {n for n, t in known.items() if t["kind"] == "twin_not_duplicate"}
    assert twins & marked == set()
    assert {n for n in found if n not in known} == {340, 341}
    assert all(found[n].verdict == "skipped" for n in (340, 341))


def test_the_census_is_taken_in_and_back(
    read: Any, registrar: Any, country: Any, taken: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    batch = read(CENSUS)
    with acting_as(registrar):
        with pytest.raises(Refused, match="still ask"):
            send_for_approval(batch=batch, by=registrar)
        assert leave_asking(batch=batch, by=registrar) > 0
    taken(batch)
    with as_owner():
        assert batch.status == "done", batch.counts
        failed = ImportRow.objects.filter(batch=batch, outcome="failed")
        assert list(failed.values_list("trouble", flat=True)) == []
        assert Person.objects.count() == batch.counts["created"]
        assert batch.counts["created"] > 280
        assert not ImportPiece.objects.filter(batch=batch).exists(), "the file is needed no longer"
    with acting_as(country["supervisor"]) as boss:
        take_list_back(batch=batch, by=boss)
    with as_worker():
        assert work_on_lists() == 1
    with as_owner():
        batch.refresh_from_db()
        assert batch.status == "undone"
        assert not ImportRow.objects.filter(batch=batch, outcome="kept").exists()
        assert Person.objects.count() == 0


# --- sending in ---------------------------------------------------------------------------------------


def test_the_very_same_file_is_not_taken_twice(
    read: Any, registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    path = written(tmp_path, ["Əliyeva Nigar Həsən qızı;05.03.2014"])
    read(path)
    with acting_as(registrar), pytest.raises(Refused, match=r"sent in on 01\.10\.2026 already: “list\.csv”"):
        send_list(name="again.csv", path=path, unit=country["here"], by=registrar)


def test_a_list_goes_in_for_ones_own_unit_only(
    registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    path = written(tmp_path, ["Əliyeva Nigar Həsən qızı;05.03.2014"])
    with acting_as(registrar), pytest.raises(Refused, match="your own units"):
        send_list(name="list.csv", path=path, unit=country["there"], by=registrar)


def test_a_file_without_a_table_of_people_is_refused(
    registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    path = tmp_path / "cars.csv"
    path.write_text("Marka;Rəng\nLada;ağ\nKia;qara\n", encoding="utf-8")
    with acting_as(registrar), pytest.raises(Refused, match="No table of people"):
        send_list(name="cars.csv", path=path, unit=country["here"], by=registrar)
    with acting_as(registrar):
        assert not ImportBatch.objects.exists()


# --- columns ------------------------------------------------------------------------------------------


@pytest.fixture
def sent(registrar: Any, country: Any, tmp_path: Any, acting_as: Any) -> ImportBatch:
    """A list whose columns are still to be confirmed; its third column is one of nobody's."""
    path = written(tmp_path, ["Əliyeva Nigar Həsən qızı;05.03.2014;X1"], titles=f"{TITLES};Şifrə")
    with acting_as(registrar):
        return send_list(name="list.csv", path=path, unit=country["here"], by=registrar)


def test_what_a_column_means_is_remembered_for_the_next_list(
    sent: ImportBatch, registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    assert [c["field"] for c in sent.tables[0]["columns"]] == ["full_name", "born", ""]
    with acting_as(registrar):
        confirm_columns(batch=sent, fields={(0, 2): "note"}, by=registrar)
        assert ImportColumn.objects.get(unit=country["here"], field="note").title
        path = written(tmp_path, ["Əliyeva Aytən Həsən qızı;05.03.2014;X2"], titles=f"{TITLES};Şifrə")
        again = send_list(name="next.csv", path=path, unit=country["here"], by=registrar)
    assert again.tables[0]["columns"][2]["field"] == "note"


def test_institutions_mean_different_things_by_one_title(
    registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    def field_of(number: int, institution: str) -> tuple[ImportBatch, str]:
        path = written(tmp_path, [f"Əliyeva Nigar {number};05.03.2014;X{number}"], titles=f"{TITLES};Şifrə")
        batch = send_list(
            name="list.csv", path=path, unit=country["here"], institution=institution, by=registrar
        )
        return batch, batch.tables[0]["columns"][2]["field"]

    with acting_as(registrar):
        first, meant = field_of(1, "Uşaq evi \u202e№ 3")
        assert (first.institution, meant) == ("Uşaq evi № 3", "")
        confirm_columns(batch=first, fields={(0, 2): "note"}, by=registrar)
        other, meant = field_of(2, "İnternat")
        assert meant == "", "another institution's list"
        confirm_columns(batch=other, fields={(0, 2): "id_card"}, by=registrar)
        assert [field_of(3, "UŞAQ EVİ № 3")[1], field_of(4, "internat")[1]] == ["note", "id_card"]
        unnamed, _meant = field_of(5, "")
        confirm_columns(batch=unnamed, fields={(0, 2): "ignored"}, by=registrar)
        assert [field_of(6, "Gimnaziya")[1], field_of(7, "internat")[1]] == ["ignored", "id_card"]
        assert institutions(registrar) == [
            "Gimnaziya",
            "UŞAQ EVİ № 3",
            "Uşaq evi № 3",
            "internat",
            "İnternat",
        ]


def test_columns_are_said_sensibly_or_not_at_all(sent: ImportBatch, registrar: Any, acting_as: Any) -> None:
    with acting_as(registrar):
        with pytest.raises(Refused, match="Choose from the list"):
            confirm_columns(batch=sent, fields={(0, 0): "password"}, by=registrar)
        with pytest.raises(Refused, match="which column holds the names"):
            confirm_columns(batch=sent, fields={(0, 0): ""}, by=registrar)
        with pytest.raises(Stale):
            confirm_columns(batch=sent, fields={}, by=registrar, expected=sent.version + 7)
        sent.refresh_from_db()
        assert sent.status == "columns"


def test_one_may_go_back_to_the_columns(
    sent: ImportBatch, registrar: Any, acting_as: Any, as_worker: Any
) -> None:
    with acting_as(registrar):
        confirm_columns(batch=sent, fields={}, by=registrar)
    with as_worker():
        work_on_lists()
    with acting_as(registrar):
        sent.refresh_from_db()
        assert ImportRow.objects.filter(batch=sent).count() == 1
        change_columns(batch=sent, by=registrar)
        assert (sent.status, ImportRow.objects.filter(batch=sent).count()) == ("columns", 0)


def test_a_list_may_be_withdrawn_with_its_file(sent: ImportBatch, registrar: Any, acting_as: Any) -> None:
    with acting_as(registrar):
        withdraw_list(batch=sent, by=registrar)
        assert sent.status == "withdrawn"
        assert not ImportPiece.objects.filter(batch=sent).exists()


def test_columns_without_a_title_are_not_remembered(
    registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    path = written(tmp_path, ["Əliyeva Nigar Həsən qızı;05.03.2014;var"], titles=f"{TITLES};")
    with acting_as(registrar):
        batch = send_list(name="list.csv", path=path, unit=country["here"], by=registrar)
        confirm_columns(batch=batch, fields={}, by=registrar)
        assert ImportColumn.objects.count() == 2


def test_a_sheet_may_be_left_out_and_columns_learnt_since_change_no_other_sheet(
    registrar: Any, country: Any, tmp_path: Any, acting_as: Any, as_worker: Any
) -> None:
    book = openpyxl.Workbook()
    for name, heads in (("A", TITLES.split(";")), ("B", TITLES.split(";")), ("C", ["Kim", "Hansı"])):
        sheet = book.create_sheet(name)
        sheet.append(heads)
        sheet.append([f"Əliyev Elçin {name}ydın", "01.01.2014"])
    book.save(tmp_path / "list.xlsx")
    with acting_as(registrar):
        batch = send_list(name="list.xlsx", path=tmp_path / "list.xlsx", unit=country["here"], by=registrar)
        assert [table["sheet"] for table in batch.tables][:2] == ["A", "B"]
        ImportColumn.objects.create(unit=country["here"], title="kim", field="full_name")
        confirm_columns(batch=batch, fields={(0, 0): "", (0, 1): ""}, by=registrar)
    with as_worker():
        work_on_lists()
    with acting_as(registrar):
        assert list(ImportRow.objects.filter(batch=batch).values_list("sheet", flat=True)) == ["B"]


# --- reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["Əliyev Elçin;31.02.2014"] * 3 + [f"Əliyev Elçin;0{n}.01.2014" for n in range(1, 9)], "rows are wrong"),
        (["Əliyev Elçin Vaqif;01.01.2014;5AB12CD"] * 11, "rows repeat others"),
    ],
)  # fmt: skip
def test_a_list_over_its_share_of_faults_is_turned_away(
    read: Any, tmp_path: Any, rows: list[str], why: str, acting_as: Any, registrar: Any
) -> None:
    batch = read(written(tmp_path, rows, titles=f"{TITLES};FİN"))
    assert batch.status == "refused"
    assert why in batch.trouble
    with acting_as(registrar):
        assert ImportRow.objects.filter(batch=batch).count() == 11, "its rows go back with their reasons"


def test_a_list_with_nobody_in_it_is_turned_away(read: Any, tmp_path: Any) -> None:
    batch = read(written(tmp_path, ["Cəmi: 12;", "Direktor: ______ (imza);"]))
    assert (batch.status, batch.trouble) == ("refused", "No people were found in this file.")


def test_more_rows_than_may_be_are_refused_with_the_remedy(read: Any, tmp_path: Any, norm_is: Any) -> None:
    norm_is("import.rows.most", "3")
    batch = read(written(tmp_path, [f"Əliyev Elçin Vaqif;0{n}.01.2014" for n in range(1, 6)]))
    assert batch.status == "broken"
    assert batch.trouble == "The list has more than 3 rows. Split it into several files."


def test_a_list_whose_worker_died_is_read_anew(
    sent: ImportBatch, registrar: Any, acting_as: Any, as_worker: Any, monkeypatch: Any, caplog: Any
) -> None:
    with acting_as(registrar):
        confirm_columns(batch=sent, fields={}, by=registrar)
    with monkeypatch.context() as patch, as_worker():
        patch.setattr(staging, "_write", lambda *a: 1 / 0)
        assert work_on_lists() == 1
        assert work_on_lists() == 0, "it is some worker's still"
    assert "could not be worked on" in caplog.text
    with clock.fixed("2026-10-01T10:06"), as_worker():
        assert jobs.work_on_lists() == 1
    with acting_as(registrar):
        sent.refresh_from_db()
        assert sent.status == "review"


# --- deciding and approving ---------------------------------------------------------------------------


def test_a_row_is_decided_while_its_list_is_looked_through(
    read: Any, registrar: Any, tmp_path: Any, acting_as: Any
) -> None:
    batch = read(
        written(
            tmp_path,
            ["Əliyev Elçin Vaqif;01.01.2014", "Əliyev Elçin V.;01.01.2014", "Aslanov Orxan;02.02.2015"],
        )
    )
    with acting_as(registrar):
        new, asks = ImportRow.objects.get(batch=batch, place=1), ImportRow.objects.get(batch=batch, place=2)
        assert (asks.verdict, asks.asks, batch.counts["asking"]) == ("likely", True, 1)
        with pytest.raises(Refused, match="Nothing is to be decided"):
            decide_row(row=new, decision="leave", by=registrar)
        with pytest.raises(Refused, match="Choose who it is"):
            decide_row(row=asks, decision="join", person="nobody", by=registrar)
        with pytest.raises(Refused, match="why it is somebody else"):
            decide_row(row=asks, decision="enter", by=registrar)
        with pytest.raises(Refused, match="has no FIN"):
            decide_row(row=asks, decision="without_fin", by=registrar)
        with pytest.raises(Refused, match="Choose what to do"):
            decide_row(row=asks, decision="?", by=registrar)
        decide_row(row=asks, decision="enter", different="namesake", by=registrar)
        batch.refresh_from_db()
        assert batch.counts["asking"] == 0
        send_for_approval(batch=batch, by=registrar)
        with pytest.raises(Refused, match="not being looked through"):
            decide_row(row=asks, decision="leave", by=registrar)


def test_nobody_approves_their_own_list(
    read: Any, country: Any, tmp_path: Any, acting_as: Any, norm_is: Any
) -> None:
    boss = country["supervisor"]
    batch = read(written(tmp_path, ["Əliyev Elçin Vaqif;01.01.2014"]), by=boss)
    with acting_as(boss):
        send_for_approval(batch=batch, by=boss)
        with pytest.raises(Refused, match="somebody else must approve"):
            approve_list(batch=batch, by=boss)
    norm_is("import.second.people", "2")
    with acting_as(boss):
        approve_list(batch=batch, by=boss)
        assert batch.status == "applying"


def test_a_list_is_sent_back_to_whoever_looked_through_it(
    read: Any, registrar: Any, country: Any, tmp_path: Any, acting_as: Any
) -> None:
    batch = read(written(tmp_path, ["Əliyev Elçin Vaqif;01.01.2014"]))
    with acting_as(registrar):
        send_for_approval(batch=batch, by=registrar)
        with pytest.raises(PermissionDenied):
            approve_list(batch=batch, by=registrar)
    with acting_as(country["supervisor"]) as boss:
        batch.refresh_from_db()
        send_list_back(batch=batch, by=boss)
        assert batch.status == "review"


def test_another_units_list_is_nobodys_business(
    read: Any, country: Any, tmp_path: Any, acting_as: Any, as_owner: Any
) -> None:
    read(written(tmp_path, ["Əliyev Elçin Vaqif;01.01.2014"]))
    with as_owner():
        stranger = factories.user((Registrar, country["there"]))
    with acting_as(stranger):
        assert not ImportBatch.objects.exists()
        assert not ImportRow.objects.exists()
