"""The site as `himaya run` serves it, seen by a browser: whole, on both widths, and live."""

from typing import Any

from playwright.sync_api import expect

from tests.axe import assert_fits
from tests.browser import Site


def test_the_front_page_opens_without_a_complaint_and_without_scrolling_sideways(
    page: Any, phone: Any
) -> None:
    for opened in (page, phone):
        opened.goto("/")
        expect(opened.locator("h1")).to_have_count(1)
        assert_fits(opened)


def test_static_files_are_kept_for_good_and_pages_never(page: Any) -> None:
    headers: dict[str, str] = {}
    page.on("response", lambda told: headers.update({told.url: told.headers.get("cache-control", "")}))
    page.goto("/", wait_until="networkidle")
    styles = [told for url, told in headers.items() if "/static/" in url and url.endswith(".css")]
    assert styles
    assert all("immutable" in told for told in styles)
    assert "no-store" in next(told for url, told in headers.items() if "/static/" not in url)


def test_a_signed_in_page_listens_for_live_events_under_the_policy(site: Site, page: Any) -> None:
    page.goto("/account/login/")
    port = (site.var / "events.port").read_text()
    with page.expect_response(lambda told: f":{port}/" in told.url) as listening:
        page.get_by_role("button", name="komissiyası").first.click()  # the sample country's one-click door
    assert listening.value.status == 200
    assert "text/event-stream" in listening.value.headers["content-type"]
