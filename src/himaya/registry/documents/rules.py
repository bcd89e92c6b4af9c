"""What a file is, by what is in it, and whether it may be taken."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, codes, label, norm

HEAD = 4096
MB = 1024 * 1024

TYPES, KINDS = "document.type", "document.kind"
_MP4 = {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"3gp4", b"3gp5"}
# Marks of text that a program would run or draw: it is no plain text.
_ACTIVE = (b"<", b"{\\rtf", b"#!", b"%!", b"MZ", b"GIF8")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def reads_as_text(content: bytes) -> bool:
    """Plain text in UTF-8: words, and nothing that a program would run or draw. A letter cut in two at the end of
    what was looked at is forgiven."""
    if not content or content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_ACTIVE):
        return False
    for cut in range(4):
        try:
            return not _CONTROL.search(content[: len(content) - cut].decode("utf-8"))
        except UnicodeDecodeError:
            continue
    return False


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
    ("txt", reads_as_text),
]  # fmt: skip

# How files of a kind are called, the usual ending first.
ENDINGS = {
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "png": ("png",),
    "webp": ("webp",),
    "heic": ("heic", "heif"),
    "pdf": ("pdf",),
    "docx": ("docx",),
    "ogg": ("ogg", "oga", "opus"),
    "m4a": ("m4a", "m4b"),
    "mp4": ("mp4", "m4v", "3gp"),
    "mp3": ("mp3",),
    "txt": ("txt",),
}
# Telephones and messengers call one kind of picture by the name of another: that deceives nobody.
_FAMILIES = (frozenset({"jpeg", "png", "webp", "heic"}), frozenset({"ogg", "m4a", "mp4", "mp3"}))


def sniff(head: bytes) -> str:
    """The kind of a file by its first bytes; empty when it is none we know."""
    return next((kind for kind, fits in _SIGNS if fits(head)), "")


def accepted_kinds(on: date) -> dict[str, str]:
    """Kinds taken on a day, and their MIME types, from the list `document.kind`."""
    return {item.code: str(item.attributes["mime"]) for item in codes(KINDS, on)}


def largest_size(on: date, key: str = "report.attachment.megabytes") -> int:
    """The largest file taken, in bytes, by the norm (`document.megabytes` for a document of a record)."""
    return int(norm(key, on).value) * MB


def most_files(on: date) -> int:
    """How many files one report may carry (norm `report.attachment.count`)."""
    return int(norm("report.attachment.count", on).value)


def may_take(head: bytes, size: int, on: date, largest: int | None = None) -> Verdict:
    """Only kinds of the list, not empty, not too large."""
    largest = largest_size(on) if largest is None else largest
    if size == 0:
        return no(_("This file is empty."))
    if size > largest:
        return no(_("This file is too large: at most %(mb)s MB.") % {"mb": largest // MB})
    if sniff(head) not in accepted_kinds(on):
        return no(_("This kind of file is not taken. Send a photo, a PDF, a Word document or a recording."))
    return yes()


def ending_of(name: str) -> str:
    """The ending of a file's name, small, without the point; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and len(ending) <= 8 else ""


def may_be_called(name: str, claimed: str, kind: str) -> Verdict:
    """Whether a file is what its name (or, without an ending, the browser) says it is. A document of a record is
    refused where it is not: who reads it later must not be deceived."""
    ending = ending_of(name)
    said = next((one for one, endings in ENDINGS.items() if ending in endings), "")
    if not ending:
        mimes = {str(item.attributes["mime"]): item.code for item in codes(KINDS)}
        said = mimes.get(claimed.partition(";")[0].strip().lower(), kind)
    if said == kind or any({said, kind} <= family for family in _FAMILIES):
        return yes()
    words = {"said": label(KINDS, said) if said else f".{ending}", "found": label(KINDS, kind)}
    return no(
        _(
            "By its name this file is: %(said)s. Inside it is: %(found)s. Save it as what it is, and send it again; "
            "if you did not make it yourself, ask whoever sent it."
        )
        % words
    )


def right_name(name: str, kind: str) -> str:
    """A safe name whose ending says what the file is: no name makes a computer run it."""
    bare, ending = safe_name(name), ending_of(name)
    if ending in ENDINGS[kind]:
        return bare
    known = any(ending in endings for endings in ENDINGS.values())
    stem = bare.rpartition(".")[0] if ending and known else bare
    return safe_name(f"{stem[:140]}.{ENDINGS[kind][0]}")


def may_be_kept(kind: str, content: bytes) -> Verdict:
    """What else makes a document unfit: programs inside it, or nothing that could be read."""
    if kind == "docx":
        try:
            with zipfile.ZipFile(BytesIO(content)) as pack:
                inside = {name.lower() for name in pack.namelist()}
        # zipfile says NotImplementedError of a way of packing that it does not know
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            return no(_("This Word document is damaged. Save it anew, or send it as a PDF."))
        if any(name.endswith("vbaproject.bin") for name in inside):
            return no(_("This Word document carries a program (macros). Save it without, or as a PDF."))
    if kind == "txt" and not reads_as_text(content):
        return no(_("This text is not readable. Save it as a PDF."))
    return yes()


# --- types ---


def types_for(dossier_kind: str, on: date, *, guarded: bool) -> list[tuple[str, str]]:
    """The types of documents a record of this kind may hold, with their names; guarded ones for who may read them."""
    return [
        (item.code, item.name)
        for item in codes(TYPES, on)
        if dossier_kind in item.attributes.get("of", ()) and (guarded or not item.attributes.get("guarded"))
    ]


def _attribute(kind: str, name: str) -> Any:
    item = code_item(TYPES, kind)
    return item.attributes.get(name) if item else None


def is_guarded(type: str) -> bool:
    """Health, court, violence: only for who may read such papers."""
    return bool(_attribute(type, "guarded"))


def runs_out(type: str) -> bool:
    """Whether documents of this type have a last day."""
    return bool(_attribute(type, "expires"))


def proposed_end(type: str, issued_on: date | None, on: date) -> date | None:
    """The last day of a document on which none is written, by the norm of its type; none where there is no norm. The
    day it was kept counts where it does not say when it was issued."""
    key = _attribute(type, "validity")
    if not runs_out(type) or not key:
        return None
    start = issued_on or on
    return clock.local(add(clock.at(start), norm(str(key), on=on))).date()


def notice_from(on: date) -> date:
    """Documents with this last day or an earlier one are told of (norm `document.expiry.notice`)."""
    return on + timedelta(days=int(norm("document.expiry.notice", on).value))


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
