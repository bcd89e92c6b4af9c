"""Pages of chats: the child's, which need no script and leave nothing behind, and the counsellor's."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from himaya.hotline.models import Arrival, Chat, ChatMessage, Contact

pytestmark = pytest.mark.django_db


def page(name: str, *ids: str) -> str:
    return reverse(name, args=ids)


@pytest.fixture
def visitor(browser_of: Any, line: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A child's browser: nobody signed in, English, with a hotline to write to."""
    monkeypatch.setattr("himaya.hotline.queue.actions.entry.hotline", lambda: line["hotline"])
    browser = browser_of()
    browser.cookies["language"] = "en"
    return browser


def begins(visitor: Any, **said: str) -> Any:
    visitor.get(page("chat:start"))
    return visitor.post(page("chat:start"), {"words": "Məni döyürlər", **said})


def test_a_child_writes_with_plain_forms_and_comes_back(visitor: Any, ready: Any, as_owner: Any) -> None:
    ready("listener")
    shown = visitor.get(page("chat:start"))
    assert "112" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert begins(visitor, name="Tural", age="12", danger="yes").url == page("chat:talk")
    talk = visitor.get(page("chat:talk")).content.decode()
    assert re.search(r'name="_key" value="[0-9a-f-]{36}"', talk), (
        "the submit's own key, not the field of that name"
    )
    assert visitor.get(page("chat:start")).url == page("chat:talk"), "the same chat"
    talk = visitor.get(page("chat:talk")).content.decode()
    assert "Məni döyürlər" in talk
    assert "<title>Information</title>" in talk
    sent = {"words": "bir", "key": "key-plain-1"}
    assert visitor.post(page("chat:talk"), sent).url == page("chat:talk")
    visitor.post(page("chat:talk"), sent)
    assert visitor.get(page("chat:talk")).content.decode().count(">bir<") == 1
    visitor.post(page("chat:talk"), {"words": "yarımçıq", "key": "key-plain-2", "look": "1"})
    assert "yarımçıq</textarea>" in visitor.get(page("chat:talk")).content.decode()
    refused = visitor.post(page("chat:talk"), {"words": "ə" * 4001, "key": "key-plain-3"})
    assert refused.status_code == 409
    assert "ə" * 4001 in refused.content.decode(), "the text is kept"
    assert visitor.post(page("chat:talk"), {"words": "x", "key": "?"}).url == page("chat:talk")
    with as_owner():
        assert ChatMessage.objects.count() == 2


@pytest.mark.parametrize("multipart", [False, True])
def test_a_paste_that_cannot_be_read_gets_a_calm_page_and_the_chat_goes_on(
    visitor: Any, ready: Any, settings: Any, multipart: bool
) -> None:
    ready("listener")
    begins(visitor, words="Salam")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000
    visitor.cookies["language"] = "az"
    more = {} if multipart else {"content_type": "application/x-www-form-urlencoded"}
    said = {"words": "ə" * 6_000, "key": "k" * 12}
    answer = visitor.post(page("chat:talk"), said if multipart else urlencode(said), **more)
    told = answer.content.decode()
    assert answer.status_code == 413
    for words in ("Bir dəfəyə göndərmək üçün çox uzundur", "bir neçə qısa hissə ilə"):
        assert words in told
    assert "ə" * 100 not in told
    assert "Salam" in visitor.get(page("chat:talk")).content.decode(), "the chat goes on"


def test_without_a_cookie_no_chat_begins_and_no_page_opens(visitor: Any, ready: Any) -> None:
    ready("listener")
    answer = visitor.post(page("chat:start"), {"words": "salam"})
    assert "keeps no cookies" in answer.content.decode()
    assert not Arrival.objects.exists()
    del visitor.cookies["talk"]
    assert visitor.get(page("chat:talk")).url == page("chat:start")
    assert visitor.post(page("chat:word"), {"words": "x"}).url == page("chat:start")
    assert visitor.post(page("chat:news"), {"sign": "x:0:0:0", "words": "x"}).status_code == 410
    said = {"words": "x", "key": "key-nobody", "sign": "x:0:0:0"}
    assert visitor.post(page("chat:say"), said).status_code == 409


def test_the_script_sends_and_hears_what_is_new_at_once(visitor: Any, ready: Any) -> None:
    ready("listener")
    begins(visitor)
    sent = {"words": "iki 😀", "key": "key-script", "sign": "x:1:1:0"}
    told = visitor.post(page("chat:say"), sent).json()
    assert (told["number"], told["news"]["last"], told["news"]["items"]) == (2, 2, ""), (
        "it stands there already"
    )
    assert visitor.post(page("chat:say"), sent).json()["number"] == 2
    behind = visitor.post(page("chat:say"), {**sent, "sign": "x:0:0:0"}).json()["news"]
    assert "Məni döyürlər" in behind["items"], "what the page had missed comes along"
    assert visitor.post(page("chat:say"), {"words": "x"}).status_code == 400
    assert visitor.post(page("chat:say"), {"words": "x", "key": "key-no-sign"}).status_code == 400
    long = {"words": "ə" * 4001, "key": "key-longer", "sign": "x:2:2:0"}
    assert "too long" in visitor.post(page("chat:say"), long).json()["error"]
    news = visitor.post(page("chat:news"), {"sign": "x:1:1:0"}).json()["chats"]["x"]
    assert (news["last"], news["stands"]) == (2, "waits")
    assert "iki 😀" in news["items"]
    for wrong in ("", "x", "x:0:0", "x:-1:0:0", ["x:0:0:0"] * 51):
        assert visitor.post(page("chat:news"), {"sign": wrong}).status_code == 400
    assert not Chat.objects.get().child_typing_at
    visitor.post(page("chat:news"), {"sign": "x:2:2:0", "words": "yazıram "})
    assert Chat.objects.get().child_typing_at
    assert "yazıram </textarea>" in visitor.get(page("chat:talk")).content.decode()
    visitor.post(page("chat:news"), {"sign": "x:2:2:0", "words": "ə" * 4001})
    assert "yazıram </textarea>" in visitor.get(page("chat:talk")).content.decode(), (
        "never longer than a message"
    )
    visitor.post(page("chat:news"), {"sign": "x:2:2:0", "words": ""})
    assert not Chat.objects.get().child_typing_at


def test_nobody_is_on_shift_and_the_child_is_told_at_once(visitor: Any, line: Any) -> None:
    begins(visitor)
    told = visitor.get(page("chat:talk")).content.decode()
    assert "Nobody can answer just now" in told
    assert "112" in told
    wrong = visitor.post(page("chat:word"), {})
    assert (wrong.status_code, "Write a few words" in wrong.content.decode()) == (409, True)
    left = {"words": "Sabah", "safe_number": "050 111 22 33", "opens": "16:00", "closes": "18:00"}
    assert visitor.post(page("chat:word"), left).url == page("chat:talk")
    assert "you called safe" in visitor.get(page("chat:talk")).content.decode()
    assert "Write to us" in visitor.get(page("chat:start")).content.decode(), "another may begin"


def test_leaving_quickly_leaves_nothing(visitor: Any, ready: Any) -> None:
    ready("listener")
    begins(visitor)
    gone = visitor.get(page("chat:leave"))
    assert gone.status_code == 302
    assert "storage" in gone["Clear-Site-Data"]
    assert not visitor.cookies["talk"].value
    assert Chat.objects.get().ended_how == "child"
    assert visitor.post(page("chat:leave")).status_code == 204
    begins(visitor)
    assert visitor.post(page("chat:end")).url == page("chat:talk")
    assert "The chat is over" in visitor.get(page("chat:talk")).content.decode()


@pytest.fixture
def taken(visitor: Any, ready: Any, line: Any, english: Any, acting_as: Any) -> Any:
    """A chat that a counsellor took: her browser, and the contact's id."""
    ready("listener")
    begins(visitor, name="Tural", age="12")
    browser = english(line["listener"])
    browser.post(page("hotline:arrival-accept", Arrival.objects.get().public_id))
    with acting_as(line["listener"]):
        return browser, Contact.objects.get().public_id


def test_a_counsellor_talks_beside_the_contact(visitor: Any, taken: Any) -> None:
    browser, contact = taken
    detail = browser.get(page("hotline:contact-detail", contact)).content.decode()
    assert page("hotline:contact-chat-pane", contact) in detail
    pane = browser.get(page("hotline:contact-chat-pane", contact)).content.decode()
    assert "Məni döyürlər" in pane
    assert "Ready answers" in pane
    assert "unread: 2" in browser.get(page("hotline:chats")).content.decode()
    say, chat = page("hotline:contact-chat-say", contact), Chat.objects.get().public_id
    sent = {"words": "Salam", "key": "key-script", "sign": f"{chat}:2:2:0"}
    told = browser.post(say, sent).json()
    assert (told["number"], told["news"]["items"]) == (3, "")
    assert browser.post(say, {"words": "Salam"}).status_code == 400
    assert browser.post(say, {**sent, "words": "", "key": "key-empty-1"}).status_code == 409
    news = page("hotline:chats-news")
    told = browser.post(news, {"sign": [f"{chat}:0:3:1", "another:0:0:0"]}).json()["chats"]
    assert set(told) == {chat}, "nothing is told of what is not open to her"
    assert told[chat]["open"]
    assert "Məni döyürlər" in told[chat]["items"]
    assert "The child is here" in told[chat]["status"]
    assert browser.post(news, {}).status_code == 400
    assert "unread" not in browser.get(page("hotline:chats")).content.decode()
    heard = visitor.post(page("chat:news"), {"sign": "x:2:2:0"}).json()["chats"]["x"]
    assert "Salam" in heard["items"]
    assert heard["typing"]
    assert heard["stands"] == "talks"


def test_all_chats_in_hand_stand_beside_each_other(visitor: Any, taken: Any, line: Any, english: Any) -> None:
    browser, contact = taken
    shown = browser.get(page("hotline:chats-all")).content.decode()
    assert "Məni döyürlər" in shown
    assert page("hotline:contact-chat-say", contact) in shown
    assert "You hold no chat" in english(line["colleague"]).get(page("hotline:chats-all")).content.decode()


def test_the_chat_has_a_page_of_its_own_without_scripts(visitor: Any, taken: Any) -> None:
    browser, contact = taken
    chat = page("hotline:contact-chat", contact)
    assert "Məni döyürlər" in browser.get(chat).content.decode()
    assert browser.post(chat, {"words": "Buradayam", "key": "key-plain-9"}).url == chat
    assert browser.post(chat, {"words": "ə" * 4001, "key": "key-plain-8"}).status_code == 409
    end = page("hotline:contact-chat-end", contact)
    assert browser.post(end).url == page("hotline:contact-detail", contact)
    assert "This chat is over" in browser.get(chat).content.decode()
    assert "The chat is over" in visitor.get(page("chat:talk")).content.decode()


def test_a_supervisor_looks_on_and_others_do_not(taken: Any, line: Any, english: Any, call: Any) -> None:
    _browser, contact = taken
    lead = english(line["lead"])
    assert "Məni döyürlər" in lead.get(page("hotline:contact-chat", contact)).content.decode()
    answer = lead.post(page("hotline:contact-chat-end", contact), follow=True).content.decode()
    assert "A colleague holds this chat" in answer
    for who, status in (("colleague", 404), ("duty", 403)):
        assert english(line[who]).get(page("hotline:contact-chat", contact)).status_code == status
    other = call()
    assert english(line["listener"]).get(page("hotline:contact-chat", other.public_id)).status_code == 404


def test_a_message_costs_few_questions_on_either_side(
    visitor: Any, taken: Any, django_assert_max_num_queries: Any
) -> None:
    """Transactions and savepoints among them; of the counsellor's, four are the session and the person with their roles."""
    browser, contact = taken
    chat = Chat.objects.get().public_id
    said = {"words": "bir", "key": "key-few-01", "sign": f"{chat}:2:2:0"}
    with django_assert_max_num_queries(15):
        visitor.post(page("chat:say"), said)
    with django_assert_max_num_queries(7):
        visitor.post(page("chat:news"), {"sign": f"{chat}:3:3:0"})
    with django_assert_max_num_queries(8):
        visitor.post(page("chat:news"), {"sign": f"{chat}:2:2:0"})
    with django_assert_max_num_queries(13):
        browser.post(page("hotline:chats-news"), {"sign": [f"{chat}:2:2:0", "another:0:0:0"]})
    with django_assert_max_num_queries(19):
        browser.post(page("hotline:contact-chat-say", contact), {**said, "sign": f"{chat}:3:3:0"})


def test_the_childs_page_weighs_less_than_a_hundred_kilobytes_with_all_it_loads(
    visitor: Any, ready: Any
) -> None:
    ready("listener")
    begins(visitor)
    for name in ("chat:start", "chat:talk"):
        html = visitor.get(page(name), follow=True).content.decode()
        loaded = set(re.findall(r'(?:src|href)="/static/([^"?]+)', html))
        assert {"chat.js", "himaya.css"} <= loaded, "it is the page with everything"
        files = [finders.find(one) for one in loaded]
        assert len(html.encode()) + sum(Path(str(one)).stat().st_size for one in files) < 100_000, name
