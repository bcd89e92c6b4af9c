"""Opaque ids for addresses and references that a person can read over the telephone."""

import secrets
from typing import Any

from django.db import models

# Crockford's base32, lower case: no i, l, o, u. Twelve letters hold 60 bits.
PUBLIC_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_LENGTH = 12

# No 0/O, 1/I/L, 2/Z, 5/S... only one of each pair that looks or sounds alike; no letter missing from
# the Azerbaijani keyboard. Twenty-three of them: a prime, so one check letter finds every single wrong
# letter and every swap of two.
READ_ALPHABET = "3456789ACDEFHJKMNPQRTXY"
READ_LENGTH = 8
_LIKE = str.maketrans("ԚАВЕКМНОРСТХУ", "QABEKMHOPCTXY")


def new_public_id() -> str:
    """A random opaque id for addresses: says nothing about order or number."""
    drawn = secrets.randbits(5 * PUBLIC_LENGTH)  # at once: long lists of people draw several for each
    return "".join([PUBLIC_ALPHABET[drawn >> 5 * place & 31] for place in range(PUBLIC_LENGTH)])


class PublicIdField(models.CharField):
    """The id by which the outside knows a row; the primary key never leaves the database."""

    def __init__(self, **kwargs: Any) -> None:
        defaults: dict[str, Any] = {
            "max_length": PUBLIC_LENGTH,
            "unique": True,
            "default": new_public_id,
            "editable": False,
        }
        super().__init__(**(defaults | kwargs))


def _check(body: str) -> str:
    total = sum((place + 2) * READ_ALPHABET.index(letter) for place, letter in enumerate(body))
    return READ_ALPHABET[total % len(READ_ALPHABET)]


def _shown(body: str) -> str:
    whole = body + _check(body)
    return "-".join(whole[i : i + 3] for i in range(0, len(whole), 3))


def reference_number() -> str:
    """A new reference such as `7K3-D94-QXM`; the last letter is the check letter."""
    return _shown("".join(secrets.choice(READ_ALPHABET) for _ in range(READ_LENGTH)))


def read_reference(typed: str) -> str | None:
    """The reference as stored, from what a person typed in any case and spacing; None if it is wrong."""
    letters = "".join(c for c in typed.strip().upper().translate(_LIKE) if c not in " -–—._\u00a0")
    if len(letters) != READ_LENGTH + 1 or any(c not in READ_ALPHABET for c in letters):
        return None
    shown = _shown(letters[:-1])
    return shown if shown.endswith(letters[-1]) else None
