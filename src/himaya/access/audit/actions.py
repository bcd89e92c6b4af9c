"""Writing the audit. Called by the gate for every read and every action."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from himaya.access.audit.models import AuditEvent
from himaya.kit import clock

# Each column as one list: one text of the question however many lines there are, planned once.
COLUMNS = {
    "at": "timestamptz", "actor_kind": "text", "actor_id": "bigint", "verb": "text", "dossier_id": "bigint",
    "object_kind": "text", "object_id": "bigint", "reason": "text", "digest": "text", "session": "text",
}  # fmt: skip
WRITE = (
    f"insert into {AuditEvent._meta.db_table} ({', '.join(COLUMNS)}) "  # noqa: S608  constants
    f"select * from unnest({', '.join(f'%s::{kind}[]' for kind in COLUMNS.values())})"
)


def record(
    *,
    by: Any,
    verb: str,
    on: Any = None,
    dossier_id: int | None = None,
    reason: str = "",
    digest: str = "",
    session: str = "",
) -> None:
    """One line: who, when, what was done or read, on which record. Ids only.

    `on` is the record (anything with a pk, and a dossier where it is private)."""
    write(
        [line(by=by, verb=verb, on=on, dossier_id=dossier_id, reason=reason, digest=digest, session=session)]
    )


def record_all(*, by: Any, verb: str, on: Iterable[Any], reason: str = "", digest: str = "") -> None:
    """A line for each record; one without a record where there is none. In pieces a statement can hold."""
    lines = [line(by=by, verb=verb, on=one, reason=reason, digest=digest) for one in on]
    lines = lines or [line(by=by, verb=verb, reason=reason, digest=digest)]
    for start in range(0, len(lines), 1000):
        write(lines[start : start + 1000])


def line(
    *,
    by: Any,
    verb: str,
    on: Any = None,
    dossier_id: int | None = None,
    reason: str = "",
    digest: str = "",
    session: str = "",
) -> tuple[Any, ...]:
    """A line of the audit, not yet written."""
    kind = "user" if getattr(by, "pk", None) else ("system" if getattr(by, "is_system", False) else "public")
    known = on is not None and hasattr(on, "_meta")
    return (
        clock.now(),
        kind,
        getattr(by, "pk", None),
        verb,
        dossier_id if dossier_id is not None else _dossier_of(on),
        on._meta.label_lower if known else "",
        on.pk if known and isinstance(on.pk, int) else None,
        reason,
        digest,
        session,
    )


def write(lines: Iterable[tuple[Any, ...]]) -> None:
    """Adds lines (at least one) in one statement, without RETURNING: the writer may not read the audit."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*lines, strict=True)])


def _dossier_of(on: Any) -> int | None:
    if on is None or not hasattr(on, "_meta"):
        return None
    if on._meta.label == "access.Dossier":
        return int(on.pk)
    return getattr(on, "dossier_id", None)
