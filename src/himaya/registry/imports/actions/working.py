"""What the worker does with a list: reads it, takes it in, takes it back. Each begins anew, or goes on, where a worker
that died has left it."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import translation

from himaya.access.gate import SYSTEM, acting_as
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.imports.actions.applying import take_back, take_in
from himaya.registry.imports.actions.comparing import mark_repeats, mark_told_before, meet_register
from himaya.registry.imports.actions.deciding import count
from himaya.registry.imports.actions.sending import drop_file
from himaya.registry.imports.actions.staging import beat, read_rows
from himaya.registry.imports.models import ImportBatch
from himaya.registry.imports.process import Importing
from himaya.registry.imports.queries import AT_WORK, write_file
from himaya.registry.imports.rules import may_go_on
from himaya.workflow.process import Move

SILENT = timedelta(minutes=5)  # after which a list at work counts as dropped by its worker
REPEATS_SHARE = 650


def claim() -> list[ImportBatch]:
    """The lists that wait for a worker, each taken by one only."""
    now = clock.now()
    with acting_as(SYSTEM):
        free = Q(beat_at__isnull=True) | Q(beat_at__lt=now - SILENT)
        waiting = ImportBatch.objects.filter(free, status__in=AT_WORK).order_by("pk")
        found = list(waiting.select_for_update(skip_locked=True, of=("self",)))
        ImportBatch.objects.filter(pk__in=[batch.pk for batch in found]).update(beat_at=now)
        return list(
            ImportBatch.objects.filter(pk__in=[b.pk for b in found])
            .select_related("dossier__unit", "uploaded_by", "approved_by")
            .order_by("pk")
        )


def work_on(batch: ImportBatch) -> None:
    """Does what the list waits for."""
    who = (
        batch.approved_by
        if batch.approved_by and batch.status != Importing.reading.name
        else batch.uploaded_by
    )
    with translation.override(batch.uploaded_by.language):
        if batch.status == Importing.reading.name:
            read_list(batch, who)
        elif batch.status == Importing.applying.name:
            take_in(batch, who, beat)
            _end(batch, Importing.finish, who)
        else:
            take_back(batch, who, beat)
            _end(batch, Importing.taken_back, who)


def read_list(batch: ImportBatch, by: Any) -> None:
    """Reads the file into rows, compares them with each other and with the register, and says whether the list can
    be looked through."""
    try:
        with write_file(batch, by) as path:
            read_rows(batch, path, by)
    except Refused as refused:
        _give_up(batch, Importing.break_off, refused.message, by)
        return
    mark_told_before(batch, by)
    mark_repeats(batch, by)
    with acting_as(by):
        beat(batch, REPEATS_SHARE)
    meet_register(batch, by, lambda share: beat(batch, REPEATS_SHARE + int((1000 - REPEATS_SHARE) * share)))
    with acting_as(by):
        count(batch)
        verdict = may_go_on(batch.counts, clock.today())
    if verdict:
        _end(batch, Importing.ready, by)
    else:
        _give_up(batch, Importing.turn_away, str(verdict.reason), by)


def _end(batch: ImportBatch, move: Move, by: Any) -> None:
    with acting_as(by):
        count(batch)
        ImportBatch.objects.filter(pk=batch.pk).update(progress=1000, beat_at=None)
        Importing.move(batch, move, by=SYSTEM)
        if move is Importing.finish:
            drop_file(batch)


def _give_up(batch: ImportBatch, move: Move, trouble: str, by: Any) -> None:
    with acting_as(by):
        count(batch)
        ImportBatch.objects.filter(pk=batch.pk).update(trouble=trouble, progress=1000, beat_at=None)
        Importing.move(batch, move, by=SYSTEM)
        drop_file(batch)
