"""The gateway of `make run-sms`, which is that of the tests too, is set up as the one in the instructions."""

import re

import pytest
from django.urls import reverse

from tests.architecture import guards
from tools import run_sms

ASKED = re.compile(r"\?(id=%I&from=%p\S*?text=%b)")


def test_everybody_tells_the_gateway_the_same() -> None:
    guide = (guards.SRC.parent.parent / "docs" / "operations" / "sms.md").read_text()
    told = {ASKED.findall(text)[0] for text in (guide, run_sms.SERVICE)}
    assert len(told) == 1
    assert reverse("hotline:gateway-message") == run_sms.DOOR
    for text in (guide, run_sms.SERVICE):
        assert "max-messages = 0" in text, "words in our answer would go back to the sender"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("116111 +994501112233 text Hello + there", "Hello + there"),
        ("116111 +994501112233 udh %05%00%03%01%03%01 data %02Y%02Y", "əə"),
        ("116111 +994501112233 ucs-2 %00H%00i+%02Y".replace("+", "%00%20"), "Hi ə"),
        ("116111 +994501112233 udh %05%00%03%01%02%01 data aaa", "aaa"),
        ("nonsense", ""),
    ],
)
def test_the_telephone_shows_what_came_in_words(line: str, words: str) -> None:
    assert run_sms.read(line) == words
