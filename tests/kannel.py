"""A real Kannel on this machine: its bearerbox and smsbox, and its own make-believe message centre behind them."""

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

CENTRES = [Path("/usr/lib/kannel/test/fakesmsc"), Path("/usr/lib/x86_64-linux-gnu/kannel/test/fakesmsc")]

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = {secret}
admin-allow-ip = "127.0.0.1"
smsbox-port = {boxes}
box-allow-ip = "127.0.0.1"

group = smsc
smsc = fake
smsc-id = centre
port = {centre}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = himaya
password = {secret}
concatenation = true
max-messages = 6
"""


def centre_program() -> Path | None:
    """Kannel's message centre, where Kannel is installed."""
    boxes = all(shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("bearerbox", "smsbox"))
    return next((path for path in CENTRES if path.exists()), None) if boxes else None


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Kannel:
    """The three programs, started in a folder of the test's own."""

    folder: Path
    secret: str = "secret"
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> "Kannel":
        ports = {name: free_port() for name in ("admin", "boxes", "centre", "sendsms")}
        self.port = ports["sendsms"]
        settings = self.folder / "kannel.conf"
        settings.write_text(CONFIGURATION.format(secret=self.secret, **ports))
        self._start("/usr/sbin/bearerbox", str(settings), waits=ports["boxes"])
        self._start("/usr/sbin/smsbox", str(settings), waits=ports["sendsms"])
        program = centre_program()
        assert program is not None
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
        deadline = time.monotonic() + 20
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
        deadline = time.monotonic() + 20
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
