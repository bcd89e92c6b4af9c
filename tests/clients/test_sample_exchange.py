"""The sample exchange as a process of its own: commands in, events out, and the page on which one plays the caller."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from himaya.clients.telephone import Command, Event, HttpExchange, NotTaken, in_order, is_signed, read_event
from himaya.demo.exchange import SampleExchange
from himaya.demo.exchange_server import Deliverer, Server
from tests.clients.telephone_contract import COUNSELLOR, TelephoneContract
from tests.patience import LONG, until

SECRET = "between the two of us"


class Site:
    """Takes events as the site does; fails the first `failing` times."""

    def __init__(self, failing: int = 0) -> None:
        self.came: list[Event] = []
        self.failing = failing
        site = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                site.failing -= 1
                if site.failing >= 0 or not is_signed(SECRET, headers, body, time.time()):
                    self.send_response(503)
                else:
                    site.came += [read_event(one) for one in json.loads(body)]
                    self.send_response(204)
                self.end_headers()

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(scope="module")
def door(site: Site) -> Iterator[Server]:
    deliverer = Deliverer(site.url, SECRET)
    server = Server(SampleExchange(deliverer.take), deliverer, 0, SECRET)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class TestTheProcess(TelephoneContract):
    """It keeps the contract over the wire, on a bad line too: every event twice and backwards."""

    @pytest.fixture(autouse=True, params=[False, True], ids=["good line", "bad line"])
    def _begin(self, request: pytest.FixtureRequest, site: Site, door: Server) -> None:
        door.deliverer.strain = request.param
        sample = door.exchange
        self.exchange = HttpExchange(
            urlsplit(f"http://127.0.0.1:{door.server_port}"), SECRET, clock=time.time
        )

        def told(call: str) -> list[Event]:
            wanted = sample.last_told(call)
            came = lambda: in_order([event for event in site.came if event.call == call])  # noqa: E731
            assert until(lambda: len(came()) >= wanted, step=0.01), (
                f"only {len(came())} of {wanted} events came"
            )
            return came()

        self.told = told
        self.call_in = lambda: sample.call_in("+994501112233")
        self.hang_up = sample.caller_hangs_up
        self.leave_words = lambda call: sample.caller_speaks_to_recorder(call, 12)
        self.pick_up = sample.called_picks_up
        self.press = sample.caller_presses
        self.files = lambda: sample.files

    @pytest.fixture(autouse=True)
    def _ours_is_new(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
        """The call that the contract dials has the same id on every line; the exchange of this module lives on."""
        request.getfixturevalue("door").exchange.forget("ours-1")
        request.getfixturevalue("site").came = []


def page(door: Server, language: str = "en", **said: str) -> str:
    asked: Any = f"http://127.0.0.1:{door.server_port}/?language={language}"
    if said:
        asked = Request(asked, urlencode(said).encode(), method="POST")
    with urlopen(asked, timeout=LONG) as answer:
        return str(answer.read().decode())


def test_whoever_plays_the_caller_sees_and_does_it_on_a_page(door: Server) -> None:
    for call in door.exchange.living():
        door.exchange.caller_hangs_up(call)
    assert "Nobody is on the line." in page(door)
    assert "Xətdə heç kim yoxdur." in page(door, "xx"), "what is no language of ours is Azerbaijani"
    assert "+994501112233" in page(door, play="call", caller="050 111 22 33")
    (call,) = door.exchange.living()
    door.exchange.perform(Command("p1", call, "voicemail"))
    assert "At the answering machine" in page(door)
    page(door, play="speak", call=call)
    assert not door.exchange.living()
    assert "This cannot be done" in page(door, play="hang_up", call=call)
    assert "This cannot be done" in page(door, play="sing")
    page(door, play="call", caller="")
    (asked,) = door.exchange.living()
    door.exchange.perform(Command("p4", asked, "ask"))
    assert "number is blocked" in page(door)
    page(door, play="press", call=asked)
    page(door, play="hang_up", call=asked)
    door.exchange.perform(Command("p2", "ours-9", "dial", {"endpoint": COUNSELLOR, "to": "+994501234567"}))
    assert "Pick up" in page(door)
    page(door, play="pick_up", call="ours-9")
    page(door, play="hang_up", call="ours-9")
    door.exchange.perform(Command("p3", "ours-10", "dial", {"endpoint": COUNSELLOR, "to": "+994501234567"}))
    page(door, play="ring_out", call="ours-10")
    assert not door.exchange.living()


def test_faults_are_played_too(door: Server) -> None:
    assert f"{COUNSELLOR}: out of order" in page(door, play="break", endpoint=COUNSELLOR)
    call = door.exchange.call_in("")
    door.exchange.perform(Command("f1", call, "answer", {"endpoint": COUNSELLOR}))
    assert "***: Rings" in " ".join(page(door).split()).replace("*** :", "***:")
    assert f"{COUNSELLOR}: out" not in page(door, play="mend", endpoint=COUNSELLOR)
    before = door.deliverer.strain
    page(door, play="strain")
    assert door.deliverer.strain is not before
    door.exchange.caller_hangs_up(call)


def test_a_stranger_and_nonsense_are_refused(door: Server) -> None:
    address = urlsplit(f"http://127.0.0.1:{door.server_port}")
    stranger = HttpExchange(address, "guess", clock=time.time)
    for ask in (lambda: stranger.perform(Command("s", "c", "hang_up")), stranger.living):
        with pytest.raises(OSError, match="401"):
            ask()
    ours = HttpExchange(address, SECRET, clock=time.time)
    for body in (b"[]", b"not json", b'{"do": "sing", "key": "k", "call": "c", "facts": {}}'):
        status, _ = ours._ask("POST", "commands", "k", body)
        assert status == 422
    with pytest.raises(NotTaken):
        ours.perform(Command("s2", "nobody", "hang_up"))


def test_events_are_brought_until_the_site_has_them() -> None:
    failing = Site(failing=2)
    deliverer = Deliverer(failing.url, SECRET)
    exchange = SampleExchange(deliverer.take)
    call = exchange.call_in("")
    exchange.caller_hangs_up(call)
    until(lambda: len(failing.came) >= 2)
    assert [event.kind for event in failing.came] == ["offered", "hung_up"]
    failing.server.shutdown()
    failing.server.server_close()
