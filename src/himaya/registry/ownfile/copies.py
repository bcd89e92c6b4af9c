"""Copies of papers that go out with a person's own file: as pictures and words in the letter, as the files themselves in
the copy for machines."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from PIL import Image

from himaya.kit import clock
from himaya.reference.queries import label, norm
from himaya.registry.documents.cleaning import PICTURES
from himaya.registry.documents.drawing import Undrawable, page_of, pages_of, picture_of, text_of
from himaya.registry.documents.models import Document
from himaya.registry.documents.queries import content_of
from himaya.registry.documents.rules import ENDINGS

# Wide enough to read a scan on paper; and of all pictures together, in bytes: setting them takes 150 times as much.
WIDTH, QUALITY, MOST_BYTES = 1000, 75, 5_000_000


def annex_of(papers: Iterable[Document]) -> list[dict[str, Any]]:
    """The papers as the letter shows them: pages as pictures, texts as words. `more`: something is only in the copy for
    machines, because it cannot be drawn or there are more pages than a letter carries (norm `own_file.annex.pages`)."""
    room, weight = int(norm("own_file.annex.pages", on=clock.today()).number), MOST_BYTES
    annex = []
    for paper in papers:
        told = _shown(paper, room, weight)
        room -= len(told["pages"])
        weight -= sum(map(len, told["pages"]))
        annex.append({"title": title_of(paper), **told})
    return annex


def title_of(paper: Document) -> str:
    """What a paper is called in the letter."""
    return " ".join(filter(None, [label("document.type", paper.type), paper.number]))


def _shown(paper: Document, room: int, weight: int) -> dict[str, Any]:
    content = b"".join(content_of(paper))
    try:
        if paper.kind in {"docx", "txt"}:
            return {"text": text_of(paper.kind, content), "pages": [], "more": False}
        total = _length(paper.kind, content)
        pages: list[list[int]] = []
        while len(pages) < min(total, room) and sum(map(len, pages)) < weight:
            pages.append(_small(_drawn(paper.kind, content, len(pages) + 1)))
        return {"text": "", "pages": pages, "more": len(pages) < total}
    except Undrawable:
        return {"text": "", "pages": [], "more": True}


def _length(kind: str, content: bytes) -> int:
    """How many pages; of what cannot be drawn one, which Undrawable then says."""
    return (pages_of(content) or 1) if kind == "pdf" else 1


def _drawn(kind: str, content: bytes, number: int) -> bytes:
    if kind in PICTURES:
        return picture_of(kind, content)
    if kind == "pdf":
        return page_of(content, number)
    raise Undrawable(kind)


def _small(picture: bytes) -> list[int]:
    """A page as a picture of our own, in the numbers by which data reaches the layout."""
    kept = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.thumbnail((WIDTH, WIDTH * 4))
        whole = Image.new("RGB", image.size, "white")
        whole.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    whole.save(kept, format="JPEG", quality=QUALITY)
    return list(kept.getvalue())


def packed(told: bytes, papers: Iterable[Document]) -> bytes:
    """The copy for machines: what is told, and the papers as they are kept."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("own-file.json", told)
        for name, paper in named(papers):
            pack.writestr(name, b"".join(content_of(paper)))
    return kept.getvalue()


def named(papers: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Each paper under a name of ours: the one it was sent under may name somebody else."""
    for number, paper in enumerate(papers, 1):
        yield f"documents/{number:02d}-{paper.type}.{ENDINGS[paper.kind][0]}", paper
