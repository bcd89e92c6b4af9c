"""The pages of reports in a real browser: accessible, narrow enough, light, and without JavaScript."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect

from himaya.access.gate import PUBLIC, acting_as
from himaya.access.roles import DutyOfficer, Supervisor
from himaya.cases.intake.actions import (
    ChildTold,
    Contact,
    Told,
    judge_report,
    name_insiders,
    propose_out,
    receive_report,
)
from himaya.cases.models import Report
from himaya.reference.models import Territory
from tests import database, factories
from tests.axe import assert_accessible, assert_fits
from tests.cases.reports_cast import COMMISSION
from tests.pictures import PNG

pytestmark = pytest.mark.journey
PICTURES = os.environ.get("HIMAYA_PICTURES", "")
WORDS = "Qonşuluqda 7 yaşlı uşağı hər axşam döyürlər, ağlamaq səsi gəlir. Dünən qolunda göyərmə gördüm."


def look(page: Any, name: str) -> None:
    """Accessible and narrow enough; a picture where one is asked for."""
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    assert_accessible(page)
    assert_fits(page)


def open_page(
    browser: Any, address: str, *, width: int = 1280, language: str = "az", user: Any = None, **more: Any
) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 900}, **more)
    cookies = [{"name": "language", "value": language, "url": address}]
    if user is not None:
        client = Client()
        client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
        cookies.append({"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address})
    context.add_cookies(cookies)
    return context.new_page()


@pytest.fixture
def cast(transactional_db: None, as_owner: Any) -> dict[str, Any]:
    with as_owner():
        nation = factories.unit(national=True)
        here = factories.unit(parent=nation, kind=COMMISSION)
        here.territories.add(Territory.objects.get(code="AZ-SM"))
        return {
            "nation": nation,
            "here": here,
            "duty": factories.user(
                (DutyOfficer, here), full_name="Məhəmmədhüseynqulu Şəmsəddinov-Qaracadağlı"
            ),
            "second": factories.user((Supervisor, here), full_name="Nəzarətçi Nigar"),
            "chief": factories.user((DutyOfficer, nation), full_name="Milli Növbətçi"),
        }


def told(**more: Any) -> Report:
    given = {
        "narrative": WORDS,
        "territory": Territory.objects.get(code="AZ-SM"),
        "place_code": "AZ-SM",
    } | more
    trapped = given.pop("trapped", False)
    files = given.pop("files", ())
    with acting_as(None):
        return receive_report(
            told=Told(**{"place_text": "Sumqayıt, 12-ci mikrorayon", **given}),
            by=PUBLIC,
            files=files,
            trapped=trapped,
        )


def ask_for_the_state(page: Any, address: str, reference: str, pin: str) -> None:
    page.goto(f"{address}/report/status/")
    page.fill("input[name=reference]", reference)
    page.fill("input[name=pin]", pin)
    press(page)
    expect(page.locator("main strong").first).to_be_visible()


def send_with_a_picture(page: Any) -> None:
    picture = {"name": "göyərmə.png", "mimeType": "image/png", "buffer": PNG}
    page.set_input_files("input[type=file]", picture)
    press(page)


def press(page: Any) -> None:
    """The button of the form, and the page that it leads to."""
    with page.expect_navigation():
        page.locator(".hm-form-foot button[type=submit]").click()


@pytest.mark.parametrize(
    ("width", "language", "script"), [(360, "az", False), (1280, "en", True), (360, "ru", True)]
)
def test_a_report_is_made_on_any_telephone_with_and_without_javascript(
    browser: Any, live_server: Any, cast: Any, acting_as: Any, width: int, language: str, script: bool
) -> None:
    page = open_page(browser, live_server.url, width=width, language=language, java_script_enabled=script)
    check = (lambda name: look(page, f"public-{name}-{language}")) if script else (lambda name: None)
    page.goto(f"{live_server.url}/report/")
    check("start")
    with page.expect_navigation():
        page.locator("main .btn-primary").click()
    press(page)
    expect(page.locator(".hm-summary"), "what happened must be told").to_be_visible()
    check("what-wrong")
    page.fill("textarea[name=narrative]", WORDS)
    page.check("input[name=urgent][value=no]")
    check("what")
    press(page)
    page.fill("input[name=place_text]", "Nizami")
    if script:
        page.locator("[role=option]").first.wait_for()
        page.keyboard.press("Escape")
    press(page)
    check("where-asks")
    page.locator("input[name=choice]").first.check()
    press(page)
    page.fill("input[name=child0-age_text]", "7")
    with page.expect_navigation():
        page.locator("button[name=add_child]").click()
    page.fill("input[name=child1-name]", "Elvin")
    for name in ("who", "you"):
        check(name)
        press(page)
    check("send")
    expect(page.locator("main")).to_contain_text("Elvin")
    send_with_a_picture(page)
    check("done")
    reference = page.locator("[data-reference]").inner_text()
    ask_for_the_state(page, live_server.url, reference, page.locator("[data-pin]").inner_text())
    check("status")
    page.context.close()
    with acting_as(cast["chief"]):
        report = Report.objects.get(reference=reference)
        assert report.narrative == WORDS
        assert report.children.count() == 2
        assert report.territory is not None


def test_a_public_page_weighs_little(browser: Any, live_server: Any, cast: Any) -> None:
    page = open_page(browser, live_server.url)
    weight: dict[str, int] = {}
    page.on("response", lambda answer: weight.update({answer.url: len(answer.body())}))
    page.goto(f"{live_server.url}/report/what/")
    page.wait_for_load_state("networkidle")
    page.context.close()
    assert sum(size for url, size in weight.items() if not url.endswith(".svg")) < 100_000


def test_leaving_wipes_what_was_typed_even_when_it_is_saved_late(
    browser: Any, live_server: Any, cast: Any
) -> None:
    page = open_page(browser, live_server.url)
    page.goto(f"{live_server.url}/report/what/")
    page.evaluate("document.querySelector('[data-quick-exit]').dataset.quickExit = '/healthz'")
    page.fill("textarea[name=narrative]", "Bunu heç kim görməsin")
    for _n in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/healthz")
    for _again in range(
        20
    ):  # what is sent while a page closes may come a moment after the next page is asked for
        page.goto(f"{live_server.url}/report/what/")
        if not page.input_value("textarea[name=narrative]"):
            break
        page.wait_for_timeout(250)
    expect(page.locator("textarea[name=narrative]")).to_have_value("")
    page.context.close()


def test_what_is_typed_comes_back_on_the_same_device(browser: Any, live_server: Any, cast: Any) -> None:
    page = open_page(browser, live_server.url)
    page.goto(f"{live_server.url}/report/what/")
    page.fill("textarea[name=narrative]", WORDS)
    page.locator("[data-draft-state]:not(:empty)").wait_for()
    page.goto(f"{live_server.url}/report/what/")
    expect(page.locator("textarea[name=narrative]")).to_have_value(WORDS)
    expect(page.locator(".hm-summary"), "coming back is no mistake").to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("width", "language"), [(1280, "az"), (360, "az"), (1280, "en"), (360, "en")])
def test_the_officer_s_pages(browser: Any, live_server: Any, cast: Any, width: int, language: str) -> None:
    urgent = told(
        urgent_now=True,
        children=[ChildTold("Elvin", "male", "7", 7, "evdə")],
        is_anonymous=False,
        contact=Contact("Qonşu Gülnarə", "050 123 45 67", safe_way="call", safe_time="axşam"),
    )
    told(narrative="Yenə həmin uşağı axşam döyürlər, ağlamaq səsi gəlir, qolunda göyərmə var.")
    told(trapped=True)
    out = told(narrative="Uşaq pulu haqqında soruşmaq istəyirəm.")
    with acting_as(cast["duty"]):
        answers = {"life_danger": "unknown", "injuries": "yes", "repeated": "yes"}
        judge_report(
            report=Report.objects.get(pk=urgent.pk),
            answers=answers,
            level="low",
            note="Köhnə izdir.",
            by=cast["duty"],
        )
        propose_out(
            report=Report.objects.get(pk=out.pk),
            reason="no_concern",
            note="Məktəblə danışdım.",
            by=cast["duty"],
        )
        notice = Report.objects.get(pk=urgent.pk).notices.first()
    database.settle()
    page = open_page(browser, live_server.url, width=width, language=language, user=cast["duty"])
    for name, path in {
        "list": "/reports/", "flood": "/reports/?list=flood", "empty": "/reports/?list=mine",
        "lane": "/reports/lanes/trap/", "detail": urgent.get_absolute_url(),
        "screen": f"{urgent.get_absolute_url()}screen/", "enter": "/reports/new/",
        "notice": f"{urgent.get_absolute_url()}notices/{notice.public_id}/",
    }.items():  # fmt: skip
        assert page.goto(f"{live_server.url}{path}").status == 200, path
        look(page, f"{name}-{language}")
    page.context.close()
    page = open_page(browser, live_server.url, width=width, language=language, user=cast["second"])
    for name, path in {
        "second": f"{out.get_absolute_url()}second-reading/", "lowering": f"{urgent.get_absolute_url()}lowering/",
    }.items():  # fmt: skip
        assert page.goto(f"{live_server.url}{path}").status == 200, path
        look(page, f"{name}-{language}")
    page.context.close()


def test_the_level_answers_while_the_questions_are_answered(
    browser: Any, live_server: Any, cast: Any
) -> None:
    report = told()
    database.settle()
    page = open_page(browser, live_server.url, user=cast["duty"])
    page.goto(f"{live_server.url}{report.get_absolute_url()}screen/")
    page.check("input[name=q_life_danger][value=yes]")
    page.locator("#level", has_text="Kritik").wait_for()
    page.locator("#danger .hm-form-foot button[type=submit]").click()
    page.locator("#outcome details[open] button[type=submit]").click()
    page.wait_for_url(f"**{report.get_absolute_url()}")
    look(page, "became-a-case")
    page.context.close()


def test_those_named_get_the_same_page_as_for_nothing(browser: Any, live_server: Any, cast: Any) -> None:
    report = told(names_insider=True)
    with acting_as(cast["chief"]):
        name_insiders(report=Report.objects.get(pk=report.pk), users=[cast["duty"]], by=cast["chief"])
    database.settle()
    page = open_page(browser, live_server.url, user=cast["duty"])
    for path in ("", "screen/", "in/", "insiders/"):
        assert page.goto(f"{live_server.url}{report.get_absolute_url()}{path}").status == 404
    assert report.reference not in page.goto(f"{live_server.url}/reports/?list=all").text()
    page.context.close()
