"""What a phone is answered: the documents of the OpenRosa standards."""

import hashlib
from collections.abc import Iterable
from xml.sax.saxutils import escape

RESPONSE = "http://openrosa.org/http/response"
LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"


def hash_of(content: str) -> str:
    """By which a phone knows that a form or a list has changed. MD5 is what the standard says; nothing rests on it."""
    return "md5:" + hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def form_list(forms: Iterable[dict[str, str]]) -> str:
    """Form Discovery: every form with its version, its hash and where it lies."""
    items = ("<xform>" + "".join(_element(*pair) for pair in form.items()) + "</xform>" for form in forms)
    return f'<?xml version="1.0" encoding="UTF-8"?><xforms xmlns="{LIST}">{"".join(items)}</xforms>'


def manifest(files: Iterable[tuple[str, str, str]]) -> str:
    """Form Manifest: what lies beside a form, as (name, hash, address)."""
    items = (
        "<mediaFile>"
        + _element("filename", name)
        + _element("hash", hash_)
        + _element("downloadUrl", url)
        + "</mediaFile>"
        for name, hash_, url in files
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><manifest xmlns="{MANIFEST}">{"".join(items)}</manifest>'


def message(words: str, nature: str = "") -> str:
    """What the phone shows its owner."""
    said = f' nature="{nature}"' if nature else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><OpenRosaResponse xmlns="{RESPONSE}">'
        f"<message{said}>{escape(words)}</message></OpenRosaResponse>"
    )
