"""The gateway's doors: who may bring messages, what is refused, and a real Kannel with its fake message centre."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.core import signing
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from himaya.clients.sms import Kannel as Client
from himaya.hotline.messages import views
from himaya.hotline.messages.actions import carry_in, send_waiting, sending, write_message
from himaya.hotline.models import Arrival, GatewayWord, TextMessage
from tests import kannel
from tests.hotline.messages_cast import NUMBER, Child, Gateway, child, gateway, heard, ours, taken
from tests.patience import until

__all__ = ["child", "gateway", "taken"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SECRET = "between-gateway-and-us-2026"
DOOR = "/hotline/messages/in/"
TEXT = "text=" + quote("Salam, məni eşidirsiniz?")


@pytest.fixture
def knock(english: Any, settings: Any) -> Any:
    """`knock("from=…&text=…")`: the gateway brings something."""
    settings.SMS_IN_SECRET = SECRET

    def bring(query: str = f"id=1&from=%2B994501112233&{TEXT}", secret: str = SECRET, **more: Any) -> Any:
        return english().get(f"{DOOR}?{query}&secret={quote(secret)}", **more)

    return bring


def test_what_the_gateway_brings_is_kept_closed_and_the_worker_is_woken(knock: Any, as_owner: Any) -> None:
    for _again in range(2):
        answer = knock()
        assert (answer.status_code, answer.content) == (200, b""), "words would go back to the sender"
    with as_owner():
        assert "Salam" not in GatewayWord.objects.get().closed
        assert ProcrastinateJob.objects.filter(task_name__endswith="messages.jobs.move").count() == 1


def test_a_bus_posts_json_or_a_form(english: Any, settings: Any, as_owner: Any) -> None:
    settings.SMS_IN_SECRET = SECRET
    headers = {"Authorization": f"Bearer {SECRET}"}
    told = {"id": "b1", "from": NUMBER, "text": "Salam", "part": {"ref": 1, "number": 1, "of": 2}}
    sent = english().post(DOOR, json.dumps(told), content_type="application/json", headers=headers)
    assert sent.status_code == 200
    form = "application/x-www-form-urlencoded"
    assert english().post(DOOR, f"from=1&{TEXT}", content_type=form, headers=headers).status_code == 200
    assert english().post(DOOR, "[", content_type="application/json", headers=headers).status_code == 422
    with as_owner():
        assert sorted(GatewayWord.objects.values_list("parts", flat=True)) == [1, 2]


def test_a_stranger_brings_nothing(knock: Any, settings: Any, as_owner: Any) -> None:
    assert knock(secret="guess").status_code == 403
    assert knock(REMOTE_ADDR="203.0.113.9").status_code == 403
    assert knock(REMOTE_ADDR="nowhere").status_code == 403
    settings.TRUSTED_PROXIES = 1
    assert knock(headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert knock(headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 200
    settings.SMS_IN_SECRET = ""
    assert knock(secret="").status_code == 403
    with as_owner():
        assert GatewayWord.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=1", "text"),
        (TEXT, "from"),
        (f"from={'9' * 61}&{TEXT}", "from"),
        (f"from=1&id={'i' * 121}&{TEXT}", "id"),
        (f"from=1&to=%00&{TEXT}", "to"),
        (f"from=1&coding=9&{TEXT}", "coding"),
        ("from=1&coding=2&text=%00", "text"),
        (f"from=1&text={'a' * 20_001}", "text"),
        (f"from=1&at=yesterday&{TEXT}", "at"),
        (f"from=1&udh=%09%00&{TEXT}", "udh"),
        (f"from=1&udh=%05%00%03%07%02%03&{TEXT}", "part"),
        ("&".join(f"a{n}=1" for n in range(50)), ""),
    ],
)
def test_what_is_no_message_is_refused_by_its_field_and_nothing_is_kept(
    knock: Any, as_owner: Any, query: str, field: str
) -> None:
    answer = knock(query)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert answer.json()["why"]
    with as_owner():
        assert not GatewayWord.objects.exists()


def test_while_too_much_waits_the_gateway_keeps_the_rest(knock: Any, monkeypatch: Any) -> None:
    from himaya.hotline.messages import queries

    monkeypatch.setattr(queries, "FULL", 1)
    assert knock().status_code == 200
    full = knock("id=2&from=1&text=a")
    assert (full.status_code, full.headers["Retry-After"]) == (503, views.LATER)


def test_a_report_without_our_ticket_finds_nothing(english: Any, as_owner: Any) -> None:
    for ticket in ("abc", signing.dumps(1, salt="another")):
        assert english().get(reverse("hotline:message-fate", args=[ticket]), {"fate": "1"}).status_code == 404
    ticket = signing.dumps(987654, salt=sending.SALT)
    door = reverse("hotline:message-fate", args=[ticket])
    assert [english().post(door, {"fate": fate}).status_code for fate in ("8", "x", "8")] == [204] * 3
    with as_owner():
        assert GatewayWord.objects.count() == 1


def test_the_pane_shows_the_conversation_counts_and_answers(
    line: Any, child: Child, taken: Any, english: Any, as_owner: Any, gateway: Gateway
) -> None:
    contact = taken("Məktəbdə məni döyürlər")
    browser = english(line["listener"])
    page = reverse("hotline:contact-messages", args=[contact.public_id])
    child.writes("Davamı var")
    shown = browser.get(page).content.decode()
    assert "Məktəbdə məni döyürlər" in shown
    assert "You may answer now" in shown
    assert "Read and answer" in browser.get(contact.get_absolute_url()).content.decode()
    browser.post(reverse("hotline:contact-messages-read", args=[contact.public_id]))
    assert "I have read this" not in browser.get(page).content.decode()
    count = browser.post(
        reverse("hotline:contact-messages-count", args=[contact.public_id]), {"text": "ə" * 71}
    )
    assert "2 SMS, 63 signs left" in count.content.decode()
    assert "Nothing is written" in browser.post(page, {"text": ""}).content.decode()
    assert "own words" in browser.post(page, {"text": "Məktəbdə məni döyürlər, davamı var"}).content.decode()
    assert browser.post(page, {"ready": "here"}).status_code == 302
    assert child.send(gateway) == 1
    assert gateway.sent[0].text.startswith("Buradayam")
    now = reverse("hotline:contact-messages-now", args=[contact.public_id])
    assert "Sent" in browser.get(now).content.decode()
    with as_owner():
        message = TextMessage.objects.exclude(ground="heard").get()
        TextMessage.objects.filter(pk=message.pk).update(failed_at=message.at, failure="unavailable")
    failed = browser.get(now).content.decode()
    assert "Send again" in failed
    again = reverse("hotline:message-again", args=[contact.public_id, message.public_id])
    assert browser.post(again).status_code == 302
    with as_owner():
        assert TextMessage.objects.exclude(ground="heard").count() == 2
        TextMessage.objects.filter(pk=message.pk).update(failed_at=None)
    assert browser.post(again).status_code == 302, "refused in words"
    assert english(line["colleague"]).get(page).status_code == 404


class Post(Iterator[tuple[str, str]]):
    """What the gateway calls at our address, in order."""

    def __init__(self) -> None:
        self.came: list[str] = []
        post = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                post.came.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __next__(self) -> tuple[str, str]:
        assert until(lambda: self.came), "the gateway never called"
        path, _, query = self.came.pop(0).partition("?")
        return path, query


@pytest.fixture
def post() -> Iterator[Post]:
    office = Post()
    yield office
    office.server.shutdown()
    office.server.server_close()


HEADERS = [bytes([5, 0, 3, 42, 3, number]) for number in (1, 2, 3)]
LONG = ["Birinci hissə 😀. ", "İkinci: привет. ", "Üçüncü və son."]


def test_through_a_real_gateway_both_ways(
    line: Any, child: Child, taken: Any, at: Any, english: Any, as_owner: Any, as_worker: Any, settings: Any,
    tmp_path: Path, post: Post,
) -> None:  # fmt: skip
    """A child's message comes through Kannel, is taken, answered in several parts, delivered; a long one in parts that come
    out of order is one; a call of the gateway that is repeated changes nothing."""
    settings.SMS_IN_SECRET, settings.SITE_URL = SECRET, post.url
    outside = english()

    def brought(many: int) -> None:
        for _one in range(many):
            path, query = next(post)
            for _again in range(2):  # told twice: it is one
                assert outside.get(f"{path}?{query}").status_code in {200, 204}
        with as_worker():
            carry_in()

    running = kannel.Kannel(tmp_path, brings_to=f"{post.url}{DOOR}", more=f"&secret={SECRET}")
    with running, kannel.Network(running.centre_port) as network:
        network.write(NUMBER, "Salam! Məni eşidirsiniz? 😢 Помогите & +")
        for header, words in reversed(list(zip(HEADERS, LONG, strict=True))):
            network.write("+994501110000", words, header)
        brought(2)
        with as_owner():
            words = {one.party: one.words for one in heard()}
            assert words[NUMBER] == "Salam! Məni eşidirsiniz? 😢 Помогите & +"
            assert words["+994501110000"] == "".join(LONG)
            TextMessage.objects.exclude(ground="heard").delete()  # the automatic answers: nobody was there
            assert Arrival.objects.count() == 2
        contact = taken("Bir də mən")
        answer = "Buradayam, oxuyuram. " * 8 + "Yaz 🙂"
        at(contact, write_message, text=answer)
        at(contact, write_message, text="OK")
        with as_worker():
            assert send_waiting(Client(urlsplit(running.url))) == 2
        parts = [network.reads() for _part in range(3)]
        brought(4)
    with as_owner():
        assert [one.state for one in ours()] == ["delivered", "delivered"]
    assert {part[1] for part in parts} == {NUMBER}
