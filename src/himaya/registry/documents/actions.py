"""Keeping files, looking into them, releasing them."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from himaya.access.actions import store_closed
from himaya.access.gate import action
from himaya.access.models import Dossier, User
from himaya.access.roles import DOCUMENT_RELEASE
from himaya.clients.scanner import NoScanner, Scanned, scanner
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.documents.cleaning import Unreadable, cleaned
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import FOLDER, content_of
from himaya.registry.documents.rules import HEAD, may_take, most_files, safe_name, sniff

# Pieces in which a file goes to the disk, in bytes.
PIECE = 65_536


def keep_files(*, files: Sequence[File], dossier: Dossier, by: Any) -> list[Document]:
    """Keeps files for a record, inside another action. Refused (field `attachments`) when one may not be taken.

    What the device wrote into a photograph or recording (where it was taken, with what) is taken out first; the
    hash of what was sent stays. The name on disk is random and has no ending, and the file is closed with the
    dossier's key: nothing about a child stands in a path or lies open. A file whose transaction fails is swept a
    day later."""
    today = clock.today()
    if len(files) > most_files(today):
        raise Refused(_("At most %(n)s files can be sent.") % {"n": most_files(today)}, field="attachments")
    for file in files:
        head = file.read(HEAD)
        file.seek(0)
        verdict = may_take(head, file.size, today)
        if not verdict:
            raise Refused(f"{safe_name(str(file.name))}: {verdict.reason}", field="attachments")
    taken = [_taken(file) for file in files]
    return [_keep(one, dossier, by) for one in taken]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A file as it is kept: without what the device wrote into it."""

    name: str
    kind: str
    content: bytes
    original: str


def _taken(file: File) -> _Taken:
    sent = b"".join(file.chunks())
    kind, name = sniff(sent[:HEAD]), safe_name(str(file.name))
    try:
        content = cleaned(kind, sent)
    except Unreadable as error:
        why = _("This file is damaged or too large to be opened. Take the photo again, or send it as a PDF.")
        raise Refused(f"{name}: {why}", field="attachments") from error
    return _Taken(name, kind, content, hashlib.sha256(sent).hexdigest())


def _keep(taken: _Taken, dossier: Dossier, by: Any) -> Document:
    token = secrets.token_hex(20)
    document = Document(
        dossier=dossier,
        name=taken.name,
        kind=taken.kind,
        size=len(taken.content),
        digest=hashlib.sha256(taken.content).hexdigest(),
        original_digest=taken.original,
        uploaded_at=clock.now(),
        uploaded_by=by if isinstance(by, User) else None,
        scan=Document.QUARANTINED if isinstance(scanner(), NoScanner) else Document.WAITING,
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


def scan_document(*, document: Document) -> Scanned:
    """Looks into one waiting file. What the scanner cannot tell goes to quarantine after an hour of trying."""
    result = scanner().scan(content_of(document))
    now = clock.now()
    state = {"clean": Document.CLEAN, "infected": Document.INFECTED}.get(result.finding, Document.WAITING)
    if state == Document.WAITING and (now - document.uploaded_at).total_seconds() > 3600:
        state = Document.QUARANTINED
    Document.objects.filter(pk=document.pk, scan=Document.WAITING).update(
        scan=state, scanned_at=now, found=result.name
    )
    return result


@action(DOCUMENT_RELEASE, on="document")
def release_document(*, document: Document, by: User) -> Document:
    """Opens a quarantined file on an officer's own judgement. What was found infected is never released."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    if current.scan == Document.INFECTED:
        raise Refused(_("Malware was found in this file. It is kept as it is and not opened."))
    if current.scan != Document.QUARANTINED:
        raise Refused(_("This file is not in quarantine."))
    current.scan, current.released_by, current.released_at = Document.RELEASED, by, clock.now()
    current.save(update_fields=["scan", "released_by", "released_at"])
    return current
