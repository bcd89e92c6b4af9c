"""People outside whom a context may write to: their number is asked for when a message goes out, and kept nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a message goes, in which language, and what it says. `text` is all of it: no name, no case."""

    phone: str
    email: str
    language: str
    text: str


# From the id of the context's own record and the kind of message; None where they may no longer be written to.
ADDRESSEES: dict[str, Callable[[int, str], Addressee | None]] = {}


def addressee(code: str, find: Callable[[int, str], Addressee | None]) -> str:
    """Names a kind of addressee and how to find one."""
    ADDRESSEES[code] = find
    return code
