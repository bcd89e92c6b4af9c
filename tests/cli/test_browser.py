"""What a journey's browser complains about is heard, and only what was expected is forgiven."""

from typing import Any

import pytest

from tests.browser import Complaints

pytestmark = pytest.mark.journey

PAGE = "<!doctype html><title>x</title><p id='p' style='color: red'>ə</p><script src='/told.js'></script>"
POLICY = {"content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'"}


def answer(route: Any) -> None:
    path = route.request.url.removeprefix("http://localhost")
    if path == "/told.js":
        route.fulfill(
            body="console.error('a broken promise'); throw new Error('boom')", content_type="text/javascript"
        )
    elif path == "/fails":
        route.fulfill(status=500, body="sorry", content_type="text/html")
    else:
        route.fulfill(body=PAGE, headers={**POLICY, "content-type": "text/html; charset=utf-8"})


def test_errors_refusals_and_failing_answers_are_heard(browser: Any) -> None:
    complaints = Complaints()
    context = browser.new_context()
    page = context.new_page()
    complaints.listen(page)
    page.route("http://localhost/**", answer)
    page.goto("http://localhost/page")
    page.goto("http://localhost/fails")
    context.close()
    heard = "\n".join(complaints.left())
    for said in ("a broken promise", "boom", "style-src 'self'", "http://localhost/fails: 500"):
        assert said in heard
    complaints.expected("broken promise|boom|style-src|fails|favicon|/told.js")
    assert complaints.left() == []
