"""Mark a change of reference data."""

from typing import Any

from django.db import connection, transaction
from django.db.models import F

from himaya.kit import clock
from himaya.reference.release import queries
from himaya.reference.release.models import Release
from himaya.reference.signals import changed


@transaction.atomic
def mark_changed(*, what: str, by: Any, digest: str | None = None, **details: object) -> None:
    """Raise the version, forget what was remembered, tell the listeners (who write the audit row)."""
    release, _ = Release.objects.get_or_create(pk=1, defaults={"changed_at": clock.now()})
    release.version = F("version") + 1
    release.changed_at = clock.now()
    release.digest = release.digest if digest is None else digest
    release.save()
    changed.send(sender=Release, what=what, by=by, details=details)
    queries.forget()
    transaction.on_commit(queries.forget)


def hold_the_door() -> None:
    """Only one loads at a time; the others wait for the end of its transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('himaya.reference'))")
