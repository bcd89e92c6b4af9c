"""How many questions the pages of the spine ask of the database: twenty-five at most, even where everything happened."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.cases.casefile.actions import write_note
from himaya.cases.models import Case
from himaya.cases.risk.actions import change_risk
from himaya.cases.transfers.actions import offer_transfer
from tests.cases.work import Work

pytestmark = pytest.mark.django_db

AIM = 25
ONLY_IN_TESTS = re.compile(r"SAVEPOINT|RELEASE|update access_dossier set born_xid|.*himaya\.clock")


@pytest.fixture
def eventful(country: Any, make_case: Any, acting_as: Any, as_owner: Any) -> Case:
    """A case with a plan in force, a review begun, a lower risk asked for, a transfer offered and a note."""
    work = Work(country, make_case, acting_as, as_owner)
    case = work.case("assessed")
    work.plan_in_force(case)
    work.review(case)
    with acting_as(country["worker"]) as by:
        write_note(case=Case.objects.get(pk=case.pk), text="Nümunə", by=by)
        change_risk(case=Case.objects.get(pk=case.pk), level="low", why="Ailə dəstək alır", by=by)
    with acting_as(country["supervisor"]) as by:
        offer_transfer(
            case=Case.objects.get(pk=case.pk),
            reason="workload",
            handover="Hər şey işdədir.",
            to_unit=country["here"],
            to_worker=country["colleague"],
            by=by,
        )
    return case


def questions(browser: Any, url: str, typed: dict[str, str] | None = None, **more: Any) -> int:
    """How many a page asks when it is opened a second time."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            answer = browser.get(url) if typed is None else browser.post(url, typed, **more)
        assert answer.status_code in {200, 302}, answer.status_code
    return asked(caught)


def asked(caught: CaptureQueriesContext) -> int:
    """How many of them are asked outside a test too."""
    return sum(1 for query in caught.captured_queries if not ONLY_IN_TESTS.match(query["sql"]))


@pytest.mark.parametrize("who", ["worker", "supervisor"])
def test_an_eventful_case(country: Any, eventful: Case, browser_of: Any, who: str) -> None:
    assert questions(browser_of(country[who]), eventful.get_absolute_url()) <= AIM


@pytest.mark.parametrize("who", ["worker", "supervisor", "manager", "duty"])
@pytest.mark.parametrize("page", ["desk:home", "cases:case-list"])
def test_the_desk(country: Any, eventful: Case, browser_of: Any, who: str, page: str) -> None:
    assert questions(browser_of(country[who]), reverse(page)) <= AIM


def test_a_search(country: Any, eventful: Case, browser_of: Any) -> None:
    typed, typing = {"q": "Uşaq"}, {"HX-Request": "true"}
    assert questions(browser_of(country["worker"]), reverse("people:find"), typed, headers=typing) <= AIM


def test_sending_a_report(desks: Any, browser_of: Any) -> None:
    visitor = browser_of()
    told = {"narrative": "Qonşuda uşaq ağlayır."}
    you = {"reporter_kind": "neighbour", "anonymous": "no", "name": "Qonşu", "phone": "050 123 45 67"}
    place = {"place_text": "Sumqayıt"}
    child = {"child0-name": "Aysel", "child0-sex": "female"}
    for step, typed in {"what": told, "where": place, "who": child, "you": you}.items():
        assert visitor.post(reverse("cases:report-step", args=[step]), typed).status_code == 302, step
    with CaptureQueriesContext(connection) as caught:
        assert visitor.post(reverse("cases:report-step", args=["send"]), {"website": ""}).status_code == 302
    assert asked(caught) <= AIM
