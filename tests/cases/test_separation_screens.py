"""The part *staying together* of a case: only in its kind, written, warned of, closed to others."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, SeparationRisk
from tests import database

pytestmark = pytest.mark.django_db
TOLD = {
    "grounds": ["child_disability"],
    "asked_by": "parent",
    "asked_for": "institution",
    "what_helps": "Günərzi mərkəz",
    "kin_asked": "Xala: kömək edəcək",
}


@pytest.fixture
def case(make_case: Any) -> Case:
    made: Case = make_case("registered", matter="prevention", risk="medium")
    return made


def read(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_the_threat_is_written_and_poverty_or_disability_alone_is_warned_of(
    case: Case, country: Any, english: Any
) -> None:
    browser = english(country["worker"])
    part = reverse("cases:case-separation", args=[case.public_id])
    assert "Nothing written yet" in read(browser.get(part))
    assert "Write what threatens the family" in read(browser.get(case.get_absolute_url()))
    sent = browser.post(reverse("cases:separation-threat", args=[case.public_id]), {**TOLD, "_version": "0"})
    assert sent.headers["Location"] == part
    shown = read(browser.get(part))
    assert "Günərzi mərkəz" in shown
    assert "is no ground to part a child" in shown


def test_what_is_missing_is_named_and_nothing_is_written(case: Case, country: Any, english: Any) -> None:
    page = read(
        english(country["worker"]).post(
            reverse("cases:separation-threat", args=[case.public_id]),
            {**TOLD, "grounds": [], "kin_asked": ""},
        )
    )
    assert 'id="id_grounds' in page
    assert "Günərzi mərkəz" in page
    with database.as_owner():
        assert not SeparationRisk.objects.exists()


def test_the_outcome_is_told(case: Case, country: Any, english: Any) -> None:
    browser = english(country["worker"])
    url = reverse("cases:separation-outcome", args=[case.public_id])
    assert "Where the child lives now" in read(browser.get(url))
    browser.post(
        url, {"outcome": "with_kin", "outcome_on": "01.11.2026", "outcome_why": "Xala", "_version": "0"}
    )
    with database.as_owner():
        assert SeparationRisk.objects.get(case=case).outcome == "with_kin"


def test_a_second_tab_is_told(case: Case, country: Any, english: Any) -> None:
    browser = english(country["worker"])
    url = reverse("cases:separation-threat", args=[case.public_id])
    browser.post(url, {**TOLD, "_version": "0"})
    again = read(browser.post(url, {**TOLD, "asked_by": "school", "_version": "0"}))
    assert "Someone changed" in again
    with database.as_owner():
        assert SeparationRisk.objects.get(case=case).asked_by == "parent"


def test_other_kinds_of_case_have_no_such_part(make_case: Any, country: Any, english: Any) -> None:
    other = make_case("registered")
    browser = english(country["worker"])
    assert browser.get(reverse("cases:case-separation", args=[other.public_id])).status_code == 404
    assert "Staying together" not in read(browser.get(other.get_absolute_url()))


@pytest.mark.parametrize("name", ["case-separation", "separation-threat", "separation-outcome"])
def test_a_stranger_of_another_district_finds_nothing(
    case: Case, country: Any, english: Any, name: str
) -> None:
    url = reverse(f"cases:{name}", args=[case.public_id])
    assert english(country["stranger"]).get(url).status_code == 404
    assert english(country["neighbour"]).get(url).status_code == 404


def test_cases_are_narrowed_to_one_kind(case: Case, make_case: Any, country: Any, english: Any) -> None:
    other = make_case("registered")
    page = read(english(country["supervisor"]).get(reverse("cases:case-list"), {"kind": "separation_risk"}))
    assert case.reference in page
    assert other.reference not in page
