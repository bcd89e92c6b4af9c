"""The pages of access, looked at in a real browser: nothing for axe to find, nothing sideways, in every width."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.axe import assert_accessible, assert_fits
from tests.journeys.test_signing_in import sign_in_as

PAGES = {
    "İnzibatçı": [
        "/account/staff/",
        "/account/staff/?state=review",
        "/account/staff/invite/",
        "/account/units/",
        "/account/units/add/",
        "/account/audit/",
        "/account/security/",
        "/account/2fa/",
    ],
    "Nəzarətçi": ["/account/openings/", "/account/openings/?state=all"],
}


@pytest.mark.parametrize("width", [1280, 360])
def test_the_sign_in_pages_hold_for_everybody(width: int, visitor: Callable[..., Any]) -> None:
    page = visitor(width)
    for path in ("/account/login/", "/account/password/reset/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("role", PAGES)
def test_the_pages_of_a_role_hold(role: str, width: int, visitor: Callable[..., Any]) -> None:
    page = visitor(width)
    sign_in_as(page, role)
    for path in PAGES[role]:
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)
    if role == "İnzibatçı":
        page.goto("/account/staff/")
        page.locator("table a[href]", has_text=re.compile(r"\w")).nth(1).click()
        page.wait_for_load_state()
        assert_accessible(page)
        assert_fits(page)
