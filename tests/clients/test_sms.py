"""The port to a gateway for text messages: one contract, kept by a real Kannel and by the stand-in that the other
tests use; and what the settings name."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from himaya.clients.sms import (
    Folder,
    Json,
    Kannel,
    Outgoing,
    Unavailable,
    Undeliverable,
    fate_of,
    sms_gateway,
)
from tests import kannel as real
from tests.browser import free_port
from tests.patience import LONG, until

NUMBER = "+994501234567"
TEXT = "Sizə xəbər var. Nömrəniz və PIN kodunuzla baxın."


class Stand:
    """An HTTP server that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, str]] = []
        stand = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stand.asked.append((self.command, self.path, dict(self.headers), body))
                status, said = stand.answer(self.path)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(said.encode())

            do_GET = do_POST = _answer

            def log_message(self, *_said: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path: str) -> tuple[int, str]:
        return self.answers.pop(0) if self.answers else (200, "")

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class StandInKannel(Stand):
    """Answers `sendsms` as Kannel does, and reports each fate."""

    secret = "secret"

    @property
    def url(self) -> str:
        return f"kannel://himaya:{self.secret}@127.0.0.1:{self.port}/cgi-bin/sendsms?from=Himaya"

    def answer(self, path: str) -> tuple[int, str]:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        if asked.get("password") != self.secret:
            return 403, "Authorization failed for sendsms"
        if not asked.get("to"):
            return 400, "Missing receiver number, rejected"
        if not asked["to"].lstrip("+").isdecimal():
            return 400, "Number(s) has/have been denied by white- and/or black-lists."
        if asked.get("dlr-url"):
            threading.Thread(target=self._report, args=(asked["dlr-url"].replace("%d", "1"),)).start()
        return 202, "0: Accepted for delivery"

    def _report(self, address: str) -> None:
        import urllib.request

        urllib.request.urlopen(address, timeout=LONG).close()

    @property
    def received(self) -> list[str]:
        found = []
        for _verb, path, _headers, _body in self.asked:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
            coded = "".join(f"%{b:02x}" for b in asked["text"].encode("utf-16-be"))
            found.append(f"1: <{asked['from']} {asked['to']} ucs-2 {coded}>")
        return found


@pytest.fixture(params=["the stand-in", "a real Kannel"])
def gateway(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "the stand-in":
        stand = StandInKannel()
        yield stand
        stand.close()
        return
    with real.Kannel(tmp_path) as running:
        yield running


@pytest.fixture
def listener() -> Iterator[Stand]:
    stand = Stand()
    yield stand
    stand.close()


def test_a_message_reaches_the_telephone_and_its_fate_comes_back(gateway: Any, listener: Stand) -> None:
    report_to = f"http://127.0.0.1:{listener.port}/messages/abc/fate/"
    Kannel(urlsplit(gateway.url)).send(Outgoing(NUMBER, TEXT, "7:case.offered:sms", report_to))
    assert until(lambda: any("fate=1" in path for _verb, path, _headers, _body in listener.asked))
    assert fate_of("1") == "delivered"
    sender, number = gateway.received[0].partition("<")[2].split(" ")[:2]
    assert (sender, number) == ("Himaya", NUMBER)
    # the letters of Azerbaijani arrive as they are, not as question marks
    assert unescaped(gateway.received[0]) == TEXT


def unescaped(line: str) -> str:
    """The text in a message as the centre shows it: bytes of UTF-16, the unprintable as %xx."""
    raw = line.rpartition("ucs-2 ")[2].removesuffix(">")
    found, i = bytearray(), 0
    while i < len(raw):
        if raw[i] == "%":
            found.append(int(raw[i + 1 : i + 3], 16))
            i += 3
        else:
            found += b" " if raw[i] == "+" else raw[i].encode()
            i += 1
    return found.decode("utf-16-be")


def test_a_number_the_gateway_will_never_take_is_undeliverable(gateway: Any) -> None:
    with pytest.raises(Undeliverable):
        Kannel(urlsplit(gateway.url)).send(Outgoing("nobody", TEXT, "k"))


def test_no_number_is_undeliverable(gateway: Any) -> None:
    with pytest.raises(Undeliverable):
        Kannel(urlsplit(gateway.url)).send(Outgoing("", TEXT, "k"))


def test_a_wrong_password_can_be_mended_so_it_is_tried_again(gateway: Any) -> None:
    with pytest.raises(Unavailable):
        Kannel(urlsplit(gateway.url.replace("secret@", "wrong@"))).send(Outgoing(NUMBER, TEXT, "k"))


def test_a_gateway_that_is_down_is_tried_again() -> None:
    with pytest.raises(OSError):
        Kannel(urlsplit(f"kannel://a:b@127.0.0.1:{free_port()}/x")).send(Outgoing(NUMBER, TEXT, "k"))


def test_a_gateway_that_hangs_or_talks_nonsense_is_tried_again() -> None:
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        address = urlsplit(f"kannel://a:b@127.0.0.1:{silent.getsockname()[1]}/x")
        with pytest.raises(OSError):
            Kannel(address, seconds=0.2).send(Outgoing(NUMBER, TEXT, "k"))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(1)

        def babble() -> None:
            line, _peer = door.accept()
            line.recv(2000)
            line.sendall(b"well, hello\r\n\r\n")
            line.close()

        threading.Thread(target=babble, daemon=True).start()
        with pytest.raises(Unavailable):
            Kannel(urlsplit(f"kannel://a:b@127.0.0.1:{door.getsockname()[1]}/x")).send(
                Outgoing(NUMBER, TEXT, "k")
            )


@pytest.mark.parametrize(
    ("said", "fate"),
    [
        ("1", "delivered"),
        ("2", "undeliverable"),
        ("16", "undeliverable"),
        ("4", ""),
        ("8", "taken"),
        ("", ""),
        ("%d", ""),
        ("9999", ""),
        ("-1", ""),
        ("1; drop", ""),
    ],
)
def test_only_what_reached_the_telephone_counts_as_delivered(said: str, fate: str) -> None:
    assert fate_of(said) == fate


def test_a_bus_is_told_the_key_twice_and_may_answer_that_it_has_it(listener: Stand) -> None:
    listener.answers = [(202, ""), (409, "")]
    gateway = Json(urlsplit(f"json://tok%3Aen@127.0.0.1:{listener.port}/sms"))
    for _again in range(2):
        gateway.send(Outgoing(NUMBER, TEXT, "7:a", "https://h.example/f/"))
    verb, path, headers, body = listener.asked[1]
    assert (verb, path, headers["Idempotency-Key"]) == ("POST", "/sms", "7:a")
    assert headers["Authorization"] == "Bearer tok:en"
    assert json.loads(body) == {
        "to": NUMBER,
        "text": TEXT,
        "key": "7:a",
        "report_to": "https://h.example/f/?fate=%d",
    }


@pytest.mark.parametrize(
    ("status", "error"), [(400, Undeliverable), (422, Undeliverable), (503, Unavailable), (401, Unavailable)]
)
def test_a_bus_says_whether_another_try_is_of_use(
    listener: Stand, status: int, error: type[Exception]
) -> None:
    listener.answers = [(status, "no")]
    with pytest.raises(error):
        Json(urlsplit(f"json://127.0.0.1:{listener.port}/")).send(Outgoing(NUMBER, TEXT, "k"))


def test_a_folder_keeps_each_key_once(tmp_path: Path) -> None:
    gateway = Folder(urlsplit(f"folder://{tmp_path}/sms%20out"))
    for _again in range(2):
        gateway.send(Outgoing(NUMBER, TEXT, "7:a"))
    (file,) = (tmp_path / "sms out").iterdir()
    assert NUMBER in file.read_text()
    assert TEXT in file.read_text()


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", type(None)),
        ("kannel://a:b@localhost/x", Kannel),
        ("kannels://a:b@gateway.example/x", Kannel),
        ("jsons://t@bus.example/sms", Json),
        ("folder:///var/sms", Folder),
        ("smoke://signals", type(None)),
    ],
)
def test_the_settings_choose_the_gateway(settings: Any, address: str, kind: type) -> None:
    settings.SMS_URL = address
    assert isinstance(sms_gateway(), kind)
