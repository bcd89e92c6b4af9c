"""A methodologist changes the needs form and old answers keep their meaning."""

from secrets import token_hex
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.instruments.xform_cast import AZ, asked, book, choice, settings
from tests.journeys.conftest import HERE, NATION, Country, Walker

pytestmark = pytest.mark.journey
FIRST = [
    asked("select_one need", "need", "Ailəyə ən çox nə lazımdır?", required="yes"),
    asked("range", "hard", "Nə qədər çətindir?", parameters="start=0 end=10 step=1", required="yes"),
]
THEN = [*FIRST, asked("text", "since", "Nə vaxtdan?", required="yes")]
SCORES = [{"name": "hard", AZ: "Çətinlik", "most": 10}]


def workbook(title: str, number: str, survey: Any, home: str, least: int) -> bytes:
    """A version of the form: what `home` means, and from which height on it is grave."""
    needs = [choice("need", "home", home), choice("need", "food", "Ərzaq")]
    cut_off = {"score": "hard", "at_least": least, "level": "high", AZ: f"Çox çətin ({least}+)"}
    titled = settings(title.split()[-1], number, form_title=title)
    return book(survey, needs, titled, scores=SCORES, cut_offs=[cut_off])


def brought(author: Walker, content: bytes) -> str:
    """Brings a workbook; the address of its page."""
    author.go("/questionnaires/forms/bring/").fill(licence="CC BY 4.0", source="Öz işimiz")
    file = {"name": "ehtiyaclar.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": content}
    author.page.locator("main input[type=file]").set_input_files(file)
    author.send().sees("Ailənin ehtiyacları", "Ballar və mənaları")
    return author.page.url.removeprefix(author.site.url)


def approve(reader: Walker, form: str) -> None:
    """Another methodologist reads it and lets it be asked from today, which the page proposes."""
    reader.go(form).send("main form[action$='/approve/']")
    reader.sees("Təsdiq edilib")


def begun(worker: Walker, case: str, title: str) -> None:
    """Begins the form in a case, and waits until it is drawn."""
    worker.go(f"{case}forms/begin/")
    worker.page.get_by_label(title).check()
    worker.send("main form.hm-form")
    expect(worker.page.locator("[data-xform]")).to_have_attribute("data-state", "ready")


def answer(worker: Walker, need: str, hard: str) -> None:
    worker.page.get_by_label(need, exact=True).check()
    worker.page.get_by_label("Nə qədər çətindir?").fill(hard)


def sent(worker: Walker) -> Walker:
    """Sends the form; beside it stands a button that only keeps it."""
    with worker.page.expect_navigation():
        worker.page.locator(".hm-form-foot .btn-primary").click()
    return worker


def test_a_methodologist_changes_the_needs_form_and_old_answers_keep_their_meaning(country: Country) -> None:
    """Given a form brought by one methodologist and approved by another, and filled in by a social worker,
    when a new version gives an answer another meaning, asks one thing more and moves the cut-off,
    then what was filled in before says what it said, its score means what it meant, and the new version is asked."""
    author = country.sign_in("methodologist", NATION)
    reader = country.sign_in("methodologist", NATION, 1)
    title = f"Ailənin ehtiyacları needs_{token_hex(4)}"  # the journey may be gone twice in one country
    first = brought(author, workbook(title, "1", FIRST, "Mənzil", 5))
    approve(reader, first)
    worker = country.sign_in("social_worker", HERE, width=360)
    worker.go("/cases/").page.locator("main a[href^='/cases/']:not([href*='?'])").first.click()
    worker.page.wait_for_url("**/cases/*/")
    case = worker.page.url.removeprefix(worker.site.url)

    begun(worker, case, title)
    answer(worker, "Mənzil", "6")
    sent(worker).sees("Mənzil", "Çox çətin (5+)")
    old = worker.page.url.removeprefix(worker.site.url)

    author.go(first).send("main form[action$='/retire/']")
    approve(reader, brought(author, workbook(title, "2", THEN, "Mənzilin təmiri", 8)))
    begun(worker, case, title)
    answer(worker, "Mənzilin təmiri", "6")
    worker.page.locator(".hm-form-foot .btn-primary").click()
    expect(worker.page.locator("[data-xform-wrong]")).to_contain_text("1")
    worker.page.get_by_label("Nə vaxtdan?").fill("Yazdan")
    sent(worker).sees("Mənzilin təmiri", "Yazdan", "Balların dəyişməsi").does_not_see("Çox çətin")

    worker.go(old).sees("Mənzil", "Çox çətin (5+)").does_not_see("təmiri", "Yazdan")
    worker.looks_well()
