"""Deleting what was doomed from the store."""

import logging

from django.core.files.storage import default_storage

from himaya.access.encryption.models import DoomedFile
from himaya.access.encryption.queries import still_named
from himaya.access.gate import SYSTEM, acting_as

log = logging.getLogger(__name__)
BATCH = 500


def destroy_doomed() -> int:
    """Deletes from the store what was doomed, and says how many files. What a record still names is left alone: nobody
    dooms another record's file. A file that cannot be deleted now is tried again. May be stopped and run again."""
    with acting_as(SYSTEM):
        doomed = list(DoomedFile.objects.order_by("pk")[:BATCH])
        kept = still_named(one.name for one in doomed)
        return sum(_destroy(one, kept=one.name in kept) for one in doomed)


def _destroy(doomed: DoomedFile, *, kept: bool) -> bool:
    if not kept:
        try:
            default_storage.delete(doomed.name)
        except OSError:
            log.exception("file %s could not be deleted; tried again", doomed.pk)
            return False
    doomed.delete()
    return not kept
