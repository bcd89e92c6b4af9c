"""What a visitor has typed so far, kept for half an hour on the server and nowhere else.

The row is ciphertext; its key is derived from a random token that only the visitor's cookie holds. Not audited
and not actions: nothing has been reported yet, and nothing here is a record.
"""

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db import connection

from himaya.cases.intake.models import PublicDraft
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm

LARGEST = 100_000
KEEP = """
insert into cases_publicdraft as d (token_digest, content, expires_at, wiped) values (%s, %s, %s, false)
on conflict (token_digest) do update set content = excluded.content, expires_at = excluded.expires_at
where not d.wiped
"""


def new_token() -> str:
    """A token for a visitor's cookie."""
    return secrets.token_urlsafe(32)


def _digest(token: str) -> str:
    return hashlib.sha256(f"row:{token}".encode()).hexdigest()


def _cipher(token: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"key:{token}".encode()).digest()))


def read_draft(token: str, *, lock: bool = False) -> dict[str, Any]:
    """What was typed; empty where there is nothing, it is too old, or it was wiped. `lock` holds it until the
    transaction ends, so that of two tabs only one sends it."""
    rows = PublicDraft.objects.select_for_update() if lock else PublicDraft.objects
    row = rows.filter(token_digest=_digest(token), wiped=False, expires_at__gt=clock.now()).first()
    if row is None:
        return {}
    try:
        return json.loads(_cipher(token).decrypt(bytes(row.content)))
    except (InvalidToken, ValueError):
        return {}


def keep_draft(token: str, content: dict[str, Any]) -> bool:
    """Keeps it for the norm's time from now; not after it was wiped, and not beyond a sensible size."""
    plain = json.dumps(content).encode()
    if len(plain) > LARGEST:
        return False
    now = clock.now()
    until = add(now, norm("draft.length.public", clock.today()))
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [_digest(token), _cipher(token).encrypt(plain), until])
        return bool(cursor.rowcount)


def wipe_draft(token: str) -> None:
    """Empties it at once. The emptied row stays until it expires: a late save from the page being left, which a
    browser may still send, finds it closed."""
    values = {
        "content": b"",
        "wiped": True,
        "expires_at": add(clock.now(), norm("draft.length.public", clock.today())),
    }
    PublicDraft.objects.update_or_create(token_digest=_digest(token), defaults=values)


def drop_old_drafts() -> int:
    """Removes what has expired; run by the system."""
    return PublicDraft.objects.filter(expires_at__lte=clock.now()).delete()[0]
