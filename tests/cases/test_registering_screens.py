"""The registration step: search first, then name the child, then complete."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, CaseMember
from himaya.registry.models import Person

pytestmark = pytest.mark.django_db


def test_a_child_of_another_district_is_found_named_and_the_case_registered(
    country: Any, make_case: Any, make_person: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("accepted")
    child = make_person(
        country["there"], given_name="Nəzrin", birth_date=date(2015, 1, 2), birth_precision="exact"
    )
    worker = english(country["worker"])
    assert "Find or register the child" in worker.get(case.get_absolute_url()).content.decode()
    register = reverse("cases:case-register", args=[case.public_id])
    page = worker.get(register).content.decode()
    way = next(part.split('"')[0] for part in page.split('href="') if "/people/?for=" in part.split('"')[0])
    found = worker.get(way.replace("&amp;", "&"), {"q": "Əliyeva Nəzrin"})
    assert found.status_code == 200
    add = reverse("cases:member-add", args=[case.public_id, "child"])
    assert worker.post(add, {"person": "nobody000000"}).status_code == 200
    assert worker.post(reverse("cases:member-add", args=[case.public_id, "king"])).status_code == 200
    assert worker.post(add, {"person": child.public_id}).status_code == 302
    with acting_as(country["worker"]):
        assert Person.objects.get() == child
    page = worker.get(register).content.decode()
    assert "Əliyeva Nəzrin" in page
    assert worker.post(register, {"consent": "spoken", "consent_note": "Ana, bu gün."}).status_code == 302
    with acting_as(country["worker"]):
        assert Case.objects.get(pk=case.pk).status == "registered"
    supervisor = english(country["supervisor"])
    assert "Əliyeva Nəzrin" in supervisor.get(case.get_absolute_url()).content.decode()
    people = supervisor.get(reverse("cases:case-people", args=[case.public_id])).content.decode()
    assert child.get_absolute_url() not in people, "the file itself lies with the other district"


def test_registration_without_a_child_says_what_is_missing(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("accepted")
    url = reverse("cases:case-register", args=[case.public_id])
    page = english(country["worker"]).post(url, {"consent": "spoken"}).content.decode()
    assert "First find or register the person the case is about." in page
    with acting_as(country["worker"]):
        assert Case.objects.get(pk=case.pk).status == "accepted"


def test_a_person_named_by_mistake_is_taken_off_and_no_longer_open(
    country: Any, make_case: Any, make_person: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("accepted")
    wrong = make_person(country["here"], given_name="Səhv")
    worker = english(country["worker"])
    worker.post(reverse("cases:member-add", args=[case.public_id, "sibling"]), {"person": wrong.public_id})
    with acting_as(country["worker"]):
        member = CaseMember.objects.get()
        assert Person.objects.filter(pk=wrong.pk).exists()
    end = reverse("cases:member-end", args=[case.public_id, member.pk])
    assert english(country["stranger"]).post(end).status_code == 404
    assert worker.post(end).status_code == 302
    with acting_as(country["worker"]):
        assert not Person.objects.filter(pk=wrong.pk).exists()


def test_another_case_of_the_same_child_is_pointed_out(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    before = make_case("closed")
    with acting_as(country["supervisor"]):
        child = CaseMember.objects.get(case=before).person
    case = make_case("accepted")
    supervisor = english(country["supervisor"])
    supervisor.post(reverse("cases:member-add", args=[case.public_id, "child"]), {"person": child.public_id})
    page = supervisor.get(case.get_absolute_url()).content.decode()
    assert f"№ {before.reference}: Closed" in page
