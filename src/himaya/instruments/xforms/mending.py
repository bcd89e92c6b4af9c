"""What is mended in a workbook without asking, and said as a remark: forms of others come from servers that need less,
or more, than ours."""

import re
from dataclasses import replace

from himaya.instruments.xforms import headings
from himaya.instruments.xforms.problems import Problem
from himaya.instruments.xforms.workbook import FormBook, Line, Sheet
from himaya.kit.text import fold

# Settings and columns of the standard that mean something to other servers or devices, and nothing to ours.
ELSEWHERE = frozenset(
    {
        "submission_url", "auto_send", "auto_delete", "auto_submit", "instance_xmlns", "namespaces", "prefix", "delimiter",
        "sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format", "sms_datetime_format", "sms_response",
        "sms_field", "sms_option", "compact_tag", "disabled", "no_app_error_string", "noapperrorstring", "save_to",
    }
)  # fmt: skip
# The wordy types of old forms, as they are written now.
_WORDY = (
    (re.compile(r"(?:add select one prompt using|select one from) ", re.IGNORECASE), "select_one "),
    (
        re.compile(
            r"(?:add select multiple prompt using|select all that apply from|select all that apply|"
            r"select multiple from) ",
            re.IGNORECASE,
        ),
        "select_multiple ",
    ),
)
# Other names of types that we have.
_SYNONYMS = {
    "gps": "geopoint", "phone number": "text", "imei": "deviceid", "uri:deviceid": "deviceid",
    "uri:phonenumber": "phonenumber", "uri:username": "username", "uri:email": "email", "start time": "start",
    "end time": "end",
}  # fmt: skip
_SPECIFY = re.compile(r" or specify other$", re.IGNORECASE)
_NEEDED = (("form_title", "title", "set_form_title"), ("form_id", "id_string", "set_form_id"), ("version",))


def mended(book: FormBook, *, name: str, digest: str) -> list[Problem]:
    """Mends the book, and tells what was done. `name` is what the file is called, `digest` its own."""
    remarks = [one for sheet in book.sheets.values() for one in _left_out(sheet)]
    if "survey" in book.sheets:
        _modern_types(book.sheets["survey"])
    return remarks + _given(book, name, digest)


def _left_out(sheet: Sheet) -> list[Problem]:
    """Pictures and sounds beside labels, and what is meant for elsewhere."""
    found = []
    for heading in list(sheet.headings):
        word = headings.base(heading)
        pictured = sheet.name != "settings" and word in headings.MEDIA
        if sheet.name in ("survey", "choices", "settings") and (pictured or word in ELSEWHERE):
            code = "media_column" if pictured else "left_out"
            found.append(Problem(code, sheet=sheet.name, row=1, column=heading, said={"name": heading}))
            sheet.headings.remove(heading)
            sheet.lines = [_without(line, heading) for line in sheet.lines]
    return found


def _without(line: Line, heading: str) -> Line:
    return replace(line, cells={name: text for name, text in line.cells.items() if name != heading})


def _modern_types(survey: Sheet) -> None:
    for line in survey.lines:
        for heading in [name for name in line.cells if headings.base(name) == "type"]:
            line.cells[heading] = _modern(" ".join(line.cells[heading].split()))


def _modern(kind: str) -> str:
    for wordy, short in _WORDY:
        if wordy.match(kind):
            return _SPECIFY.sub(" or_other", wordy.sub(short, kind, count=1))
    return _SYNONYMS.get(kind.lower(), kind)


def _given(book: FormBook, name: str, digest: str) -> list[Problem]:
    """What the settings do not say comes from the name of the file and from its content, so that the same file is always
    the same form, and a changed one another version of it."""
    sheet = book.sheets.setdefault("settings", Sheet("settings"))
    if not sheet.lines:
        sheet.lines.append(Line(2, {}))
    first, found = sheet.lines[0], []
    for names, value in zip(_NEEDED, (name, _id_of(name), digest[:8]), strict=True):
        if not any(headings.base(heading) in names for heading in first.cells):
            heading = next((one for one in sheet.headings if headings.base(one) in names), names[0])
            if heading not in sheet.headings:
                sheet.headings.append(heading)
            first.cells[heading] = value
            said = {"name": names[0], "value": value}
            found.append(Problem("setting_given", sheet="settings", row=first.number, said=said))
    return found


def _id_of(name: str) -> str:
    """The name in letters that an id may have."""
    return re.sub(r"[^a-z0-9_]+", "_", fold(name)).strip("_")[:64] or "form"
