"""The pages of visits."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import CaseMember, Visit
from himaya.cases.visits.actions import plan_visit
from himaya.kit import clock

pytestmark = pytest.mark.django_db


def planned(case: Any, by: Any, acting_as: Any, hours: int = 3) -> Visit:
    with acting_as(by):
        return plan_visit(
            case=case,
            worker=by,
            contact_type="home",
            planned_for=clock.now() + timedelta(hours=hours),
            by=by,
            place="Nizami küç. 5",
        )


def record(**said: Any) -> dict[str, Any]:
    now = clock.local(clock.now())
    return {
        "done_at_day": f"{now:%d.%m.%Y}",
        "done_at_time": f"{now:%H:%M}",
        "contact_type": "home",
        "observations": "Uşaq sakit idi.",
        "safe_now": "yes",
        **said,
    }


@pytest.mark.parametrize("page", ["visit-detail", "visit-record", "visit-postpone", "visit-cancel"])
def test_a_visit_opens_to_its_worker_and_supervisor_only(
    country: Any, make_case: Any, english: Any, acting_as: Any, page: str
) -> None:
    visit = planned(make_case("implementing"), country["worker"], acting_as)
    url = reverse(f"cases:{page}", args=[visit.public_id])
    for who, code in {"worker": 200, "supervisor": 200, "colleague": 404, "stranger": 404}.items():
        assert english(country[who]).get(url).status_code == code, who


def test_a_visit_is_planned_moved_entered_left_and_recorded_through_the_pages(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    browser = english(country["worker"])
    tomorrow = clock.local(clock.now() + timedelta(days=1))
    sent = {"planned_for_day": f"{tomorrow:%d.%m.%Y}", "planned_for_time": "10:00", "contact_type": "home"}
    url = reverse("cases:visit-plan", args=[case.public_id])
    assert browser.post(url, {**sent, "planned_for_day": "31.02.2026"}).status_code == 200
    assert browser.post(url, {**sent, "alone": "on"}).status_code == 302
    with acting_as(country["worker"]):
        visit, member = Visit.objects.get(), CaseMember.objects.get()
    assert "Nizami" not in browser.get(reverse("cases:visit-list")).content.decode()
    moved = {**sent, "planned_for_time": "12:30", "reason": "family_asked"}
    assert browser.post(reverse("cases:visit-postpone", args=[visit.public_id]), moved).status_code == 302
    assert browser.post(reverse("cases:visit-go-in", args=[visit.public_id])).status_code == 302
    assert (
        reverse("cases:visit-record", args=[visit.public_id])
        in browser.get(visit.get_absolute_url()).content.decode()
    )
    assert "I am out and safe" in browser.get(visit.get_absolute_url()).content.decode()
    assert browser.post(reverse("cases:visit-come-out", args=[visit.public_id])).status_code == 302
    url = reverse("cases:visit-record", args=[visit.public_id])
    unexplained = browser.post(url, record())
    assert "why not everybody was seen" in unexplained.content.decode()
    answer = browser.post(url, record(alone=[str(member.pk)]))
    assert answer.status_code == 302
    page = browser.get(visit.get_absolute_url()).content.decode()
    assert "Əliyeva Ülkər" in page
    assert "(alone)" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"done_at_day": "01.01.2999"},
        {"done_at_time": "25:00"},
        {"contact_type": "teleport"},
        {"safe_now": "perhaps"},
        {"observations": ""},
        {"observations": "x" * 30_000},
        {"members": ["999999999"]},
        {"not_seen_reason": "' or 1=1"},
    ],
)
def test_a_wrong_record_is_sent_back_with_what_was_typed(
    country: Any, make_case: Any, english: Any, acting_as: Any, wrong: Any
) -> None:
    case = make_case("implementing")
    sent = record(not_seen_reason="nobody_home", child_words="Anamı gözləyirəm.") | wrong
    answer = english(country["worker"]).post(reverse("cases:visit-new", args=[case.public_id]), sent)
    assert answer.status_code == 200
    assert "Anamı gözləyirəm." in answer.content.decode()
    with acting_as(country["worker"]):
        assert not Visit.objects.exists()


def test_a_record_typed_while_the_visit_was_moved_is_not_lost(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    visit = planned(case, country["worker"], acting_as)
    with acting_as(country["worker"]):
        Visit.objects.filter(pk=visit.pk).update(place="Başqa ünvan")
        member = CaseMember.objects.get()
    browser, url = english(country["worker"]), reverse("cases:visit-record", args=[visit.public_id])
    page = browser.post(url, record(alone=[str(member.pk)], _version=str(visit.version))).content.decode()
    assert "Uşaq sakit idi." in page
    assert "Someone changed this" in page
    with acting_as(country["worker"]):
        fresh = Visit.objects.get().version
    assert browser.post(url, record(alone=[str(member.pk)], _version=str(fresh))).status_code == 302


def test_the_agenda_names_what_is_late_and_what_nobody_planned(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    with clock.fixed(clock.now() - timedelta(hours=9)):
        late = make_case("implementing", risk="low")
        planned(late, country["worker"], acting_as, hours=1)
    bare = make_case("implementing", risk="critical")
    page = english(country["worker"]).get(reverse("cases:visit-list")).content.decode()
    assert "Not recorded yet" in page
    assert reverse("cases:visit-plan", args=[bare.public_id]) in page
    assert reverse("cases:visit-plan", args=[late.public_id]) not in page
    whole = english(country["supervisor"]).get(reverse("cases:visit-list")).content.decode()
    assert str(country["worker"]) in whole
    assert (
        "Not recorded yet"
        not in english(country["stranger"]).get(reverse("cases:visit-list")).content.decode()
    )
