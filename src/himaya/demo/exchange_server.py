"""The sample telephone exchange as a process of its own: takes commands, delivers events, and shows a page on which one
plays the caller. It listens on this machine only and needs no database."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from django import forms
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from himaya.clients.telephone import COMMANDS, Command, Event, NotTaken, is_signed, signed, written
from himaya.demo.exchange import SampleExchange
from himaya.kit.fields import read_phone
from himaya.kit.forms import Form

LONGEST_BODY = 100_000
PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0)  # seconds between tries; the last one for ever
SHEETS = ("vendor/tabler/css/tabler.min.css", "himaya.css")  # the site's own
LANGUAGES = ("az", "en", "ru")


class Deliverer:
    """Brings events to the site, in order, until it has them. With `strain` each comes twice, and later ones sooner: what
    a bad line does, and what the site must bear."""

    def __init__(self, site: str, secret: str) -> None:
        self.site_root, self.secret, self.strain = site.rstrip("/"), secret, False
        self.door = f"{self.site_root}{reverse('hotline:exchange-events')}"
        self._waiting: SimpleQueue[Event] = SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def take(self, event: Event) -> None:
        self._waiting.put(event)

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < 100:
                try:
                    batch.append(self._waiting.get_nowait())
                except Empty:
                    break
            self._bring(list(reversed(batch)) + batch if self.strain else batch)

    def _bring(self, batch: list[Event]) -> None:
        body = json.dumps([written(event) for event in batch]).encode()
        tries = 0
        while not self._told(body, f"{batch[0].call}-{batch[0].number}-{len(batch)}"):
            time.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1

    def _told(self, body: bytes, key: str) -> bool:
        asked = Request(self.door, body, signed(self.secret, key, time.time(), body), method="POST")  # noqa: S310
        try:
            with urlopen(asked, timeout=10) as answer:  # noqa: S310 - the site's own address, given at the start
                return bool(200 <= answer.status < 300)
        except OSError:
            return False


class CallForm(Form):
    """Calls the hotline."""

    play = forms.CharField(widget=forms.HiddenInput(), initial="call")
    caller = forms.CharField(
        label=_("Calls from (empty: number withheld)"), required=False, initial="050 111 22 33"
    )


class BreakForm(Form):
    """Puts a counsellor's telephone out of order."""

    play = forms.CharField(widget=forms.HiddenInput(), initial="break")
    endpoint = forms.CharField(label=_("Telephone of a counsellor"))


class Server(ThreadingHTTPServer):
    """The exchange's door on this machine's `port` (0: any that is free)."""

    def __init__(self, exchange: SampleExchange, deliverer: Deliverer, port: int, secret: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.exchange, self.deliverer, self.secret = exchange, deliverer, secret


class Handler(BaseHTTPRequestHandler):
    """`/commands` and `/calls` for the site, everything else for whoever plays the caller."""

    server: Server

    def do_GET(self) -> None:
        if self.path != "/calls":
            self._page()
        elif self._is_believed(b""):
            self._say(200, json.dumps(sorted(self.server.exchange.living())), "application/json")
        else:
            self._say(401)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, LONGEST_BODY))
        if self.path != "/commands":
            self._play(body)
        elif self._is_believed(body):
            self._say(*_commanded(self.server.exchange, body))
        else:
            self._say(401)

    def _play(self, body: bytes) -> None:
        said = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        try:
            played(self.server.exchange, self.server.deliverer, said)
        except NotTaken:
            self._page(trouble=True)
            return
        self.send_response(303)
        self.send_header("Location", f"/?language={self._language()}")
        self.end_headers()

    def _is_believed(self, body: bytes) -> bool:
        told = {name.lower(): value for name, value in self.headers.items()}
        return is_signed(self.server.secret, told, body, time.time())

    def _language(self) -> str:
        said = parse_qs(urlsplit(self.path).query).get("language", [LANGUAGES[0]])[0]
        return said if said in LANGUAGES else LANGUAGES[0]

    def _page(self, *, trouble: bool = False) -> None:
        exchange = self.server.exchange
        told: dict[str, Any] = {
            "lines": exchange.lines(),
            "dead": sorted(exchange.dead),
            "strain": self.server.deliverer.strain,
            "language": self._language(),
            "languages": LANGUAGES,
            "trouble": trouble,
            "call_form": CallForm(),
            "break_form": BreakForm(),
            "site": self.server.deliverer.site_root,
            "sheets": [static(sheet) for sheet in SHEETS],
            "csrf_token": "",
        }
        with translation.override(self._language()):
            page = render_to_string("demo/exchange.html", told)
        self._say(200, page, "text/html; charset=utf-8")

    def _say(self, status: int, words: str = "", kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *_said: Any) -> None:
        """Says nothing: even invented numbers do not belong into a log."""


def _commanded(exchange: SampleExchange, body: bytes) -> tuple[int, str]:
    try:
        told = json.loads(body)
        if told["do"] not in COMMANDS:
            raise ValueError(told["do"])
        command = Command(str(told["key"]), str(told["call"]), told["do"], dict(told["facts"]))
    except (ValueError, KeyError, TypeError):
        return 422, "not a command"
    try:
        exchange.perform(command)
    except NotTaken as why:
        return 422, str(why)
    return 202, ""


def played(exchange: SampleExchange, deliverer: Deliverer, said: Mapping[str, str]) -> None:
    """What whoever plays the caller does. Raises `NotTaken` where it cannot be done."""
    call, endpoint = said.get("call", ""), said.get("endpoint", "").strip()
    plays: dict[str, Callable[[], object]] = {
        "call": lambda: exchange.call_in(read_phone(said.get("caller", "")) or ""),
        "hang_up": lambda: exchange.caller_hangs_up(call),
        "speak": lambda: exchange.caller_speaks_to_recorder(call, 20),
        "press": lambda: exchange.caller_presses(call, "1"),
        "pick_up": lambda: exchange.called_picks_up(call),
        "ring_out": lambda: exchange.called_does_not_answer(call),
        "break": lambda: exchange.dead.add(endpoint) if endpoint else None,
        "mend": lambda: exchange.dead.discard(endpoint),
        "strain": lambda: setattr(deliverer, "strain", not deliverer.strain),
    }
    play = plays.get(said.get("play", ""))
    if play is None:
        raise NotTaken("nothing of the kind can be played")
    play()
