"""A real Kannel on this machine: its bearerbox and smsbox, and its own make-believe message centre behind them."""

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser import free_port
from tests.patience import LONG
from tools.run_sms import CONFIGURATION, SERVICE

CENTRES = [Path("/usr/lib/kannel/test/fakesmsc"), Path("/usr/lib/x86_64-linux-gnu/kannel/test/fakesmsc")]

WORDS = "Kannel is not installed: apt install kannel kannel-extras"


def centre_program() -> Path | None:
    """Kannel's message centre, where Kannel is installed."""
    boxes = all(shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("bearerbox", "smsbox"))
    return next((path for path in CENTRES if path.exists()), None) if boxes else None


@dataclass
class Kannel:
    """The three programs, started in a folder of the test's own."""

    folder: Path
    secret: str = "secret"
    # Where it brings what comes from telephones, and what it adds to the address; empty: it brings nothing.
    brings_to: str = ""
    more: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> "Kannel":
        program = centre_program()
        if program is None:
            pytest.fail(WORDS)
        ports = {name: free_port() for name in ("admin", "boxes", "centre", "sendsms")}
        self.port = ports["sendsms"]
        settings = self.folder / "kannel.conf"
        written = CONFIGURATION.format(secret=self.secret, **ports)
        if self.brings_to:
            written += SERVICE.format(address=self.brings_to, more=self.more)
        settings.write_text(written)
        self.centre_port = ports["centre"]
        self._start("/usr/sbin/bearerbox", str(settings), waits=ports["boxes"])
        self._start("/usr/sbin/smsbox", str(settings), waits=ports["sendsms"])
        if self.brings_to:
            return self  # the test itself is the network: `Network`
        # -m 1: one message of its own, so far away in time that it never comes
        own = ["-H", "127.0.0.1", "-r", str(ports["centre"]), "-i", "86400", "-m", "1", "1 1 text nop"]
        self._start(str(program), *own)
        self._wait_for_centre()
        return self

    def __exit__(self, *_error: object) -> None:
        for program in reversed(self.running):
            program.kill()
            program.wait()

    def _start(self, *command: str, waits: int = 0) -> None:
        name = Path(command[0]).name
        with (self.folder / f"{name}.log").open("wb") as log:
            program = subprocess.Popen(
                command, cwd=self.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self.running.append(program)
        deadline = time.monotonic() + LONG
        while waits and time.monotonic() < deadline:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", waits)) == 0:
                    return
            time.sleep(0.05)
        assert not waits, f"{name} did not start: {self.said(name)}"

    def _wait_for_centre(self) -> None:
        self.wait_for("bearerbox", "Fakesmsc client connected")

    def wait_for(self, program: str, words: str) -> str:
        """What a program has said, once it has said these words."""
        deadline = time.monotonic() + LONG
        while words not in self.said(program):
            assert time.monotonic() < deadline, f"never said {words!r}: {self.said(program)[-2000:]}"
            time.sleep(0.05)
        return self.said(program)

    def said(self, program: str) -> str:
        """The log of one program."""
        return (self.folder / f"{program}.log").read_text("utf-8", "replace")

    @property
    def received(self) -> list[str]:
        """The messages as they reached the centre: sender, number, kind and content."""
        lines = self.said("fakesmsc").splitlines()
        return [line.partition("Got message ")[2] for line in lines if "Got message " in line]

    @property
    def url(self) -> str:
        """As the settings name it."""
        return f"kannel://himaya:{self.secret}@127.0.0.1:{self.port}/cgi-bin/sendsms?from=Himaya"


class Network:
    """The telephones behind Kannel's fake message centre: speaks its lines, as Debian's `fakesmsc` does, but tells several
    messages one after the other and keeps what comes."""

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=LONG)
        self.kept = b""

    def __enter__(self) -> "Network":
        return self

    def __exit__(self, *_error: object) -> None:
        self.line.close()

    def write(self, sender: str, text: str, header: bytes = b"") -> None:
        """Somebody sends a message; with a header, one part of it, as bytes."""
        body = f"udh {escaped(header)} {escaped(text.encode())}" if header else f"text {text}"
        self.line.sendall(f"{sender} 116111 {body}\n".encode())

    def reads(self) -> list[str]:
        """The next line that reaches a telephone: sender, number, and what."""
        while b"\n" not in self.kept:
            self.kept += self.line.recv(65_536)
        line, _, self.kept = self.kept.partition(b"\n")
        return line.decode("utf-8", "replace").split(" ", 2)


def escaped(raw: bytes) -> str:
    """Bytes as the fake centre writes them."""
    return "".join(f"%{byte:02x}" for byte in raw)
