"""The port to a telephone exchange: what it reads, what it believes, and that the sample exchange keeps the contract."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from himaya.clients.telephone import (
    EVENTS,
    Command,
    Event,
    HttpExchange,
    NotTaken,
    Unreadable,
    exchange,
    in_order,
    is_signed,
    read_event,
    signed,
)
from himaya.demo.exchange import OUT_OF_ORDER, SampleExchange
from himaya.hotline.telephone.rules import Call, is_repeat, replay
from tests.clients.telephone_contract import COUNSELLOR, TelephoneContract

AT = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
SECRET = "between the two of us"


class TestTheSampleExchange(TelephoneContract):
    """The stand-in of the sample country keeps the contract."""

    @pytest.fixture(autouse=True)
    def _begin(self) -> None:
        self.events: list[Event] = []
        sample = SampleExchange(self.events.append)
        self.exchange = self.sample = sample
        self.told = lambda call: [event for event in self.events if event.call == call]
        self.call_in = lambda: sample.call_in("+994501112233")
        self.hang_up = sample.caller_hangs_up
        self.leave_words = lambda call: sample.caller_speaks_to_recorder(call, 12)
        self.pick_up = sample.called_picks_up
        self.press = sample.caller_presses
        self.files = lambda: sample.files

    def test_a_dead_telephone_leaves_the_caller_waiting(self) -> None:
        call = self.call_in()
        self.do(call, "answer", endpoint=OUT_OF_ORDER)
        found = self.now(call)
        assert (found.state, found.dead) == ("offered", (OUT_OF_ORDER,))
        self.do(call, "answer", endpoint=COUNSELLOR)
        assert self.now(call).state == "talking"

    def test_whom_we_call_may_not_answer(self) -> None:
        self.do("ours-2", "dial", endpoint=COUNSELLOR, to="+994501234567")
        self.sample.called_does_not_answer("ours-2")
        assert (self.now("ours-2").state, self.now("ours-2").ended_by) == ("ended", "no_answer")

    def test_nonsense_of_the_caller_is_refused(self) -> None:
        call = self.call_in()
        for nonsense in (self.leave_words, self.pick_up):
            with pytest.raises(NotTaken):
                nonsense(call)
        self.do("ours-3", "dial", endpoint=COUNSELLOR, to="+994501234567")
        with pytest.raises(NotTaken):
            self.do("ours-3", "dial", key="again", endpoint=COUNSELLOR, to="+994501234567")
        assert set(self.sample.lines()) == {call, "ours-3"}


class TestOverHttp(TestTheSampleExchange):
    """The same, told by signed requests as an installation tells its exchange."""

    @pytest.fixture(autouse=True)
    def _over_http(self, _begin: None) -> Iterator[None]:
        with served(self.sample) as port:
            address = urlsplit(f"http://127.0.0.1:{port}/exchange")
            self.exchange = HttpExchange(address, SECRET, clock=time.time)
            yield


class served:
    """An exchange behind HTTP."""

    def __init__(self, sample: SampleExchange, broken: int = 0) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if broken or not is_signed(
                    SECRET, {k.lower(): v for k, v in self.headers.items()}, body, time.time()
                ):
                    return self._say(broken or 401, b"")
                told = json.loads(body)
                try:
                    sample.perform(Command(told["key"], told["call"], told["do"], told["facts"]))
                except NotTaken as why:
                    return self._say(422, str(why).encode())
                return self._say(202, b"")

            def do_GET(self) -> None:
                self._say(broken or 200, json.dumps(sorted(sample.living())).encode())

            def _say(self, status: int, words: bytes) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> int:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_an_exchange_that_fails_is_asked_again_later() -> None:
    with served(SampleExchange(lambda event: None), broken=503) as port:
        line = HttpExchange(urlsplit(f"http://127.0.0.1:{port}/"), SECRET, clock=time.time)
        for ask in (lambda: line.perform(Command("k", "c", "hang_up")), line.living):
            with pytest.raises(OSError, match="503"):
                ask()


def test_an_exchange_that_speaks_something_else_counts_as_failing() -> None:
    class Odd(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(b"what is this\r\n\r\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = urlsplit(f"http://127.0.0.1:{server.server_port}/")
        with pytest.raises(OSError, match="BadStatusLine"):
            HttpExchange(address, SECRET, clock=time.time).living()
    finally:
        server.shutdown()
        server.server_close()


def test_who_does_not_know_the_secret_is_not_believed() -> None:
    with served(SampleExchange(lambda event: None)) as port:
        stranger = HttpExchange(urlsplit(f"http://127.0.0.1:{port}/"), "guess", clock=time.time)
        with pytest.raises(OSError, match="401"):
            stranger.perform(Command("k", "c", "hang_up"))


def test_a_signature_holds_for_these_words_at_this_hour_only() -> None:
    headers, body = signed(SECRET, "id-1", 1000.9, b"{}"), b"{}"
    assert is_signed(SECRET, headers, body, 1100)
    assert not is_signed(SECRET, headers, b"{ }", 1100), "other words"
    assert not is_signed(SECRET, headers, body, 1400), "another hour"
    assert not is_signed("", headers, body, 1100), "no secret, no belief"
    assert not is_signed(SECRET, {}, body, 1100)
    assert not is_signed(SECRET, {**headers, "webhook-timestamp": "soon"}, body, 1100)
    both = {**headers, "webhook-signature": "v1,bm9uZQ== " + headers["webhook-signature"]}
    assert is_signed(SECRET, both, body, 1100), "while a secret is being changed two are sent"


def test_the_settings_name_the_exchange(settings: Any) -> None:
    settings.EXCHANGE_URL, settings.EXCHANGE_SECRET = "", ""
    assert exchange() is None
    settings.EXCHANGE_URL, settings.EXCHANGE_SECRET = "https://pbx.example/himaya", SECRET
    found = exchange()
    assert isinstance(found, HttpExchange)
    assert found.secret == SECRET


def test_a_command_says_all_it_needs_and_no_more() -> None:
    with pytest.raises(ValueError, match="needs endpoint, to"):
        Command("k", "c", "dial", {"to": "112"})
    with pytest.raises(ValueError, match="needs nothing more"):
        Command("k", "c", "hold", {"to": "112"})


GOOD: dict[str, Any] = {
    "call": "c", "number": 1, "kind": "offered", "at": "2026-06-01T09:30:00+04:00", "facts": {"line": "116111"}
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ([], ""),
        ({**GOOD, "call": ""}, "call"),
        ({**GOOD, "call": "x" * 101}, "call"),
        ({**GOOD, "number": 0}, "number"),
        ({**GOOD, "number": True}, "number"),
        ({**GOOD, "kind": "sung"}, "kind"),
        ({**GOOD, "at": "soon"}, "at"),
        ({**GOOD, "at": None}, "at"),
        ({**GOOD, "at": "2026-06-01T09:30:00"}, "at"),
        ({**GOOD, "facts": []}, "facts.line"),
        ({**GOOD, "facts": [1]}, "facts"),
        ({**GOOD, "facts": {}}, "facts.line"),
        ({**GOOD, "facts": {"line": "1", "mood": "bad"}}, "facts.mood"),
        ({**GOOD, "facts": {"line": 116111}}, "facts.line"),
        ({**GOOD, "facts": {"line": "1" * 201}}, "facts.line"),
        ({**GOOD, "kind": "hung_up", "facts": {"by": "fate"}}, "facts.by"),
        ({**GOOD, "kind": "failed", "facts": {"reason": "mood"}}, "facts.reason"),
        ({**GOOD, "kind": "recording", "facts": {"file": "a", "seconds": -1}}, "facts.seconds"),
        ({**GOOD, "kind": "recording", "facts": {"file": "a", "seconds": "9"}}, "facts.seconds"),
    ],
)
def test_what_is_no_event_is_refused_by_its_field(wrong: Any, field: str) -> None:
    with pytest.raises(Unreadable) as why:
        read_event(wrong)
    assert why.value.field == field
    assert str(why.value)


def test_a_good_event_is_read() -> None:
    assert read_event(GOOD).facts == {"line": "116111"}
    assert read_event({**GOOD, "kind": "held", "facts": None}).facts == {}


# Whatever comes, in whatever order and number of copies, adds up to the same.

FACTS: dict[str, Any] = {
    "line": "116111", "endpoint": "e", "with": "112", "file": "f", "by": "caller", "reason": "busy", "key": "1"
}  # fmt: skip
STORIES = some.lists(some.sampled_from(sorted(EVENTS)), max_size=9).map(
    lambda kinds: [
        Event("c", n, kind, AT, {name: FACTS[name] for name, must in EVENTS[kind].items() if must})
        for n, kind in enumerate(["offered", *kinds], 1)
    ]
)


@given(story=STORIES, data=some.data())
def test_order_and_copies_do_not_matter(story: list[Event], data: Any) -> None:
    copies = story + data.draw(some.lists(some.sampled_from(story), max_size=5))
    assert replay(data.draw(some.permutations(copies))) == replay(story)


@given(story=STORIES, data=some.data())
def test_what_lies_beyond_a_gap_waits(story: list[Event], data: Any) -> None:
    lost = data.draw(some.sampled_from(story))
    found = replay([event for event in story if event != lost])
    before = replay(story[: lost.number - 1])
    assert found.told == before.told == lost.number - 1
    assert found.state == before.state
    assert found.beyond == (lost.number < len(story))


@given(story=STORIES)
def test_a_call_that_ended_stays_ended(story: list[Event]) -> None:
    ended = False
    for upto in range(1, len(story) + 1):
        found = replay(story[:upto])
        assert not (ended and found.is_live)
        ended = ended or found.state == "ended"
    assert found.is_live != ended


def test_nothing_is_no_call() -> None:
    assert replay([]) == Call()
    assert in_order([]) == []
    assert not Call().is_live


def test_a_number_told_twice_with_other_words_contradicts() -> None:
    one = Event("c", 1, "hung_up", AT, {"by": "caller"})
    assert is_repeat(one, Event("c", 1, "hung_up", AT.replace(hour=10), {"by": "caller"}))
    assert not is_repeat(one, Event("c", 1, "hung_up", AT, {"by": "exchange"}))
    assert not is_repeat(one, Event("c", 1, "held", AT))


def test_a_call_that_rings_at_a_colleague_goes_on_ringing_there() -> None:
    told = [
        Event("c", 1, "offered", AT, {"line": "116111"}),
        Event("c", 2, "transferred", AT, {"endpoint": "colleague"}),
        Event("c", 3, "bridged", AT, {"with": "112"}),
    ]
    found = replay(told)
    assert (found.state, found.endpoint, found.impossible) == ("ringing", "colleague", (3,))
