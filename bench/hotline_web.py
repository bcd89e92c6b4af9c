"""The hotline over HTTP: the pages as their own server gives them, to one reader and to eight.

Three things are told apart, because they are not the same work: the whole page of a list; its rows alone, as the page asks
for them while filters are chosen (what comes nearest to an API that gives data and draws nothing); and an empty page in the
same frame, below which no page of ours can fall. Server, database and readers share the machine, and each core's time a
page costs the server is told beside the rate, since that does not depend on what else the machine does."""

import os
import resource
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from bench.house import p95, tell

HOST = "127.0.0.1"
CLIENTS = 8
LIST, RATE, TAKEN, TAKEN_RATE, SEEN = 25.0, 300.0, 60.0, 200.0, 1000.0  # the aims: ms and a second
OPEN_CONTACTS, ARRIVALS = 200, 60
PART = {"HX-Request": "true"}


@dataclass(frozen=True, slots=True)
class Site:
    """A running server and who is signed in to it."""

    port: int
    cookies: dict[str, str]

    def ask(
        self, line: HTTPConnection, who: str, path: str, posted: str | None = None, **more: str
    ) -> tuple[int, str, str]:
        """One request: its status, where it leads, its text."""
        csrf = "c" * 32
        headers = {"Cookie": f"{self.cookies[who]}; csrftoken={csrf}", **more}
        if posted is not None:
            headers |= {"X-CSRFToken": csrf, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("GET" if posted is None else "POST", path, posted, headers)
        answer = line.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read().decode()

    def line(self) -> HTTPConnection:
        """A connection that stays open."""
        return HTTPConnection(HOST, self.port, timeout=60)


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])


@contextmanager
def serving(web: str, cookies: dict[str, str]) -> Iterator[Site]:
    """The pages served as `himaya serve` serves them: two processes of two threads, as the web's own login role."""
    port = free_port()
    words = [
        "--interface",
        "wsgi",
        "--blocking-threads",
        "2",
        "--no-ws",
        "--workers",
        "2",
        "--log-level",
        "warning",
    ]
    with _running(["--host", HOST, "--port", str(port), *words, "himaya.wsgi:application"], web, port):
        yield Site(port, cookies)


@contextmanager
def telling(web: str) -> Iterator[int]:
    """The process of live events."""
    port = free_port()
    words = ["--interface", "asginl", "--workers", "1", "--no-ws", "--log-level", "warning"]
    target = "himaya.workflow.notices.events:application"
    with _running(
        ["--host", HOST, "--port", str(port), *words, "--workers-kill-timeout", "1", target], web, port
    ):
        yield port


@contextmanager
def _running(words: list[str], web: str, port: int) -> Iterator[None]:
    from django.conf import settings

    own = {"DATABASE_URL": web, "HIMAYA_SECRET_KEY": settings.SECRET_KEY}
    server = subprocess.Popen([sys.executable, "-m", "granian", *words], env={**os.environ, **own})
    try:
        for _n in range(200):
            try:
                socket.create_connection((HOST, port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


def rates(
    ask: Callable[[HTTPConnection], None], site: Site, clients: int, seconds: float
) -> tuple[float, list[float]]:
    """So many readers ask as fast as they are answered: answers a second, and how long each took (ms)."""
    times: list[float] = []
    faults: list[BaseException] = []

    def read() -> None:
        line, own, end = site.line(), [], time.perf_counter() + seconds
        try:
            while (began := time.perf_counter()) < end or not own:  # a slow machine asks once, too
                ask(line)
                own.append((time.perf_counter() - began) * 1000)
        except BaseException as fault:
            faults.append(fault)
        times.extend(own)

    readers = [threading.Thread(target=read) for _n in range(clients)]
    began = time.perf_counter()
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    if faults:
        raise faults[0]
    return len(times) / (time.perf_counter() - began), times


def measure(
    name: str,
    ask: Callable[[HTTPConnection], None],
    site: Site,
    seconds: float,
    aims: tuple[float, float] | None,
) -> float:
    """One reader's p95 and the rate of eight; the p95."""
    rates(ask, site, CLIENTS, min(2.0, seconds))
    slow = p95(rates(ask, site, 1, seconds)[1])
    rate, times = rates(ask, site, CLIENTS, seconds)
    tell(f"hotline.{name}.one.p95", slow, "ms", aims[0] if aims else None)
    tell(f"hotline.{name}.eight.rate", rate, "a second", aims[1] if aims else None)
    tell(f"hotline.{name}.eight.p95", p95(times), "ms")
    return slow


def lists(site: Site, addresses: list[str], seconds: float) -> float:
    """The list with filters, whole and its rows alone; other pages beside it. The whole list's p95 for one reader."""
    from django.urls import reverse

    turn = iter(range(10**9))

    def filtered(**more: str) -> Callable[[HTTPConnection], None]:
        return lambda line: _well(site.ask(line, "lead", addresses[next(turn) % len(addresses)], **more))

    slow = measure("list", filtered(), site, seconds, (LIST, RATE))
    measure("list.rows", filtered(**PART), site, seconds, (LIST, RATE))
    ended = reverse("hotline:contacts") + "?list=ended"
    for name, path in (("list.ended", ended), ("queue", reverse("hotline:queue")), ("home", reverse("desk:home")),
                       ("frame", reverse("workflow:notices"))):  # fmt: skip
        measure(name, lambda line, path=path: _well(site.ask(line, "lead", path)), site, seconds, None)  # type: ignore[misc]
    cases = reverse("cases:case-list")
    for who in {"district", "nation"} & set(site.cookies):
        aims = (LIST, RATE)
        measure(f"cases.{who}", lambda line, who=who: _well(site.ask(line, who, cases)), site, seconds, aims)  # type: ignore[misc]
    return slow


def _well(answer: tuple[int, str, str], status: int = 200) -> tuple[int, str, str]:
    if answer[0] != status:
        raise SystemExit(f"answered {answer[0]} {answer[1]}: {answer[2][:300]}")
    return answer


def taking(site: Site, seconds: float) -> None:
    """A contact is there at one press and ended at the next: both together, and each alone. Nobody listens to eight
    callers at once: each of eight clients is another counsellor."""
    from django.urls import reverse

    press, seats, mine = reverse("hotline:contact-answer"), iter(range(10**9)), threading.local()

    def who() -> str:
        if not hasattr(mine, "who"):
            mine.who = f"listener{next(seats) % CLIENTS}"
        return str(mine.who)

    def take(line: HTTPConnection) -> str:
        return _well(site.ask(line, who(), press, f"_key={secrets.token_hex(4)}"), 302)[1]

    def whole(line: HTTPConnection) -> None:
        _well(site.ask(line, who(), take(line) + "kind/", "kind=prank"), 302)

    measure("take", lambda line: [take(line), None][1], site, seconds, (TAKEN, TAKEN_RATE))
    measure("take_and_end", whole, site, seconds, (TAKEN, TAKEN_RATE))


def arriving(site: Site, web: str, cast: dict[str, Any], rounds: int) -> float:
    """From the moment a channel tells of a child to the moment the counsellor's page has it, by the live event and the
    part of the page it asks for, while two hundred contacts are open. The slowest of a hundred."""
    from django.urls import reverse

    from himaya.access.gate import PUBLIC, acting_as
    from himaya.hotline.queue.actions import arrive
    from himaya.workflow.notices.tickets import write_ticket

    now, took = reverse("hotline:queue-now"), []
    with telling(web) as port:
        ears = HTTPConnection(HOST, port, timeout=30)
        ears.request("GET", f"/events?ticket={write_ticket(cast['listener'].pk)}")
        stream, line = ears.getresponse(), site.line()
        for n in range(rounds):
            began = time.perf_counter()
            with acting_as(PUBLIC):
                one = arrive(
                    channel="sms", channel_id=f"bench-{n}", by=PUBLIC, unit=cast["unit"], words="Salam"
                )
            while b'"queue"' not in stream.readline():
                pass
            while one.public_id not in _well(site.ask(line, "listener", now, **PART))[2]:
                pass
            took.append((time.perf_counter() - began) * 1000)
        ears.close()
    slowest = statistics.quantiles(took, n=100)[98]
    tell("hotline.arrival_to_screen.p50", statistics.median(took), "ms")
    tell("hotline.arrival_to_screen.p99", slowest, "ms", SEEN)
    return slowest


def core_time(ask: Callable[[], None], rounds: int) -> float:
    """Milliseconds of a core that the program itself needs for a page, the database aside."""
    began = resource.getrusage(resource.RUSAGE_SELF)
    for _n in range(rounds):
        ask()
    ended = resource.getrusage(resource.RUSAGE_SELF)
    return (ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime) * 1000 / rounds


def cookie_of(client: Any) -> str:
    """What a signed-in browser sends."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
