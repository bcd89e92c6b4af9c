"""How people come in, told in a real browser."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

SECURE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in_as(page: Any, role: str) -> None:
    """One click on the sample country's sign-in page."""
    page.goto("/account/login/")
    page.locator("dt", has_text=re.compile(rf"^\s*{role}")).locator("+ dd").get_by_role(
        "button"
    ).first.click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def test_a_supervisor_sets_up_a_passkey_and_then_needs_no_password(page: Any, site: Any) -> None:
    # Given a supervisor of the sample country at a computer that can keep passkeys
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": SECURE})
    sign_in_as(page, "Nəzarətçi")
    # When they add a passkey, after proving again who they are
    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", password(site))
    page.locator("main form button[type=submit]").click()
    page.check("input[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/**")
    # And sign out
    page.goto("/account/logout/")
    page.locator("main form button[type=submit]").click()
    # Then the passkey alone lets them in again
    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/home/")
    page.goto("/account/security/")
    expect(page.locator("main")).to_contain_text("Bu cihaz")


def test_what_was_typed_outlives_the_session(visitor: Callable[..., Any], complaints: Any) -> None:
    # Given an administrator who is writing an invitation
    complaints.expected("401")
    page = visitor()
    sign_in_as(page, "İnzibatçı")
    page.goto("/account/staff/invite/")
    page.fill("#id_full_name", "Nərgiz Çıraqzadə")
    page.fill("#id_email", "nergiz@himaya.example")
    # When the session ends before they send it
    cookies = [cookie for cookie in page.context.cookies() if "session" not in cookie["name"]]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.locator("main form button[type=submit]").click()
    # Then the page tells so and still holds the text
    expect(page.locator("main")).to_contain_text("Sistemdən çıxmısınız")
    expect(page.locator("main input[value='Nərgiz Çıraqzadə']")).to_have_count(1)


def password(site: Any) -> str:
    """The password of all sample people, as `himaya demo signins` prints it."""
    from himaya.demo.country import PASSWORD

    return PASSWORD
