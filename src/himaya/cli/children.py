"""Processes that are started, watched, started again when they die, and ended with all they started."""

import os
import secrets
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MARK = "HIMAYA_CHILD_OF"
LONGEST_PAUSE = 30.0  # seconds between two tries
CALM = 60.0  # seconds of life after which earlier deaths are forgotten


@dataclass
class Child:
    """One kind of process under a supervisor. Times are of the monotonic clock, in seconds."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started_at: float = 0.0
    next_try_at: float = 0.0

    def start(self) -> None:
        # Its own session, so that it can be ended together with whatever it starts, and so that the
        # terminal's Ctrl-C reaches the supervisor alone. It is told to stop if the supervisor is killed.
        line = ["setpriv", "--pdeathsig", "TERM", *self.command]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                line,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    def watch(self) -> str | None:
        """Start it again if it died and its pause is over; a sentence when it died just now."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_try_at:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.end_group()
        self.process = None
        self.deaths = 1 if now - self.started_at > CALM else self.deaths + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1))
        self.next_try_at = now + pause
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return f"The {self.name} process {how}; starting it again in {pause:g} s (its words: {self.log})."

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def finish(self, deadline: float) -> None:
        """Wait for a stop asked for earlier; what is left at the deadline is killed."""
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.1, deadline - time.monotonic()))
            self.end_group()
            self.process.wait()
            self.process = None

    def end_group(self) -> None:
        """Kill what a dead server left: its workers would go on serving old code on the same port."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Family:
    """The children of one run over one `var`, known to the next run by a mark in their environment."""

    var: Path
    children: list[Child] = field(default_factory=list)
    token: str = field(default_factory=lambda: secrets.token_hex(4))

    def add(self, name: str, command: list[str], **environment: str) -> Child:
        marked = {**os.environ, **environment, MARK: f"{self.var}:{self.token}"}
        child = Child(name, command, marked, self.var / f"{name}.log")
        if child.log.exists() and child.log.stat().st_size > 10_000_000:
            child.log.replace(child.log.with_suffix(".log.1"))
        self.children.append(child)
        child.start()
        return child

    def watch(self) -> list[str]:
        return [said for child in self.children if (said := child.watch())]

    def stop(self, wait: float = 6) -> None:
        for child in self.children:
            child.stop()
        deadline = time.monotonic() + wait
        for child in self.children:
            child.finish(deadline)

    def end_leftovers(self, wait: float = 5) -> int:
        """End the processes of an earlier run over this `var`; returns how many there were.

        They are told from strangers by the mark, not by recorded ids, which the system gives out again.
        Returns when they are gone, and their ports with them.
        """
        ended: set[int] = set()
        deadline = time.monotonic() + wait
        while (left := self._leftovers()) and time.monotonic() < deadline:
            ended |= left
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        return len(ended)

    def _leftovers(self) -> set[int]:
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                # A dead process that nobody has asked after yet has no environment any more.
                if any(self._is_ours(line) for line in (process / "environ").read_bytes().split(b"\0")):
                    found.add(int(process.name))
        return found

    def _is_ours(self, line: bytes) -> bool:
        return line.startswith(os.fsencode(f"{MARK}={self.var}:")) and not line.endswith(self.token.encode())
