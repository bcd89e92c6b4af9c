"""The port to a malware scanner.

`scanner()` gives what the settings name: clamd at an address, or nothing. Without a scanner, and whenever it
does not answer, a file stays closed until the scanner has answered or an officer releases it: never seen by
accident, never lost.
"""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Literal, Protocol

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 20.0
# What clamd says of a file it did not look into to the end: nobody knows what is in it.
NOT_LOOKED_INTO = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")

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

    def version(self) -> str:
        """What it calls itself; empty when it does not answer."""
        ...


class NoScanner:
    """No scanner is configured: every file waits for an officer."""

    def scan(self, chunks: Iterable[bytes]) -> Scanned:
        return Scanned("unknown", "no scanner")

    def version(self) -> str:
        return ""


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

    def version(self) -> str:
        try:
            with self._connect() as line:
                line.sendall(b"zVERSION\0")
                return self._answer(line)[:200]
        except OSError:
            return ""

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.seconds)
            try:
                line.connect(self.address)
            except OSError:
                line.close()
                raise
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
    if body.startswith(NOT_LOOKED_INTO):
        return Scanned("unknown", body.removesuffix(" FOUND")[:120])
    if body.endswith(" FOUND"):
        return Scanned("infected", body.removesuffix(" FOUND")[:120])
    return Scanned("unknown", body[:120] or "no answer")


def harmless_sample() -> bytes:
    """The industry's harmless file that every scanner with signatures finds; put together here, so that no scanner
    takes this source for it."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def signatures_of(version: str) -> date | None:
    """The day of clamd's signatures (`ClamAV 1.4.6/27810/Sat Nov 21 09:24:01 2026`); None where it names none."""
    told = version.split("/", 2)[2:]
    try:
        return parsedate_to_datetime(_as_mail(told[0])).date() if told else None
    except (ValueError, IndexError):
        return None


def _as_mail(moment: str) -> str:
    """`Sat Nov 21 09:24:01 2026` in the order of mail, whose names of months no locale changes."""
    _weekday, month, day, at, year = moment.split()
    return f"{day} {month} {year} {at} +0000"


def scanner(*, seconds: float = SECONDS) -> Scanner:
    """The scanner this installation is configured with (`HIMAYA_CLAMD`); `seconds`: how long one waits for it."""
    address = str(getattr(settings, "CLAMD", "") or "")
    return Clamd(address, seconds=seconds) if address else NoScanner()
