"""Registering and correcting a person through the pages."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.registry.actions import relate
from himaya.registry.models import Consent, Person, Relationship
from himaya.registry.rules import Purpose
from tests.registry.people_pages import Make, english, today, url

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db

NEW = {
    "family_name": "Əliyeva",
    "given_name": "Nigar",
    "fathers_name": "Həsən",
    "sex": "female",
    "born": "05.03.2014",
    "place_text": "Masallı",
}


def test_a_new_person_is_registered_from_the_page(country: Any, browser_of: Any) -> None:
    browser = browser_of(country["supervisor"])
    page = browser.post(url("person-begin"), {"q": "əliyeva Nigar 05.03.2014"}, follow=True)
    assert 'value="Əliyeva"' in page.content.decode(), "nobody types a name twice"
    assert 'value="05.03.2014"' in page.content.decode()
    done = browser.post(url("person-new"), {**NEW, "fin": "5aO1bcd", "phone": "050 321 45 67"}, follow=True)
    assert done.status_code == 200
    assert "Əliyeva Nigar Həsən qızı" in done.content.decode()


def test_the_likely_same_are_shown_before_a_new_one_is_written(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    make_person()
    browser = browser_of(country["supervisor"])
    page = browser.post(url("person-new"), NEW)
    assert page.status_code == 200
    assert b"Is it one of these?" in page.content
    token = page.context["form"]["shown"].value()
    assert browser.post(url("person-new"), {**NEW, "shown": token}).status_code == 200
    assert browser.post(url("person-new"), {**NEW, "different": "twin"}).status_code == 200
    done = browser.post(url("person-new"), {**NEW, "shown": token, "different": "twin"})
    assert done.status_code == 302
    with as_owner():
        assert Person.objects.count() == 2


def test_after_registering_for_a_case_one_goes_on_with_the_person(
    country: Any, browser_of: Any, as_owner: Any
) -> None:
    purpose = Purpose(1, "case:1", "/cases/abc/child/", "Register the child")
    done = browser_of(country["worker"]).post(f"{url('person-new')}?for={purpose.token}", NEW)
    assert done.status_code == 200
    with as_owner():
        person = Person.objects.get()
    assert b'action="/cases/abc/child/"' in done.content
    assert f'value="{person.public_id}"'.encode() in done.content


def test_the_same_form_sent_twice_registers_once(country: Any, browser_of: Any, as_owner: Any) -> None:
    browser = browser_of(country["supervisor"])
    key = {"_key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    first = browser.post(url("person-new"), {**NEW, **key})
    second = browser.post(url("person-new"), {**NEW, **key})
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    with as_owner():
        assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("family_name", "😀"),
        ("family_name", "Əliyeva2"),
        ("family_name", "a" * 101),
        ("given_name", "<script>alert(1)</script>"),
        ("sex", "robot"),
        ("born", "31.02.2014"),
        ("born", "01.01.2099"),
        ("born", "1850"),
        ("born", "=NOW()"),
        ("fin", "5AI1BC"),
        ("fin", "ŞƏÇĞÜÖİ"),
        ("birth_certificate", "x"),
        ("phone", "sabah zəng edin"),
        ("place_text", "Atlantida-şəhəri-qwerty"),
        ("different", "because"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_keeps_the_rest(
    field: str, value: str, country: Any, browser_of: Any, as_owner: Any
) -> None:
    page = browser_of(country["supervisor"]).post(url("person-new"), {**NEW, field: value})
    assert page.status_code == 200
    assert field.removesuffix("_text") in page.context["form"].errors
    if field != "given_name":
        assert 'value="Nigar"' in page.content.decode()
    with as_owner():
        assert not Person.objects.exists()


def test_marks_of_direction_and_looks_alike_are_cleaned_on_the_way_in(
    country: Any, browser_of: Any, as_owner: Any
) -> None:
    browser_of(country["supervisor"]).post(url("person-new"), {**NEW, "family_name": "\u202eƏliyevа\u200f "})
    with as_owner():
        assert Person.objects.get().family_name == "Əliyeva"


def test_a_second_tab_is_shown_both_and_loses_nothing(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    her = make_person()
    mine, theirs = browser_of(country["supervisor"]), browser_of(country["chief"])
    sent = {
        "sex": "female",
        "fathers_name": "Həsən",
        "given_name": "Nigar",
        "born": "05.03.2014",
        "_version": "1",
    }
    assert theirs.post(url("person-correct", her), {**sent, "family_name": "Quliyeva"}).status_code == 302
    page = mine.post(url("person-correct", her), {**sent, "family_name": "Əliyeva", "fathers_name": "Hüseyn"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert "Quliyeva" in shown
    assert 'value="Hüseyn"' in shown
    assert 'name="_version" value="2"' in shown
    again = mine.post(
        url("person-correct", her),
        {**sent, "family_name": "Quliyeva", "fathers_name": "Hüseyn", "_version": "2"},
    )
    assert again.status_code == 302
    with as_owner():
        her.refresh_from_db()
        assert (her.family_name, her.fathers_name) == ("Quliyeva", "Hüseyn")
    story = mine.get(url("person-detail", her)).content.decode()
    assert "Əliyeva" in story, "what stood before is told"


def test_relations_are_added_by_searching_first(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    browser = browser_of(country["supervisor"])
    assert b'id="finder"' in browser.get(url("relation-add", child)).content
    chosen = browser.get(url("relation-add", child), {"person": mother.public_id})
    assert "Əliyeva Aysel".encode() in chosen.content
    sent = {"other": mother.public_id, "kind": "mother"}
    assert browser.post(url("relation-add", child), sent).status_code == 302
    twice = browser.post(url("relation-add", child), sent)
    assert twice.status_code == 200
    assert "already" in str(twice.context["form"].errors)
    with as_owner():
        assert Relationship.objects.count() == 2
    hidden = make_person("Babayeva Sona", "1990-01-01", unit="there")
    refused = browser.post(url("relation-add", child), {"other": hidden.public_id, "kind": "mother"})
    assert "other" in refused.context["form"].errors


def test_a_restricted_tie_is_marked_and_shown_only_in_the_child_s_file(
    country: Any, make_person: Make, browser_of: Any, acting_as: Any
) -> None:
    child, man = make_person(), make_person("Quliyev Vaqif Rauf", "1980-01-01", sex="male")
    with acting_as(country["supervisor"]):
        relate(person=child, other=man, kind="suspected_of_harm", by=country["supervisor"])
    page = browser_of(country["supervisor"]).get(url("person-detail", child)).content.decode()
    assert "Restricted" in page
    assert "Quliyev Vaqif" in page


def test_consent_is_recorded_and_withdrawn_from_the_page(
    country: Any, make_person: Make, browser_of: Any, as_owner: Any
) -> None:
    her = make_person()
    browser = browser_of(country["supervisor"])
    lacking = browser.post(url("consent-add", her), {"purpose": "referral", "ground": "consent"})
    assert lacking.status_code == 200
    sent = {
        "purpose": "referral",
        "ground": "consent",
        "form": "spoken",
        "given_by": "parent",
        "giver_name": "Aysel",
        "child_agrees": "yes",
    }
    assert browser.post(url("consent-add", her), sent).status_code == 302
    with as_owner():
        consent = Consent.objects.get()
    asked = reverse("people:consent-withdraw", args=[consent.public_id])
    assert browser.get(asked).status_code == 200
    assert browser.post(asked, {"note": ""}).status_code == 302
    assert "Withdrawn" in browser.get(url("person-detail", her)).content.decode()
