"""What a file is, by its first bytes: its name proves nothing."""

import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from himaya.kit.books.shapes import LIMITS, Limits, Unreadable

HEAD = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
# What the package of a document holds, and what it then is.
_INSIDE = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("word/", "docx"),
    ("content.xml", "ods"),
)


def sniff(path: Path, limits: Limits = LIMITS) -> str:
    """`xlsx`, `xml`, `html` or `text`. Unreadable where it is anything else, and says what to send instead."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable(
            "empty", _("The file is empty. Open it, check that the list is in it, and send it again.")
        )
    if size > limits.size:
        raise Unreadable(
            "huge",
            _(
                "The file is larger than %(mb)s MB. Remove pictures from it, or split the list into several files."
            )
            % {"mb": limits.size // 1024 // 1024},
        )
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _packed(path, limits)
    if head[:8] == _OLE:
        raise _old_or_locked(path)
    _refuse_the_foreign(head)
    return _markup(head) or "text"


def _packed(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as broken:
        raise damaged() from broken
    _refuse_bombs(members, path.stat().st_size, limits)
    names = [member.filename for member in members]
    kind = next((kind for name, kind in _INSIDE if any(n.startswith(name) for n in names)), "zip")
    if kind == "xlsx":
        return kind
    raise Unreadable(
        "foreign",
        _(
            "This is not a table that can be read. In Excel or LibreOffice choose “Save as”, “Excel workbook (.xlsx)”."
        ),
    )


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """A small file that unpacks into a monstrous one is not opened at all."""
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        m.file_size > 10_000_000 and m.file_size > limits.ratio * max(m.compress_size, 1) for m in members
    )
    if (
        unpacked > limits.unpacked
        or swollen
        or len(members) > 5000
        or unpacked > 10_000_000 > size * limits.ratio
    ):
        raise Unreadable(
            "bomb",
            _("This file unpacks to far more than a list needs, so it was not opened. Save the list anew."),
        )
    if any(member.flag_bits & 1 for member in members):
        raise locked()


def _old_or_locked(path: Path) -> Unreadable:
    with path.open("rb") as file:
        content = file.read(4 * 1024 * 1024)
    if _ENCRYPTED in content:
        return locked()
    return Unreadable(
        "old",
        _(
            "This is a workbook of Excel 97–2003. Open it, choose “Save as”, “Excel workbook (.xlsx)”, and send that."
        ),
    )


def locked() -> Unreadable:
    """Closed with a password."""
    return Unreadable(
        "locked", _("This file is protected by a password. Remove the password in Excel and send it again.")
    )


def damaged() -> Unreadable:
    """Cut short or broken."""
    return Unreadable(
        "damaged", _("This file is damaged or was cut short on its way. Save it anew and send it again.")
    )


def _refuse_the_foreign(head: bytes) -> None:
    if head.startswith(b"%PDF-"):
        raise Unreadable("foreign", _("This is a PDF. Ask for the table itself, as an Excel or CSV file."))
    if head.startswith(_PICTURES):
        raise Unreadable(
            "foreign", _("This is a picture. Ask for the table itself, as an Excel or CSV file.")
        )
    if head.startswith(b"{\\rtf"):
        raise Unreadable("foreign", _("This is a text document. Copy its table into Excel and send that."))


def _markup(head: bytes) -> str:
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()[:20_000]
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain and plain.startswith(b"<?xml"):
        return "xml"
    if re.match(rb"<(!doctype html|html|head|meta|body|table|style|div)\b", plain) or (
        plain.startswith((b"<?xml", b"<!--")) and re.search(rb"<(html|table)\b", plain)
    ):
        return "html"
    if plain.startswith(b"<?xml"):
        raise Unreadable(
            "foreign", _("This is an XML file of another kind. Save the list as an Excel or CSV file.")
        )
    return ""
