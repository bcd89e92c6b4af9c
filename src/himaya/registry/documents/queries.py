"""Files of a record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from himaya.access.models import Dossier
from himaya.access.queries import opened_file
from himaya.kit import clock
from himaya.reference.queries import code_item
from himaya.registry.documents.models import Document
from himaya.registry.documents.rules import notice_from

FOLDER = "documents"
# How long a file waits until a scanner that was silent is asked about it again.
SOON, LATER = timedelta(minutes=1), timedelta(minutes=10)


def documents_of(dossier: Dossier | int, by: Any) -> QuerySet[Document]:
    """The files of a record, as far as this person may see it; the oldest first."""
    pk = dossier if isinstance(dossier, int) else dossier.pk
    return Document.objects.visible_to(by).filter(dossier_id=pk).order_by("uploaded_at", "pk")


@dataclass(frozen=True, slots=True)
class Folder:
    """The documents of a record as its page shows them."""

    in_force: list[Document]
    ended: list[Document]
    refused: list[Document]

    @property
    def is_empty(self) -> bool:
        """Nothing was ever put here."""
        return not (self.in_force or self.ended or self.refused)


def folder_of(dossier: Dossier, by: Any) -> Folder:
    """Each document once, in its newest version; what is out of force apart, and what malware was found in."""
    rows = Document.objects.visible_to(by).filter(dossier=dossier).exclude(type="")
    ordered = rows.select_related("uploaded_by").order_by("type", "-uploaded_at", "-pk")
    current = list(ordered.current())
    return Folder(
        in_force=[one for one in current if one.ended_at is None],
        ended=[one for one in current if one.ended_at is not None],
        refused=list(ordered.filter(scan=Document.INFECTED)),
    )


def versions_of(document: Document, by: Any) -> list[Document]:
    """Every version of a document, the newest first."""
    rows = Document.objects.visible_to(by).filter(series=document.series)
    return list(rows.select_related("uploaded_by").order_by("-edition"))


def is_current(document: Document) -> bool:
    """Whether this is the version that counts."""
    return bool(Document.objects.filter(pk=document.pk).current().exists())


def running_out(by: Any) -> QuerySet[Document]:
    """Documents in force whose last day is near or has passed, the nearest first; as far as this person sees them."""
    rows = Document.objects.visible_to(by).in_force()
    near = rows.filter(valid_until__lte=notice_from(clock.today()))
    return near.select_related("dossier__unit").order_by("valid_until", "pk")


def mime_of(document: Document) -> str:
    """Its MIME type, by what was found in it."""
    item = code_item("document.kind", document.kind)
    return str(item.attributes["mime"]) if item else "application/octet-stream"


def content_of(document: Document) -> Iterator[bytes]:
    """The bytes of a file, opened with its own key or its dossier's, in pieces."""
    return opened_file(document, document.stored_as)


def unjudged_files(limit: int = 20) -> QuerySet[Document]:
    """Files of which no scanner has said yet what they are, the oldest first: those that wait, asked again after a
    minute; those in quarantine or released by an officer, asked again after ten."""
    now = clock.now()
    waits = Q(scan=Document.WAITING) & (Q(scanned_at__isnull=True) | Q(scanned_at__lte=now - SOON))
    held = Q(scan__in=[Document.QUARANTINED, Document.RELEASED])
    again = held & (Q(scanned_at__isnull=True) | Q(scanned_at__lte=now - LATER))
    rows = Document.objects.filter(judged_at__isnull=True).exclude(stored_as="")
    return rows.filter(waits | again).order_by("uploaded_at")[:limit]


def forgotten_files() -> Iterator[str]:
    """Stored files older than a day that no record names."""
    known = set(Document.objects.values_list("stored_as", flat=True))
    before = clock.now() - timedelta(days=1)
    for folder in default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            stored = f"{FOLDER}/{folder}/{name}"
            if stored not in known and default_storage.get_created_time(stored) < before:
                yield stored
