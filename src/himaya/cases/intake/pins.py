"""The PIN with which a reporter returns: six digits, shown once, kept only as an Argon2 hash."""

import secrets
from functools import cache

from django.contrib.auth.hashers import Argon2PasswordHasher

DIGITS = 6


def new_pin() -> str:
    """Six random digits."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def hash_of(pin: str) -> str:
    """Argon2 whatever else this installation hashes with."""
    hasher = Argon2PasswordHasher()
    return hasher.encode(pin, hasher.salt())


def is_right(pin: str, hashed: str | None) -> bool:
    """Whether the PIN is the right one. A report that does not exist takes as long as a wrong PIN."""
    right = Argon2PasswordHasher().verify(_only_digits(pin), hashed or _nothing())
    return right and hashed is not None


def _only_digits(pin: str) -> str:
    return "".join(c for c in pin if c.isdecimal())


@cache
def _nothing() -> str:
    return hash_of("no report")
