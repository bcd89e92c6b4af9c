"""`make screenshots`: the pictures of the guides, made anew from the sample country in a real browser.

Starts a copy of its own (a folder that is thrown away, a free port), signs in as sample users with one click,
and writes `docs/images/*.png`, each at most 120 KB, in Azerbaijani and English.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser import QUIET, Site, chromium, free_port  # noqa: E402

IMAGES = ROOT / "docs" / "images"
LARGEST = 120 * 1024
LANGUAGES = ("az", "en")
WIDE, PHONE = (1280, 560), (360, 740)


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the role that sees it (none: the public), the window, and the way there."""

    name: str
    role: str
    window: tuple[int, int]
    walk: Callable[[Any], None]


def to(path: str) -> Callable[[Any], None]:
    """Straight to a page."""

    def walk(page: Any) -> None:
        page.goto(path)

    return walk


def first_case(page: Any) -> None:
    """The first case of the worklist that has its child and, if there is one, its plan: opened as one would."""
    for narrowed in ("?status=implementing", "?status=assessed", ""):
        page.goto(f"/cases/{narrowed}")
        found = page.locator("td a[href^='/cases/']")
        if found.count():
            break
    found.first.click()
    page.wait_for_load_state()


SHOTS = [
    Shot("report-start", "", PHONE, to("/report/")),
    Shot("reports", "duty_officer", WIDE, to("/reports/")),
    Shot("home-worker", "social_worker", WIDE, to("/home/")),
    Shot("case-phone", "social_worker", PHONE, first_case),
    Shot("overdue", "supervisor", WIDE, to("/overdue/")),
    Shot("users", "administrator", WIDE, to("/account/staff/")),
]


def sample_users(site: Site) -> dict[str, str]:
    """Role to e-mail, as `himaya demo signins` prints them, in the order of the roles."""
    from himaya.access.roles import ROLES

    lines = [line for line in site.himaya("demo", "signins").stdout.splitlines() if "@" in line]
    emails = [next(word for word in line.split() if "@" in word) for line in lines]
    return dict(zip(ROLES, emails, strict=True))


def sign_in(page: Any, email: str) -> None:
    """As a sample person, by the button that the sign-in page of a sample country has."""
    page.goto("/account/login/")
    page.locator(f"button[title='{email}']").click()
    page.wait_for_url("**/home/")


def take(browser: Any, site: Site, shot: Shot, language: str, emails: dict[str, str]) -> Path:
    """One picture in one language."""
    width, height = shot.window
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": height},
        timezone_id="Asia/Baku",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "language", "value": language, "url": site.url}])
    page = context.new_page()
    if shot.role:
        sign_in(page, emails[shot.role])
    shot.walk(page)
    page.wait_for_timeout(500)  # what arrives after the page: the bell, the clocks
    path = IMAGES / f"{shot.name}-{language}.png"
    page.screenshot(path=str(path))
    context.close()
    return path


def main() -> int:
    found = chromium()
    if not found:
        print("Chromium is needed: apt install chromium-headless-shell")
        return 1
    wanted = set(sys.argv[1:])
    IMAGES.mkdir(parents=True, exist_ok=True)
    large = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        site = Site(Path(folder), free_port(), environment={"HIMAYA_DEMO_SIZE": "full"})
        try:
            site.start()
            emails = sample_users(site)
            browser = driver.chromium.launch(executable_path=found, args=QUIET)
            for shot in [one for one in SHOTS if not wanted or one.name in wanted]:
                for language in LANGUAGES:
                    path = take(browser, site, shot, language, emails)
                    size = path.stat().st_size
                    print(f"{path.relative_to(ROOT)} {size // 1024} KB")
                    large += [path.name] if size > LARGEST else []
            browser.close()
        finally:
            site.stop()
    if large:
        print("Too large:", *large)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
