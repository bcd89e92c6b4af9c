"""Every component, in a real browser: accessible, narrow enough, alive under the strict content policy."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from himaya.access.roles import SocialWorker
from himaya.kit import clock
from himaya.kit.samples import LONGEST
from tests import factories
from tests.axe import assert_accessible, assert_fits

pytestmark = pytest.mark.journey


@pytest.fixture
def address(settings: Any, live_server: Any) -> str:
    settings.DEMO = True
    return str(live_server.url)


def visit(
    browser: Any, address: str, path: str, *, width: int = 1280, theme: str = "light", **options: Any
) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    context.add_cookies(
        [
            {"name": "theme", "value": theme, "url": address},
            {"name": "language", "value": options.get("locale", "az")[:2], "url": address},
        ]
    )
    page = context.new_page()
    page.goto(f"{address}{path}")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/styleguide", "/styleguide?layout=public"])
def test_every_component_is_accessible_in_both_themes(
    browser: Any, address: str, path: str, theme: str
) -> None:
    for width in (1280, 360):
        page = visit(browser, address, path, width=width, theme=theme)
        assert_accessible(page)
        assert_fits(page)
        page.context.close()


def test_no_component_asks_for_anything_the_content_policy_forbids(browser: Any, address: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/styleguide")
    page.goto(f"{address}/styleguide?layout=public")
    page.close()
    assert not [text for text in complaints if "Autofocus" not in text]


def test_a_public_page_weighs_less_than_a_hundred_kilobytes_before_images(browser: Any, address: str) -> None:
    page = browser.new_page()
    weight: dict[str, int] = {}
    page.on("response", lambda answer: weight.update({answer.url: len(answer.body())}))
    page.goto(f"{address}/styleguide?layout=public")
    page.wait_for_load_state("networkidle")
    page.close()
    assert sum(size for url, size in weight.items() if not url.endswith(".svg")) < 100_000


def test_escape_three_times_leaves_and_cannot_come_back(browser: Any, address: str) -> None:
    page = visit(browser, address, "/styleguide")
    page.goto(f"{address}/styleguide?layout=public")
    page.evaluate("document.querySelector('[data-quick-exit]').dataset.quickExit = '/healthz'")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/healthz")
    page.go_back()
    expect(page, "the page that was left is gone from the history").to_have_url(f"{address}/styleguide")
    page.context.close()


def test_a_place_is_picked_by_the_keyboard_alone(browser: Any, address: str) -> None:
    page = visit(browser, address, "/styleguide?form=empty")
    box = page.get_by_role("combobox", name="Yer")
    box.press_sequentially("ağ")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Ağdam")
    expect(page.locator("input[name=place]")).to_have_value("Ağdam")
    page.context.close()


def test_what_is_typed_is_kept_as_a_draft_while_typing(browser: Any, address: str) -> None:
    page = visit(browser, address, "/styleguide?form=empty")
    with page.expect_response("**/styleguide/draft") as saved:
        page.locator("#id_name").fill("Leyla")
    assert saved.value.status == 204
    page.locator("[data-draft-state]").get_by_text("Qaralama saxlandı").wait_for()
    page.context.close()


def test_slash_goes_to_search_and_question_mark_lists_the_keys(browser: Any, address: str) -> None:
    page = visit(browser, address, "/styleguide?form=empty")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.context.close()


def test_without_scripts_the_page_is_whole_and_the_language_changes(browser: Any, address: str) -> None:
    page = visit(browser, address, "/styleguide?layout=public", java_script_enabled=False)
    expect(page.locator("[data-quick-exit]")).to_have_attribute("href", re.compile("^https://"))
    expect(page.locator(".hm-needs-js:visible")).to_have_count(0)
    page.locator(".hm-public-bar button[value=ru]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page).to_have_url(re.compile(r"\?layout=public$"))
    page.context.close()


def test_on_a_phone_the_menu_opens_without_scripts(browser: Any, address: str) -> None:
    page = visit(browser, address, "/styleguide", width=360, java_script_enabled=False)
    expect(page.locator("#side")).to_be_hidden()
    page.get_by_role("button", name="Menyu").first.click()
    expect(page.locator("#side")).to_be_visible()
    page.context.close()


def test_a_signed_in_person_with_a_long_name_has_a_menu_of_their_own(
    browser: Any, address: str, as_owner: Any, browser_of: Any
) -> None:
    with as_owner():
        someone = factories.user((SocialWorker, factories.unit()), full_name=LONGEST)
        session = browser_of(someone).cookies["sessionid"].value
    for width in (1280, 360):
        page = visit(browser, address, "/healthz", width=width)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page.goto(f"{address}/notices/")
        expect(page.get_by_role("link", name="Bildirişlər")).to_be_visible()
        page.get_by_role("button", name="Mənim menyum").click()
        page.get_by_role("button", name="Tünd").wait_for()
        assert_accessible(page)
        assert_fits(page)
        page.context.close()


def test_clocks_follow_the_server_not_the_device(browser: Any, address: str) -> None:
    with clock.fixed(datetime(2031, 1, 1, tzinfo=UTC)):
        page = visit(browser, address, "/styleguide")
        told = page.locator("time[data-due]").first.inner_text().replace("\u00a0", " ")
    assert told in {"2 saat 14 dəq qalıb", "2 saat 13 dəq qalıb"}
    page.context.close()
