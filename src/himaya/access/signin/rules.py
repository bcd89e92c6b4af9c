"""How long and how often, by the norms. Each has a careful default for a system not yet set up."""

from himaya.kit import clock
from himaya.reference.queries import norm_or_none

IDLE_MINUTES, TRIES, LOCKED_MINUTES = 30, 5, 15


def _number(key: str, default: int) -> int:
    found = norm_or_none(key, clock.today())
    return int(found.number) if found else default


def idle_minutes() -> int:
    """Minutes without a click after which a session ends (`session.idle`)."""
    return _number("session.idle", IDLE_MINUTES)


def tries_allowed() -> int:
    """Wrong passwords for one account before it waits (`signin.lockout.tries`)."""
    return _number("signin.lockout.tries", TRIES)


def locked_minutes() -> int:
    """How long it then waits (`signin.lockout.length`)."""
    return _number("signin.lockout.length", LOCKED_MINUTES)
