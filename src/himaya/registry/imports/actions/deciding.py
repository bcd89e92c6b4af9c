"""Deciding rows, sending a list on, approving it, sending it back, taking it back."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import IMPORT_APPROVE, IMPORT_PREPARE
from himaya.kit.errors import Refused
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.process import Importing
from himaya.registry.imports.queries import tally
from himaya.registry.imports.rules import may_decide


@action(IMPORT_PREPARE, on="row")
def decide_row(
    *, row: ImportRow, decision: str, by: User, person: str = "", different: str = ""
) -> ImportRow:
    """What a human says of a row that asks: it is this registered person, somebody else (with the coded reason),
    taken in without its doubtful FIN, or left out."""
    batch = _in_review(row.batch)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    verdict = may_decide(row, decision, person, different)
    if not verdict:
        raise Refused(verdict.reason, "decision")
    row.decision, row.decided_by = decision, by
    row.joined_to = person if decision == ImportRow.JOIN else ""
    row.different = different if decision in (ImportRow.ENTER, ImportRow.WITHOUT_FIN) else ""
    row.save(update_fields=["decision", "decided_by", "joined_to", "different"])
    count(batch)
    return row


@action(IMPORT_PREPARE, on="batch")
def leave_asking(*, batch: ImportBatch, by: User) -> int:
    """Leaves out all rows that still ask: their people are not taken in with this list. Says how many."""
    batch = _in_review(batch)
    asking = ImportRow.objects.filter(
        batch=batch, verdict__in=[ImportRow.LIKELY, ImportRow.CONFLICT], decision=""
    )
    left = asking.update(decision=ImportRow.LEAVE, decided_by=by)
    count(batch)
    return left


def _in_review(batch: ImportBatch) -> ImportBatch:
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.status != Importing.review.name:
        raise Refused(_("This list is not being looked through now."))
    return batch


def count(batch: ImportBatch) -> None:
    """Counts the rows anew. Part of other actions."""
    batch.counts = tally(batch)
    ImportBatch.objects.filter(pk=batch.pk).update(counts=batch.counts)


@action(IMPORT_PREPARE, on="batch")
def send_for_approval(*, batch: ImportBatch, by: User) -> ImportBatch:
    """The list was looked through; somebody else decides whether it is taken in."""
    count(batch)
    Importing.move(batch, Importing.send_on, by=by)
    return batch


@action(IMPORT_APPROVE, on="batch")
def approve_list(*, batch: ImportBatch, by: User) -> ImportBatch:
    """The list may be taken into the register, which the worker then does. Refused to whoever sent it in."""
    count(batch)
    Importing.move(batch, Importing.approve, by=by, facts={"by": by})
    _start(batch, approved_by=by)
    return batch


@action(IMPORT_APPROVE, on="batch")
def send_list_back(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Back to whoever looked through it."""
    Importing.move(batch, Importing.send_back, by=by)
    return batch


@action(IMPORT_APPROVE, on="batch")
def take_list_back(*, batch: ImportBatch, by: User) -> ImportBatch:
    """What the list brought is taken out of the register again, which the worker does: whom nobody has worked on
    with goes, what was told of others is cut from them, and who is in use by now stays and is listed."""
    Importing.move(batch, Importing.take_back, by=by)
    _start(batch, approved_by=by)
    return batch


def _start(batch: ImportBatch, **fields: Any) -> None:
    batch.progress, batch.beat_at = 0, None
    for name, value in fields.items():
        setattr(batch, name, value)
    batch.save(update_fields=["progress", "beat_at", *fields])
