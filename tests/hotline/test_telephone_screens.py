"""The exchange's door, the panel of a call, and one's own telephone."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from himaya.clients.telephone import Event, signed, written
from himaya.hotline.models import Arrival, CallBack, ExchangeMessage, PhoneCall, PhoneCommand, Telephone
from himaya.hotline.queue.actions import accept, left_word, tick
from himaya.hotline.telephone import jobs
from tests.hotline.telephone_cast import NUMBER, Wire, the_call, wire

__all__ = ["wire"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SECRET = "between the two of us"
DOOR = "/hotline/telephone/events/"
NEWS = [
    written(Event("x", 1, "offered", datetime(2026, 6, 1, tzinfo=UTC), {"line": "116111", "caller": NUMBER}))
]


@pytest.fixture
def knock(english: Any, settings: Any) -> Any:
    """`knock(body)`: the exchange brings something, signed."""
    settings.EXCHANGE_SECRET = SECRET

    def bring(body: Any, key: str = "m1", secret: str = SECRET) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {
            name: value for name, value in signed(secret, key, time.time(), raw).items() if "-" in name
        }
        headers.pop("Content-Type")
        return english().post(DOOR, raw, content_type="application/json", headers=headers)

    return bring


def test_the_exchange_brings_news_and_the_worker_is_woken_once(knock: Any, as_owner: Any) -> None:
    assert knock(NEWS).status_code == 204
    assert knock(NEWS).status_code == 204
    with as_owner():
        assert ExchangeMessage.objects.count() == 1
        assert ProcrastinateJob.objects.filter(task_name__endswith="telephone.jobs.speak").count() == 1


def test_a_stranger_is_not_heard(knock: Any, as_owner: Any, english: Any) -> None:
    assert knock(NEWS, secret="guess").status_code == 401
    assert english().post(DOOR, b"[]", content_type="application/json").status_code == 401
    assert english().get(DOOR).status_code == 405
    with as_owner():
        assert not ExchangeMessage.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [(b"not json", ""), ([], ""), ([{**NEWS[0], "kind": "sung"}], "0.kind"), (b"\xff", "")],
    ids=["words", "nothing", "unknown event", "no text"],
)
def test_what_is_no_news_is_refused_by_its_field(knock: Any, body: Any, field: str) -> None:
    answer = knock(body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["why"]


def test_ones_telephone_is_set_and_a_colleagues_is_not_taken(
    line: Any, wire: Wire, english: Any, as_owner: Any
) -> None:
    browser = english(line["listener"])
    page = browser.get(reverse("hotline:my-telephone"))
    assert "tel-listener" in page.content.decode()
    taken = browser.post(reverse("hotline:my-telephone"), {"endpoint": "tel-colleague"})
    assert "colleague&#x27;s telephone" in taken.content.decode()
    assert browser.post(reverse("hotline:my-telephone"), {"endpoint": "201"}).status_code == 302
    with as_owner():
        assert Telephone.objects.get(user=line["listener"]).endpoint == "201"


@pytest.fixture
def talking(line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any) -> Any:
    """A contact whose call the listener has taken."""
    ready("listener")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    does("listener", accept, arrival=arrival)
    wire.work()
    with as_owner():
        return Arrival.objects.select_related("contact").get().contact


def test_a_call_is_held_and_ended_from_its_panel(
    line: Any, wire: Wire, talking: Any, english: Any, as_owner: Any, django_assert_max_num_queries: Any
) -> None:
    browser = english(line["listener"])
    assert "hx-get" in browser.get(talking.get_absolute_url()).content.decode()
    panel = reverse("hotline:contact-call-now", args=[talking.public_id])
    browser.get(panel)
    with django_assert_max_num_queries(16):
        shown = browser.get(panel).content.decode()
    assert "On the line" in shown
    assert NUMBER not in shown
    do = reverse("hotline:contact-call-do", args=[talking.public_id])
    assert browser.post(do, {"do": "hold"}).status_code == 302
    wire.work()
    page = browser.get(reverse("hotline:contact-call", args=[talking.public_id])).content.decode()
    assert "On hold" in page
    assert "Take up again" in page
    refused = browser.post(do, {"do": "hold"}, follow=True).content.decode()
    assert "as it stands" in refused
    browser.post(do, {"do": "hang_up"})
    wire.work()
    ended = browser.get(panel).content.decode()
    assert "at the desk" in ended
    assert "<form" not in ended


def test_somebody_is_called_in(line: Any, wire: Wire, talking: Any, english: Any, as_owner: Any) -> None:
    browser = english(line["listener"])
    address = reverse("hotline:contact-call-third", args=[talking.public_id])
    assert "112" in browser.get(address).content.decode()
    assert "no telephone number" in browser.post(address, {"party": "home"}).content.decode()
    assert browser.post(address, {"party": "112"}).status_code == 302
    wire.work()
    with as_owner():
        assert PhoneCommand.objects.get(do="conference").party == "112"


def test_a_contact_without_a_call_says_so(line: Any, call: Any, english: Any) -> None:
    contact = call()
    browser = english(line["listener"])
    page = browser.get(reverse("hotline:contact-call", args=[contact.public_id])).content.decode()
    assert "no call at the exchange" in page
    third = browser.get(reverse("hotline:contact-call-third", args=[contact.public_id]))
    assert third.status_code == 302
    do = browser.post(reverse("hotline:contact-call-do", args=[contact.public_id]), {"do": "hold"})
    assert do.status_code == 302


def test_a_refusal_of_the_exchange_and_a_missing_telephone_are_said(
    line: Any, wire: Wire, talking: Any, english: Any, as_owner: Any
) -> None:
    with as_owner():
        PhoneCommand.objects.update(refused="no such thing")
        Telephone.objects.update(endpoint="")
    shown = english(line["listener"]).get(reverse("hotline:contact-call-now", args=[talking.public_id]))
    assert "refused the last thing" in shown.content.decode()
    assert "reaches your telephone" in shown.content.decode()


def test_a_caller_is_called_back_at_one_press(
    line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any, as_worker: Any, english: Any
) -> None:
    from datetime import time as hour

    call = wire.exchange.call_in(NUMBER)
    wire.work()
    wire.exchange.caller_hangs_up(call)
    with as_worker():
        left_word(arrival=Arrival.objects.get(), safe_number=NUMBER, opens=hour(0), closes=hour(0))
    wire.work()
    ready("listener")
    with as_worker():
        tick()
    with as_owner():
        waiting = Arrival.objects.get(call_back__isnull=False)
        owed = CallBack.objects.get()
    does("listener", accept, arrival=waiting)
    browser = english(line["listener"])
    assert "Call from my telephone" in browser.get(owed.get_absolute_url()).content.decode()
    dial = reverse("hotline:call-back-dial", args=[owed.public_id])
    assert "telephone rings first" in browser.post(dial, follow=True).content.decode()
    with as_owner():
        assert PhoneCall.objects.get(outgoing=True).commands.get().do == "dial"
        Telephone.objects.update(endpoint="")
    assert "reaches your telephone" in browser.post(dial, follow=True).content.decode()


def test_the_worker_speaks_with_the_exchange_and_is_silent_where_there_is_none(
    wire: Wire, ready: Any, as_owner: Any, as_worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.exchange.call_in(NUMBER)
    wire.bring(*wire.news)
    monkeypatch.setattr(jobs, "exchange", lambda: wire.exchange)
    with as_worker():
        jobs.speak.func()
    with as_owner():
        assert the_call().commands.get().done_at, "told at once"
        PhoneCommand.objects.update(done_at=None)
    with as_worker():
        jobs.keep_speaking.func(timestamp=61)
        jobs.keep_speaking.func(timestamp=30)
    with as_owner():
        assert the_call().commands.get().done_at
    monkeypatch.setattr(jobs, "exchange", lambda: None)
    with as_worker():
        jobs.speak.func()
        jobs.keep_speaking.func(timestamp=61)


def test_what_moves_at_the_desk_wakes_the_worker_where_there_is_an_exchange(
    wire: Wire, ready: Any, settings: Any, as_owner: Any
) -> None:
    ready("listener")
    with as_owner():
        assert not ProcrastinateJob.objects.filter(task_name__endswith="telephone.jobs.speak").exists()
    settings.EXCHANGE_URL, settings.EXCHANGE_SECRET = "http://127.0.0.1:1", SECRET
    ready("listener", "colleague")
    with as_owner():
        assert ProcrastinateJob.objects.filter(task_name__endswith="telephone.jobs.speak").count() == 1
