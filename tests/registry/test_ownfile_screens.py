"""The pages of the person's own file: from the request to the file in the hand, and who sees none of it."""

import json
from typing import Any

import pytest
from django.urls import reverse

from himaya.registry.models import OwnFile, OwnFileLine, OwnFileRelease, Person
from himaya.registry.ownfile.actions import load_own_file_letters
from himaya.registry.ownfile.parts import Piece
from tests.registry.people_pages import Make, english, today, url

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db


def page(name: str, row: Any) -> str:
    return reverse(f"people:{name}", args=[row.public_id])


@pytest.fixture
def her(make_person: Make, as_owner: Any) -> Person:
    with as_owner():
        load_own_file_letters()
    return make_person(born="2014-03-05", fin="5A0B1CD")


ASKED = {"asked_as": "parent", "asker_name": "Aysel", "way": "counter", "language": "az"}


def test_a_file_goes_from_the_request_into_the_hand(
    country: Any, her: Person, browser_of: Any, as_owner: Any, monkeypatch: Any
) -> None:
    browser = browser_of(country["supervisor"])
    assert page("own-file-ask", her) in browser.get(url("person-detail", her)).content.decode()
    assert browser.post(page("own-file-ask", her), {"asked_as": "parent"}).status_code == 200
    assert browser.post(page("own-file-ask", her), ASKED).status_code == 302
    with as_owner():
        own = OwnFile.objects.get()
    assert own.reference in browser.get(page("own-file-ask", her)).content.decode()
    told = {"identity": "id_card", "identity_number": "AA1"}
    assert browser.post(page("own-file-identify", own), told).status_code == 302
    monkeypatch.setattr(
        "himaya.registry.ownfile.queries.GATHERERS",
        [lambda person: [Piece("identity", "Name", "Nigar"), Piece("cases", "Note", "Sözlər", free=True)]],
    )
    assert browser.post(page("own-file-prepare", own), {"x": "1"}).status_code == 302
    read = browser.get(own.get_absolute_url()).content.decode()
    assert "Not read yet" in read
    to_mother = {"form": "full", "given_as": "parent", "given_to": "Aysel", "identity": "id_card"}
    asks = browser.get(page("own-file-release", own)).context["form"]
    assert (asks["given_as"].value(), asks["given_to"].value()) == ("parent", "Aysel")
    early = browser.post(page("own-file-release", own), to_mother)
    assert "Read the lines" in early.content.decode()
    with as_owner():
        line = OwnFileLine.objects.get(section="cases")
    assert browser.post(page("own-file-let-out", line)).status_code == 302
    assert browser.get(page("own-file-withhold", line)).status_code == 200
    assert browser.post(page("own-file-withhold", line), {"reason": "harm", "words": ""}).status_code == 302
    assert browser.post(page("own-file-release", own), to_mother).status_code == 302
    with as_owner():
        given = OwnFileRelease.objects.get()
    assert given.paper.number in browser.get(own.get_absolute_url()).content.decode()
    machine = browser.get(page("own-file-json", given))
    assert [line["text"] for line in json.loads(machine.content)["lines"]] == ["Nigar"]
    assert machine["Cache-Control"] == "no-store"
    assert not browser.get(page("own-file-release", own)).context["form"]["given_to"].value()
    young = {"form": "summary", "given_as": "self", "given_to": "Nigar", "identity": "child_card"}
    assert browser.post(page("own-file-release", own), young).status_code == 302
    with as_owner():
        summary = OwnFileRelease.objects.exclude(pk=given.pk).get()
    assert browser.get(page("own-file-json", summary)).status_code == 404


def test_a_refusal_from_the_page_shows_its_letter(
    country: Any, her: Person, browser_of: Any, as_owner: Any
) -> None:
    browser = browser_of(country["supervisor"])
    browser.post(page("own-file-ask", her), ASKED)
    with as_owner():
        own = OwnFile.objects.get()
    assert (
        browser.post(page("own-file-refuse", own), {"reason": "no_identity", "note": ""}).status_code == 302
    )
    shown = browser.get(own.get_absolute_url()).content.decode()
    assert "Identity was not proved" in shown
    assert "OR-2026-" in shown


@pytest.mark.parametrize(
    ("who", "status"), [("worker", 404), ("neighbour", 404), ("provider", 403), ("analyst", 403)]
)
def test_who_may_not_see_the_person_sees_no_request(
    country: Any, her: Person, browser_of: Any, as_owner: Any, who: str, status: int
) -> None:
    browser_of(country["supervisor"]).post(page("own-file-ask", her), ASKED)
    with as_owner():
        own = OwnFile.objects.get()
    stranger = browser_of(country[who])
    assert stranger.get(own.get_absolute_url()).status_code == status
    assert stranger.get(page("own-file-ask", her)).status_code == status
