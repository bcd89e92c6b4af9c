"""The events process itself, started as it is served: it rings the right page, and hears again after a break."""

import contextlib
import http.client
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.core import signing

from himaya.cli import roles
from himaya.cli.postgres import Postgres
from himaya.workflow.notices import events
from himaya.workflow.notices.tickets import CHANNEL
from tests.browser import ROOT, free_port
from tests.patience import LONG, until

pytestmark = pytest.mark.journey


class Listener(threading.Thread):
    """An open page: counts how often it was rung."""

    def __init__(self, port: int, ticket: str) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)
        self.connection.request(
            "GET", f"/events?ticket={ticket}", headers={"Origin": "http://127.0.0.1:8000"}
        )
        self.answer = self.connection.getresponse()
        self.rings = 0
        self.start()

    def run(self) -> None:
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            while line := self.answer.readline():
                self.rings += line.startswith(b"data:")
        self.close()

    def close(self) -> None:
        """Leave no open socket behind: the process at the other end is gone, or never let us in."""
        self.answer.close()
        self.connection.close()

    def rung(self, times: int) -> bool:
        return until(lambda: self.rings >= times)


# What the hotline puts in its place (`hotline/chat/doors.py`): here it answers with what it was told.
NOTED = """
create function himaya_page_signs(told jsonb, now timestamptz)
returns table (who text, of text, last int, got int, read int, quiet int) language sql as $$
  select s.who, s.of, s.got, s.read, jsonb_array_length(told), s.typing::int
  from jsonb_to_recordset(told) s(who text, of text, got int, read int, typing boolean) where s.of <> 'over' $$
"""


class Stream:
    """The events process over a database of its own."""

    def __init__(self, var: Path) -> None:
        self.server = Postgres(var, throwaway=True)
        self.server.start()
        self.port = free_port()
        self.pages: list[Listener] = []
        self.secret = "the same for the pages and the stream " + "x" * 20
        self.told = {
            **os.environ, "HIMAYA_VAR": str(var), "PYTHONPATH": str(ROOT / "src"),
            "DATABASE_URL": roles.embedded(self.server).web,
            "DJANGO_SETTINGS_MODULE": "himaya.settings.dev",
        }  # fmt: skip
        self._serve()
        self.secret = self._secret(var)
        self._wait()

    def _serve(self) -> None:
        line = [sys.executable, "-m", "himaya", "events", "--port", str(self.port)]
        self.process = subprocess.Popen(
            line,
            env=self.told,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _secret(self, var: Path) -> str:
        kept = var / "keys" / "secret_key"
        until(lambda: kept.exists() and kept.read_text())
        return kept.read_text().strip()

    def _wait(self) -> None:
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline:
            try:
                with contextlib.closing(
                    http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
                ) as with_no_ticket:
                    with_no_ticket.request("GET", "/events")
                    assert with_no_ticket.getresponse().status == 403
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail("the events process never answered")

    def open(self, user: int) -> Listener:
        """A page of this user."""
        self.pages.append(Listener(self.port, signing.dumps(user, salt=CHANNEL, key=self.secret)))
        return self.pages[-1]

    def notify(self, user: int, told: str = "") -> None:
        """What `tell` does in the transaction of an action."""
        with psycopg.connect(roles.embedded(self.server).web, autocommit=True) as web:
            web.execute("select pg_notify(%s, %s)", [CHANNEL, f"{user} {told}".strip()])

    def sign(self, *signs: str, ticket: str = "", user: int = 1) -> tuple[int, Any]:
        """A page gives signs; the answer."""
        ticket = ticket or signing.dumps(user, salt=CHANNEL, key=self.secret)
        body = urlencode([("ticket", ticket), *(("sign", one) for one in signs)])
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)) as page:
            page.request("POST", "/events", body, {"Origin": "http://127.0.0.1:8000"})
            answer = page.getresponse()
            assert answer.getheader("cache-control") == "no-store"
            assert answer.getheader("access-control-allow-origin") == "http://127.0.0.1:8000"
            text = answer.read()
            return answer.status, json.loads(text) if text else None

    def note_signs(self) -> None:
        """The database takes signs."""
        with psycopg.connect(roles.embedded(self.server).owner, autocommit=True) as owner:
            owner.execute(NOTED)  # type: ignore[arg-type]

    def kill(self) -> None:
        """The process dies, whoever started it with it, and is started anew at the same port."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=LONG)
        self._serve()
        self._wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=LONG)
        for page in self.pages:
            page.join(LONG)
        self.server.stop()


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[Stream]:
    running = Stream(tmp_path / "var")
    yield running
    running.stop()


def test_a_page_is_told_what_is_new_and_nothing_else() -> None:
    bell = events.Bell()
    board = events.Switchboard()
    board.open["1"] = {bell}
    for heard in ("1 queue", "1", "1 queue", "1 <script>", "2 queue"):
        board.ring(heard)
    assert bell.taken() == b'data: {"name": "queue"}\n\ndata: {"name": "notice"}\n\n'
    assert bell.taken() == b""
    board.ring("1 chat abc123")
    assert bell.taken() == b'data: {"name": "chat", "of": "abc123"}\n\n', "and which one it is about"
    board.ring('1 chat "')
    assert bell.taken() == b'data: {"name": "notice"}\n\n'


def test_what_is_told_with_a_ring_comes_in_order_and_a_page_far_behind_is_told_what_to_ask_for() -> None:
    bell = events.Bell()
    board = events.Switchboard()
    board.open["1"] = {bell}
    for heard in ("1 chat abc c2Vjb25k+/=", "1 chat abc Zmlyc3Q=", "1 chat abc"):
        board.ring(heard)
    told = [json.loads(one[len("data: ") :]) for one in bell.taken().decode().split("\n\n") if one]
    assert [one.get("told") for one in told] == ["c2Vjb25k+/=", "Zmlyc3Q=", None]
    assert {(one["name"], one["of"]) for one in told} == {("chat", "abc")}
    for n in range(events.BEHIND + 20):
        board.ring(f"1 chat abc {n}")
    board.ring("1 queue")
    many = bell.taken().decode()
    assert many.startswith('data: {"name": "chat", "of": "abc"}\n\n'), "asks for whatever it was"
    assert 'data: {"name": "queue"}' in many
    assert len(many) < 2_000


def test_only_the_right_page_is_rung_and_every_page_of_that_user(stream: Stream) -> None:
    mine, also_mine, hers = stream.open(1), stream.open(1), stream.open(2)
    settle(stream, mine)
    before = hers.rings
    had = also_mine.rings
    stream.notify(1)
    assert also_mine.rung(had + 1)
    time.sleep(0.5)
    assert hers.rings == before


def test_after_the_database_was_away_it_hears_again(stream: Stream) -> None:
    mine, hers = stream.open(1), stream.open(2)
    settle(stream, mine)
    before = mine.rings, hers.rings
    assert stream.server.process is not None
    stream.server.process.kill()
    stream.server.process.wait()
    stream.server.restart()
    # Something may have been missed meanwhile, so everybody is rung once.
    assert mine.rung(before[0] + 1)
    assert hers.rung(before[1] + 1)
    heard = mine.rings, hers.rings
    stream.notify(2)
    assert hers.rung(heard[1] + 1)
    assert mine.rings == heard[0]


def test_a_forged_or_missing_ticket_opens_nothing(stream: Stream) -> None:
    for ticket in (
        "",
        "nonsense",
        signing.dumps(1, salt="other", key=stream.secret),
        signing.dumps(1, key="z" * 50),
    ):
        assert Listener(stream.port, ticket).answer.status == 403


def test_the_stream_is_read_by_pages_of_its_own_host_alone(stream: Stream) -> None:
    answer = stream.open(1).answer
    assert answer.getheader("access-control-allow-origin") == "http://127.0.0.1:8000"
    assert answer.getheader("content-type") == "text/event-stream"
    ticket = signing.dumps(1, salt=CHANNEL, key=stream.secret)
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", stream.port, timeout=LONG)) as stranger:
        stranger.request("GET", f"/events?ticket={ticket}", headers={"Origin": "https://evil.example"})
        with stranger.getresponse() as answered:
            assert answered.getheader("access-control-allow-origin") is None


def test_signs_of_pages_are_noted_together_under_the_name_of_their_ticket(stream: Stream) -> None:
    stream.note_signs()
    assert stream.sign("abc:3:2:1", "over:1:1:0", user=7) == (200, {"abc": [3, 2, 2, 1]})
    assert stream.sign("over:1:1:0") == (200, {}), "of what is not answered, the page asks"
    for wrong in ((), ("abc",), ("abc:1:1",), ("abc:1:1:2",), ("a'c:1:1:0",), ("abc:1:1:0",) * 51):
        assert stream.sign(*wrong)[0] == 400
    assert stream.sign("a" * 20_000)[0] in (400, 403)
    for ticket in ("nonsense", signing.dumps(1, salt="other", key=stream.secret)):
        assert stream.sign("abc:1:1:0", ticket=ticket) == (403, None)


def test_a_sign_that_could_not_be_noted_says_so_and_the_next_is_taken(stream: Stream) -> None:
    assert stream.sign("abc:1:1:0") == (503, None), "the database knows nothing of signs"
    stream.note_signs()
    assert stream.sign("abc:1:1:0")[0] == 200
    assert stream.server.process is not None
    stream.server.process.kill()
    stream.server.process.wait()
    assert stream.sign("abc:1:1:0") == (503, None), "the database is away"
    stream.server.restart()
    assert until(lambda: stream.sign("abc:1:1:0")[0] == 200)


def test_a_thousand_pages_and_more_hear(stream: Stream) -> None:
    """The server's own limit is 1,024 connections: whoever came next would have been deaf."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4_096)), hard))
    pages, ticket = [], signing.dumps(1, salt=CHANNEL, key=stream.secret)
    with contextlib.ExitStack() as open_pages:
        for _n in range(1_100):
            page = open_pages.enter_context(socket.create_connection(("127.0.0.1", stream.port), LONG))
            page.sendall(f"GET /events?ticket={ticket} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            pages.append(page)
        assert b"200 OK" in pages[-1].recv(1_000)
        stream.note_signs()
        assert stream.sign("abc:1:1:0")[0] == 200


def test_a_process_of_events_that_died_is_heard_again_by_whoever_opens_the_stream_anew(
    stream: Stream,
) -> None:
    mine = stream.open(1)
    settle(stream, mine)
    stream.kill()
    mine.join(LONG)
    assert not mine.is_alive(), "the page hears that its stream is gone, and asks by itself"
    again = stream.open(1)
    settle(stream, again)
    before = again.rings
    stream.notify(1, "chat abc Zmlyc3Q=")
    assert again.rung(before + 1)


def settle(stream: Stream, listener: Listener) -> None:
    """The first page makes the process listen: once it is rung by a notice, listening has begun."""
    deadline = time.monotonic() + LONG
    while not listener.rings and time.monotonic() < deadline:
        stream.notify(1)
        time.sleep(0.2)
    time.sleep(0.5)
