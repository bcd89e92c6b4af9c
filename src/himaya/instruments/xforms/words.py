"""The kinds of questions and conditions, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "group": _("Group"),
    "repeat": _("Repeated"),
    "select1": _("One choice"),
    "select": _("Several choices"),
    "rank": _("Put in order"),
    "range": _("From a range"),
    "trigger": _("To be confirmed"),
    "string": _("Text"),
    "int": _("Whole number"),
    "decimal": _("Number"),
    "date": _("Day"),
    "time": _("Time"),
    "dateTime": _("Day and time"),
    "geopoint": _("Place"),
    "geotrace": _("Line on the map"),
    "geoshape": _("Area on the map"),
    "binary": _("File or picture"),
    "barcode": _("Barcode"),
    "hidden": _("Worked out"),
    "note": _("Note"),
}

CONDITIONS: dict[str, Any] = {
    "required": _("obligatory"),
    "relevant": _("asked if"),
    "constraint": _("possible if"),
    "calculate": _("worked out as"),
    "count": _("how often"),
}
