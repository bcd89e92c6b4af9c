"""The pages of keeping: the list, the two decisions, a hold; and who sees none of it."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.kit import clock
from himaya.registry.models import LegalHold, Person, Retention
from tests.registry.people_cast import english
from tests.registry.retention_cast import NOW, find, manager, old

__all__ = ["english", "manager", "old"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    settings.LANGUAGE_CODE = "en"
    with clock.fixed(NOW):
        yield


@pytest.fixture
def fallen(old: Person, as_worker: Any, as_owner: Any) -> Retention:
    with as_worker():
        find()
    with as_owner():
        return Retention.objects.select_related("person").get()


def page(name: str, row: Any) -> str:
    return reverse(f"people:{name}", args=[row.public_id])


def test_a_file_is_decided_by_two_from_their_pages(
    country: Any, fallen: Retention, browser_of: Any, as_owner: Any
) -> None:
    first, second = browser_of(country["supervisor"]), browser_of(country["manager"])
    listed = first.get(reverse("people:retention-list")).content.decode()
    assert fallen.get_absolute_url() in listed
    assert "years: 25" in listed
    assert first.get(page("retention-propose", fallen)).status_code == 200
    assert first.post(page("retention-propose", fallen), {"x": "1"}).status_code == 302
    assert "Proposed by" in first.get(fallen.get_absolute_url()).content.decode()
    assert second.post(page("retention-approve", fallen), {"x": "1"}).status_code == 302
    late = {"reason": "archive", "kept_until": "01.01.2027"}
    assert second.post(page("retention-keep", fallen), late).status_code == 302
    with as_owner():
        fallen.refresh_from_db()
    assert fallen.status == "kept"
    assert (
        fallen.get_absolute_url()
        in first.get(reverse("people:retention-list") + "?state=done").content.decode()
    )


def test_a_hold_is_placed_and_released_from_the_page(
    country: Any, old: Person, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    asked = page("keeping", old)
    assert asked in browser.get(old.get_absolute_url()).content.decode()
    assert browser.post(asked, {"reason": "court"}).status_code == 200
    held = {"reason": "court", "expires_on": "01.09.2026", "note": "2-114"}
    assert browser.post(asked, held).status_code == 302
    with as_owner():
        hold = LegalHold.objects.get()
    assert "2-114" in browser.get(asked).content.decode()
    assert browser.get(page("hold-release", hold)).status_code == 200
    assert browser.post(page("hold-release", hold), {"x": "1"}).status_code == 302
    assert "Released" in browser.get(asked).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("worker", 403), ("neighbour", 404), ("provider", 403), ("analyst", 403)]
)
def test_who_may_not_decide_sees_nothing(
    country: Any, fallen: Retention, browser_of: Any, who: str, status: int
) -> None:
    assert browser_of(country[who]).get(fallen.get_absolute_url()).status_code == status
