"""Live notices: one small process, one LISTEN, fanned out to every open page as server-sent events.

No ORM and no content here: an event says that something new waits, and the page then asks for it; what is told together
with it is closed (`sealed.py`), and goes through unread. Signs of open pages come in by the same address (`signs.py`)."""

import asyncio
import contextlib
import json
import os
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from himaya.workflow.notices.signs import Signs, read_signs
from himaya.workflow.notices.tickets import CHANNEL, read_ticket

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

HEARTBEAT = 20  # seconds; keeps proxies from closing a quiet stream
RETRY = 2  # seconds before listening again after the database went away
NOTICE = "notice"  # what a bare notification of a user means
# What is new, the id of the thing if it is one of several, and what is told with it: closed, or two numbers.
NAME = re.compile("([a-z_]{1,20})(?: ([0-9A-Za-z]{1,40})(?: ([0-9A-Za-z+/=-]{1,7900}))?)?")
BEHIND = 100  # told and not taken by a slow page: more are no longer told one by one
LARGEST = 16_384  # bytes of signs


class Bell(asyncio.Event):
    """Wakes one open page, and keeps what it is to be told, in the order in which it came."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, None] = {}

    def ring(self, name: str) -> None:
        """Something of this name is new. A page that is far behind is told only what to ask for."""
        if len(self.names) >= BEHIND:
            self.names = dict.fromkeys(" ".join(one.split(" ")[:2]) for one in [*self.names, name])
        else:
            self.names[name] = None
        self.set()

    def taken(self) -> bytes:
        """What is to be told now, as events; the bell is still again."""
        names, self.names = self.names, {}
        self.clear()
        return "".join(map(_event, names)).encode()


def _event(told: str) -> str:
    parts = dict(zip(("name", "of", "told"), told.split(" "), strict=False))
    return f"data: {json.dumps(parts)}\n\n"


class Switchboard:
    """Open pages by user; a notification (the user, and what is new unless it is a notice) wakes those of its user."""

    def __init__(self) -> None:
        self.open: dict[str, set[Bell]] = {}
        self.listener: asyncio.Task[None] | None = None

    def join(self, user: str) -> Bell:
        """A page opens."""
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self.listen())
        bell = Bell()
        self.open.setdefault(user, set()).add(bell)
        return bell

    def leave(self, user: str, bell: Bell) -> None:
        """A page closes."""
        pages = self.open.get(user, set())
        pages.discard(bell)
        if not pages:
            self.open.pop(user, None)

    def ring(self, heard: str) -> None:
        """Something is new for a user."""
        user, _space, name = heard.partition(" ")
        for bell in self.open.get(user, ()):
            bell.ring(name if NAME.fullmatch(name) else NOTICE)

    async def listen(self) -> None:
        """Hears the database; after a break every open page is rung, since something may have been missed."""
        while True:
            with contextlib.suppress(psycopg.OperationalError):
                async with await psycopg.AsyncConnection.connect(
                    os.environ["DATABASE_URL"], autocommit=True
                ) as connection:
                    await connection.execute(f"listen {CHANNEL}")
                    for user in list(self.open):
                        self.ring(user)
                    async for heard in connection.notifies():
                        self.ring(heard.payload)
            await asyncio.sleep(RETRY)


switchboard = Switchboard()
signs = Signs()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serves `/events?ticket=…`: the ticket is signed by the page and names the user. Signs are posted to the same
    address, with the ticket among them."""
    if scope["type"] != "http":
        return
    if scope["method"] == "POST":
        await _take_signs(scope, receive, send)
        return
    ticket = parse_qs(scope["query_string"].decode()).get("ticket", [""])[0]
    user = read_ticket(ticket)
    if user is None:
        await _answer(scope, send, 403)
        return
    stream = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": [*_headers(scope), *stream]})
    await _stream(user, receive, send)


async def _take_signs(scope: Scope, receive: Receive, send: Send) -> None:
    """Notes the signs of a page and answers how things stand; 503 where they could not be noted: the page asks then."""
    body, more = b"", True
    while more and len(body) <= LARGEST:
        heard = await receive()
        body += heard.get("body", b"")
        more = heard.get("more_body", False)
    fields = parse_qs(body.decode(errors="replace")) if len(body) <= LARGEST else {}
    user = read_ticket(fields.get("ticket", [""])[0])
    told = read_signs(user, fields.get("sign", [])) if user else []
    if user is None or not told:
        await _answer(scope, send, 403 if user is None else 400)
        return
    try:
        await _answer(scope, send, 200, json.dumps(await signs.note(told)).encode())
    except (TimeoutError, psycopg.Error):
        await _answer(scope, send, 503)


async def _answer(scope: Scope, send: Send, status: int, body: bytes = b"") -> None:
    headers = [*_headers(scope), (b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Lets the pages of the same host read the stream, though it stands on another port."""
    given = dict(scope["headers"])
    origin = given.get(b"origin", b"").decode()
    host = given.get(b"host", b"").decode().partition(":")[0]
    if origin and urlsplit(origin).hostname == host:
        return [
            (b"access-control-allow-origin", origin.encode()),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]
    return []


async def _stream(user: str, receive: Receive, send: Send) -> None:
    bell = switchboard.join(user)
    gone = asyncio.create_task(_gone(receive))
    try:
        await send({"type": "http.response.body", "body": b": open\n\n", "more_body": True})
        while not gone.done():
            ringing = asyncio.create_task(bell.wait())
            await asyncio.wait({ringing, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
            ringing.cancel()
            body = bell.taken() or b": still here\n\n"
            await send({"type": "http.response.body", "body": body, "more_body": True})
    except OSError:
        pass  # the page went away while we wrote
    finally:
        switchboard.leave(user, bell)
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
