"""How the bench of chats speaks to the pages: as a browser on a kept connection."""

import asyncio
import re
from typing import Any
from urllib.parse import urlencode

TOKEN = "c" * 32


class Wire:
    """A kept connection to the pages: one question at a time, opened anew where it broke."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.lock = asyncio.Lock()
        self.pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, fields: list[tuple[str, Any]]) -> tuple[int, str]:
        async with self.lock:
            try:
                return await asyncio.wait_for(self._post(path, fields), 15)
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
                if self.pipe:
                    self.pipe[1].close()
                self.pipe = None
                return 0, ""

    async def _post(self, path: str, fields: list[tuple[str, Any]]) -> tuple[int, str]:
        if (
            self.pipe is None or self.pipe[0].at_eof()
        ):  # the server lets an idle one go; a browser opens another
            self.pipe = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.pipe
        body = urlencode([("csrfmiddlewaretoken", TOKEN), *fields] if self.cookie else fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {self.cookie}; csrftoken={TOKEN}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(found[1]) if (found := re.search(r"content-length: (\d+)", told)) else 0
        return int(told.split(" ", 2)[1]), (await reader.readexactly(length)).decode()
