"""Accessibility in tests: axe finds nothing, and nothing sticks out sideways.

The page's content policy forbids injected scripts; the browser's own debugging door does not ask it.
"""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any) -> list[str]:
    """What axe finds wrong with the page as it stands, one line each."""
    page.wait_for_load_state()
    if not page.evaluate("() => Boolean(window.axe)"):
        door = page.context.new_cdp_session(page)
        door.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
        door.detach()
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
    page.wait_for_load_state()
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide <= 0:
        return
    culprits = page.evaluate(
        "() => [...document.querySelectorAll('body *')]"
        ".filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
        ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))"
    )
    raise AssertionError(f"{page.url} is {wide} px too wide: {culprits}")
