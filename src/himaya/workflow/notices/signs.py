"""Signs of open pages: that they are there, how far they have shown what was said, whether somebody types.

They come many times a minute from every page, so they are no requests to the pages' own server: the process of events
takes them under the ticket under which the page listens, gathers those of a moment, and hands all of them to the database
in one question. Whose signs are noted, and where, the function `himaya_page_signs` decides (`hotline/chat/doors.py`); what
it says nothing of, the page asks for."""

import asyncio
import json
import os
import re
from dataclasses import asdict, dataclass
from typing import Any

import psycopg

from himaya.kit import clock

GATHER = 0.2  # seconds: those of so long are noted together
PATIENCE = 5  # seconds a page waits for its answer; then it asks by itself
MOST = 50  # signs of one page: more than any shows
SIGN = re.compile(r"([0-9A-Za-z]{1,40}):(\d{1,6}):(\d{1,6}):([01])")
NOTE = "select who, of, last, got, read, quiet from himaya_page_signs(%s, %s)"


@dataclass(frozen=True, slots=True)
class PageSign:
    """What one page tells of one thing: how far it has got, how far it has shown, whether somebody types."""

    who: str
    of: str
    got: int
    read: int
    typing: bool


def read_signs(who: str, told: list[str]) -> list[PageSign]:
    """Signs written `ID:GOT:READ:TYPING`; none at all where one of them is none."""
    found = [SIGN.fullmatch(one) for one in told]
    if not all(found) or len(found) > MOST:
        return []
    parts = [one.groups() for one in found if one]
    return [PageSign(who, of, int(got), int(read), typing == "1") for of, got, read, typing in parts]


Noted = dict[tuple[str, str], list[int]]


class Signs:
    """Gathers the signs of all pages, and notes them together."""

    def __init__(self) -> None:
        self.waiting: list[PageSign] = []
        self.turn: asyncio.Task[Noted] | None = None
        self.line: psycopg.AsyncConnection[Any] | None = None
        self.alone = asyncio.Lock()

    async def note(self, told: list[PageSign]) -> dict[str, list[int]]:
        """How each thing stands, of which the database took the sign: its last number, how far the other side has got
        and read, and for how many seconds it has been quiet."""
        self.waiting += told
        if self.turn is None:
            self.turn = asyncio.create_task(self._together())
        noted = await asyncio.wait_for(asyncio.shield(self.turn), PATIENCE)
        return {one.of: noted[one.who, one.of] for one in told if (one.who, one.of) in noted}

    async def _together(self) -> Noted:
        await asyncio.sleep(GATHER)
        told, self.waiting, self.turn = self.waiting, [], None
        async with self.alone:
            return await self._ask(json.dumps([asdict(one) for one in told]))

    async def _ask(self, told: str) -> Noted:
        try:
            if self.line is None or self.line.closed:
                self.line = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
                # a sign that a crash of the database takes along is told again
                await self.line.execute("set synchronous_commit = off")
            found = await self.line.execute(NOTE, [told, clock.now()])
            return {(row[0], row[1]): list(row[2:]) for row in await found.fetchall()}
        except psycopg.OperationalError:
            self.line = None
            raise
