"""What a file is, by what is in it, and whether it may be taken."""

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import codes, norm

HEAD = 4096
MB = 1024 * 1024

_MP4 = {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"3gp4", b"3gp5"}
# The list `document.kind` says which of these are taken; this only says how they are told apart.
_SIGNS: list[tuple[str, Callable[[bytes], bool]]] = [
    ("jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("webp", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    ("heic", lambda head: head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"msf1"}),
    ("pdf", lambda head: head.startswith(b"%PDF-")),
    ("docx", lambda head: head.startswith(b"PK\x03\x04") and (b"word/" in head or b"[Content_Types].xml" in head)),
    ("ogg", lambda head: head.startswith(b"OggS")),
    ("m4a", lambda head: head[4:8] == b"ftyp" and head[8:11] in {b"M4A", b"M4B"}),
    ("mp4", lambda head: head[4:8] == b"ftyp" and head[8:12] in _MP4),
    ("mp3", lambda head: head.startswith(b"ID3") or head[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"}),
]  # fmt: skip


def sniff(head: bytes) -> str:
    """The kind of a file by its first bytes; empty when it is none we know."""
    return next((kind for kind, fits in _SIGNS if fits(head)), "")


def accepted_kinds(on: date) -> dict[str, str]:
    """Kinds taken on a day, and their MIME types, from the list `document.kind`."""
    return {item.code: str(item.attributes["mime"]) for item in codes("document.kind", on)}


def largest_size(on: date) -> int:
    """The largest file taken, in bytes (norm `report.attachment.megabytes`)."""
    return int(norm("report.attachment.megabytes", on).value) * MB


def most_files(on: date) -> int:
    """How many files one report may carry (norm `report.attachment.count`)."""
    return int(norm("report.attachment.count", on).value)


def may_take(head: bytes, size: int, on: date) -> Verdict:
    """Only kinds of the list, not empty, not too large."""
    if size == 0:
        return no(_("This file is empty."))
    if size > largest_size(on):
        return no(_("This file is too large: at most %(mb)s MB.") % {"mb": largest_size(on) // MB})
    if sniff(head) not in accepted_kinds(on):
        return no(_("This kind of file is not taken. Send a photo, a PDF, a Word document or a recording."))
    return yes()


_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def safe_name(name: str) -> str:
    """A file's name for people: no path, no control marks, its ending kept, at most 150 letters."""
    bare = re.sub(
        r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]",
        " ",
        name.replace("\\", "/").split("/")[-1],
    )
    bare = " ".join(bare.split()).strip(". ") or "file"
    stem, dot, ending = bare.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: 149 - len(ending)]}.{ending}"
    return bare[:150]
