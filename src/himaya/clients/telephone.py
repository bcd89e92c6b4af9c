"""The port to a telephone exchange: what it tells of calls, what it is told to do, and how both travel.

One contract for every exchange (a sample one, a SIP call distributor, Asterisk by an adapter). It tells **events**, each
with the number it has within its call (1, 2, 3 …): an event may come twice, late or in another order, and its number
says where it belongs. It takes **commands**, each with a key: a repeat of a key is done once. Events come to us as
signed POSTs of JSON, commands go to it in the same way; `tests/clients/telephone_contract.py` is what an exchange must
pass.
"""

import base64
import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 5.0
TOLERANCE = 300  # seconds by which the clocks of both sides may differ (Standard Webhooks 1.0)
DAY = 86_400  # seconds; no call is longer
LONGEST = 200  # characters of one fact; none of them is free text

# What each kind of event tells, and whether it must.
EVENTS: Mapping[str, Mapping[str, bool]] = {
    "offered": {"caller": False, "line": True},
    "ringing": {"endpoint": True, "to": False},
    "answered": {"endpoint": True},
    "held": {},
    "resumed": {},
    "transferred": {"endpoint": True},
    "bridged": {"with": True},
    "recording": {"file": True, "seconds": False},
    "voicemail": {"file": False, "seconds": False},
    "asked": {},
    "pressed": {"key": True},
    "hung_up": {"by": True},
    "failed": {"reason": True, "endpoint": False},
}
# Who may end a call, and why a call or one telephone of it may fail.
ENDERS = frozenset({"caller", "counsellor", "exchange"})
FAILURES = frozenset({"busy", "no_answer", "unreachable", "refused", "exchange"})
KEYS = frozenset("0123456789*#")
WORDS = {"by": ENDERS, "reason": FAILURES, "key": KEYS}
# What an exchange is told, and what each word needs beside the call. `ask`: the words for a blocked caller are said, and
# whatever key is pressed is told. `erase`: a recording goes, also long after its call; one that is gone may go again.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "answer": ("endpoint",),
    "hold": (),
    "resume": (),
    "transfer": ("endpoint",),
    "conference": ("to",),
    "dial": ("endpoint", "to"),
    "voicemail": (),
    "ask": (),
    "hang_up": (),
    "erase": ("file",),
}


class Unreadable(ValueError):
    """What came is no event of the contract. `field` says where, the words say why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


class NotTaken(Exception):
    """The exchange will never do this: the call is over, or the command makes no sense. Repeating it is of no use."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a call. `call` is the exchange's own id of it, `number` its place within the call."""

    call: str
    number: int
    kind: str
    at: datetime
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One thing an exchange is to do, once for each `key`. For `dial`, `call` is the id the new call will have."""

    key: str
    call: str
    do: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        needed = COMMANDS[self.do]
        if set(self.facts) != set(needed):
            raise ValueError(f"{self.do} needs {', '.join(needed) or 'nothing more'}")


class Exchange(Protocol):
    """Does what it is told. Raises `NotTaken`, or `OSError` when a later try may succeed."""

    def perform(self, command: Command) -> None:
        """Hands one command over; returning means that the exchange has it, not that it is done: an event tells
        that. Only `erase` is done when it returns."""
        ...

    def living(self) -> frozenset[str]:
        """The calls that the exchange still holds: after a failure of either side, all others are over."""
        ...


def read_event(told: Any) -> Event:
    """The event that this JSON object is. Raises `Unreadable` with the field that is wrong."""
    if not isinstance(told, dict):
        raise Unreadable("", _("An event is an object."))
    call, number, kind = told.get("call"), told.get("number"), told.get("kind")
    if not isinstance(call, str) or not 1 <= len(call) <= 100 or not call.isprintable():
        raise Unreadable("call", _("The call's id is missing or longer than 100 characters."))
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 100_000:
        raise Unreadable("number", _("The event's number within its call is missing: 1, 2, 3 …"))
    if not isinstance(kind, str) or kind not in EVENTS:
        raise Unreadable("kind", _("There is no such event."))
    return Event(call, number, kind, _moment(told.get("at")), _facts(kind, told.get("facts") or {}))


def _moment(told: Any) -> datetime:
    try:
        at = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        raise Unreadable("at", _("The time is missing or not written as in ISO 8601.")) from None
    if at.tzinfo is None:
        raise Unreadable("at", _("The time says no time zone."))
    return at


def _facts(kind: str, told: Any) -> Mapping[str, str | int]:
    known = EVENTS[kind]
    if not isinstance(told, dict):
        raise Unreadable("facts", _("The facts of an event are an object."))
    if strange := sorted(set(told) - set(known)):
        raise Unreadable(f"facts.{strange[0]}", _("An event of this kind tells no such thing."))
    if missing := [name for name, must in known.items() if must and told.get(name) in (None, "")]:
        raise Unreadable(f"facts.{missing[0]}", _("An event of this kind must tell this."))
    for name, value in told.items():
        if not _fits(name, value):
            raise Unreadable(f"facts.{name}", _("This is not what is expected here."))
    return dict(told)


def _fits(name: str, value: Any) -> bool:
    if name == "seconds":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= DAY
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        return False
    return value in WORDS.get(name, (value,))


def written(event: Event) -> dict[str, Any]:
    """The JSON object that tells this event: `read_event(written(e)) == e`."""
    return {
        "call": event.call,
        "number": event.number,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "facts": dict(event.facts),
    }


def signature(secret: str, key: str, at: int, body: bytes) -> str:
    """What proves that a message came from who knows the secret, unchanged, at that second (Standard Webhooks 1.0)."""
    text = f"{key}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether these headers prove this body. False without a secret: nobody is believed then."""
    key, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not secret or not key or not at.isdecimal() or len(at) > 12 or abs(now - int(at)) > TOLERANCE:
        return False
    wanted = signature(secret, key, int(at), body)
    return any(hmac.compare_digest(wanted, said) for said in headers.get("webhook-signature", "").split(" "))


def signed(secret: str, key: str, at: float, body: bytes) -> dict[str, str]:
    """The headers with which a message travels."""
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(int(at)),
        "webhook-signature": signature(secret, key, int(at), body),
    }


class HttpExchange:
    """An exchange, or the adapter before one, that is told by HTTP: `http://host:port/path`, `https://` for TLS.

    A command is a signed POST to `…/commands`; 2xx takes it, 409 means that it had this key already, 404, 410 and 422
    refuse it for good, anything else is tried again. `GET …/calls` answers the ids of the calls it still holds."""

    def __init__(self, address: SplitResult, secret: str, *, clock: Any, seconds: float = SECONDS) -> None:
        self.address, self.secret, self.clock, self.seconds = address, secret, clock, seconds

    def perform(self, command: Command) -> None:
        told = {"key": command.key, "call": command.call, "do": command.do, "facts": dict(command.facts)}
        status, said = self._ask("POST", "commands", command.key, json.dumps(told).encode())
        if 200 <= status < 300 or status == 409:
            return
        if status in {404, 410, 422}:
            raise NotTaken(said.decode("utf-8", "replace")[:100])
        raise OSError(f"the exchange answered {status}")

    def living(self) -> frozenset[str]:
        status, said = self._ask("GET", "calls", "calls", b"")
        try:
            told = json.loads(said)
        except ValueError:
            told = None
        if status != 200 or not isinstance(told, list):
            raise OSError(f"the exchange answered {status}")
        return frozenset(str(call) for call in told)

    def _ask(self, verb: str, word: str, key: str, body: bytes) -> tuple[int, bytes]:
        secure = self.address.scheme == "https"
        door = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        line = door(
            self.address.hostname or "", self.address.port or (443 if secure else 80), timeout=self.seconds
        )
        headers = signed(self.secret, key, self.clock(), body)
        try:
            line.request(verb, f"{unquote(self.address.path).rstrip('/')}/{word}", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read(1_000_000)
        except http.client.HTTPException as trouble:
            raise OSError(type(trouble).__name__) from trouble
        finally:
            line.close()


def exchange() -> Exchange | None:
    """The exchange this installation is configured with (`HIMAYA_EXCHANGE_URL`, `HIMAYA_EXCHANGE_SECRET`), or None."""
    address = urlsplit(str(getattr(settings, "EXCHANGE_URL", "") or ""))
    if address.scheme not in {"http", "https"}:
        return None
    return HttpExchange(address, str(settings.EXCHANGE_SECRET), clock=time.time)


def in_order(events: Sequence[Event]) -> list[Event]:
    """The events of one call by their numbers, each once (what came first counts), up to the first that is missing."""
    first: dict[int, Event] = {}
    for event in events:
        first.setdefault(event.number, event)
    whole = []
    for number in range(1, len(first) + 1):
        if number not in first:
            break
        whole.append(first[number])
    return whole
