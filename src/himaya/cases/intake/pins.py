"""The PIN with which a reporter returns: six digits, shown once, kept only as an Argon2 hash.

Six digits are soon tried out by whoever holds the hash, however slow it is. So what is hashed is not the PIN but
its keyed digest, under the installation's secret: a stolen database or backup alone lets nobody try even one PIN.
The hash itself is then at the strength that OWASP names as enough, which a report can wait for."""

import secrets
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.crypto import salted_hmac

DIGITS = 6


class PinHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: some 20 ms."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


def new_pin() -> str:
    """Six random digits."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def hash_of(pin: str) -> str:
    """Argon2 whatever else this installation hashes with."""
    hasher = PinHasher()
    return hasher.encode(_keyed(pin, settings.SECRET_KEY), hasher.salt())


def is_right(pin: str, hashed: str | None) -> bool:
    """Whether the PIN is the right one. A report that does not exist takes as long as a wrong PIN."""
    given, known = _only_digits(pin), hashed or _nothing()
    secrets_known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    right = [PinHasher().verify(_keyed(given, secret), known) for secret in secrets_known]
    return any(right) and hashed is not None


def _keyed(pin: str, secret: str | bytes) -> str:
    return salted_hmac("himaya.intake.pin", pin, secret=secret, algorithm="sha256").hexdigest()


def _only_digits(pin: str) -> str:
    return "".join(c for c in pin if c.isdecimal())


@cache
def _nothing() -> str:
    return hash_of("no report")
