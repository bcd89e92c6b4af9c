"""The heads of the seals, written outside the database too: who can rewrite the database cannot rewrite these.

One line of JSON a seal, only ever added to. Keep the folder on another disk or ship it away (docs/operations).
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Head:
    """One seal as it was known outside. `restored` marks a restore: later seals before it were lost with it."""

    seal: int
    digest: str
    era: int = 0
    end_xid: int = 0
    rows: int = 0
    at: str = ""
    restored: str = ""


def path() -> Path:
    """Where the heads are kept."""
    return Path(settings.SEALS_DIR) / "heads.jsonl"


def read() -> Iterator[Head]:
    """All heads, oldest first. A line cut off by a crash while writing ends the reading."""
    if not path().exists():
        return
    with path().open() as file:
        for line in file:
            try:
                yield Head(**json.loads(line))
            except (json.JSONDecodeError, TypeError):
                return


def last() -> int:
    """The last seal written here; 0 when there is none."""
    found = 0
    for head in read():
        found = head.seal if head.restored else max(found, head.seal)
    return found


def append(heads: Iterable[Head]) -> None:
    """Adds heads, on the disk when this returns."""
    lines = "".join(json.dumps(asdict(head)) + "\n" for head in heads)
    if not lines:
        return
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
