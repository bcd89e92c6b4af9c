"""Children away from school as a rule of outreach finds them: one lead a child; and a word to who works on their case."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from himaya.cases.absence.actions import take_back
from himaya.cases.models import AbsenceList, CaseMember, Lead
from himaya.cases.outreach.actions import end_lead
from himaya.cases.outreach.queries import yields
from himaya.cases.outreach.rules import why_of
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.registry.models import Person
from himaya.workflow.models import Notice
from tests import database
from tests.cases.absence_cast import SURE, children, compared, send, this_month, written
from tests.cases.outreach_cast import a_night, again, office, running, someone

__all__ = ["children", "office", "running", "send", "someone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
RULE = "absent_from_school"


@pytest.fixture
def child(office: Any, children: Any) -> Person:
    """Whose row is certain, and who lives in the district."""
    with database.as_owner():
        Person.objects.filter(pk=children["rauf"].pk).update(territory=office["place"])
    found: Person = children["rauf"]
    return found


@pytest.fixture
def listed(send: Any, child: Person, tmp_path: Path) -> AbsenceList:
    """Twelve days without a good reason."""
    return compared(send(written(tmp_path, SURE)))


def test_a_child_away_for_long_is_found_once(
    listed: AbsenceList, running: Any, child: Person, office: Any
) -> None:
    running(RULE)
    [lead] = a_night()
    assert lead.person_id == child.pk
    assert lead.dossier.unit == office["here"]
    assert lead.facts == {"absent": 12, "month": f"{this_month():%m.%Y}"}
    assert why_of("absent", lead.facts).startswith("Away from school on 12 days of")
    assert len(a_night()) == 1, "not again while one is open"


def test_fewer_days_another_month_and_a_list_that_was_taken_back_raise_nothing(
    listed: AbsenceList, running: Any, send: Any, tmp_path: Path, office: Any, acting_as: Any
) -> None:
    running(RULE, absent=13, months=1)
    compared(send(written(tmp_path, SURE.replace(";1;12", ";1;20")), month=add_months(this_month(), -2)))
    assert a_night() == []
    with database.as_owner():
        latest = AbsenceList.objects.latest("pk")
    compared(send(written(tmp_path, SURE.replace(";1;12", ";0;14")), month=add_months(this_month(), -1)))
    with database.as_owner():
        latest = AbsenceList.objects.select_related("dossier__unit").latest("pk")
    with acting_as(office["supervisor"]) as by:
        take_back(listed=latest, by=by)
    assert a_night() == []


def test_a_grown_up_is_not_found(listed: AbsenceList, running: Any, child: Person) -> None:
    with database.as_owner():
        Person.objects.filter(pk=child.pk).update(birth_date=date(2000, 1, 1))
    running(RULE)
    assert a_night() == []


def test_within_the_time_of_rest_the_next_list_raises_nothing(
    listed: AbsenceList, running: Any, office: Any, acting_as: Any, send: Any, tmp_path: Path
) -> None:
    running(RULE)
    [lead] = a_night()
    with acting_as(office["supervisor"]) as by:
        end_lead(lead=lead, result="wrong_data", note="", by=by)
    assert again(lead).was_false
    compared(send(written(tmp_path, SURE.replace(";1;12", ";1;15"))))
    assert len(a_night()) == 1
    with acting_as(office["coordinator"]):
        assert set(yields(clock.today().year)) == {RULE}


def test_where_somebody_works_on_the_case_they_are_told_without_what_it_is(
    listed: AbsenceList, running: Any, child: Person, make_case: Any, office: Any
) -> None:
    case = make_case("accepted")
    with database.as_owner():
        CaseMember.objects.create(case=case, dossier=case.dossier, person=child, role="child")
    running(RULE)
    assert a_night() == []
    assert a_night() == []
    with database.as_owner():
        told = Notice.objects.get(kind="lead.in_case")
        assert told.user == office["worker"]
        assert told.url == case.get_absolute_url()
        assert told.reference == ""
        assert not Lead.objects.exists()


def test_where_nobody_works_on_the_open_case_yet_there_is_no_lead_and_nobody_to_tell(
    listed: AbsenceList, running: Any, child: Person, make_case: Any
) -> None:
    case = make_case("screened_in")
    with database.as_owner():
        CaseMember.objects.create(case=case, dossier=case.dossier, person=child, role="child")
    running(RULE)
    assert a_night() == []
    with database.as_owner():
        assert not Notice.objects.filter(kind="lead.in_case").exists()


def test_the_form_of_the_rule_asks_for_its_values(office: Any, english: Any) -> None:
    page = english(office["coordinator"]).get("/outreach/rules/new/absent/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Days away in a month without a good reason" in text
    assert "How many months back" in text
