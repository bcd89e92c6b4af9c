"""An e-mail as it comes from a mail server (RFC 5322), read: who wrote, what in words, which files came along."""

import email
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import cast

from django.utils.translation import gettext as _

MOST = 15_000_000  # bytes of one message, files and all
LONGEST = 100_000  # characters of its words
MOST_FILES = 20
UNSEEN = frozenset({"script", "style", "head", "title"})
BREAKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "blockquote"})


class NoLetter(ValueError):
    """What came is no e-mail that anybody could answer for."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail. `id`: its own, or one made of its bytes. `sender`: the address in small letters."""

    id: str
    sender: str
    subject: str
    words: str
    files: tuple[Enclosed, ...]


def read_letter(raw: bytes) -> Letter:
    """What a mail server hands over. Raises `NoLetter`."""
    if len(raw) > MOST:
        raise NoLetter(_("The message is too large."))
    message = email.message_from_bytes(raw, policy=default)
    sender = parseaddr(_header(message, "From"))[1].strip().lower()
    if "@" not in sender or len(sender) > 254 or not sender.isprintable():
        raise NoLetter(_("The message does not say who sent it."))
    known = _header(message, "Message-ID").strip() or hashlib.sha256(raw).hexdigest()
    words = _words(message)[:LONGEST]
    return Letter(known[:500], sender, _header(message, "Subject")[:300], words, _files(message))


def _header(message: EmailMessage, name: str) -> str:
    """A header in words; one that is damaged counts as missing."""
    with suppress(MessageError, ValueError, LookupError, IndexError, AttributeError):
        return _clear(str(message.get(name, "")))
    return ""


def _words(message: EmailMessage) -> str:
    """What was written: the plain words, or those of the page where there are none."""
    with suppress(MessageError, ValueError, KeyError, AttributeError):
        for kind in ("plain", "html"):
            body = message.get_body(preferencelist=(kind,))
            text = _text(cast(EmailMessage, body)) if body is not None else ""
            if text.strip():
                return _clear(words_of_page(text) if kind == "html" else text).strip()
    return ""


def _text(part: EmailMessage) -> str:
    """The letters of a part, in whatever alphabet it says; where it says a wrong one, UTF-8 or one byte a letter."""
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        with suppress(LookupError, UnicodeDecodeError):
            return content.decode(charset)
    return content.decode("latin-1")


def _files(message: EmailMessage) -> tuple[Enclosed, ...]:
    """What came along as files; other parts, letters sent along among them, stay out of it."""
    found: list[Enclosed] = []
    with suppress(MessageError, ValueError, KeyError, AttributeError):
        for part in message.iter_attachments():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                name = _clear(part.get_filename() or "").strip() or f"file-{len(found) + 1}"
                found.append(Enclosed(name[-150:], content))
    return tuple(found[:MOST_FILES])


def _clear(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()
    return "".join(sign for sign in whole.replace("\r\n", "\n") if sign in "\n\t" or sign >= " ")


class _Page(HTMLParser):
    """The words of a page, its blocks on lines of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.unseen += tag in UNSEEN
        if tag in BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(" ".join(data.split()) + " " * data[-1:].isspace())


def words_of_page(page: str) -> str:
    """What a reader of the page sees, without its scripts and pictures."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.said).split("\n") if line.strip())
