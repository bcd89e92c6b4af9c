"""The columns and types that are known, and what somebody may have meant by another."""

import difflib
import re
from collections.abc import Collection

SURVEY = frozenset(
    {
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "relevance",
        "constraint", "constraint_message", "constraining_message", "calculation", "calculate", "appearance",
        "default", "choice_filter", "parameters", "readonly", "read_only", "repeat_count", "trigger", "note",
        "requiredmsg", "rows", "autoplay", "jr:count", "jr:constraintmsg", "jr:requiredmsg", "count",
    }
)  # fmt: skip
PREFIXES = frozenset({"bind", "body", "control", "instance"})
MEDIA = frozenset({"media", "image", "audio", "video", "big-image"})
SETTINGS = frozenset(
    {
        "form_title", "form_id", "version", "default_language", "instance_name", "style", "title", "id_string",
        "set_form_title", "set_form_id", "name", "allow_choice_duplicates", "clean_text_values",
    }
)  # fmt: skip
SCORES = frozenset({"name", "label", "most"})
CUT_OFFS = frozenset({"score", "at_least", "label", "level", "from", "until"})
CHOICES = frozenset({"list_name", "list name", "name", "value", "label", "caption"})
# What is asked, and what is only filled in.
ASKED = frozenset(
    {
        "text", "string", "integer", "int", "decimal", "date", "time", "datetime", "geopoint", "geotrace", "geoshape",
        "barcode", "image", "photo", "audio", "video", "file", "note", "acknowledge", "trigger", "range",
    }
)  # fmt: skip
FILLED = frozenset(
    {
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "start-geopoint",
    }
)
CHOOSING = frozenset({"select_one", "select_multiple", "rank", "select one", "select multiple", "select1"})
OPENING = re.compile(r"begin[ _](group|repeat|lgroup|looped group)")
CLOSING = re.compile(r"end[ _](group|repeat|lgroup|looped group)")
NOT_TAKEN = frozenset(
    {
        "select_one_from_file", "select_multiple_from_file", "select_one_external", "xml-external", "csv-external",
        "audit", "background-audio", "background-geopoint", "osm", "simserial", "subscriberid", "begin loop",
        "end loop",
    }
)  # fmt: skip
_TYPES = (
    ASKED
    | FILLED
    | {"select_one", "select_multiple", "begin group", "end group", "begin repeat", "end repeat"}
)


_OURS = {"scores": SCORES, "cut_offs": CUT_OFFS}


def base(heading: str) -> str:
    """A heading without its language: `label::English (en)` is `label`."""
    small = heading.strip().lower()
    if small.startswith("jr:"):
        return small
    return re.split(r"\s*::?\s*", small)[0]


def language(heading: str) -> str:
    """The language of a heading, as it is written; empty where it names none."""
    parts = re.split(r"\s*::?\s*", heading.strip())
    return "" if len(parts) < 2 or heading.lower().startswith(("jr:", *PREFIXES)) else parts[-1]


def meant(word: str, known: Collection[str]) -> str:
    """The known word that is nearest; empty where none is near."""
    near = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.75)
    return near[0] if near else ""


def meant_type(word: str) -> str:
    """The known type that is nearest to one that is not known."""
    return meant(word, _TYPES)


def known_column(sheet: str, heading: str) -> bool:
    """Whether a column of a sheet has a meaning. Choices may have any: filters ask for them."""
    word = base(heading)
    if sheet == "choices":
        return True
    if sheet in _OURS:
        return word in _OURS[sheet]
    if sheet == "settings":
        return word in SETTINGS or heading.startswith("attribute::")
    return word in SURVEY or word.replace(" ", "_") in SURVEY or word in PREFIXES


def spelled(sheet: str, heading: str) -> str:
    """What somebody may have meant by the heading of a column."""
    return meant(base(heading), {"settings": SETTINGS, **_OURS}.get(sheet, SURVEY))
