"""What the tests wait with."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests import patience


def test_a_browser_that_never_closes_is_ended_and_the_next_test_has_another(browser: Any) -> None:
    context = browser.new_context()
    context.new_page()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patience, "LONG", 0.5)
        before = patience.browsers()
        for process in before:
            process.suspend()
        context.close()
    page = browser.new_page()
    page.set_content("<p>Salam</p>")
    expect(page.locator("p")).to_have_text("Salam")
    assert not {process.pid for process in before} & {process.pid for process in patience.browsers()}
    page.close()
