"""What of a document the screen shows."""

from dataclasses import dataclass, field

from django.urls import reverse

from himaya.access.models import CannotDecrypt
from himaya.kit import clock
from himaya.reference.queries import norm
from himaya.registry.documents.cleaning import PICTURES
from himaya.registry.documents.drawing import Undrawable, pages_of, text_of
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import Folder, content_of

PHOTO = "photo_person"  # of the list `document.type`


@dataclass(frozen=True, slots=True)
class Preview:
    """Pictures by their addresses, or words. `more`: pages that are not shown. `gone`: the file itself is lost to us,
    because it was destroyed or does not open."""

    pictures: list[str] = field(default_factory=list)
    text: str = ""
    more: int = 0
    gone: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing of this kind of file is shown."""
        return not (self.pictures or self.text)


def preview_of(document: Document) -> Preview:
    """How a file is shown: photographs and pages as pictures, texts as words; other kinds and closed files not."""
    if not document.may_be_opened:
        return Preview(gone=document.is_destroyed)
    try:
        next(content_of(document), b"")  # whether it opens at all
        if document.kind in PICTURES:
            return Preview(pictures=[reverse("people:document-picture", args=[document.public_id])])
        if document.kind == "pdf":
            return _pages(document)
        if document.kind in {"docx", "txt"}:
            return Preview(text=text_of(document.kind, b"".join(content_of(document))))
    except (CannotDecrypt, OSError):
        return Preview(gone=True)
    except Undrawable:
        pass
    return Preview()


def _pages(document: Document) -> Preview:
    pages = document.pages
    if pages is None:
        pages = pages_of(b"".join(content_of(document))) or 0
    shown = min(pages, int(norm("document.preview.pages", clock.today()).value))
    address = [reverse("people:document-page", args=[document.public_id, n]) for n in range(1, shown + 1)]
    return Preview(pictures=address, more=pages - shown)


def photo_in(folder: Folder) -> str:
    """The address of the person's newest photo in force, as their page shows it; empty where there is none, or where
    it may not be opened yet."""
    found = (
        one for one in folder.in_force if one.type == PHOTO and one.kind in PICTURES and one.may_be_opened
    )
    newest = max(found, key=lambda one: (one.uploaded_at, one.pk), default=None)
    return reverse("people:document-picture", args=[newest.public_id]) if newest else ""
