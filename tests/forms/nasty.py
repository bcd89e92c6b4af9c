"""What people and programmes send: nothing, too much, the wrong thing, another script, another command."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from django.http import QueryDict

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
# Everything that is mere text, in one: kept as it is (but for the marks that hide or turn letters) and shown as text.
TEXT = (
    f"=cmd|' /C calc'!A0 <script>alert(1)</script><img src=x onerror=alert(1)> '; drop table cases_case; --\" "
    f"%s %(x)s {{{{ 7*7 }}}} {{% url %}} \u202eadaşu\u202c \u200f{FAMILY}\ufeff \u0301\u0301 ﷽ a\x00b"
)
CHOSEN: dict[str, str] = {
    "unknown choice": "no-such-choice",
    "long choice": "x" * 10_000,
    "null choice": "a\x00b",
    "number as choice": "-9999999999999999999999",
}


def good(form: Form, known: dict[str, str] | None = None) -> Sent:
    """As somebody fills it in who means well."""
    filled = {f.name: value for f in form.fields.values() if (value := _good(f)) not in (None, [])}
    return filled | (known or {})


def _good(f: Field) -> Any:
    if f.kind == "hidden":
        return f.value
    if f.kind == "file":
        return SimpleUploadedFile("şəkil.png", PNG, "image/png")
    if f.kind == "chosen":
        real = [option for option in f.options if option]
        wanted = f.value or (real[0] if real else "")
        return [wanted] if f.many and wanted else wanted
    return f.value if f.value.strip() else _words(f)


def _words(f: Field) -> str:
    today = clock.today()
    named: dict[str, str] = {
        "password": PASSWORD, "again": PASSWORD, "email": "yeni@example.org", "phone": "+994501234567",
        "number": "+994501234567", "fin": "5A0B1CD", "born": "05.03.2014", "q": "Əliyeva",
        "age_from": "3", "age_to": "17", "capacity": "5", "places_free": "2", "caseload_limit": "10", "order": "5",
        "value": "7", "website": "",
    }  # fmt: skip
    if f.name in named:
        return named[f.name]
    if f.is_date or f.name.endswith(("_on", "_day", "since", "until", "valid_from")):
        return f"{today:%d.%m.%Y}"
    if f.name.endswith("_time"):
        return "23:50" if f.name.startswith("planned") else "00:01"
    if f.name.endswith("_text"):
        return "Sumqayıt"
    return "Sınaq mətni: uşaqla görüş keçirildi." if f.type == "textarea" else "Sınaq"


@dataclass
class Tried:
    """What each written or chosen field of a form says to each nasty value, asked one by one."""

    taken: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def tried(forms: list[Any]) -> Tried:
    """Asks every field of these forms; no field may break."""
    found = Tried()
    for form in forms:
        for bound in form:
            if not bound.is_hidden and not bound.field.disabled and not isinstance(bound.field, FileField):
                _ask(bound, found)
    return found


def _ask(bound: Any, found: Tried) -> None:
    for nasty in [*WRITTEN.values(), *CHOSEN.values(), TEXT]:
        try:
            bound.field.clean(_as_sent(bound, nasty))
        except ValidationError:
            found.refused.setdefault(bound.html_name, []).append(nasty)
        except Exception as broken:
            found.broken.append(f"{bound.html_name} breaks with {type(broken).__name__} at {nasty[:40]!r}")
        else:
            found.taken.setdefault(bound.html_name, []).append(nasty)


def _as_sent(bound: Any, value: str) -> Any:
    """As it reaches the form: the null sign is dropped at the door (`kit.signs`)."""
    sent = QueryDict(mutable=True)
    for suffix in ("", "_day", "_time", "_text"):
        sent[f"{bound.html_name}{suffix}"] = value.replace("\x00", "")
    return bound.field.widget.value_from_datadict(sent, {}, bound.html_name)


def rounds(form: Form, meant: Sent, said: Tried) -> Iterator[tuple[str, Sent]]:
    """Ways to fill a form in badly. What a field alone refuses is sent in all fields at once, so that every field has
    to say so; what the fields take goes on to what the form does with it."""
    seen = [meant, {}]
    for name, sent in _ways(form, meant, said):
        if sent not in seen:
            seen.append(sent)
            yield name, sent


def _ways(form: Form, meant: Sent, said: Tried) -> Iterator[tuple[str, Sent]]:
    yield "refused 0", _refused(form, meant, said, 0)
    yield "refused 1", _refused(form, meant, said, 1)
    yield "any text", _text(form, meant, said)
    for name, wanted in EXTREMES.items():
        yield name, _extreme(form, meant, said, wanted)
    files, hidden, written = (
        [f.name for f in form.fields.values() if f.kind == kind] for kind in ("file", "hidden", "written")
    )
    if written:
        twice = {n: ["x", "x"] if n in files else [v, v] for n, v in meant.items()}
        yield "everything twice, text for files", twice
        yield "files for text", {n: SimpleUploadedFile("x", b"MZ\x00") for n in form.fields}
    if hidden:
        yield "hidden: number", meant | dict.fromkeys(hidden, "9" * 30 + "\x00")
    if files:
        bad = SimpleUploadedFile("\u202egpj.exe\x00.png", b"MZ" + b"0" * 50)
        yield "a bad file", meant | dict.fromkeys(files, bad)


EXTREMES: dict[str, tuple[str, ...]] = {
    "far": ("future day", "number", "too long"),
    "early": ("ancient day", "negative", "spaces", "not a number"),
}


def _open(form: Form) -> list[Field]:
    return [f for f in form.fields.values() if f.kind in {"written", "chosen"}]


def _taken(name: str, said: Tried) -> list[str]:
    """What an input takes: as its field says, and anything where no field of a form was asked."""
    known = _field_of(name, said.taken) or _field_of(name, said.refused)
    return _field_of(name, said.taken) if known else [*WRITTEN.values(), TEXT]


def _field_of(name: str, answers: dict[str, list[str]]) -> list[str]:
    """What was said by the field that this input belongs to: a day and its time, a picker and its words, are one."""
    for suffix in ("", "_day", "_time", "_text"):
        if name.endswith(suffix) and (found := answers.get(name.removesuffix(suffix) if suffix else name)):
            return found
    return []


def _refused(form: Form, meant: Sent, said: Tried, turn: int) -> Sent:
    sent = dict(meant)
    for f in _open(form):
        values = [v for v in _field_of(f.name, said.refused) if v.strip() and "\x00" not in v]
        if values:
            sent[f.name] = values[(turn * 5) % len(values)]
    return sent


def _text(form: Form, meant: Sent, said: Tried) -> Sent:
    """Each field the most that it takes."""
    sent = dict(meant)
    tries = [TEXT, WRITTEN["html"], WRITTEN["formula"], WRITTEN["turning"], WRITTEN["null sign"]]
    for f in _open(form):
        taken = _taken(f.name, said)
        if f.kind == "written" and (fits := [text for text in tries if text in taken]):
            sent[f.name] = fits[0]
    return sent


def _extreme(form: Form, meant: Sent, said: Tried, wanted: tuple[str, ...]) -> Sent:
    sent = dict(meant)
    for f in _open(form):
        taken = _taken(f.name, said)
        if f.kind == "written" and (fits := [WRITTEN[n] for n in wanted if WRITTEN[n] in taken]):
            sent[f.name] = fits[0]
    return sent
