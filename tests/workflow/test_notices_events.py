"""The events process itself, started as it is served: it rings the right page, and hears again after a break."""

import contextlib
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

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


class Stream:
    """The events process over a database of its own."""

    def __init__(self, var: Path) -> None:
        self.server = Postgres(var, throwaway=True)
        self.server.start()
        self.port = free_port()
        self.pages: list[Listener] = []
        self.secret = "the same for the pages and the stream " + "x" * 20
        told = {
            **os.environ, "HIMAYA_VAR": str(var), "PYTHONPATH": str(ROOT / "src"),
            "DATABASE_URL": roles.embedded(self.server).web,
            "DJANGO_SETTINGS_MODULE": "himaya.settings.dev",
        }  # fmt: skip
        line = [sys.executable, "-m", "himaya", "events", "--port", str(self.port)]
        self.process = subprocess.Popen(
            line, env=told, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        self.secret = self._secret(var)
        self._wait()

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

    def notify(self, user: int) -> None:
        """What `tell` does in the transaction of an action."""
        with psycopg.connect(roles.embedded(self.server).web, autocommit=True) as web:
            web.execute("select pg_notify(%s, %s)", [CHANNEL, str(user)])

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
    assert bell.taken() == b'data: {"name": "notice"}\n\ndata: {"name": "queue"}\n\n'
    assert bell.taken() == b""
    board.ring("1 chat abc123")
    assert bell.taken() == b'data: {"name": "chat", "of": "abc123"}\n\n', "and which one it is about"
    board.ring('1 chat "')
    assert bell.taken() == b'data: {"name": "notice"}\n\n'


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


def settle(stream: Stream, listener: Listener) -> None:
    """The first page makes the process listen: once it is rung by a notice, listening has begun."""
    deadline = time.monotonic() + LONG
    while not listener.rings and time.monotonic() < deadline:
        stream.notify(1)
        time.sleep(0.2)
    time.sleep(0.5)
