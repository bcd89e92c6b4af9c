"""What people and programmes send: nothing, too much, the wrong thing, another script, another command."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from himaya.kit import clock
from tests.forms.reading import Field, Form
from tests.pictures import PNG

Sent = dict[str, Any]
PASSWORD = "himaya-sample-2026"
FAMILY = "\U0001f469\u200d\U0001f467\u200d\U0001f466"
# Turn the direction of reading, hide, or join: none of these is stored.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"

WRITTEN: dict[str, str] = {
    "empty": "",
    "spaces": "  \t \n ",
    "too long": "x" * 30_000,
    "emoji": f"{FAMILY} kömək \U0001f642",
    "turning": "\u202eadaşu\u202c \u2066x\u2069 \u200f\u200e",
    "sql": "'; drop table cases_case cascade; -- \" or 1=1",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "formula": "=cmd|' /C calc'!A0",
    "template": "%s %(x)s {{ 7*7 }} {% url %} \\u0041 ${x}",
    "null sign": "a\x00b",
    "impossible day": "31.02.2026",
    "no day": "00.00.0000",
    "future day": "31.12.2199",
    "ancient day": "01.01.0001",
    "number": "9" * 40,
    "negative": "-1",
    "not a number": "NaN",
    "path": "../../../../etc/passwd",
    "unpaired": "\u0301\u0301\u0301 ﷽",
}
CHOSEN: dict[str, str] = {
    "unknown choice": "no-such-choice",
    "long choice": "x" * 10_000,
    "null choice": "a\x00b",
    "number as choice": "-9999999999999999999999",
}


def good(form: Form) -> Sent:
    """As somebody fills it in who means well."""
    return {f.name: value for f in form.fields.values() if (value := _good(f)) not in (None, [])}


def _good(f: Field) -> Any:
    if f.kind == "hidden":
        return f.value
    if f.kind == "file":
        return SimpleUploadedFile("şəkil.png", PNG, "image/png")
    if f.kind == "chosen":
        real = [option for option in f.options if option]
        wanted = f.value or (real[0] if real else "")
        return [wanted] if f.many and wanted else wanted
    return f.value or _words(f)


def _words(f: Field) -> str:
    today = clock.today()
    named: dict[str, str] = {
        "password": PASSWORD, "again": PASSWORD, "email": "yeni@example.org", "phone": "+994501234567",
        "number": "+994501234567", "fin": "5A0B1CD", "born": "05.03.2014", "q": "Əliyeva", "age_from": "3",
        "age_to": "17", "capacity": "5", "caseload_limit": "10", "order": "5", "value": "7", "website": "",
    }  # fmt: skip
    if f.name in named:
        return named[f.name]
    if f.is_date or f.name.endswith(("_on", "_0", "since", "until", "valid_from")):
        return f"{today:%d.%m.%Y}"
    if f.name.endswith("_1"):
        return "00:01"
    if f.name.endswith("_text"):
        return "Sumqayıt"
    return "Sınaq mətni: uşaqla görüş keçirildi." if f.type == "textarea" else "Sınaq"


def _with(
    form: Form, written: str | None = None, chosen: str | None = None, hidden: str | None = None
) -> Sent:
    sent = good(form)
    for f in form.fields.values():
        if f.kind == "written" and written is not None:
            sent[f.name] = written
        elif f.kind == "chosen" and chosen is not None:
            sent[f.name] = chosen
        elif f.kind == "hidden" and hidden is not None:
            sent[f.name] = hidden
    return sent


def _twice(form: Form) -> Sent:
    return {name: [value, value] for name, value in good(form).items() if isinstance(value, str)}


def _as_files(form: Form) -> Sent:
    return {name: SimpleUploadedFile("x", b"MZ\x00") for name in form.fields}


def _bad_files(form: Form) -> Sent:
    bad = SimpleUploadedFile("\u202egpj.exe\x00.png", b"MZ" + b"0" * 50)
    return good(form) | {f.name: bad for f in form.fields.values() if f.kind == "file"}


MODES: dict[str, Callable[[Form], Sent]] = {
    "nothing at all": lambda form: {},
    **{
        f"written: {name}": lambda form, text=text: _with(form, written=text)
        for name, text in WRITTEN.items()
    },
    **{f"chosen: {name}": lambda form, text=text: _with(form, chosen=text) for name, text in CHOSEN.items()},
    "hidden: wrong": lambda form: _with(form, hidden="no-such-thing"),
    "hidden: null sign": lambda form: _with(form, hidden="a\x00b"),
    "hidden: number": lambda form: _with(form, hidden="9" * 30),
    "everything twice": _twice,
    "text where a file belongs": lambda form: (
        good(form) | {f.name: "x" for f in form.fields.values() if f.kind == "file"}
    ),
    "files where text belongs": _as_files,
    "a bad file": _bad_files,
}
