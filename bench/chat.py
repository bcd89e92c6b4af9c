"""A thousand chats at once on this machine: is a message lost or doubled, and how long until the other side has it?

The site runs as it does for a city: two processes of pages, one of events, one PostgreSQL. Every child holds a page open
with its event stream and writes now and then; every counsellor holds as many chats as one person may, and answers. Each
side does what the page's script does: it asks when it is rung, every twenty seconds besides, and three seconds after
something new, and sends again what got no answer. A message bears its number and the moment it was sent; at the end both
sides must have every message of the other once, in order. Run by `himaya bench chat`; `--quick` is a small version with
floors. `--kill`: in the middle the process that serves the pages is killed and started anew.
"""

import asyncio
import contextlib
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.house import busy, options, server, set_up, tell

CHATS, QUICK_CHATS = 1000, 60
MINUTES, QUICK_MINUTES = 2.0, 0.5
PAUSE = 45.0  # seconds between two messages of one side, on average
BEAT, SOON, AGAIN = 20.0, 3.0, 2.0
LIMIT, QUICK_LIMIT = 2000.0, 4000.0  # ms, p99
MARK = re.compile(r"»(\w)(\d+)-(\d+)-(\d+)«")


@dataclass
class Pair:
    """One chat: the child's cookie, the contact, what each side has got."""

    number: int
    cookie: str
    contact: str
    ticket: str
    last: dict[str, int] = field(default_factory=lambda: {"child": 0, "staff": 0})
    sent: dict[str, int] = field(default_factory=lambda: {"child": 0, "staff": 0})
    got: dict[str, list[int]] = field(default_factory=lambda: {"child": [], "staff": []})


@dataclass
class Seat:
    """One counsellor: the session, and the chats in hand."""

    cookie: str
    ticket: str
    chats: list[Pair] = field(default_factory=list)


class Wire:
    """A kept connection to the pages: one question at a time, opened anew where it broke."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.lock = asyncio.Lock()
        self.pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        async with self.lock:
            try:
                return await asyncio.wait_for(self._post(path, fields), 15)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
                if self.pipe:
                    self.pipe[1].close()
                self.pipe = None
                return 0, ""

    async def _post(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        if self.pipe is None:
            self.pipe = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.pipe
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {self.cookie}; csrftoken={TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(found[1]) if (found := re.search(r"content-length: (\d+)", told)) else 0
        return int(told.split(" ", 2)[1]), (await reader.readexactly(length)).decode()


TOKEN = "c" * 32


class Run:
    """Everybody at once, for a while."""

    def __init__(self, web: int, events: int, minutes: float) -> None:
        self.web, self.events = web, events
        self.ends = time.monotonic() + minutes * 60
        self.times: list[float] = []
        self.asked = self.failures = 0

    def over(self) -> bool:
        return time.monotonic() > self.ends

    async def say(self, wire: Wire, pair: Pair, side: str, path: str) -> None:
        """Says one thing, again and again until it has an answer."""
        pair.sent[side] += 1
        mark = f"»{side[0]}{pair.number}-{pair.sent[side]}-{time.time_ns() // 1000}«"
        fields = {"key": f"bench-{side}-{pair.sent[side]}", "words": f"Mən buradayam, eşidirsən? 😀 {mark}"}
        while True:
            self.asked += 1
            status, _body = await wire.post(path, fields)
            if status == 200:
                return
            self.failures += 1
            await asyncio.sleep(AGAIN)

    async def ask(self, wire: Wire, pair: Pair, side: str, path: str) -> bool:
        """Asks what is new; whether something was."""
        self.asked += 1
        fields = {"after": pair.last[side], "read": pair.last[side]}
        status, body = await wire.post(path, fields)
        if status != 200:
            self.failures += 1
            return False
        now = time.time_ns() // 1000
        before = pair.last[side]
        text = body.encode().decode("unicode_escape", "ignore") if "\\u00bb" in body else body
        for who, number, turn, sent in MARK.findall(text):
            assert int(number) == pair.number, "words of another chat"
            if who != side[0]:
                pair.got[side].append(int(turn))
                self.times.append((now - int(sent)) / 1000)
        pair.last[side] = int(found[1]) if (found := re.search(r'"last": (\d+)', body)) else before
        return pair.last[side] > before

    async def listens(self, ticket: str, rung: asyncio.Event) -> None:
        """A page's event stream; opened anew when it breaks."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.events)
                writer.write(
                    f"GET /events?ticket={ticket} HTTP/1.1\r\nHost: localhost:{self.events}\r\n\r\n".encode()
                )
                while line := await reader.readline():
                    if line.startswith(b"data:"):
                        rung.set()
            await asyncio.sleep(1)

    async def page(self, wire: Wire, pair: Pair, side: str, say: str, news: str, rung: asyncio.Event) -> None:
        """One open page: writes now and then, asks when it is rung."""
        next_words = time.monotonic() + random.uniform(0, PAUSE)
        wait = BEAT * random.random()
        while True:
            left = max(0.0, min(wait, next_words - time.monotonic()))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(rung.wait(), left)
            was_rung = rung.is_set()
            rung.clear()
            if not was_rung and time.monotonic() >= next_words and not self.over():
                await self.say(wire, pair, side, say)
                next_words = time.monotonic() + random.expovariate(1 / PAUSE)
                continue
            if self.over():
                next_words = float("inf")
            wait = SOON if await self.ask(wire, pair, side, news) else BEAT

    async def child(self, pair: Pair) -> None:
        rung, wire = asyncio.Event(), Wire(self.web, pair.cookie)
        paths = ("/chat/talk/say/", "/chat/talk/news/")
        await asyncio.gather(self.listens(pair.ticket, rung), self.page(wire, pair, "child", *paths, rung))

    async def counsellor(self, seat: Seat) -> None:
        """Several chats open at once; each ring wakes all of them."""
        bell, rungs = asyncio.Event(), [asyncio.Event() for _pair in seat.chats]

        async def spread() -> None:
            while True:
                await bell.wait()
                bell.clear()
                for rung in rungs:
                    rung.set()

        pages = []
        for pair, rung in zip(seat.chats, rungs, strict=True):
            base = f"/hotline/{pair.contact}/chat/"
            wire = Wire(self.web, seat.cookie)
            pages.append(self.page(wire, pair, "staff", f"{base}say/", f"{base}news/", rung))
        await asyncio.gather(self.listens(seat.ticket, bell), spread(), *pages)

    async def all(self, seats: list[Seat], kill: Any) -> None:
        people = [asyncio.create_task(self.counsellor(seat)) for seat in seats]
        people += [asyncio.create_task(self.child(pair)) for seat in seats for pair in seat.chats]
        if kill:
            await asyncio.sleep((self.ends - time.monotonic()) / 2)
            await asyncio.to_thread(kill)
        while not self.over():
            await asyncio.sleep(0.5)
        await asyncio.sleep(2 * BEAT)  # the last words arrive
        for one in people:
            one.cancel()
        await asyncio.gather(*people, return_exceptions=True)


def prepare(chats: int) -> list[Seat]:
    """An empty country with a hotline; everybody has begun, every chat is taken."""
    from django.core.management import call_command

    from himaya.access.gate import PUBLIC, acting_as
    from himaya.access.roles import Counsellor
    from himaya.cli.migrate import prepare_files
    from himaya.hotline.chat.actions import Begun, begin_chat, ticket_word
    from himaya.hotline.chat.views.child import SALT
    from himaya.hotline.queue.actions import accept, set_state
    from himaya.hotline.queue.queries import number
    from himaya.kit import clock
    from himaya.reference.actions import load_reference
    from himaya.workflow.notices.tickets import write_ticket
    from tests import factories

    prepare_files()
    call_command("migrate", verbosity=0, interactive=False)
    load_reference()
    unit, seats = factories.unit(kind="hotline"), []
    most = number("hotline.queue.chats", clock.now())
    for first in range(0, chats, most):
        user = factories.user((Counsellor, unit))
        with acting_as(user):
            set_state(state="ready", by=user)
        seat = Seat(signed_in(user), write_ticket(user.pk))
        for turn in range(first, min(first + most, chats)):
            secret = f"{turn:043}"
            with acting_as(PUBLIC):
                chat = begin_chat(secret=secret, begun=Begun(words="Salam"), by=PUBLIC, unit=unit)
            with acting_as(user):
                contact = accept(arrival=chat.arrival, by=user).contact
            cookie = f"talk={signed(secret, SALT)}"
            seat.chats.append(Pair(turn, cookie, contact.public_id, write_ticket(ticket_word(chat))))
        with acting_as(user):
            set_state(state="off", by=user)
        seats.append(seat)
    return seats


def signed(value: str, salt: str) -> str:
    """As Django signs a cookie."""
    from django.core import signing

    return signing.get_cookie_signer(salt="talk" + salt).sign(value)


def signed_in(user: Any) -> str:
    """The cookie of somebody's session."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"sessionid={client.cookies['sessionid'].value}"


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Site:
    """The pages and the events, each in processes of its own, as the web's login role."""

    def __init__(self, web: str) -> None:
        self.environment = {**os.environ, "DATABASE_URL": web}
        self.ports = free_port(), free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        words = ["serve", "--workers", "2"] if name == "web" else ["events"]
        port = self.ports[0 if name == "web" else 1]
        line = [sys.executable, "-m", "himaya", *words, "--port", str(port)]
        self.running[name] = subprocess.Popen(line, env=self.environment, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.2)
        raise SystemExit(f"the {name} did not start")

    def kill(self) -> None:
        """The pages die in the middle of whatever they do, and come back."""
        os.killpg(self.running["web"].pid, signal.SIGKILL)
        self.running["web"].wait()
        self.start("web")

    def stop(self) -> None:
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def judge(seats: list[Seat], run: Run, limit: float) -> list[str]:
    """What was lost, doubled or late."""
    pairs = [pair for seat in seats for pair in seat.chats]
    lost = doubled = disordered = sent = 0
    for pair in pairs:
        for side, other in (("child", "staff"), ("staff", "child")):
            got, wanted = pair.got[side], pair.sent[other]
            sent += wanted
            lost += len(set(range(1, wanted + 1)) - set(got))
            doubled += len(got) - len(set(got))
            disordered += got != sorted(got)
    cuts = statistics.quantiles(run.times, n=100)
    tell("chat.open", len(pairs), "count")
    tell("chat.messages", sent, "count")
    tell("chat.lost", lost, "count", 0)
    tell("chat.doubled", doubled, "count", 0)
    tell("chat.out_of_order", disordered, "count", 0)
    tell("chat.asked", run.asked, "count")
    tell("chat.asked_again", run.failures, "count")
    for name, value in (("p50", cuts[49]), ("p95", cuts[94]), ("p99", cuts[98])):
        tell(f"chat.delivery.{name}", value, "ms", limit if name == "p99" else None)
    faults = [f"{n} messages {what}" for n, what in ((lost, "lost"), (doubled, "doubled")) if n]
    return [*faults, *([f"p99 {cuts[98]:.0f} ms"] if cuts[98] > limit else [])]


def main() -> None:
    """Prepares, serves, plays, judges."""
    words = options("chat", __doc__)
    words.add_argument("--chats", type=int, default=CHATS)
    words.add_argument("--minutes", type=float, default=MINUTES)
    words.add_argument("--quick", action="store_true", help=f"{QUICK_CHATS} chats for half a minute")
    words.add_argument("--kill", action="store_true", help="the pages are killed in the middle")
    given = words.parse_args()
    chats, minutes = (QUICK_CHATS, QUICK_MINUTES) if given.quick else (given.chats, given.minutes)
    with server() as addresses:
        set_up(addresses.owner)
        seats = prepare(chats)
        site = Site(addresses.web)
        try:
            site.start("web")
            site.start("events")
            run = Run(*site.ports, minutes)
            asyncio.run(run.all(seats, site.kill if given.kill else None))
        finally:
            site.stop()
        busy()
        faults = judge(seats, run, LIMIT if not given.quick else QUICK_LIMIT)
    if faults and not given.kill:
        raise SystemExit("; ".join(faults))


if __name__ == "__main__":
    main()
