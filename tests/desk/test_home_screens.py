"""The homes: what each kind of user sees first, in a fixed number of questions to the database."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.roles import ROLES
from himaya.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
MOST_QUERIES = 25


@pytest.fixture(autouse=True)
def monday() -> Any:
    with clock.fixed("2026-03-02T10:00"):
        yield


def home(english: Any, user: Any) -> Any:
    answer = english(user).get(reverse("desk:home"))
    assert answer.status_code == 200
    return answer


def panel(answer: Any, title: str) -> Any:
    return next(p for p in answer.context["panels"] if str(p.title) == title)


def titles(answer: Any, title: str) -> list[str]:
    return [str(line.title) for line in panel(answer, title).lines]


def test_an_empty_home_says_what_will_appear(everyone: Any, english: Any) -> None:
    for code in ROLES:
        answer = home(english, everyone[code])
        page = unescape(answer.content.decode())
        assert answer.context["panels"], code
        for shown in answer.context["panels"]:
            assert shown.lines or shown.cells or str(shown.empty) in page, code


def questions(browser: Any) -> int:
    """How many questions a home asks, without those that only a test asks (its clock, its savepoints)."""
    browser.get(reverse("desk:home"))
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(reverse("desk:home")).status_code == 200
    own = re.compile(r"SAVEPOINT|RELEASE|update access_dossier set born_xid|.*himaya\.clock")
    return sum(1 for query in asked.captured_queries if not own.match(query["sql"]))


def test_a_home_asks_a_fixed_number_of_questions(busy: Any, english: Any, make_case: Any) -> None:
    before = {code: questions(english(busy[code])) for code in ROLES}
    assert {code: n for code, n in before.items() if n > MOST_QUERIES} == {}
    for until in ("registered", "assigned", "screened_in", "closing"):
        make_case(until, risk="high")
    grown = {code: questions(english(busy[code])) - n for code, n in before.items()}
    assert {code: n for code, n in grown.items() if n > 1} == {}


def test_a_worker_sees_what_is_new_what_is_due_and_whom_to_visit(busy: Any, english: Any) -> None:
    answer = home(english, busy["worker"])
    assert panel(answer, "New for you: accept or decline").count == 1
    assert panel(answer, "My children").count == 5
    assert panel(answer, "Due from me").alarm
    visits = panel(answer, "Visits")
    assert visits.lines[0].note == "Today, 12:00"
    assert any(line.note == "No visit is planned" for line in visits.lines)
    risks = [str(line.chips[0].label) for line in panel(answer, "My children").lines]
    assert risks == ["Critical", "High", "Medium", "Medium", "Low"]


def test_a_supervisor_sees_who_is_late_who_is_full_and_what_waits(busy: Any, english: Any) -> None:
    answer = home(english, busy["supervisor"])
    assert panel(answer, "Waiting for your decision").count == 1
    assert panel(answer, "Cases without a worker").count == 1
    worker = panel(answer, "Workers: late work and caseload").lines[0]
    assert str(worker.title) == "İşçi İlqar"
    assert "late" in str(worker.chips[0].label)
    assert "of 25, open cases: 6" in str(worker.note)


def test_a_duty_officer_sees_the_most_urgent_report_first(busy: Any, english: Any) -> None:
    waiting = panel(home(english, busy["duty_officer"]), "Reports to screen")
    assert waiting.count >= 4
    assert str(waiting.lines[0].chips[0].label) == "Urgent now"


def test_a_provider_sees_whom_to_answer_and_whom_to_tell_about(busy: Any, english: Any) -> None:
    answer = home(english, busy["provider_staff"])
    assert panel(answer, "Referrals waiting for your answer").lines[0].due
    assert panel(answer, "Families in your care").count == 1
    assert panel(answer, "Our services").count == 1
    assert panel(home(english, busy["rival"]), "Referrals waiting for your answer").count == 0


def test_another_district_sees_nothing_of_it(busy: Any, english: Any) -> None:
    for who in ("stranger", "neighbour"):
        answer = home(english, busy[who])
        assert not any(p.lines for p in answer.context["panels"] if "Workers" not in str(p.title)), [
            (str(p.title), p.lines) for p in answer.context["panels"] if p.lines
        ]
        assert "Ülkər" not in answer.content.decode()


def test_those_who_steer_see_counts_and_never_a_name(busy: Any, english: Any, make_case: Any) -> None:
    for _n in range(4):
        make_case("screened_in", risk="low")
    for who in ("analyst", "coordinator"):
        answer = home(english, busy[who])
        page = answer.content.decode()
        assert "Ülkər" not in page
        assert not any(case.reference in page for case in busy["cases"])
        by_state = {str(c.label): c.many for c in panel(answer, "Open cases by state").cells}
        assert by_state["Waiting for a worker"] == 5
        assert None in by_state.values()
        assert "&lt; 5" in page


def test_the_office_sees_its_own_panels(everyone: Any, english: Any) -> None:
    administrator = home(english, everyone["administrator"])
    assert panel(administrator, "Norms to be verified").count > 0
    assert panel(administrator, "Failed background work").count == 0
    assert panel(administrator, "Rights to review").count > 0
    assert "Admin Afaq" not in titles(administrator, "Rights to review"), "nobody reviews themselves"
    assert panel(home(english, everyone["auditor"]), "Chain of the audit")


def test_the_front_door_leads_staff_home_and_the_public_to_help(everyone: Any, english: Any) -> None:
    assert english(everyone["worker"]).get("/")["Location"] == reverse("desk:home")
    page = english().get("/")
    assert page.status_code == 200
    assert "112" in page.content.decode()
