"""Keeping work profiles and days away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from himaya.access.models import AuditEvent
from himaya.access.roles import SocialWorker, Supervisor
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.reference.actions import load_reference
from himaya.workforce.actions import cancel_absence, keep_profile, record_absence
from himaya.workforce.models import Absence, Profile
from himaya.workforce.queries import capacity_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(as_owner: Any) -> Any:
    with as_owner(), translation.override("en"):
        load_reference()
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        yield {
            "worker": factories.user((SocialWorker, here)),
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
        }


def keep(cast: Any, by: str, acting_as: Any, **said: Any) -> Profile:
    words = {"skills": ["suicide", "disability"], "places": [], "caseload_limit": 12, **said}
    with acting_as(cast[by]):
        return keep_profile(user=cast["worker"], by=cast[by], **words)


def test_a_supervisor_keeps_skills_and_limit(cast: Any, acting_as: Any, as_owner: Any) -> None:
    keep(cast, "supervisor", acting_as)
    capacity = capacity_of([cast["worker"]])[cast["worker"].pk]
    assert (capacity.limit, capacity.skills) == (12, {"suicide", "disability"})
    assert capacity_of([cast["supervisor"]])[cast["supervisor"].pk].limit == 25
    with as_owner():
        assert AuditEvent.objects.filter(verb="staff.keep_profile").count() == 1


def test_nobody_else_keeps_it_and_nothing_is_kept(cast: Any, acting_as: Any) -> None:
    with pytest.raises(Refused):
        keep(cast, "neighbour", acting_as)
    with pytest.raises(PermissionDenied):
        keep(cast, "worker", acting_as)
    assert not Profile.objects.exists()


def test_an_old_page_is_refused(cast: Any, acting_as: Any) -> None:
    first = keep(cast, "supervisor", acting_as)
    with pytest.raises(Stale):
        keep(cast, "supervisor", acting_as, expected=first.version - 1)


def test_days_away_are_seen_until_they_pass_or_are_taken_back(cast: Any, acting_as: Any) -> None:
    today = clock.today()
    with acting_as(cast["worker"]):
        away = record_absence(
            user=cast["worker"],
            kind="leave",
            first_on=today,
            last_on=today + timedelta(days=2),
            by=cast["worker"],
        )
    pk = cast["worker"].pk
    assert capacity_of([cast["worker"]])[pk].away_until == today + timedelta(days=2)
    assert capacity_of([cast["worker"]], today + timedelta(days=3))[pk].away_until is None
    with acting_as(cast["supervisor"]):
        cancel_absence(absence=away, by=cast["supervisor"])
        cancel_absence(absence=away, by=cast["supervisor"])
    assert capacity_of([cast["worker"]])[pk].away_until is None
    with acting_as(cast["neighbour"]), pytest.raises(Refused):
        cancel_absence(absence=away, by=cast["neighbour"])


def test_the_pages_open_to_who_leads_and_to_oneself(cast: Any, browser_of: Any) -> None:
    one = reverse("workforce:staff-detail", args=[cast["worker"].public_id])
    for who, code in {"worker": 200, "supervisor": 200, "neighbour": 404}.items():
        assert browser_of(cast[who]).get(one).status_code == code, who
    assert browser_of(cast["supervisor"]).get(reverse("workforce:staff-list")).status_code == 200
    assert browser_of(cast["worker"]).get(reverse("workforce:staff-list")).status_code == 403


def test_profile_and_days_away_through_the_pages(cast: Any, browser_of: Any) -> None:
    browser = browser_of(cast["supervisor"])
    one = reverse("workforce:staff-detail", args=[cast["worker"].public_id])
    for wrong in ({"caseload_limit": "-1"}, {"caseload_limit": "many"}, {"skills": ["flying"]}):
        assert browser.post(one, {"skills_form": "1", **wrong}).status_code == 200
    sent = {"skills_form": "1", "skills": ["suicide"], "caseload_limit": "10"}
    assert browser.post(one, sent).status_code == 302
    assert Profile.objects.get().caseload_limit == 10
    record = reverse("workforce:absence-record", args=[cast["worker"].public_id])
    day = f"{clock.today() + timedelta(days=1):%d.%m.%Y}"
    assert (
        browser.post(record, {"kind": "leave", "first_on": "31.02.2026", "last_on": day}).status_code == 200
    )
    assert browser.post(record, {"kind": "leave", "first_on": day, "last_on": day}).status_code == 302
    cancel = reverse("workforce:absence-cancel", args=[Absence.objects.get().public_id])
    assert browser_of(cast["neighbour"]).post(cancel).status_code == 409
    assert browser.post(cancel).status_code == 302
    assert Absence.objects.get().cancelled_at is not None
