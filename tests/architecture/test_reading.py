"""Tests in a browser wait for what they read."""

import pytest

from tests.architecture.reading import hasty, hasty_tests


def test_no_test_reads_a_page_without_waiting() -> None:
    assert hasty_tests() == [], "use expect(…), or wait for what the press leads to"


@pytest.mark.parametrize(
    "line",
    [
        'assert page.locator(".hm-summary").is_visible(), "what happened must be told"',
        'assert page.locator("main strong").first.is_visible()',
        "assert page.locator(\"main a[href*='/calls/']\").count() == 4",
        'assert words in page.locator("main").inner_text()',
        'assert "Elvin" in page.content()',
        'assert page.input_value("textarea[name=narrative]") == ""',
        'assert judges[0].page.url.endswith(first), "the joined record"',
        'assert page.evaluate("document.activeElement.id") == "search"',
        'if page.locator("#keys").is_hidden(): press()',
    ],
)
def test_a_hasty_read_is_found(line: str) -> None:
    assert hasty(line)


@pytest.mark.parametrize(
    "line",
    [
        'expect(page.locator(".hm-summary")).to_be_visible()',
        "assert Report.objects.filter(status='received').count() == 2",
        'assert "x" in browser.get(url).content.decode()',
        'assert answer.url == reverse("cases:report-done")',
        'reference = page.locator("h1").inner_text()',
    ],
)
def test_what_waits_or_is_no_page_is_left_alone(line: str) -> None:
    assert hasty(line) == []
