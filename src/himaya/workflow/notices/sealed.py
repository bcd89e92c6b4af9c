"""What is told together with a ring, closed: only the page it is for can open it, with a key that stands in that page.

Neither the database, through which it goes, nor the process of events, nor whoever finds a ticket in a proxy's log reads
it. It is a help, never the only way: a page that cannot open it asks for what is new, as it does after a bare ring."""

import json
import secrets
from base64 import b64encode
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

SALT = "himaya.events.ear"
NONCE_BYTES = 12


def ear(who: int | str, of: str) -> str:
    """The key of the pages of one user, or of the visitor of this word, for one thing: 64 hex digits. Stands only in
    pages that show them the thing."""
    return salted_hmac(SALT, f"{who} {of}", algorithm="sha256").hexdigest()


def seal(told: dict[str, Any], *, who: int | str, of: str) -> str:
    """Closes what is told, for the pages of one."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    closed = AESGCM(bytes.fromhex(ear(who, of))).encrypt(nonce, text.encode(), None)
    return b64encode(nonce + closed).decode()
