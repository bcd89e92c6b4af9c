"""A real clamd on this machine, with a single signature of our own: that of the industry's harmless test file."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from himaya.clients.scanner import Clamd, harmless_sample
from tests.patience import LONG

PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")

# Left out only on a developer's machine that cannot have the package; where CI runs, its absence is a failure.
needed = pytest.mark.skipif(
    PROGRAM is None and not os.environ.get("CI"), reason="ClamAV is not installed: apt install clamav-daemon"
)


def absent() -> None:
    """Leaves the test out where ClamAV cannot be had; fails it where CI runs."""
    words = "ClamAV is not installed: apt install clamav-daemon"
    pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)


CONFIGURATION = """
Foreground yes
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LogFile {folder}/clamd.log
LocalSocket {folder}/clamd.sock
StreamMaxLength 2M
MaxFileSize 2M
AlertExceedsMax yes
AlertEncrypted yes
MaxThreads 2
ExitOnOOM yes
"""


@dataclass
class Daemon:
    """One clamd, started in a folder of the test's own; it asks the network for nothing."""

    folder: Path
    running: "subprocess.Popen[bytes] | None" = field(default=None)

    def __enter__(self) -> "Daemon":
        (self.folder / "signatures").mkdir(exist_ok=True)
        told = f"Eicar-Test-Signature:0:*:{harmless_sample().hex()}\n"
        (self.folder / "signatures" / "own.ndb").write_text(told)
        (self.folder / "clamd.conf").write_text(CONFIGURATION.format(folder=self.folder))
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """As the settings name it."""
        return str(self.folder / "clamd.sock")

    def start(self) -> None:
        """Starts it and waits until it answers."""
        assert PROGRAM is not None
        command = [PROGRAM, f"--config-file={self.folder / 'clamd.conf'}"]
        with (self.folder / "said").open("wb") as said:
            self.running = subprocess.Popen(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + LONG
        while not Clamd(self.address, seconds=1).version():
            late = time.monotonic() > deadline or self.running.poll() is not None
            assert not late, f"clamd did not start: {(self.folder / 'said').read_text()[-1000:]}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it, as a fault or an update would."""
        if self.running is not None:
            self.running.terminate()
            self.running.wait(LONG)
            self.running = None
