"""Writing the audit. Called by the gate for every read and every action."""

from typing import Any

from himaya.access.audit.models import AuditEvent
from himaya.kit import clock


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
    kind = "user" if getattr(by, "pk", None) else ("system" if getattr(by, "is_system", False) else "public")
    AuditEvent.objects.bulk_create(  # no RETURNING: the writer may not read the audit
        [
            AuditEvent(
                at=clock.now(),
                actor_kind=kind,
                actor_id=getattr(by, "pk", None),
                verb=verb,
                dossier_id=dossier_id if dossier_id is not None else _dossier_of(on),
                object_kind=on._meta.label_lower if on is not None and hasattr(on, "_meta") else "",
                object_id=on.pk if on is not None and isinstance(getattr(on, "pk", None), int) else None,
                reason=reason,
                digest=digest,
                session=session,
            )
        ]
    )


def _dossier_of(on: Any) -> int | None:
    if on is None:
        return None
    if on._meta.label == "access.Dossier":
        return int(on.pk)
    return getattr(on, "dossier_id", None)
