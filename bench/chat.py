"""A thousand chats at once on this machine: is a message lost or doubled, and how long until the other side has it?

The site runs as it does for a city: two processes of pages, one of events, one PostgreSQL. Every child holds a page open
with its event stream; every counsellor holds as many chats as one person may (three), side by side on one page. **In each
chat each side writes once in 45 seconds on average**, at random: a chat has 2.7 messages a minute, a thousand chats have
44 a second, for two minutes. `--pause` makes it more or less.

Each side does what the page's script does. A message is answered with what is new. The other side opens it as it comes
with the ring, and asks only where something is missing before it, or a bare ring came. It gives a sign to the process of
events eight seconds after something new was shown unless it asked or wrote meanwhile (so the other side learns that it was
read), and every twenty seconds besides; a counsellor's page in one for all its chats. Where the answer to a sign tells of
more than the page knows, and every four minutes, it asks. What got no answer is sent again. `--typing`: before each message
the child types for nine seconds, and what is typed is kept every three; the counsellor types as long. `--deaf`: no page has
an event stream; all ask by themselves. `--kill events`: not the pages but the process of events dies in the middle.

All pages open in the same second and begin to write at once, as after a restart of a whole city's site. What was sent
before the last of them was open is told apart (`chat.opening`); the aim is for a thousand chats that are open, and all
messages together are told too (`chat.delivery.all`).

A message bears its number and the moment it was sent; at the end both sides must have every message of the other once, in
order. Run by `himaya bench chat`; `--quick` is a small version with floors. `--kill web`: in the middle the processes that
serve the pages are killed and started anew.
"""

import asyncio
import contextlib
import json
import random
import re
import statistics
import time
from base64 import b64decode
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench.chat_site import Pair, Seat, Site, prepare
from bench.chat_wire import Wire
from bench.house import busy, options, server, set_up, tell

CHATS, QUICK_CHATS = 1000, 60
MINUTES, QUICK_MINUTES = 2.0, 0.5
PAUSE = 45.0  # seconds between two messages of one side, on average
BEAT, SOON, AGAIN, WHOLE = 20.0, 8.0, 2.0, 240.0
LIVELY = 1.5  # seconds between two questions of a page that hears nothing, while something goes on
TYPES, KEPT = 9.0, 3.0  # how long a message is typed, and how often what is typed is kept
LIMIT, QUICK_LIMIT = 2000.0, 4000.0  # ms, p99
LINE = re.compile(r'<li [^>]*data-n="(\d+)"(.*?)</li>', re.DOTALL)
MARK = re.compile(r"»(\w)(\d+)-(\d+)-(\d+)«")


@dataclass
class Page:
    """One open page: of a child, or of a counsellor with several chats beside each other."""

    side: str
    wire: Wire
    pairs: list[Pair]
    ticket: str
    typing: int = 0
    rung: asyncio.Event = field(default_factory=asyncio.Event)
    told: asyncio.Event = field(default_factory=asyncio.Event)  # a line came, which needs no question
    opened: asyncio.Event = field(default_factory=asyncio.Event)  # the stream was opened, perhaps anew
    hears: bool = False
    heard: bool = False  # once at least
    asked: float = 0.0
    saying: Pair | None = None
    early: list[dict[str, Any]] = field(default_factory=list)
    signs: "Wire | None" = None


class Run:
    """Everybody at once, for a while."""

    def __init__(self, web: int, events: int, given: Any) -> None:
        self.web, self.events = web, events
        self.pause, self.typing, self.deaf = given.pause, given.typing, given.deaf
        self.lasted = given.minutes * 60
        self.ends = time.monotonic() + self.lasted
        self.times: list[tuple[int, float]] = []  # when it was sent (µs) and how long it took (ms)
        self.deaf_pages = 0
        self.all_open = 0  # when the last page heard (µs)
        self.asked = self.failures = 0
        self.opening = 0.0
        self.kinds = {"say": 0, "news": 0, "events": 0}

    def over(self) -> bool:
        return time.monotonic() > self.ends

    async def post(self, wire: Wire, path: str, fields: list[tuple[str, Any]]) -> dict[str, Any] | None:
        """The answer; nothing where there was none."""
        self.asked += 1
        self.kinds[path.rstrip("/").rpartition("/")[2]] += not self.over()
        status, body = await wire.post(path, fields)
        if status == 200:
            told: dict[str, Any] = json.loads(body)
            return told
        self.failures += 1
        return None

    async def say(self, page: "Page", pair: Pair) -> None:
        """Says one thing, again and again until it has an answer."""
        side = page.side
        pair.sent[side] += 1
        mark = f"»{side[0]}{pair.number}-{pair.sent[side]}-{time.time_ns() // 1000}«"
        key, words = f"bench-{side}-{pair.sent[side]}", f"Mən buradayam, eşidirsən? 😀 {mark}"
        path = f"/hotline/{pair.contact}/chat/say/" if side == "staff" else "/chat/talk/say/"
        while True:
            last = pair.last[side]
            sign = f"{pair.public_id}:{last}:{last}:0"
            page.saying = pair
            told = await self.post(page.wire, path, [("key", key), ("words", words), ("sign", sign)])
            page.saying = None
            if told is not None:
                pair.told[side] = last
                self.hear(pair, side, told["news"])
                # its own line, where nothing came before it, needs no reading
                pair.told[side] = max(pair.told[side], told["number"] if told["number"] == last + 1 else 0)
            early, page.early = page.early, []
            for line in early:
                self.place(page, pair, line)
            if told is not None:
                return
            await asyncio.sleep(AGAIN)

    async def ask(self, page: "Page") -> None:
        """Asks what is new in all chats of a page."""
        side, last = page.side, [pair.last[page.side] for pair in page.pairs]
        typing = int(side == "staff" and bool(page.typing))
        fields: list[tuple[str, Any]] = [
            ("sign", f"{pair.public_id}:{got}:{got}:{typing}")
            for pair, got in zip(page.pairs, last, strict=True)
        ]
        if side == "child" and page.typing:
            fields.append(("words", "Mən burada" * page.typing))
        told = await self.post(
            page.wire, "/hotline/chats/news/" if side == "staff" else "/chat/talk/news/", fields
        )
        if told is None:
            return
        page.asked = time.monotonic()
        for pair, got in zip(page.pairs, last, strict=True):
            pair.told[side] = max(pair.told[side], got)
            self.hear(pair, side, told["chats"][pair.public_id])

    async def sign(self, page: "Page") -> None:
        """Gives a sign for all chats of a page, where that is enough; else asks."""
        side, keeps = page.side, page.side == "child" and page.typing
        if not page.hears or keeps or time.monotonic() - page.asked > WHOLE:
            await self.ask(page)
            return
        page.signs = page.signs or Wire(self.events, "")
        last = [pair.last[side] for pair in page.pairs]
        typing = int(side == "staff" and bool(page.typing))
        fields: list[tuple[str, Any]] = [("ticket", page.ticket)]
        fields += [
            ("sign", f"{pair.public_id}:{got}:{got}:{typing}")
            for pair, got in zip(page.pairs, last, strict=True)
        ]
        noted = await self.post(page.signs, "/events", fields) or {}
        for pair, got in zip(page.pairs, last, strict=True):
            if pair.public_id not in noted or noted[pair.public_id][0] > pair.last[side]:
                page.rung.set()
            else:
                pair.told[side] = max(pair.told[side], got)

    def tell(self, page: "Page", heard: dict[str, Any]) -> None:
        """A line came with the ring. One before which another is missing is asked for."""
        pair = next(pair for pair in page.pairs if pair.public_id == heard["of"])
        raw = b64decode(heard["told"])
        line = json.loads(
            AESGCM(bytes.fromhex(pair.ears[page.side])).decrypt(raw[:12], raw[12:], None).decode()
        )
        self.place(page, pair, line)

    def place(self, page: "Page", pair: Pair, line: dict[str, Any]) -> None:
        """Shows the line that follows; waits where one's own, on its way, may stand before it."""
        if line["n"] > pair.last[page.side] + 1:
            if page.saying is pair:
                page.early.append(line)
            else:
                page.rung.set()
        elif line["n"] == pair.last[page.side] + 1:
            self.take(pair, page.side, line["n"], line["words"])
            pair.last[page.side] = line["n"]
            page.told.set()

    def take(self, pair: Pair, side: str, line: int, shown: str) -> None:
        """One line is shown, unless it stands there."""
        now = time.time_ns() // 1000
        for who, number, turn, sent in MARK.findall(shown) if line > pair.last[side] else ():
            assert int(number) == pair.number, "words of another chat"
            if who != side[0]:
                pair.got[side].append(int(turn))
                self.times.append((int(sent), (now - int(sent)) / 1000))

    def hear(self, pair: Pair, side: str, news: dict[str, Any]) -> None:
        """Takes in what is new, as the page shows it: a line that stands there does not come twice."""
        for line, shown in LINE.findall(news["items"]):
            self.take(pair, side, int(line), shown)
        pair.last[side] = max(pair.last[side], news["last"])

    async def listens(self, page: "Page") -> None:
        """A page's event stream; opened anew when it breaks."""
        while not self.deaf:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.events)
                writer.write(
                    f"GET /events?ticket={page.ticket} HTTP/1.1\r\nHost: localhost:{self.events}\r\n\r\n".encode()
                )
                while line := await reader.readline():
                    if line.startswith(b": open"):
                        self.opens(page)
                    if line.startswith(b"data:"):
                        self.ring(page, json.loads(line[len("data:") :]))
            page.hears = False
            await asyncio.sleep(1)

    def opens(self, page: "Page") -> None:
        """The stream is open: for the first time, or anew."""
        page.hears = True
        page.opened.set()
        if not page.heard:
            page.heard = True
            self.deaf_pages -= 1
            self.all_open = self.all_open if self.deaf_pages else time.time_ns() // 1000

    def ring(self, page: "Page", heard: dict[str, Any]) -> None:
        """What the stream says."""
        if heard["name"] == "chat" and "told" in heard:
            self.tell(page, heard)
        elif heard["name"] == "chat":
            page.rung.set()
        elif heard["name"] not in {"typing", "marks"}:
            page.opened.set()

    async def show(self, page: "Page") -> None:
        """One open page: writes now and then, asks when it is rung."""
        now = time.monotonic()
        page.asked = now  # it was opened just now, with all there was
        for pair in page.pairs:
            pair.next_words[page.side] = now + random.uniform(0, self.pause)
        next_ask = now + BEAT * random.random()
        while True:
            turn = min(page.pairs, key=lambda pair: pair.next_words[page.side])
            due = self.due(page, turn)
            await self.waits(page, min(next_ask, due))
            if await self.act(page, turn, due, next_ask):  # the others still want their sign
                continue
            for pair in page.pairs if self.over() else ():
                pair.next_words[page.side] = float("inf")
            unread = any(pair.told[page.side] < pair.last[page.side] for pair in page.pairs)
            lively = SOON if unread else BEAT
            next_ask = time.monotonic() + (lively if page.hears else LIVELY)

    async def act(self, page: "Page", turn: Pair, due: float, next_ask: float) -> bool:
        """Asks, types, writes or gives a sign, whichever it is time for; whether it wrote in one of several chats."""
        now = time.monotonic()
        asks, opened = page.rung.is_set(), page.opened.is_set()
        writes = now >= due and not self.over()
        page.rung.clear()
        page.opened.clear()
        if asks:
            await self.ask(page)
        elif writes and self.typing and page.typing < TYPES / KEPT:
            page.typing += 1
            await self.sign(page)
        elif writes:
            page.typing = 0
            await self.say(page, turn)
            turn.next_words[page.side] = time.monotonic() + random.expovariate(1 / self.pause)
            return len(page.pairs) > 1
        elif opened or now >= next_ask:
            await self.sign(page)
        return False

    async def waits(self, page: "Page", until: float) -> None:
        """Until something is to be asked, a line came, or it is time."""
        page.told.clear()
        heard = [asyncio.ensure_future(one.wait()) for one in (page.rung, page.told, page.opened)]
        late = max(0.0, until - time.monotonic())
        await asyncio.wait(heard, timeout=late, return_when=asyncio.FIRST_COMPLETED)
        for one in heard:
            one.cancel()

    def due(self, page: "Page", pair: Pair) -> float:
        """When this page has something to do for what is written next: a draft is kept, or it is sent."""
        left = TYPES - page.typing * KEPT if self.typing else 0
        return pair.next_words[page.side] - left

    async def child(self, pair: Pair) -> None:
        page = Page("child", Wire(self.web, pair.cookie), [pair], pair.ticket)
        await asyncio.gather(self.listens(page), self.show(page))

    async def counsellor(self, seat: Seat) -> None:
        page = Page("staff", Wire(self.web, seat.cookie), seat.chats, seat.ticket)
        await asyncio.gather(self.listens(page), self.show(page))

    async def all(self, seats: list[Seat], kill: Any) -> None:
        self.deaf_pages = len(seats) + sum(len(seat.chats) for seat in seats)
        began = time.time_ns() // 1000
        people = [asyncio.create_task(self.counsellor(seat)) for seat in seats]
        people += [asyncio.create_task(self.child(pair)) for seat in seats for pair in seat.chats]
        if kill:
            await asyncio.sleep((self.ends - time.monotonic()) / 2)
            await asyncio.to_thread(kill)
        while not self.over():
            await asyncio.sleep(0.5)
        self.all_open = (self.all_open if not self.deaf else 0) or began
        self.opening = (self.all_open - began) / 1e6
        await asyncio.sleep(2 * BEAT)  # the last words arrive
        for one in people:
            one.cancel()
        await asyncio.gather(*people, return_exceptions=True)


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
    everything = [took for _at, took in run.times]
    cuts = statistics.quantiles([took for at, took in run.times if at >= run.all_open], n=100)
    early = [took for at, took in run.times if at < run.all_open]
    tell("chat.open", len(pairs), "count")
    tell("chat.messages", sent, "count")
    tell("chat.lost", lost, "count", 0)
    tell("chat.doubled", doubled, "count", 0)
    tell("chat.out_of_order", disordered, "count", 0)
    tell("chat.asked", run.asked, "count")
    tell("chat.asked.per_message", sum(run.kinds.values()) / sent, "count")
    for name, many in run.kinds.items():
        tell(f"chat.asked.{name}", many / run.lasted, "1/s")
    tell("chat.asked_again", run.failures, "count")
    for name, value in (("p50", cuts[49]), ("p95", cuts[94]), ("p99", cuts[98])):
        tell(f"chat.delivery.{name}", value, "ms", limit if name == "p99" else None)
    tell("chat.delivery.all.p99", statistics.quantiles(everything, n=100)[98], "ms")
    tell("chat.opening", run.opening, "s")
    tell("chat.opening.messages", len(early), "count")
    tell("chat.opening.slowest", max(early, default=0.0), "ms")
    faults = [f"{n} messages {what}" for n, what in ((lost, "lost"), (doubled, "doubled")) if n]
    return [*faults, *([f"p99 {cuts[98]:.0f} ms"] if cuts[98] > limit else [])]


def main() -> None:
    """Prepares, serves, plays, judges."""
    words = options("chat", __doc__)
    words.add_argument("--chats", type=int, default=CHATS)
    words.add_argument("--minutes", type=float, default=MINUTES)
    words.add_argument("--pause", type=float, default=PAUSE, help="seconds between two messages of one side")
    words.add_argument("--typing", action="store_true", help="what is typed is kept, and shown as typing")
    words.add_argument("--deaf", action="store_true", help="no page has an event stream")
    words.add_argument("--quick", action="store_true", help=f"{QUICK_CHATS} chats for half a minute")
    words.add_argument(
        "--kill", choices=["web", "events"], help="who is killed in the middle, and started anew"
    )
    given = words.parse_args()
    if given.quick:
        given.chats, given.minutes = QUICK_CHATS, QUICK_MINUTES
    with server() as addresses:
        set_up(addresses.owner)
        seats = prepare(given.chats)
        site = Site(addresses.web)
        try:
            site.start("web")
            site.start("events")
            run = Run(*site.ports, given)
            asyncio.run(run.all(seats, partial(site.kill, given.kill) if given.kill else None))
        finally:
            site.stop()
        busy()
        faults = judge(seats, run, LIMIT if not given.quick else QUICK_LIMIT)
    if faults and not given.kill:
        raise SystemExit("; ".join(faults))


if __name__ == "__main__":
    main()
