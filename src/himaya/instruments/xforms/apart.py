"""Work on other people's files in a process of its own: what hangs or eats memory there ends there."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child.py")


class TookTooLong(Exception):
    """It was ended after its time."""


class AskedTooMuch(Exception):
    """It was ended for want of memory, or broke down without a word."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long it may take, in seconds, and how much memory it may use, in megabytes."""

    seconds: int = 20
    megabytes: int = 1024


def run_apart(task: str, content: Any, bounds: Bounds) -> dict[str, Any]:
    """What a task of `child.py` answers. It sees neither our settings nor our environment."""
    command = [sys.executable, "-I", "-B", str(CHILD), task, str(bounds.seconds), str(bounds.megabytes)]
    said = content if isinstance(content, bytes) else json.dumps(content).encode()
    try:
        done = subprocess.run(  # noqa: S603 - our own script, named by us
            command,
            input=said,
            capture_output=True,
            timeout=bounds.seconds,
            env={"PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise TookTooLong from slow
    if done.returncode != 0:
        raise AskedTooMuch
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
