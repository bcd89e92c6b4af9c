"""Keeping files, putting new versions in their place, releasing them."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from himaya.access.actions import new_file_key, store_closed
from himaya.access.gate import action, may, require_version
from himaya.access.models import Dossier, User
from himaya.access.roles import DOCUMENT_GUARDED, DOCUMENT_KEEP, DOCUMENT_RELEASE
from himaya.clients.scanner import NoScanner, Scanned, scanner
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.verdict import Verdict
from himaya.registry.documents.cleaning import Unreadable, cleaned
from himaya.registry.documents.drawing import pages_of
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import FOLDER, is_current
from himaya.registry.documents.rules import (
    HEAD,
    is_guarded,
    largest_size,
    may_be_called,
    may_be_kept,
    may_take,
    most_files,
    proposed_end,
    right_name,
    safe_name,
    sniff,
    types_for,
)
from himaya.workflow.actions import close_tasks

# Pieces in which a file goes to the disk, in bytes.
PIECE = 65_536
# How long somebody who has just sent a file waits for the scanner, in seconds.
PATIENCE = 6.0


def keep_files(*, files: Sequence[File], dossier: Dossier, by: Any) -> list[Document]:
    """Keeps files for a record, inside another action. Refused (field `attachments`) when one may not be taken.

    What the device wrote into a photograph or recording (where it was taken, with what) is taken out first; the
    hash of what was sent stays. The name on disk is random and has no ending, and the file is closed with a key of
    its own, which is closed with the dossier's: nothing about a child stands in a path or lies open. A file whose
    transaction fails is swept a day later."""
    today = clock.today()
    if len(files) > most_files(today):
        raise Refused(_("At most %(n)s files can be sent.") % {"n": most_files(today)}, field="attachments")
    for file in files:
        head = file.read(HEAD)
        file.seek(0)
        _require(may_take(head, file.size, today), file, "attachments")
    taken = [_taken(file, "attachments") for file in files]
    return [_keep(one, dossier, by) for one in taken]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file as it is kept: without what the device wrote into it. `seen`: what a scanner said at once."""

    name: str
    kind: str
    content: bytes
    original: str
    seen: Scanned | None = None
    pages: int | None = None


def _require(verdict: Verdict, file: File, field: str) -> None:
    if not verdict:
        raise Refused(f"{safe_name(str(file.name))}: {verdict.reason}", field=field)


def _taken(file: File, field: str, sent: bytes | None = None, seen: Scanned | None = None) -> _Taken:
    sent = b"".join(file.chunks()) if sent is None else sent
    kind = sniff(sent[:HEAD])
    name = right_name(str(file.name), kind)
    try:
        content = cleaned(kind, sent)
    except Unreadable as error:
        why = _("This file is damaged or too large to be opened. Take the photo again, or send it as a PDF.")
        raise Refused(f"{name}: {why}", field=field) from error
    return _Taken(name, kind, content, hashlib.sha256(sent).hexdigest(), seen)


def _keep(taken: _Taken, dossier: Dossier, by: Any, **more: Any) -> Document:
    token = secrets.token_hex(20)
    document = Document(
        dossier=dossier,
        name=taken.name,
        kind=taken.kind,
        size=len(taken.content),
        pages=taken.pages,
        digest=hashlib.sha256(taken.content).hexdigest(),
        original_digest=taken.original,
        file_key=new_file_key(),
        uploaded_at=clock.now(),
        uploaded_by=by if isinstance(by, User) else None,
        **_judged(taken.seen),
        **more,
    )
    pieces = (taken.content[at : at + PIECE] for at in range(0, len(taken.content), PIECE))
    document.stored_as = store_closed(pieces, row=document, name=f"{FOLDER}/{token[:2]}/{token}")
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except Exception:
        default_storage.delete(document.stored_as)
        raise
    return document


def _judged(seen: Scanned | None) -> dict[str, Any]:
    """How a new file stands: by what the scanner said at once; else it waits, or an officer must look."""
    now = clock.now()
    if seen is not None and seen.finding != "unknown":
        state = Document.CLEAN if seen.finding == "clean" else Document.INFECTED
        return {"scan": state, "scanned_at": now, "judged_at": now, "found": seen.name}
    nobody = isinstance(scanner(), NoScanner)
    return {
        "scan": Document.QUARANTINED if nobody else Document.WAITING,
        "scanned_at": now if seen is not None and not nobody else None,
        "found": seen.name if seen is not None else "",
    }


# --- documents of a record ---


@action(DOCUMENT_KEEP, on="dossier")
def keep_document(
    *,
    dossier: Dossier,
    type: str,
    file: File,
    by: Any,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Document:
    """Puts a document to a record. The scanner looks into what was sent before anything of it is opened.

    What malware is found in is kept locked away, as it came, and is no document of the record: the caller sees it by
    `scan`. Without a last day, that of the type's norm is written."""
    today = clock.today()
    _require_type(dossier, type, by)
    taken = _looked_into(file, today)
    details = _details(type, number, issuer, issued_on, valid_until, note)
    return _keep(taken, dossier, by, type=type, guarded=is_guarded(type), **details)


@action(DOCUMENT_KEEP, on="document")
def replace_document(
    *,
    document: Document,
    file: File,
    by: Any,
    expected: int | None = None,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Document:
    """Puts a new version in the place of a document; the older ones stay readable. Who was slower sees the other's."""
    versions = Document.objects.filter(series=document.series).order_by("-edition")
    list(versions.select_for_update())
    require_version(Document.objects.get(pk=document.pk), expected)
    if not is_current(document):
        raise Stale(versions.current().get())
    taken = _looked_into(file, clock.today())
    made = _keep(
        taken,
        document.dossier,
        by,
        type=document.type,
        guarded=document.guarded,
        series=document.series,
        edition=versions[0].edition + 1,
        **_details(document.type, number, issuer, issued_on, valid_until, note),
    )
    if made.scan != Document.INFECTED:
        _settle(made, by, "replaced")
    return made


@action(DOCUMENT_KEEP, on="document")
def correct_document(
    *,
    document: Document,
    by: Any,
    expected: int | None = None,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Document:
    """Puts right what was written about a document; the file stays as it is."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    require_version(current, expected)
    for name, value in _details(
        current.type, number, issuer, issued_on, valid_until, note, propose=False
    ).items():
        setattr(current, name, value)
    current.save(update_fields=["number", "issuer", "issued_on", "valid_until", "note"])
    _settle(current, by, "corrected")
    return current


@action(DOCUMENT_KEEP, on="document")
def end_document(*, document: Document, reason: str, by: Any, expected: int | None = None) -> Document:
    """The paper is out of force: it reminds of nothing any more, and stays readable. `reason`: a code of
    `document.end_reason`."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    require_version(current, expected)
    if current.ended_at is not None:
        raise Refused(_("This document is out of force already."))
    current.ended_at, current.ended_reason = clock.now(), reason
    current.ended_by = by if isinstance(by, User) else None
    current.save(update_fields=["ended_at", "ended_reason", "ended_by"])
    _settle(current, by, "ended")
    return current


def task_key(document: Document) -> str:
    """What the task of a document that runs out is known by."""
    return f"document:{document.series}"


def _settle(document: Document, by: Any, outcome: str) -> None:
    """Nobody need be reminded of the day as it stood; the nightly look asks anew where it must."""
    close_tasks(key=task_key(document), by=by, outcome=outcome)


def _require_type(dossier: Dossier, type: str, by: Any) -> None:
    guarded = may(by, DOCUMENT_GUARDED, dossier)
    if type not in dict(types_for(dossier.kind, clock.today(), guarded=guarded)):
        raise Refused(_("Documents of this type do not belong to this record."), field="type")


def _looked_into(file: File, today: date) -> _Taken:
    """A document as it is kept, once the scanner has had its say. Refused (field `file`) where it may not be taken."""
    head = file.read(HEAD)
    file.seek(0)
    _require(may_take(head, file.size, today, largest_size(today, "document.megabytes")), file, "file")
    kind = sniff(head)
    claimed = str(getattr(file, "content_type", "") or "")
    _require(may_be_called(safe_name(str(file.name)), claimed, kind), file, "file")
    sent = b"".join(file.chunks())
    seen = scanner(seconds=PATIENCE).scan([sent])
    if seen.finding == "infected":  # as it came: nothing of ours opens it
        return _Taken(right_name(str(file.name), kind), kind, sent, hashlib.sha256(sent).hexdigest(), seen)
    _require(may_be_kept(kind, sent), file, "file")
    taken = _taken(file, "file", sent, seen)
    if kind != "pdf":
        return taken
    pages = pages_of(taken.content)
    if pages is None:
        why = _(
            "This PDF is damaged or closed with a password: nobody could read it. Save it without, and send it again."
        )
        raise Refused(f"{taken.name}: {why}", field="file")
    return _Taken(taken.name, kind, taken.content, taken.original, seen, pages)


def _details(
    type: str,
    number: str,
    issuer: str,
    issued_on: date | None,
    valid_until: date | None,
    note: str,
    *,
    propose: bool = True,
) -> dict[str, Any]:
    """What is written about a document."""
    today = clock.today()
    if issued_on and issued_on > today:
        raise Refused(_("This day is still to come."), field="issued_on")
    if issued_on and valid_until and valid_until < issued_on:
        raise Refused(_("A document cannot end before it was issued."), field="valid_until")
    if valid_until is None and propose:
        valid_until = proposed_end(type, issued_on, today)
    return {
        "number": number,
        "issuer": issuer,
        "issued_on": issued_on,
        "valid_until": valid_until,
        "note": note,
    }


@action(DOCUMENT_RELEASE, on="document")
def release_document(*, document: Document, by: User) -> Document:
    """Opens a quarantined file on an officer's own judgement. What was found infected is never released; what is
    released is looked into all the same when a scanner answers, and closed again where malware is found."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    if current.scan == Document.INFECTED:
        raise Refused(_("Malware was found in this file. It is kept as it is and not opened."))
    if current.scan != Document.QUARANTINED:
        raise Refused(_("This file is not in quarantine."))
    current.scan, current.released_by, current.released_at = Document.RELEASED, by, clock.now()
    current.save(update_fields=["scan", "released_by", "released_at"])
    return current
