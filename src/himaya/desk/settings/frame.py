"""What stands around every page of the settings: its parts, and how sure we are of a value, in words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.kit.shapes import Chip, Column, Crumb, Tab, Tone, Words

PARTS: list[tuple[str, Words, str]] = [
    ("norms", gettext_lazy("Norms"), "desk:norms"),
    ("codes", gettext_lazy("Code lists"), "desk:codelists"),
    ("places", gettext_lazy("Territory"), "desk:places"),
    ("calendar", gettext_lazy("Working days"), "desk:calendar"),
    ("numbers", gettext_lazy("Numbers for help"), "desk:numbers"),
    ("letters", gettext_lazy("Letters"), "desk:letters"),
    ("sources", gettext_lazy("Sources"), "people:source-list"),
]

# How the marks of the reference data read on a screen.
SURE: dict[str, tuple[Words, Tone]] = {
    "V": (gettext_lazy("Published"), "good"),
    "T": (gettext_lazy("Tested"), "good"),
    "K": (gettext_lazy("To be verified"), "watch"),
    "P": (gettext_lazy("Proposed default"), "info"),
}


def framed(current: str, *crumbs: Crumb, **more: Any) -> dict[str, Any]:
    """The context of a page of settings. `current` is its part; the last crumb is the page itself."""
    tabs = [Tab(label, reverse(page), key == current) for key, label, page in PARTS]
    way = [Crumb(_("Settings"), reverse("desk:settings")), *crumbs]
    return {"tabs": tabs, "crumbs": way[:-1], "heading": way[-1].label, **more}


def sure_chip(certainty: str) -> Chip:
    """How sure we are of a value."""
    words, tone = SURE.get(certainty, SURE["P"])
    return Chip(words, tone)


def columns(*labels: Words) -> list[Column]:
    """The columns of a table."""
    return [Column(label) for label in labels]
