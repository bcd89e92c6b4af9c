"""Files of a record."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from himaya.access.models import Dossier
from himaya.access.queries import opened_file
from himaya.kit import clock
from himaya.reference.queries import code_item
from himaya.registry.documents.models import Document

FOLDER = "documents"


def documents_of(dossier: Dossier | int, by: Any) -> QuerySet[Document]:
    """The files of a record, as far as this person may see it; the oldest first."""
    pk = dossier if isinstance(dossier, int) else dossier.pk
    return Document.objects.visible_to(by).filter(dossier_id=pk).order_by("uploaded_at", "pk")


def mime_of(document: Document) -> str:
    """Its MIME type, by what was found in it."""
    item = code_item("document.kind", document.kind)
    return str(item.attributes["mime"]) if item else "application/octet-stream"


def content_of(document: Document) -> Iterator[bytes]:
    """The bytes of a file, opened with its dossier's key, in pieces."""
    return opened_file(document, document.stored_as)


def waiting_files(limit: int = 20) -> QuerySet[Document]:
    """Files no scanner has looked into yet, the oldest first; one that failed is tried again after a minute."""
    again = clock.now() - timedelta(minutes=1)
    rows = Document.objects.filter(scan=Document.WAITING)
    return rows.exclude(scanned_at__gt=again).order_by("uploaded_at")[:limit]


def forgotten_files() -> Iterator[str]:
    """Stored files older than a day that no record names."""
    known = set(Document.objects.values_list("stored_as", flat=True))
    before = clock.now() - timedelta(days=1)
    for folder in default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []:
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
            stored = f"{FOLDER}/{folder}/{name}"
            if stored not in known and default_storage.get_created_time(stored) < before:
                yield stored
