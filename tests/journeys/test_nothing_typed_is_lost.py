"""The session ends, the connection breaks, the server is killed, a button is pressed twice: what was typed is still
there afterwards, and is kept once."""

import re
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import expect

from himaya.cli.postgres import Postgres
from tests.browser import Site
from tests.cli.test_run import is_back, kill_parent_of
from tests.journeys.conftest import Country, Walker, hand_over, open_case, report
from tests.patience import until

pytestmark = pytest.mark.journey
SOMETHING_KEPT = "() => Object.keys(localStorage).some(key => key.startsWith('hm-draft-'))"
NOTHING_KEPT = "() => !Object.keys(localStorage).some(key => key.startsWith('hm-draft-'))"
WORDS = "Uşaq sakitdir, ev təmizdir; ana iş axtarır."


@pytest.fixture(scope="module")
def cases() -> dict[str, str]:
    """One case for all of these journeys, made by the first."""
    return {}


@pytest.fixture
def at_work(country: Country, cases: dict[str, str]) -> tuple[Walker, str]:
    """A social worker and the address of a case of theirs."""
    worker = country.sign_in("social_worker")
    if "mine" not in cases:
        slip = report(country.someone(), narrative="Qonşuda uşaq tək qalır.", place="Sumqayıt")
        officer, supervisor = country.sign_in("duty_officer"), country.sign_in("supervisor")
        case = open_case(officer, slip, answers={"life_danger": "no", "alone": "yes"})
        hand_over(supervisor, case, worker.name)
        worker.go(case + "answer/").send("main form:has([value=accept])")
        cases["mine"] = case
    return worker, cases["mine"]


def note(worker: Walker, case: str, words: str) -> Any:
    """Types a note in the story, without sending it."""
    worker.go(case).fill(text=words)
    return worker.page


def saved(walker: Walker, case: str, words: str) -> int:
    """How many notes in the story of the case say this."""
    return walker.go(case + "?story=all").page.locator(".hm-story .hm-pre", has_text=words).count()


def many(site: Site, table: str) -> int:
    """How many rows a table holds, as its owner sees it."""
    with psycopg.connect(Postgres(site.var).url()) as owner:
        row = owner.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def press(page: Any) -> None:
    page.locator("form[action$='/note/'] button[type=submit]").click(no_wait_after=True)


def draft_is_saved(page: Any) -> None:
    page.locator("form[action$='/note/'] [data-draft-state]", has_text="saxlan").wait_for()


def gives_up(page: Any, case: str) -> None:
    """Waits until the browser shows, instead of an answer, that there was none."""
    while page.url.split("?")[0].endswith(case):
        page.wait_for_timeout(100)


def cut(page: Any) -> None:
    """The network is gone, for what is sent while a page closes too."""
    page.evaluate("() => { window.real = fetch; fetch = () => Promise.reject(new TypeError('no network')); }")
    page.context.set_offline(True)


def mend(page: Any) -> None:
    """The network is back."""
    page.context.set_offline(False)
    if page.url.startswith("http"):
        page.evaluate("() => { fetch = window.real; }")


def test_the_session_ends_and_the_text_waits_for_the_sign_in(
    country: Country, at_work: tuple[Walker, str], complaints: Any
) -> None:
    complaints.expected("401")
    complaints.expected("403")
    worker, case = at_work
    words = f"{WORDS} Sessiya."
    page = note(worker, case, words)
    page.context.clear_cookies(name="sessionid")
    press(page)
    page.get_by_text("Sistemdən çıxmısınız").wait_for()
    worker.looks_well()
    expect(page.locator("main [name=text]").first).to_have_value(words)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Daxil ol")).click()
    beside = opened.value
    beside.fill("[name=login]", country.email("social_worker", "Sumqayıt komissiyası"))
    beside.fill("[name=password]", "himaya-sample-2026")
    with beside.expect_navigation():
        beside.press("[name=password]", "Enter")
    for _press in range(2):  # the page was made before the sign-in: it may ask once more, with the text kept
        again = page.locator(
            "form:has-text('Yenidən göndər') button[type=submit], button:has-text('Yenidən göndər')"
        )
        if not again.count():
            break
        with page.expect_navigation():
            again.first.click()
    expect(page.locator("main")).to_contain_text(words)
    assert saved(worker, case, words) == 1


def test_the_connection_breaks_in_the_middle_of_a_form(at_work: tuple[Walker, str], complaints: Any) -> None:
    complaints.expected("ERR_INTERNET_DISCONNECTED")
    worker, case = at_work
    words = f"{WORDS} Şəbəkə."
    page = note(worker, case, "Əvvəl")
    draft_is_saved(page)
    cut(page)
    worker.fill(text=words)
    page.locator("[data-draft-state]", has_text="bağlantı").wait_for()
    page.locator("[data-offline]:visible").wait_for()
    press(page)
    page.wait_for_timeout(300)  # the page must stay
    expect(page.locator("[name=text]")).to_have_value(words)
    page.wait_for_function(SOMETHING_KEPT)
    kept = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert "hm-draft-" in kept
    assert "sakitdir" not in kept
    assert "cases" not in kept
    mend(page)
    draft_is_saved(page)
    with page.expect_navigation():
        press(page)
    expect(page.locator("main")).to_contain_text(words)
    assert saved(worker, case, words) == 1
    page.wait_for_function(NOTHING_KEPT)


def test_the_page_is_closed_without_a_connection_and_the_text_is_there_when_it_is_opened_again(
    at_work: tuple[Walker, str], complaints: Any
) -> None:
    complaints.expected("ERR_INTERNET_DISCONNECTED")
    worker, case = at_work
    words = f"{WORDS} Bağlanmış səhifə."
    page = note(worker, case, "Yarım")
    draft_is_saved(page)
    cut(page)
    worker.fill(text=words)
    page.locator("[data-draft-state]", has_text="bağlantı").wait_for()
    page.goto("about:blank")
    mend(page)
    worker.go(case)
    page.wait_for_function("w => document.querySelector('[name=text]').value === w", arg=words)
    draft_is_saved(page)
    page.wait_for_function(NOTHING_KEPT)
    worker.fill(text="")
    page.wait_for_timeout(1800)


def test_what_a_session_left_on_the_device_is_read_by_no_other(
    country: Country, at_work: tuple[Walker, str], complaints: Any
) -> None:
    complaints.expected("ERR_INTERNET_DISCONNECTED")
    worker, case = at_work
    page = note(worker, case, "Yarım")
    draft_is_saved(page)
    cut(page)
    worker.fill(text="Bu cihazda qalan söz")
    page.locator("[data-draft-state]", has_text="bağlantı").wait_for()
    page.goto("about:blank")
    mend(page)
    page.context.clear_cookies(name="sessionid")
    worker.go("/account/login/")
    worker.page.fill("[name=login]", country.email("social_worker", "Sumqayıt komissiyası"))
    worker.page.fill("[name=password]", "himaya-sample-2026")
    with page.expect_navigation():
        worker.page.press("[name=password]", "Enter")
    worker.go(case)
    page.wait_for_function(NOTHING_KEPT)
    expect(page.locator("[name=text]")).not_to_have_value(re.compile("Bu cihazda qalan söz"))


def test_the_web_process_is_killed_while_a_form_is_sent(
    at_work: tuple[Walker, str], site: Site, complaints: Any
) -> None:
    for trouble in ("ERR_", "50[0-9]", "Failed to load", "chrome-error"):
        complaints.expected(trouble)
    worker, case = at_work
    words = f"{WORDS} Ölmüş proses."
    page = note(worker, case, words)
    draft_is_saved(page)

    killed: set[int] = set()

    def kill_then_send(route: Any) -> None:
        killed.update(kill_parent_of(site, "himaya.wsgi"))
        route.abort("connectionreset")

    page.route("**/note/", kill_then_send, times=1)
    press(page)
    gives_up(page, case)
    assert until(lambda: killed and is_back(site, killed))
    page.go_back()
    expect(page.locator("[name=text]")).to_have_value(words)
    with page.expect_navigation():
        press(page)
    expect(page.locator("main")).to_contain_text(words)
    assert saved(worker, case, words) == 1


def test_the_answer_is_lost_after_the_server_had_the_form(
    at_work: tuple[Walker, str], site: Site, complaints: Any
) -> None:
    for trouble in ("ERR_", "Failed to load", "chrome-error"):
        complaints.expected(trouble)
    worker, case = at_work
    words = f"{WORDS} İtmiş cavab."
    page = note(worker, case, words)
    before = many(site, "cases_note")

    def answer_is_lost(route: Any) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/note/", answer_is_lost, times=1)
    press(page)
    gives_up(page, case)
    assert until(lambda: many(site, "cases_note") == before + 1)
    page.go_back()
    page.locator("[name=text]").wait_for()
    if page.locator("[name=text]").input_value() == words:
        with page.expect_navigation():
            press(page)
    expect(page.locator("main")).to_contain_text(words)
    assert saved(worker, case, words) == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_a_button_pressed_twice_sends_once(
    country: Country, at_work: tuple[Walker, str], site: Site, visitor: Callable[..., Any], javascript: bool
) -> None:
    _worker, case = at_work
    words = f"{WORDS} İki dəfə {javascript}."
    email = country.email("social_worker", "Sumqayıt komissiyası")
    walker = Walker(visitor(javascript=javascript), site, email, javascript).go("/account/login/")
    page = walker.page
    page.fill("[name=login]", email)
    page.fill("[name=password]", "himaya-sample-2026")
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    note(walker, case, words)
    before = many(site, "cases_note")
    page.locator("form[action$='/note/'] button[type=submit]").dblclick(no_wait_after=True)
    assert until(lambda: many(site, "cases_note") > before)
    time.sleep(1)
    assert many(site, "cases_note") == before + 1
    assert saved(walker, case, words) == 1


def test_a_public_report_survives_the_same_and_leaves_nothing_on_the_device(
    country: Country, site: Site, complaints: Any
) -> None:
    complaints.expected("ERR_INTERNET_DISCONNECTED")
    before = many(site, "cases_report")
    someone = country.someone()
    page = someone.go("/report/what/").page
    words = "Həyətdə uşaq hər gecə ağlayır, heç kim çıxmır."
    someone.fill(narrative="Həyətdə")
    page.wait_for_timeout(1800)
    page.context.set_offline(True)
    someone.fill(narrative=words)
    page.locator("main form button[type=submit]").last.click(no_wait_after=True)
    page.locator("[data-offline]:visible").wait_for()
    expect(page.locator("[name=narrative]")).to_have_value(words)
    page.wait_for_function("() => localStorage.length + sessionStorage.length === 0")
    page.context.set_offline(False)
    someone.send().fill(place_text="Sumqayıt")
    page.keyboard.press("Escape")
    someone.send().send().choose(anonymous="yes").send()
    page.locator("main form button[type=submit]").last.dblclick(no_wait_after=True)
    page.wait_for_url("**/report/done/")
    page.wait_for_timeout(500)
    assert many(site, "cases_report") == before + 1
