"""The port to a malware scanner.

`scanner()` gives what the settings name: clamd at an address, or nothing. Without a scanner, and whenever it
does not answer, a file stays in quarantine until an officer releases it: never seen by accident, never lost.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 20.0

Finding = Literal["clean", "infected", "unknown"]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found. `name` is the malware's name, or why nothing is known."""

    finding: Finding
    name: str = ""


class Scanner(Protocol):
    """Looks into the bytes of a file. Never raises: what cannot be looked into is `unknown`."""

    def scan(self, chunks: Iterable[bytes]) -> Scanned:
        """What is in these bytes."""
        ...


class NoScanner:
    """No scanner is configured: every file waits for an officer."""

    def scan(self, chunks: Iterable[bytes]) -> Scanned:
        return Scanned("unknown", "no scanner")


class Clamd:
    """ClamAV's daemon, by its INSTREAM command: chunks with their length before them, an empty one at the end.

    `address` is `host:port` or the path of a Unix socket.
    """

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        self.address, self.seconds = address, seconds

    def scan(self, chunks: Iterable[bytes]) -> Scanned:
        try:
            with self._connect() as line:
                self._send(line, chunks)
                return read_answer(self._answer(line))
        except OSError as trouble:
            return Scanned("unknown", f"no answer: {type(trouble).__name__}")

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.seconds)
            line.connect(self.address)
            return line
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.seconds)

    def _send(self, line: socket.socket, chunks: Iterable[bytes]) -> None:
        line.sendall(b"zINSTREAM\0")
        for whole in chunks:
            for start in range(0, len(whole), CHUNK):
                part = whole[start : start + CHUNK]
                line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))

    def _answer(self, line: socket.socket) -> str:
        said = b""
        while b"\0" not in said and len(said) < 4096:
            more = line.recv(1024)
            if not more:
                break
            said += more
        return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def read_answer(said: str) -> Scanned:
    """`stream: OK`, `stream: NAME FOUND`, or an error, as clamd words them."""
    body = said.removeprefix("stream: ")
    if body == "OK":
        return Scanned("clean")
    if body.endswith(" FOUND"):
        return Scanned("infected", body.removesuffix(" FOUND")[:120])
    return Scanned("unknown", body[:120] or "no answer")


def scanner() -> Scanner:
    """The scanner this installation is configured with (`HIMAYA_CLAMD`)."""
    address = str(getattr(settings, "CLAMD", "") or "")
    return Clamd(address) if address else NoScanner()
