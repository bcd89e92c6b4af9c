"""The page of one consent: who sees it, what it tells, and its withdrawal from a page that is no longer current."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.registry.actions import record_consent, rest_on
from himaya.registry.models import Consent
from tests.registry.people_pages import Make, english, today, url

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(country: Any, make_person: Make, acting_as: Any) -> Consent:
    child = make_person()
    with acting_as(country["supervisor"]) as by:
        return record_consent(
            person=child, purpose="share", recipient="Məktəb 7", form="spoken", given_by="parent",
            giver_name="Aysel", child_agrees=True, note="Telefonla", by=by,
        )  # fmt: skip


def test_the_page_tells_what_was_said_and_what_rests_on_it(
    country: Any, consent: Consent, browser_of: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        rest_on(
            person=consent.person, purpose="share", subject=consent, process="consent", ground="consent",
            giver_name="Aysel", recipient="Məktəb 7", by=by,
        )  # fmt: skip
    browser = browser_of(country["supervisor"])
    page = browser.get(consent.get_absolute_url()).content.decode()
    for words in (
        "Məktəb 7",
        "Telefonla",
        "Aysel",
        "until it is withdrawn",
        "In force",
        "Withdraw",
        f"share {consent.pk}",
    ):
        assert words in page, words
    assert consent.get_absolute_url() in browser.get(url("person-detail", consent.person)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("worker", 404), ("neighbour", 404), ("provider", 403), ("chief", 200)]
)
def test_who_may_not_see_the_person_does_not_see_the_consent(
    country: Any, consent: Consent, browser_of: Any, who: str, status: int
) -> None:
    assert browser_of(country[who]).get(consent.get_absolute_url()).status_code == status


def test_a_withdrawal_from_an_old_page_is_stopped(country: Any, consent: Consent, browser_of: Any) -> None:
    browser = browser_of(country["supervisor"])
    asked = reverse("people:consent-withdraw", args=[consent.public_id])
    late = browser.post(asked, {"note": "", "_version": str(consent.version - 1)})
    assert late.status_code == 200
    assert browser.post(asked, {"note": "Daha istəmir", "_version": str(consent.version)}).status_code == 302
    page = browser.get(consent.get_absolute_url()).content.decode()
    assert "Daha istəmir" in page
    assert "Withdrawn on" in page
