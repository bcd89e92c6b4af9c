"""From a line of the audit to its digest, and from lines to a seal's. One writing, for sealing and for verifying.

Canonical: every field as text, moments as microseconds since 1970, parted by a control character. Never the
database's own idea of a row, which changes with its settings.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

FIELDS = (
    "id", "at", "xid", "actor_kind", "actor_id", "verb", "dossier_id",
    "object_kind", "object_id", "reason", "digest", "session",
)  # fmt: skip
ID_BYTES, DIGEST_BYTES = 8, 16
ROW_BYTES = ID_BYTES + DIGEST_BYTES
START = "0" * 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _text(value: Any) -> str:
    if value is None:
        return "\x00"
    if isinstance(value, datetime):
        return str((value - _EPOCH) // timedelta(microseconds=1))
    return str(value)


def of_row(row: Iterable[Any]) -> bytes:
    """The digest of one line, its values in the order of `FIELDS`."""
    return sha256("\x1f".join(_text(value) for value in row).encode()).digest()[:DIGEST_BYTES]


def packed(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """Ids and digests of lines, in the order given."""
    return b"".join(int(row[0]).to_bytes(ID_BYTES) + of_row(row) for row in rows)


def unpacked(kept: bytes) -> Iterator[tuple[int, bytes]]:
    """The ids and digests that were packed."""
    for start in range(0, len(kept), ROW_BYTES):
        row = kept[start : start + ROW_BYTES]
        yield int.from_bytes(row[:ID_BYTES]), row[ID_BYTES:]


def of_seal(*, previous: str, era: int, after_id: int, first_xid: int, end_xid: int, kept: bytes) -> str:
    """The digest of a seal: over the one before it, its range, and its rows."""
    head = f"{previous}|{era}|{after_id}|{first_xid}|{end_xid}|{len(kept) // ROW_BYTES}|"
    return sha256(head.encode() + kept).hexdigest()
