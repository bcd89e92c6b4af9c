"""The port to a gateway for text messages.

`sms_gateway()` gives what the settings name (`HIMAYA_SMS_URL`), or nothing. A gateway takes a number, words and a
key; it may get the same message twice (we send at least once), and the key tells a repeat. What it says later of a
message's fate comes back to `report_to`.
"""

import http.client
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlencode, urlsplit

from django.conf import settings

from himaya.clients.sms_parts import cut

SECONDS = 10.0

Fate = Literal["", "taken", "delivered", "undeliverable"]

# Kannel's words for what became of a message (`%d`): reached the telephone; not reached; kept by the network;
# handed to the network; not taken by the network.
DELIVERED, UNREACHED, BUFFERED, TAKEN, REFUSED = 1, 2, 4, 8, 16
REPORTS = DELIVERED | UNREACHED | TAKEN | REFUSED


class Undeliverable(Exception):
    """The gateway will never take this message: sending it again is of no use."""


class Unavailable(OSError):
    """The gateway does not take messages now: try again later."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `to` is an E.164 number; `report_to` the address that hears of its fate, or empty."""

    to: str
    text: str
    key: str
    report_to: str = ""


class Gateway(Protocol):
    """Takes messages to telephones. Raises `Undeliverable`, or `OSError` when a later try may succeed."""

    def send(self, message: Outgoing) -> None:
        """Hands one message over; returning means that the gateway has it."""
        ...


class Kannel:
    """Kannel's `sendsms`, which bridges to whatever the operator speaks (SMPP, CIMD2, HTTP).

    `kannel://name:password@host:13013/cgi-bin/sendsms?from=Himaya`, or `kannels://` for TLS. The key travels as
    `binfo`, which Kannel hands on to the operator and writes to its log."""

    def __init__(self, address: SplitResult, *, seconds: float = SECONDS) -> None:
        self.address, self.seconds = address, seconds
        self.sender = (parse_qs(address.query).get("from") or [""])[0]

    def send(self, message: Outgoing) -> None:
        asked = {
            "username": unquote(self.address.username or ""),
            "password": unquote(self.address.password or ""),
            "from": self.sender,
            "to": message.to,
            "text": message.text,
            "charset": "UTF-8",
            # the letters of Azerbaijani are not in the telephones' own seven-bit alphabet
            "coding": "2" if cut(message.text).wide else "0",
            "binfo": message.key[:60],
        }
        if message.report_to:
            asked |= {"dlr-mask": str(REPORTS), "dlr-url": with_fate(message.report_to)}
        status, said = _ask(self.address, "GET", f"{self.address.path}?{urlencode(asked)}", self.seconds)
        if status in {200, 202}:
            return
        if status == 400:
            raise Undeliverable(said[:100])
        raise Unavailable(f"{status} {said[:80]}")  # 403 is our own mistake, 503 theirs: both may be mended


class Json:
    """A gateway behind an integration bus: one POST of `{to, text, key, report_to}` with an `Idempotency-Key`.

    `json://token@host/path`, or `jsons://` for TLS. 2xx takes it, 409 means that it had this key already, 400, 404
    and 422 refuse it for good, anything else is tried again. It tells a message's fate as Kannel would."""

    def __init__(self, address: SplitResult, *, seconds: float = SECONDS) -> None:
        self.address, self.seconds = address, seconds

    def send(self, message: Outgoing) -> None:
        told = {"to": message.to, "text": message.text, "key": message.key}
        if message.report_to:
            told["report_to"] = with_fate(message.report_to)
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.key}
        if self.address.username:
            headers["Authorization"] = f"Bearer {unquote(self.address.username)}"
        body = json.dumps(told, ensure_ascii=False).encode()
        status, said = _ask(self.address, "POST", self.address.path or "/", self.seconds, body, headers)
        if 200 <= status < 300 or status == 409:
            return
        if status in {400, 404, 422}:
            raise Undeliverable(said[:100])
        raise Unavailable(f"{status} {said[:80]}")


class Folder:
    """Messages as files, for trying the system out: `folder:///path`. A repeat of a key writes the same file."""

    def __init__(self, address: SplitResult) -> None:
        self.path = Path(unquote(address.path))

    def send(self, message: Outgoing) -> None:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = "".join(c if c.isalnum() else "-" for c in message.key)
        file = self.path / f"{name}.txt"
        new = file.with_suffix(f".{os.getpid()}")
        new.write_text(
            f"{message.to}\n{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())}\n\n{message.text}\n"
        )
        new.replace(file)


def with_fate(report_to: str) -> str:
    """The address a gateway calls, where it puts the fate in place of `%d`."""
    return f"{report_to}{'&' if '?' in report_to else '?'}fate=%d"


def fate_of(said: str) -> Fate:
    """What a gateway's report means. `BUFFERED` says nothing; `taken`: the network has it, its fate is still open."""
    if not said.isdecimal() or len(said) > 3:
        return ""
    bits = int(said)
    if bits & DELIVERED:
        return "delivered"
    if bits & (UNREACHED | REFUSED):
        return "undeliverable"
    return "taken" if bits & TAKEN else ""


def _ask(
    address: SplitResult,
    verb: str,
    path: str,
    seconds: float,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str]:
    """One request; what cannot be understood counts as unavailable."""
    secure = address.scheme.endswith("s")
    door = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    line = door(address.hostname or "", address.port or (443 if secure else 80), timeout=seconds)
    try:
        line.request(verb, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.read(2000).decode("utf-8", "replace").strip()
    except http.client.HTTPException as trouble:
        raise Unavailable(type(trouble).__name__) from trouble
    finally:
        line.close()


GATEWAYS: dict[str, Callable[[SplitResult], Gateway]] = {
    "kannel": Kannel,
    "kannels": Kannel,
    "json": Json,
    "jsons": Json,
    "folder": Folder,
}


def sms_gateway() -> Gateway | None:
    """The gateway this installation is configured with (`HIMAYA_SMS_URL`); None where there is none."""
    address = urlsplit(str(getattr(settings, "SMS_URL", "") or ""))
    make = GATEWAYS.get(address.scheme)
    return make(address) if make else None
