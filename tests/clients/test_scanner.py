"""The port to a malware scanner: the same contract for clamd's own words, for its absence, and for its failures."""

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from himaya.clients.scanner import (
    Clamd,
    NoScanner,
    harmless_sample,
    read_answer,
    scanner,
    signatures_of,
)
from tests import clamd as real

EICAR = harmless_sample()


class FakeClamd:
    """Speaks INSTREAM as clamd does: its framing, its answers, its size limit."""

    def __init__(self, path: str = "", limit: int = 1_000_000) -> None:
        self.limit, self.seen = limit, b""
        self.door = socket.socket(socket.AF_UNIX if path else socket.AF_INET, socket.SOCK_STREAM)
        self.door.bind(path or ("127.0.0.1", 0))
        self.door.listen(4)
        self.address = path or f"127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _peer = self.door.accept()
            except OSError:
                return
            with line:
                line.sendall(self._hear(line) + b"\0")

    def _hear(self, line: socket.socket) -> bytes:
        asked = self._exactly(line, 9)
        if asked == b"zVERSION\0":
            return b"ClamAV 1.4.6/27810/Sat Nov 21 09:24:01 2026"
        if asked + self._exactly(line, 1) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND"
        self.seen = b""
        while size := struct.unpack(">I", self._exactly(line, 4))[0]:
            self.seen += self._exactly(line, size)
        if len(self.seen) > self.limit:
            return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in self.seen else b"stream: OK"

    def _exactly(self, line: socket.socket, size: int) -> bytes:
        got = b""
        while len(got) < size:
            more = line.recv(size - len(got))
            if not more:
                raise OSError
            got += more
        return got


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    fake = FakeClamd()
    yield fake
    fake.door.close()


@pytest.fixture(params=["stand-in", "real"])
def either(request: Any, tmp_path: Path) -> Iterator[Clamd]:
    """The same contract holds for our stand-in and for the program itself."""
    if request.param == "stand-in":
        fake = FakeClamd()
        yield Clamd(fake.address)
        fake.door.close()
        return
    if real.PROGRAM is None:
        real.absent()
    with real.Daemon(tmp_path) as daemon:
        yield Clamd(daemon.address)


def test_what_is_clean_is_clean_and_what_is_not_is_found(either: Clamd) -> None:
    assert either.version().startswith("ClamAV ")
    assert either.scan([b"a" * 200_000, b"b" * 3]).finding == "clean"
    assert either.scan([]).finding == "clean"
    for chunks in ([EICAR], [EICAR[:20], EICAR[20:]], [b"%PDF-1.4\n" + EICAR + b"\n%%EOF\n"]):
        found = either.scan(chunks)
        assert found.finding == "infected"
        assert found.name.startswith("Eicar-Test-Signature")


def test_what_is_larger_than_the_scanner_takes_is_unknown_never_clean(either: Clamd) -> None:
    assert either.scan([b"x" * 3_000_000]).finding == "unknown"


def test_the_real_one_is_asked_again_after_it_was_down(tmp_path: Path) -> None:
    if real.PROGRAM is None:
        real.absent()
    with real.Daemon(tmp_path) as daemon:
        port = Clamd(daemon.address, seconds=2)
        daemon.stop()
        assert (port.version(), port.scan([EICAR]).finding) == ("", "unknown")
        daemon.start()
        assert port.scan([EICAR]).finding == "infected"


@pytest.mark.parametrize(
    ("version", "day"),
    [
        ("ClamAV 1.4.6/27810/Sat Nov 21 09:24:01 2026", "2026-11-21"),
        ("ClamAV 1.4.6", "None"),
        ("ClamAV 1.4.6/27810/who knows", "None"),
        ("ClamAV 1.4.6/27810/Sat Foo 99 09:24:01 2026", "None"),
        ("", "None"),
    ],
)
def test_how_old_its_signatures_are_is_read_from_what_it_calls_itself(version: str, day: str) -> None:
    assert str(signatures_of(version)) == day


@pytest.mark.parametrize("name", ["Heuristics.Limits.Exceeded.MaxFileSize", "Heuristics.Encrypted.PDF"])
def test_what_was_not_looked_into_to_the_end_is_unknown(name: str) -> None:
    assert read_answer(f"stream: {name} FOUND").finding == "unknown"
    assert read_answer(f"stream: {name} FOUND").name == name


def test_a_clean_file_is_clean_and_every_byte_was_sent(clamd: FakeClamd) -> None:
    content = [b"a" * 200_000, b"b" * 3]
    assert Clamd(clamd.address).scan(content).finding == "clean"
    assert clamd.seen == b"".join(content)


def test_malware_is_found_and_named_even_across_pieces(clamd: FakeClamd) -> None:
    found = Clamd(clamd.address).scan([EICAR[:20], EICAR[20:]])
    assert (found.finding, found.name) == ("infected", "Eicar-Test-Signature")


def test_what_the_scanner_will_not_take_is_unknown_never_clean(clamd: FakeClamd) -> None:
    found = Clamd(clamd.address).scan([b"x" * 1_500_000])
    assert found.finding == "unknown"
    assert "limit" in found.name


def test_an_empty_file_is_a_file(clamd: FakeClamd) -> None:
    assert Clamd(clamd.address).scan([]).finding == "clean"


def test_a_unix_socket_serves_as_well(tmp_path: Path) -> None:
    fake = FakeClamd(str(tmp_path / "c.sock"))
    assert Clamd(fake.address).scan([EICAR]).finding == "infected"
    fake.door.close()


def test_a_scanner_that_is_down_is_unknown(clamd: FakeClamd) -> None:
    clamd.door.close()
    assert Clamd("127.0.0.1:1", seconds=1).scan([b"x"]).finding == "unknown"


def test_a_scanner_that_hangs_is_unknown() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert Clamd(address, seconds=0.2).scan([b"x"]).finding == "unknown"


@pytest.mark.parametrize("said", ["", "stream: ", "OK FOUND? no", "INSTREAM size limit exceeded. ERROR"])
def test_only_the_word_ok_is_clean(said: str) -> None:
    assert read_answer(said).finding == "unknown"


def test_without_an_address_there_is_no_scanner(settings: Any) -> None:
    settings.CLAMD = ""
    assert isinstance(scanner(), NoScanner)
    assert scanner().scan([b"x"]).finding == "unknown"
    assert scanner().version() == ""
    settings.CLAMD = "clamd:3310"
    assert isinstance(scanner(), Clamd)
