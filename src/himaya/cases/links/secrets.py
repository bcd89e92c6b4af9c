"""The two secrets of a link: the address, which the mail or the letter carries, and the code, told by another way.

Neither is kept. The address follows from the link's own id and the installation's secret, so that the worker can write
it into the mail; whoever holds a copy of the database alone can follow no link and try no code."""

import hashlib
import secrets
from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

from himaya.cases.intake.pins import hash_of, is_right, new_pin

__all__ = ["code_for", "digest_of", "form_digest_of", "hash_of", "is_right", "new_visit", "token_of"]


def token_of(public_id: str) -> str:
    """The secret part of a link's address: 256 bits."""
    said = salted_hmac("himaya.cases.link", public_id, algorithm="sha256").digest()
    return urlsafe_b64encode(said).decode().rstrip("=")


def digest_of(token: str) -> str:
    """As it is kept. What is digested is random and long, so that a fast digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_for(form_key: str) -> str:
    """The code, six digits: the same for the same opened form, so that pressing twice shows one code."""
    if not form_key:
        return new_pin()
    said = salted_hmac("himaya.cases.link.code", form_key, algorithm="sha256").hexdigest()
    return f"{int(said, 16) % 1_000_000:06d}"


def form_digest_of(form_key: str) -> str:
    """By which a form sent twice is known."""
    return digest_of(f"form:{form_key or secrets.token_urlsafe(32)}")


def new_visit() -> str:
    """What the browser of who came in carries."""
    return secrets.token_urlsafe(32)
