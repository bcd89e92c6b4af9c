"""An application at the desk and its decision, as pages: who may, what is asked, what is refused, who is shut out."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.casefile.process import CaseWork
from himaya.cases.models import Application, Case, CaseMember
from himaya.cases.social_service.actions import load_entitlement_letters
from tests import database

pytestmark = pytest.mark.django_db
ASKED = {
    "channel": "desk",
    "received_at_day": "02.11.2026",
    "received_at_time": "10:00",
    "applied_by": "self",
    "person_name": "Əliyeva Ülkər",
    "territory": "",
    "asked": "Yemək bişirə bilmirəm.",
    "grounds": ["no_self_care"],
}
GRANTED = {
    "decision": "granted",
    "grounds": ["no_self_care"],
    "forms_of": ["home"],
    "reasons": "Özünə baxa bilmir.",
    "language": "en",
}


@pytest.fixture
def case(make_case: Any, as_owner: Any) -> Case:
    with as_owner():
        load_entitlement_letters()
    made: Case = make_case("assessed", matter="social_service", risk="low")
    return made


def read(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def offered(browser: Any) -> str:
    """A place that the form offers."""
    page = read(browser.get(reverse("cases:application-new")))
    return page.split('<option value="')[-1].split('"')[0]


def test_nobody_is_offered_to_take_a_grown_up_to_safety_as_a_child(
    case: Case, country: Any, english: Any, as_owner: Any
) -> None:
    page, offer = case.get_absolute_url(), "Take the child to safety"
    assert offer in read(english(country["worker"]).get(page))
    with as_owner():
        CaseMember.objects.filter(case=case).update(role=CaseMember.PERSON)
    assert offer not in read(english(country["worker"]).get(page))


def test_a_supervisor_takes_an_application_and_stands_in_its_case(country: Any, english: Any) -> None:
    browser = english(country["supervisor"])
    sent = browser.post(reverse("cases:application-new"), {**ASKED, "territory": offered(browser)})
    with database.as_owner():
        made = Application.objects.select_related("case").get()
    assert sent.headers["Location"] == made.case.get_absolute_url()
    assert (made.person_name, made.case.dossier.unit_id) == ("Əliyeva Ülkər", country["here"].pk)
    assert "Yemək bişirə bilmirəm." in read(browser.get(made.get_absolute_url()))


def test_a_worker_who_takes_one_does_not_see_it_before_it_is_given_to_them(
    country: Any, english: Any
) -> None:
    browser = english(country["worker"])
    sent = browser.post(reverse("cases:application-new"), {**ASKED, "territory": offered(browser)})
    assert sent.headers["Location"] == reverse("cases:case-list")
    assert "was taken: case" in read(browser.get(sent.headers["Location"]))


def test_who_applies_for_somebody_else_is_named(country: Any, english: Any) -> None:
    browser = english(country["supervisor"])
    page = read(browser.post(reverse("cases:application-new"), {**ASKED, "applied_by": "neighbour"}))
    assert "Write who applies." in page
    assert "Yemək bişirə bilmirəm." in page
    with database.as_owner():
        assert not Application.objects.exists()


def test_an_application_is_taken_by_a_desk_only(country: Any, english: Any) -> None:
    assert english(country["manager"]).get(reverse("cases:application-new")).status_code == 403


def test_a_right_is_granted_on_a_page_that_shows_what_it_rests_on(
    case: Case, country: Any, english: Any
) -> None:
    browser = english(country["supervisor"])
    url = reverse("cases:application-decide", args=[case.public_id])
    assert "There is a right to services" in read(browser.get(url))
    sent = browser.post(url, GRANTED)
    assert sent.headers["Location"] == reverse("cases:case-application", args=[case.public_id])
    shown = read(browser.get(sent.headers["Location"]))
    assert "SX-" in shown
    with database.as_owner():
        letter = Application.objects.get(case=case).letter
    assert letter is not None
    assert b"".join(browser.get(letter.get_absolute_url())).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"grounds": []}, "Choose the ground of the law"),
        ({"forms_of": []}, "Choose at least one form of service."),
        ({"decision": "refused"}, "Choose the reason for the refusal."),
    ],
)
def test_what_a_decision_lacks_is_named_beside_its_field(
    case: Case, country: Any, english: Any, given: dict[str, Any], words: str
) -> None:
    url = reverse("cases:application-decide", args=[case.public_id])
    assert words in read(english(country["supervisor"]).post(url, {**GRANTED, **given}))
    with database.as_owner():
        assert Case.objects.get(pk=case.pk).status == "assessed"


def test_a_refusal_is_told_and_the_case_has_ended(case: Case, country: Any, english: Any) -> None:
    browser = english(country["supervisor"])
    url = reverse("cases:application-decide", args=[case.public_id])
    browser.post(url, {**GRANTED, "decision": "refused", "refusal": "no_ground"})
    page = read(browser.get(reverse("cases:case-application", args=[case.public_id])))
    assert "There is no right" in page
    assert "Özünə baxa bilmir." in read(browser.get(case.get_absolute_url()))


def test_a_second_decision_is_told_who_was_first(
    case: Case, country: Any, english: Any, acting_as: Any
) -> None:
    url = reverse("cases:application-decide", args=[case.public_id])
    english(country["supervisor"]).post(url, GRANTED)
    page = read(
        english(country["manager"]).post(url, {**GRANTED, "decision": "refused", "refusal": "no_need"})
    )
    assert "already moved" in page
    with database.as_owner():
        assert Application.objects.get(case=case).decision == "granted"


def test_other_kinds_of_case_have_no_application(make_case: Any, country: Any, english: Any) -> None:
    other = make_case("assessed")
    browser = english(country["supervisor"])
    assert browser.get(reverse("cases:case-application", args=[other.public_id])).status_code == 404
    assert browser.get(reverse("cases:application-decide", args=[other.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["case-application", "application-decide"])
def test_a_stranger_of_another_district_finds_nothing(
    case: Case, country: Any, english: Any, name: str
) -> None:
    url = reverse(f"cases:{name}", args=[case.public_id])
    assert english(country["neighbour"]).get(url).status_code == 404


def test_a_worker_reads_the_application_but_does_not_decide(case: Case, country: Any, english: Any) -> None:
    browser = english(country["worker"])
    assert browser.get(reverse("cases:case-application", args=[case.public_id])).status_code == 200
    assert browser.get(reverse("cases:application-decide", args=[case.public_id])).status_code == 403


def test_the_plan_follows_the_right(case: Case, country: Any, english: Any, acting_as: Any) -> None:
    english(country["supervisor"]).post(reverse("cases:application-decide", args=[case.public_id]), GRANTED)
    with acting_as(country["supervisor"]):
        found = Case.objects.get(pk=case.pk)
        assert str(CaseWork.state_of(found).label) in ("Plan", "Fərdi plan")
