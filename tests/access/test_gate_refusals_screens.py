"""A refusal that a view did not meet itself: a page that says why, nothing kept, the text not lost."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from himaya.access.gate import open_screen
from himaya.access.submissions.models import Submission
from himaya.kit.errors import Refused, Stale


def post(rf: Any, key: str) -> Any:
    request = rf.post("/somewhere", {"_key": key, "story": "Seen at the market"})
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("wrong", "words"), [(Refused("The plan is closed."), "closed"), (Stale(), "market")]
)
def test_a_refusal_becomes_a_page_and_the_form_may_be_sent_again(
    rf: Any, db: Any, as_owner: Any, wrong: Exception, words: str
) -> None:
    @open_screen("a test")
    def refuse(request: Any) -> HttpResponse:
        raise wrong

    key = str(uuid.uuid4())
    answer = refuse(post(rf, key))
    assert answer.status_code == 409
    assert words in answer.content.decode()
    with as_owner():
        assert not Submission.objects.filter(key=key).exists(), "the key is free for another try"


def test_a_form_sent_after_the_session_ended_keeps_its_text(browser_of: Any, db: Any, settings: Any) -> None:
    settings.LOGIN_URL = "/sign-in"
    answer = browser_of().post("/notices/", {"story": "Seen at the market"})
    assert answer.status_code == 401
    assert 'value="Seen at the market"' in answer.content.decode()


def test_a_page_asked_for_after_the_session_ended_leads_to_the_sign_in(
    browser_of: Any, db: Any, settings: Any
) -> None:
    settings.LOGIN_URL = "/sign-in"
    assert browser_of().get("/notices/")["Location"] == "/sign-in?next=/notices/"
