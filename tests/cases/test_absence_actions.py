"""A school's list: sent in, held against the register, corrected, chosen of, taken back; what is kept of the children."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from himaya.access.models import AuditEvent
from himaya.access.roles import Registrar
from himaya.cases.absence import jobs
from himaya.cases.absence.actions import choose_child, look_again, take_back
from himaya.cases.absence.own_file import _absences as own_pieces
from himaya.cases.absence.queries import asked_list
from himaya.cases.absence.story import away_from_school
from himaya.cases.models import AbsenceList, AbsenceRow, CaseMember, SchoolAbsence
from himaya.kit.errors import Refused, Stale
from himaya.kit.periods import add_months
from himaya.registry.models import Person
from himaya.workflow.models import Notice
from tests import database, factories
from tests.cases.absence_cast import (
    LIKELY,
    SCHOOL,
    SURE,
    TITLES,
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
from tests.registry.conftest import norm_is

__all__ = ["children", "norm_is", "send"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def listed(send: Any, children: Any, tmp_path: Path) -> AbsenceList:
    """One row of each kind, compared."""
    return compared(send(written(tmp_path, SURE, LIKELY, UNKNOWN)))


# --- sending and comparing ---


def test_who_is_certain_is_kept_who_is_like_waits_and_nobody_is_registered(
    listed: AbsenceList, children: Any, country: Any
) -> None:
    assert verdicts(listed) == ["sure", "likely", "unknown"]
    assert listed.status == "kept"
    assert listed.counts == {"sure": 1, "likely": 1, "unknown": 1}
    assert standing() == [(children["rauf"].pk, 13, 12)]
    with database.as_owner():
        kept = SchoolAbsence.objects.get()
        assert kept.dossier_id == children["rauf"].dossier_id, "with the child's own file"
        assert (kept.school_class, kept.month) == ("7 b", this_month())
        assert row_of(listed, 1).person_id == children["rauf"].pk
        assert row_of(listed, 2).matches == [children["narmin"].public_id]
        assert Person.objects.count() == 2
        assert Notice.objects.get(user=country["supervisor"], kind="absence.read").url.startswith(
            "/absences/"
        )
        assert AuditEvent.objects.filter(verb="absence.send_absences").exists()


def test_the_same_file_twice_is_refused_and_the_same_list_in_another_file_changes_nothing(
    listed: AbsenceList, send: Any, tmp_path: Path
) -> None:
    before = standing()
    with pytest.raises(Refused, match="sent in on"):
        send(written(tmp_path, SURE, LIKELY, UNKNOWN))
    again = compared(send(written(tmp_path, UNKNOWN, SURE, LIKELY, name="again.csv")))
    assert again.status == "unchanged"
    assert verdicts(again) == []
    assert standing() == before
    assert compared(listed).status == "kept"


def test_the_same_file_is_taken_for_another_month(listed: AbsenceList, send: Any, tmp_path: Path) -> None:
    earlier = compared(send(written(tmp_path, SURE), month=add_months(this_month(), -1)))
    assert earlier.status == "kept"
    assert compared(listed).status == "kept"
    assert len(standing()) == 2


def test_a_corrected_list_replaces_what_the_earlier_one_told(
    listed: AbsenceList, send: Any, tmp_path: Path, children: Any
) -> None:
    corrected = compared(
        send(written(tmp_path, SURE.replace(";1;12", ";1;9"), LIKELY), school="45 NÖMRƏLİ məktəb")
    )
    assert corrected.status == "kept"
    before = compared(listed)
    assert (before.status, before.replaced_by) == ("replaced", corrected)
    assert standing() == [(children["rauf"].pk, 10, 9)]
    with database.as_owner():
        assert SchoolAbsence.objects.filter(listed=before, ended_at__isnull=False).count() == 1, (
            "kept as superseded"
        )


def test_another_units_list_of_that_school_is_a_list_of_its_own(
    listed: AbsenceList, send: Any, tmp_path: Path, country: Any
) -> None:
    other = send(written(tmp_path, LIKELY), by=country["neighbour"], unit=country["there"])
    assert compared(other).status == "kept"
    assert compared(listed).status == "kept"


def test_wrong_repeated_and_strange_rows_are_named(send: Any, children: Any, tmp_path: Path) -> None:
    rows = [
        SURE,
        SURE.replace(";1;12", ";1;11"),
        "Əliyev Rauf;05.03.2014;5AB12CD;7 b;1;12",
        "Babayev Orxan;31.02.2014;;5;;4",
        "Babayev Orxan;28.02.2014;;5;;40",
        ";28.02.2014;7ZZ9ABC;5;;4",
        "Cəmi: 5;;;;;31",
    ]
    found = compared(send(written(tmp_path, *rows)))
    assert verdicts(found) == ["sure", "repeated", "repeated", "refused", "refused", "refused"]
    assert row_of(found, 2).same_as == 1
    assert row_of(found, 5).remarks[-1] == ["days_too_many", "days"]
    assert len(standing()) == 1


def test_two_rows_that_turn_out_to_be_one_child_count_once(send: Any, children: Any, tmp_path: Path) -> None:
    rows = [SURE, "Əliyev;05.03.2014;5AB12CD;7 b;1;3"]
    found = compared(send(written(tmp_path, *rows)))
    assert verdicts(found) == ["sure", "repeated"]
    assert row_of(found, 2).same_as == 1
    assert len(standing()) == 1


def test_formulas_are_never_worked_out(send: Any, children: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(TITLES.split(";"))
    book.active.append(["Əliyev Rauf Elçin oğlu", "05.03.2014", "5AB12CD", "7 b", 1, "=6+6"])
    path = tmp_path / "formulas.xlsx"
    book.save(path)
    found = compared(send(path))
    assert verdicts(found) == ["refused"]
    assert row_of(found, 1).remarks[-1][0] == "days_formula"


@pytest.mark.parametrize(
    ("rows", "titles", "said"),
    [
        ([], TITLES, "No table of people"),
        ([SURE], "Soyadı, adı, atasının adı;Doğum tarixi;FİN;Sinif;Saat;Üzrsüz saat", "No column tells the days"),
        ([SURE], "Bir;İki;Üç;Dörd;Beş;Altı", "No table of people"),
        (
            [f"{SURE};45 nömrəli məktəb", f"{LIKELY};12 nömrəli məktəb"], f"{TITLES};Məktəbin adı",
            "more than one school",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_as_such_a_list_is_refused_and_nothing_is_kept(
    send: Any, tmp_path: Path, rows: Any, titles: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        send(written(tmp_path, *rows, titles=titles))
    assert refused.value.field == "file"
    with database.as_owner():
        assert not AbsenceList.objects.exists()


def test_an_empty_file_another_unit_a_month_to_come_and_too_many_rows_are_refused(
    send: Any, tmp_path: Path, country: Any, norm_is: Any
) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(Refused):
        send(empty)
    with pytest.raises(Refused, match="one of your own units"):
        send(written(tmp_path, SURE), unit=country["there"])
    with pytest.raises(Refused, match="still to come"):
        send(written(tmp_path, SURE), month=add_months(this_month(), 1))
    norm_is("absence.rows.most", "2")
    with pytest.raises(Refused, match="more than 2 rows"):
        send(written(tmp_path, SURE, LIKELY, UNKNOWN))


def test_five_thousand_rows_are_taken(send: Any, children: Any, tmp_path: Path) -> None:
    rows = [f"Məmmədov Şagird{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10 % 10]} Anar oğlu;{n % 28 + 1:02d}.0{n % 9 + 1}."
            f"{2008 + n // 500};;7;0;{n % 20}" for n in range(4999)]  # fmt: skip
    found = compared(send(written(tmp_path, SURE, *rows)))
    assert sum(found.counts.values()) == 5000
    assert found.status == "kept"
    assert len(standing()) == 1


def test_who_may_send_lists_of_people_may_send_these_and_nobody_else(
    send: Any, tmp_path: Path, country: Any
) -> None:
    with pytest.raises(PermissionDenied):
        send(written(tmp_path, SURE), by=country["worker"])
    with database.as_owner():
        registrar = factories.user((Registrar, country["here"]))
    assert send(written(tmp_path, SURE), by=registrar).status == "reading"


# --- the worker ---


def test_a_list_whose_work_fails_is_tried_again(
    send: Any, children: Any, tmp_path: Path, monkeypatch: Any, caplog: Any
) -> None:
    def fails(*args: Any) -> None:
        raise RuntimeError("the register sleeps")

    listed = send(written(tmp_path, SURE))
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "compare_list", fails)
        assert compared(listed).status == "reading"
    assert "could not be compared" in caplog.text
    assert compared(listed).status == "kept"


def test_a_list_that_another_worker_took_is_left_alone(
    send: Any, children: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    listed = send(written(tmp_path, SURE))
    monkeypatch.setattr(jobs, "asked_list", lambda pk: None)
    assert compared(listed).status == "reading"
    monkeypatch.setattr(jobs, "asked_list", asked_list)
    database.settle()
    with database.as_worker():
        jobs.absence_lists(0)
    assert compared(listed).status == "kept"


# --- choosing ---


def test_a_human_says_who_it_is(listed: AbsenceList, children: Any, country: Any, acting_as: Any) -> None:
    row = row_of(listed, 2)
    with acting_as(country["supervisor"]) as by:
        choose_child(row=row, person=children["narmin"].public_id, by=by, expected=row.version)
    assert (children["narmin"].pk, 15, 15) in standing()
    after = row_of(listed, 2)
    assert (after.verdict, after.decided_by_id, after.person_id) == (
        "sure", country["supervisor"].pk, children["narmin"].pk,
    )  # fmt: skip
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="Nothing is to be decided"):
        choose_child(row=row, person="", by=by, expected=row.version)


def test_or_that_it_is_nobody_of_them(listed: AbsenceList, country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]) as by:
        choose_child(row=row_of(listed, 2), person="", by=by)
    assert verdicts(listed) == ["sure", "other", "unknown"]
    assert len(standing()) == 1


def test_a_second_tab_a_stranger_and_whoever_did_not_come_into_question_are_refused(
    listed: AbsenceList, children: Any, country: Any, acting_as: Any
) -> None:
    row = row_of(listed, 2)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Stale):
            choose_child(row=row, person="", by=by, expected=row.version - 1)
        with pytest.raises(Refused, match="Choose who it is"):
            choose_child(row=row, person=children["rauf"].public_id, by=by)
    with acting_as(country["worker"]) as by, pytest.raises(PermissionDenied):
        choose_child(row=row, person="", by=by)
    with acting_as(country["neighbour"]) as by, pytest.raises(PermissionDenied):
        choose_child(row=row, person="", by=by)


def test_two_rows_are_never_one_child(
    send: Any, children: Any, tmp_path: Path, country: Any, acting_as: Any
) -> None:
    other = "Quliyeva Nərmin;11.09.2013;;8 a;;3"
    listed = compared(send(written(tmp_path, LIKELY, other)))
    assert verdicts(listed) == ["likely", "likely"]
    who = children["narmin"].public_id
    with acting_as(country["supervisor"]) as by:
        choose_child(row=row_of(listed, 1), person=who, by=by)
        with pytest.raises(Refused, match="about this child already"):
            choose_child(row=row_of(listed, 2), person=who, by=by)


# --- comparing again, taking back ---


def test_who_was_registered_meanwhile_is_found_by_comparing_again(
    listed: AbsenceList, country: Any, make_person: Any, acting_as: Any
) -> None:
    make_person(
        country["here"], family_name="Həsənli", given_name="Tural", fathers_name="Vüqar", sex="male",
        birth_date=date(2012, 2, 2), birth_precision="exact",
    )  # fmt: skip
    with acting_as(country["supervisor"]) as by:
        look_again(listed=listed, by=by)
    assert compared(listed).status == "kept"
    assert verdicts(listed) == ["sure", "likely", "likely"]


def test_a_list_is_taken_back_once_and_nothing_of_it_counts(
    listed: AbsenceList, country: Any, acting_as: Any, send: Any, tmp_path: Path
) -> None:
    row = row_of(listed, 2)
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Stale):
            take_back(listed=listed, by=by, expected=listed.version - 1)
        take_back(listed=listed, by=by, expected=listed.version)
        with pytest.raises(Refused, match="already moved"):
            take_back(listed=listed, by=by, expected=listed.version)
        with pytest.raises(Refused, match="not in force"):
            look_again(listed=listed, by=by)
        with pytest.raises(Refused, match="not in force"):
            choose_child(row=row, person="", by=by)
    assert standing() == []
    assert verdicts(listed) == []
    with database.as_owner():
        assert SchoolAbsence.objects.count() == 1
    assert compared(send(written(tmp_path, SURE, LIKELY, UNKNOWN))).status == "kept", "it may be sent again"


def test_a_list_can_be_taken_back_before_it_was_compared(
    send: Any, tmp_path: Path, country: Any, acting_as: Any
) -> None:
    listed = send(written(tmp_path, SURE))
    with acting_as(country["supervisor"]) as by:
        take_back(listed=listed, by=by)
    assert compared(listed).status == "taken_back"


# --- who sees ---


def test_the_person_s_own_file_and_the_story_of_the_case_tell_of_it(
    send: Any, children: Any, tmp_path: Path, make_case: Any, acting_as: Any, country: Any
) -> None:
    compared(send(written(tmp_path, SURE)))
    case = make_case("accepted")
    with database.as_owner():
        CaseMember.objects.create(case=case, dossier=case.dossier, person=children["rauf"], role="child")
    with acting_as(country["supervisor"]) as by:
        [told] = own_pieces(children["rauf"])
        assert told.text.startswith(f"{SCHOOL} · ")
        assert "13 days away, 12 without a good reason" in told.text
        [moment] = away_from_school(case, by)
        assert "12 without a good reason" in str(moment.title)
        assert moment.text == f"Əliyev Rauf Elçin · {SCHOOL} · 7 b"
        take_back(listed=AbsenceList.objects.get(), by=by)
        assert "told no more" in next(iter(own_pieces(children["rauf"]))).text
        assert list(away_from_school(case, by)) == []


def test_the_list_stays_with_its_unit_and_the_absence_with_the_child(
    listed: AbsenceList, country: Any, acting_as: Any
) -> None:
    for who, lists, absences in (
        ("supervisor", 1, 1),
        ("neighbour", 0, 0),
        ("worker", 0, 0),
        ("second", 1, 1),
    ):
        with acting_as(country[who]):
            assert AbsenceList.objects.count() == lists, who
            assert AbsenceRow.objects.count() == 3 * lists, who
            assert SchoolAbsence.objects.count() == absences, who
    with acting_as(country["neighbour"]), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("select cases_settle_absences(%s)", [listed.pk])
