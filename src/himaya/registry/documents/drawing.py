"""Showing a document on the screen as pictures and words of our own making: nothing in it ever runs.

Photographs are scaled down. Pages of a PDF are drawn by a program of its own, which is given the file and nothing
else: no key, no address of the database, little memory and little time. Word documents show their words."""

import io
import os
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path

from PIL import Image

from himaya.registry.documents.cleaning import BROKEN, PICTURES

CHILD = Path(__file__).with_name("page_of_pdf.py")
SECONDS = 20
WIDTH = 1200
# Of a text that is shown, in letters; and of a Word document's packed words, in bytes.
MOST_LETTERS, MOST_PACKED = 40_000, 20_000_000
SHOWN = {*PICTURES, "pdf", "docx", "txt"}


class Undrawable(Exception):
    """The file cannot be shown here; it can still be downloaded."""


def pages_of(content: bytes) -> int | None:
    """How many pages a PDF has; None where it does not open without a password, or not at all."""
    try:
        told = _child(content, "count").decode("ascii")
    except Undrawable:
        return None
    return int(told) if told.isdecimal() and int(told) > 0 else None


def page_of(content: bytes, number: int) -> bytes:
    """One page of a PDF, counted from one, as a PNG. Raises Undrawable."""
    return _child(content, str(number), str(WIDTH))


def _child(content: bytes, *asked: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, named here; the file goes in as its input
            [sys.executable, "-I", str(CHILD), *asked],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={"PATH": os.defpath},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Undrawable("took too long") from error
    if done.returncode != 0 or not done.stdout:
        raise Undrawable(done.stderr[-200:].decode("utf-8", "replace"))
    return done.stdout


def picture_of(kind: str, content: bytes) -> bytes:
    """A photograph, at most as wide as a page, as a JPEG or (with transparent parts) PNG. Raises Undrawable."""
    try:
        with Image.open(io.BytesIO(content), formats=[PICTURES[kind]]) as image:
            image.thumbnail((WIDTH, WIDTH * 4))
            clear = image.mode in {"RGBA", "LA", "PA", "P"}
            drawn, kept = image.convert("RGBA" if clear else "RGB"), io.BytesIO()
    except (*BROKEN, Image.DecompressionBombWarning) as error:
        raise Undrawable(kind) from error
    drawn.save(kept, format="PNG" if clear else "JPEG", quality=85)
    return kept.getvalue()


def text_of(kind: str, content: bytes) -> str:
    """The words of a text or of a Word document, as far as the screen shows them. Raises Undrawable."""
    words = _words_of(content) if kind == "docx" else content.decode("utf-8-sig", "replace")
    return words[:MOST_LETTERS]


def _words_of(content: bytes) -> str:
    """The paragraphs of a Word document, without its pictures, links and fields."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack, pack.open("word/document.xml") as part:
            inside = part.read(MOST_PACKED).decode("utf-8", "replace")
    # zipfile says NotImplementedError of a way of packing that it does not know
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Undrawable("docx") from error
    told = []
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", inside, re.DOTALL):
        runs = re.findall(r"<w:(?:t|tab|br)\b[^>]*?(?:/>|>([^<]*)</w:t>)", paragraph)
        told.append(unescape("".join(run or " " for run in runs)).strip())
    return "\n".join(told).strip()
