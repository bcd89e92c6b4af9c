"""What is typed into a search stands in no address, no log and, in clear, in no table; and one can come back to it."""

import logging
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from himaya.kit import clock
from himaya.kit.asked import MOST, SESSION, keep, kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NAME = "Əliyeva Ülkər"
TYPED = {
    "desk:search": {"q": NAME},
    "people:search": {"q": NAME},
    "people:find": {"q": NAME},
    "access:staff": {"words": NAME},
    "access:audit": {"who": "someone@example.org"},
    "desk:norms": {"words": NAME},
    "desk:codelists": {"words": NAME},
    "services:directory": {"q": NAME},
}
WHO = {"access": "administrator", "people": "supervisor", "desk": "administrator", "services": "supervisor"}


@pytest.mark.parametrize("page", sorted(TYPED))
def test_a_search_leads_to_an_address_that_says_nothing(
    page: str, busy: Any, english: Any, caplog: pytest.LogCaptureFixture
) -> None:
    browser = english(busy[WHO[page.split(":")[0]]])
    with caplog.at_level(logging.DEBUG):
        lead = browser.post(reverse(page), TYPED[page])
        shown = browser.get(lead.url)
    assert lead.status_code == 303
    words = next(iter(TYPED[page].values()))
    assert "?ask=" in lead.url
    assert all(word not in lead.url for word in (words, "Ali", "liyeva", "someone", "%"))
    assert words in shown.content.decode(), "the box still shows what was typed"
    assert words in browser.get(lead.url).content.decode(), "and again, when one comes back"
    assert all(
        words not in record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )


def test_neither_the_session_nor_the_address_tells_the_words_alone(
    busy: Any, english: Any, as_owner: Any
) -> None:
    browser = english(busy["supervisor"])
    lead = browser.post(reverse("people:search"), {"q": NAME})
    with as_owner():
        held = Session.objects.get(pk=browser.session.session_key).get_decoded()[SESSION]
    assert len(held) == 1
    assert "liyeva" not in str(held)
    assert lead.url.split("ask=")[1] not in str(held)
    other = english(busy["duty"]).get(lead.url)
    assert other.status_code == 200
    assert "liyeva" not in other.content.decode().lower()
    assert "no longer kept" in other.content.decode()


def test_a_search_is_kept_for_half_an_hour_and_the_latest_few_only(busy: Any, english: Any) -> None:
    browser = english(busy["supervisor"])
    with clock.fixed("2026-03-02T09:00"):
        first = browser.post(reverse("people:search"), {"q": NAME}).url
        assert NAME in browser.get(first).content.decode()
    with clock.fixed("2026-03-02T09:16"):
        browser.get(reverse("desk:home"))  # still at work
    with clock.fixed("2026-03-02T09:31"):
        assert NAME not in browser.get(first).content.decode()
        for n in range(MOST + 5):
            browser.post(reverse("people:search"), {"q": f"Ad{n}"})
        assert len(browser.session[SESSION]) == MOST


def test_signing_out_forgets_what_was_searched(busy: Any, english: Any) -> None:
    browser = english(busy["supervisor"])
    address = browser.post(reverse("people:search"), {"q": NAME}).url
    browser.logout()
    browser.force_login(busy["supervisor"])
    assert NAME not in browser.get(address).content.decode()


def test_as_one_types_the_address_follows_under_one_word(busy: Any, english: Any) -> None:
    browser = english(busy["supervisor"])
    page = f"http://testserver{reverse('people:search')}"
    part = browser.post(
        reverse("people:find"), {"q": "Əliy"}, headers={"HX-Request": "true", "HX-Current-URL": page}
    )
    address = part["HX-Replace-Url"]
    assert address.startswith(f"{reverse('people:search')}?ask=")
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"}
    later = browser.post(reverse("people:find"), {"q": NAME}, headers=headers)
    assert later["HX-Replace-Url"] == address, "one search, one word, however much is typed"
    assert NAME in browser.get(address).content.decode()
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/x/relation/"}
    assert "HX-Replace-Url" not in browser.post(reverse("people:find"), {"q": NAME}, headers=elsewhere)


def test_a_search_from_another_site_is_not_taken(busy: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(busy["supervisor"])
    for page in ("people:find", "desk:search"):
        assert browser.post(reverse(page), {"q": NAME}).status_code == 403


def test_an_empty_search_leaves_nothing_behind(busy: Any, english: Any) -> None:
    browser = english(busy["supervisor"])
    assert browser.post(reverse("people:search"), {"q": "  "}).url == reverse("people:find")
    assert SESSION not in browser.session


def test_a_list_is_turned_and_come_back_to(busy: Any, english: Any) -> None:
    browser = english()
    address = browser.post(reverse("services:directory"), {"q": "Mərkəzi"}).url
    first = browser.get(address)
    turned = browser.get(f"{address}&page=2")
    assert first.status_code == turned.status_code == 200
    assert "Mərkəzi" in turned.content.decode()


def test_leaving_quickly_forgets_what_was_looked_for(busy: Any, english: Any) -> None:
    visitor = english()
    address = visitor.post(reverse("services:directory"), {"q": NAME}).url
    assert NAME in visitor.get(address).content.decode()
    visitor.post(reverse("cases:report-leave"))
    assert NAME not in visitor.get(address).content.decode()


def test_of_two_searches_at_once_neither_loses_the_other(busy: Any, english: Any, rf: RequestFactory) -> None:
    """While one types, a part of the page is asked for; then Enter is pressed before it is there."""
    key = english(busy["supervisor"]).session.session_key
    typing, sent = rf.post("/"), rf.post("/")
    for request in (typing, sent):
        request.session = SessionStore(key)
        request.session.get(SESSION)  # both know the session as it was before
    words = [keep(request, QueryDict(f"q={NAME}")) for request in (typing, sent)]
    for word in words:
        again = rf.get("/", {"ask": word})
        again.session = SessionStore(key)
        assert kept(again).get("q") == NAME
