"""A visit is filled in on a mountain without a network."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from secrets import token_hex

import pytest
from playwright.sync_api import expect

from tests.exchange.collect import Answer, Collect, Failed
from tests.journeys.conftest import HERE, Country, Walker

pytestmark = pytest.mark.journey
DAY = "2026-11-20"


def wire(method: str, address: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """The phone's own network."""
    asked = urllib.request.Request(address, data=body or None, headers=dict(headers), method=method)
    asked.remove_header("Accept-encoding")
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as refused:
        return Answer(refused.code, dict(refused.headers), refused.read())


def new_phone(worker: Walker, name: str) -> Collect:
    """A key made at the desk; the phone takes over what stands beside the picture."""
    worker.go("/account/phones/new/").fill(name=name)
    worker.page.locator("main form.hm-form button[type=submit]").click()
    expect(worker.page.locator(".hm-qr svg")).to_be_visible()
    worker.looks_well()
    server, user, secret = worker.page.locator("dd.font-monospace").all_inner_texts()
    return Collect(wire, server, user, secret)


def answers(phone: Collect, about: str, mood: str) -> bytes:
    said = f"<seen_on>{DAY}</seen_on><alone>yes</alone><why_not></why_not>"
    said += f"<child><called>Balaca</called><mood>{mood}</mood></child><children>1</children>"
    return phone.filled("home_visit_note", about, said)


def test_a_visit_is_filled_in_on_a_mountain(country: Country) -> None:
    """Given a worker who has taken the forms and the people of their cases along on a phone,
    when visits are filled in without a network and sent later, one of them twice and one by two phones,
    then each stands once in its case, and the worker decides about what may be one visit."""
    worker = country.sign_in("social_worker", HERE, width=360)
    name = f"Samsung {token_hex(3)}"  # the journey may be gone twice in one country
    phone = new_phone(worker, name)
    assert "home_visit_note" in phone.fetch_forms()
    called, about = next(iter(phone.people("home_visit_note").items()))
    first = answers(phone, about, "calm")
    # Back in the network.
    assert phone.send(first).status == 201
    assert phone.send(first).status == 201
    other = new_phone(worker, "Planşet")
    other.fetch_forms()
    assert "gözləyir" in other.send(answers(other, about, "sad")).words
    assert "gözləyir" in other.send(answers(other, "later", "sad")).words

    worker.go("/phones/forms/").sees("Telefonlardan gələn formalar", "Öz işindədir")
    waiting = worker.page.locator("main .card", has_text="Sizi gözləyir").first.locator("li a")
    assert waiting.count() >= 2
    worker.looks_well()
    waiting.nth(1).click()
    worker.sees("bir az əvvəl də göndərilib", "Balaca")
    worker.looks_well()
    worker.page.get_by_role("link", name="Kənara qoymaq").click()
    worker.page.get_by_label("İki dəfə göndərilib").check()
    worker.send().sees("Kənara qoyuldu")
    worker.page.locator("main .card", has_text="Sizi gözləyir").first.locator("li a").first.click()
    worker.sees("kim haqqında olduğunu göstərməyib")
    worker.page.locator("main select").select_option(label=called)
    worker.send().sees("İndi öz işindədir.")

    worker.page.locator("main li a[href^='/filled-forms/']").first.click()
    worker.sees("Balaca", "20.11.2026")

    worker.go("/account/security/").page.locator("main li", has_text=name).get_by_role("button").click()
    worker.sees("daha heç nə götürə")
    with pytest.raises(Failed, match="401"):
        phone.fetch_forms()
