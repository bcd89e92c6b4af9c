"""Drafts: kept while one types, seen by nobody else, gone when sent or old, and there again after signing in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from himaya.access.roles import SocialWorker
from himaya.kit import clock
from himaya.workflow.drafts.actions import drop_old_drafts, keep_draft
from himaya.workflow.models import Draft
from himaya.workflow.queries import typed_before
from tests import database, factories
from tests.cases.conftest import country, make_case, make_person, make_report

__all__ = ["country", "make_case", "make_person", "make_report"]
KEY = "note-abc"


@pytest.fixture
def two(as_owner: Any) -> Any:
    with as_owner():
        unit = factories.unit(national=True)
        return factories.user((SocialWorker, unit)), factories.user((SocialWorker, unit))


def save(browser: Any, **typed: str) -> int:
    return browser.post(reverse("workflow:draft-keep", args=[KEY]), typed).status_code


@pytest.mark.django_db
def test_what_is_typed_is_kept_and_the_newest_stands(two: Any, browser_of: Any, acting_as: Any) -> None:
    browser = browser_of(two[0])
    assert (
        save(browser, text="bir")
        == save(browser, text="bir iki", csrfmiddlewaretoken="x", password="y")
        == 204
    )
    with acting_as(two[0]):
        assert typed_before(two[0], KEY) == {"text": "bir iki"}
        assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_nobody_else_ever_sees_it(two: Any, browser_of: Any, acting_as: Any) -> None:
    save(browser_of(two[0]), text="yalnız mənim")
    with acting_as(two[1]):
        assert Draft.objects.count() == 0
        assert typed_before(two[0], KEY) == {}
    with acting_as(None):
        assert Draft.objects.count() == 0
    save(browser_of(two[1]), text="onun")
    with acting_as(two[0]):
        assert typed_before(two[0], KEY) == {"text": "yalnız mənim"}


@pytest.mark.django_db
def test_only_staff_keep_drafts_and_only_so_much(two: Any, browser_of: Any) -> None:
    assert save(browser_of(), text="kim") == 401
    assert browser_of(two[0]).get(reverse("workflow:draft-keep", args=[KEY])).status_code == 405
    assert save(browser_of(two[0]), text="x" * 200_001) == 400


@pytest.mark.django_db
def test_a_form_that_was_sent_takes_its_draft_with_it(
    country: Any, make_case: Any, browser_of: Any, acting_as: Any
) -> None:
    case = make_case("accepted")
    key = f"note-{case.public_id}"
    browser = browser_of(country["worker"])
    browser.post(reverse("workflow:draft-keep", args=[key]), {"text": "Qeyd"})
    assert "Qeyd" in browser.get(case.get_absolute_url()).content.decode()
    sent = {"text": "Qeyd", "_draft": reverse("workflow:draft-keep", args=[key])}
    refused = browser.post(reverse("cases:case-note", args=[case.public_id]), {**sent, "text": ""})
    assert refused.status_code == 200
    with acting_as(country["worker"]):
        assert typed_before(country["worker"], key), "a refused form keeps its draft"
    assert browser.post(reverse("cases:case-note", args=[case.public_id]), sent).status_code == 302
    with acting_as(country["worker"]):
        assert typed_before(country["worker"], key) == {}


@pytest.mark.django_db
def test_old_drafts_are_purged_and_young_ones_stay(
    two: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    now = clock.now()
    with clock.fixed(now - timedelta(days=400)), acting_as(two[0]):
        keep_draft(by=two[0], key="old", typed={"text": ["köhnə"]})
    with acting_as(two[0]):
        keep_draft(by=two[0], key="young", typed={"text": ["təzə"]})
    from himaya.access.gate import SYSTEM
    from himaya.access.gate import acting_as as act

    with as_worker(), act(SYSTEM):
        assert drop_old_drafts() == 1
    with as_owner():
        assert [d.key for d in Draft.objects.all()] == ["young"]


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_text_outlives_the_session_and_is_there_after_signing_in_again(
    country: Any, make_case: Any, browser: Any, live_server: Any
) -> None:
    # Given a worker who writes a note in a case
    case, worker = make_case("accepted"), country["worker"]
    page = browser.new_page()
    sign_in(page, worker, live_server.url)
    page.goto(live_server.url + case.get_absolute_url())
    box = page.locator("textarea[name=text]")
    box.press_sequentially("Uşaq məktəbə gedir, hər şey")
    page.locator("[data-draft-state]:not(:empty)").wait_for()
    # When the session ends while they write on, and they send it
    with database.as_owner():
        Session.objects.all().delete()
    box.press_sequentially(" qaydasındadır")
    with page.expect_navigation():
        page.locator("form:has(textarea[name=text]) button[type=submit]").click()
    # Then nothing is lost: the page keeps what was sent, and after signing in the draft is in the form again
    expect(page.locator("main")).to_contain_text("qaydasındadır")
    sign_in(page, worker, live_server.url)
    page.goto(live_server.url + case.get_absolute_url())
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("^Uşaq məktəbə gedir"))
    page.close()


def sign_in(page: Any, user: Any, address: str) -> None:
    """A fresh session of this user in the page's browser."""
    client = Client()
    client.force_login(user, backend=conf.AUTHENTICATION_BACKENDS[0])
    cookie = client.cookies[conf.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": conf.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
