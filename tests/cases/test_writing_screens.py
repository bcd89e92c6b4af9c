"""The page on which one agrees how to write to a family, and writes; ready texts for notes."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, HomeMessage, SafeWay
from himaya.registry.models import Person

pytestmark = pytest.mark.django_db


def at(name: str, case: Case, *more: str) -> str:
    return reverse(f"cases:{name}", args=[case.public_id, *more])


def test_one_asks_agrees_and_writes(
    make_case: Any, country: Any, english: Any, as_owner: Any, django_assert_max_num_queries: Any
) -> None:
    case = make_case("registered")
    browser = english(country["worker"])
    assert "Nobody has said yet" in browser.get(at("case-messages", case)).content.decode()
    assert browser.get(at("message-write", case)).url == at("way-new", case)
    page = browser.get(at("way-new", case))
    ((member, name),) = page.context["form"].fields["member"].choices
    assert name == "Əliyeva Ülkər"
    told = {"member": member, "way": "sms", "address": "12", "language": "en"}
    assert "whole telephone number" in browser.post(at("way-new", case), told).content.decode()
    told |= {"address": "050 123 45 67", "times": "after six"}
    assert browser.post(at("way-new", case), told).url == at("case-messages", case)
    page = browser.get(at("message-write", case))
    assert "Our meeting: [day], [hour]. Telephone: [number]" in page.content.decode()
    with as_owner():
        way = SafeWay.objects.get()
    said = {"way": way.pk, "words": "meeting", "call": "012 555 01 02"}
    assert "Write the day and hour" in browser.post(at("message-write", case), said).content.decode()
    assert browser.post(at("message-write", case), {**said, "words": "call_us"}).status_code == 302
    with as_owner():
        assert HomeMessage.objects.get().call == "+994125550102"
    with django_assert_max_num_queries(25):
        page = browser.get(at("case-messages", case))
    assert "Waits to be sent" in page.content.decode()
    assert "after six" in page.content.decode()
    assert browser.get(at("message-write", case)).context["form"]["call"].value() == "+994125550102"
    story = browser.get(reverse("cases:case-detail", args=[case.public_id])).content.decode()
    assert "Written to Əliyeva Ülkər" in story
    assert browser.post(at("way-end", case, way.public_id)).url == at("case-messages", case)
    with as_owner():
        assert SafeWay.objects.get().ended_at is not None


def test_the_dead_are_not_offered(make_case: Any, country: Any, english: Any, as_owner: Any) -> None:
    case = make_case("registered")
    with as_owner():
        Person.objects.update(life="dead")
    form = english(country["worker"]).get(at("way-new", case)).context["form"]
    assert form.fields["member"].choices == []


def test_who_only_oversees_or_is_elsewhere_writes_to_nobody(
    make_case: Any, country: Any, english: Any
) -> None:
    case = make_case("registered")
    assert english(country["duty"]).get(at("case-messages", case)).status_code in {403, 404}
    assert english(country["stranger"]).get(at("case-messages", case)).status_code == 404


def test_a_ready_text_begins_a_note(make_case: Any, country: Any, english: Any) -> None:
    case = make_case("registered")
    browser = english(country["worker"])
    page = browser.get(reverse("cases:case-detail", args=[case.public_id]), {"ready": "rang"})
    assert page.context["note"]["text"].value().startswith("I rang. Who answered: …")
    assert 'href="?ready=not_at_home"' in page.content.decode()
    page = browser.get(reverse("cases:case-detail", args=[case.public_id]), {"ready": "nothing"})
    assert page.context["note"]["text"].value() is None
