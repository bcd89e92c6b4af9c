"""Accessibility in tests: axe finds nothing, and nothing sticks out sideways.

The page's content policy forbids injected scripts, so open the page in a context with `bypass_csp=True`
(`accessible_context`) for axe, and in a plain one to test the policy itself.
"""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def accessible_context(browser: Any, *, width: int = 1280, **options: Any) -> Any:
    """A browser window in which axe may be put into the page."""
    return browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, **options)


def violations(page: Any) -> list[str]:
    """What axe finds wrong with the page as it stands, one line each."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    run = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
    found = page.evaluate(run, RULES)["violations"]
    return [
        f"{item['id']}: {item['help']}: {node['html'][:200]} | {node['failureSummary'][:300]!r}"
        for item in found
        for node in item["nodes"]
    ]


def assert_accessible(page: Any) -> None:
    """Fails with every violation by name, element and reason."""
    found = violations(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Any) -> None:
    """Fails when the page scrolls sideways, naming what sticks out."""
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide <= 0:
        return
    culprits = page.evaluate(
        "() => [...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
        ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))"
    )
    raise AssertionError(f"{page.url} is {wide} px too wide: {culprits}")
