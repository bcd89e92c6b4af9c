"""The inside of the components that lists show by the hundred. Drawn here, in one step each: as templates they were
half of the time a list took."""

import html
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from himaya.kit.templatetags.himaya import az_datetime, due_state, icon, iso, time_left

register = template.Library()

CLOCK = {"over": ("hm-tone-bad", "alarm"), "soon": ("hm-tone-watch", "clock")}
CHIP = {"grave": "alert-octagon", "bad": "alert-triangle", "watch": "alert-circle", "good": "circle-check"}


def _of(due: Any, name: str, given: Any) -> Any:
    """What the clock says itself, else what was given beside it."""
    return (due.get(name) if isinstance(due, dict) else getattr(due, name, None)) or given


@register.simple_tag
def clock_face(
    due: Any = "", at: Any = "", met_at: Any = "", paused: Any = "", label: Any = ""
) -> SafeString:
    """`<c-clock>`: met, paused or running, in words; nothing where there is no deadline."""
    at, met_at = _of(due, "at", at), _of(due, "met_at", met_at)
    paused, label = _of(due, "paused", paused), _of(due, "label", label)
    name = format_html("{}: ", label) if label else ""
    if met_at:
        when = format_html('{} <time datetime="{}">{}</time>', _("done"), iso(met_at), az_datetime(met_at))
        return _clock("hm-tone-good", "circle-check", name, when)
    if paused:
        return _clock("", "player-pause", name, format_html("{}: {}", _("paused"), paused))
    return _running(at, name) if at else SafeString("")


def _running(at: datetime, name: str) -> SafeString:
    tone, drawing = CLOCK.get(due_state(at), ("hm-tone-calm", "clock"))
    return format_html(
        '<span class="hm-clock {}" title="{}">{}<span>{}<time datetime="{}" data-due>{}</time></span></span>',
        tone,
        az_datetime(at),
        icon(drawing),
        name,
        iso(at),
        time_left(at),
    )


def _clock(tone: str, drawing: str, name: str, words: SafeString) -> SafeString:
    return format_html(
        '<span class="hm-clock{}">{}<span>{}{}</span></span>',
        f" {tone}" if tone else "",
        icon(drawing),
        name,
        words,
    )


@register.simple_tag
def chip_face(label: Any = "", tone: str = "", drawing: str = "", title: Any = "") -> SafeString:
    """`<c-chip>`: a short fact in words; the colour and the drawing only repeat them."""
    drawing = drawing or CHIP.get(tone, "")
    return format_html(
        '<span class="hm-chip{}"{}>{}<span>{}</span></span>',
        f" hm-tone-{tone}" if tone else "",
        format_html(' title="{}"', title) if title else "",
        icon(drawing) if drawing else "",
        label,
    )


@register.simple_tag
def chip_faces(chips: Iterable[Any]) -> SafeString:
    """Several chips beside each other, as a row of a list shows them."""
    return SafeString(" ".join(chip_face(one.label, one.tone, one.icon, one.title) for one in chips))


@register.simple_tag
def menu_faces(items: Iterable[Any]) -> SafeString:
    """The lines of the main menu."""
    return format_html_join("", '<li><a href="{}"{}>{}<span>{}</span>{}</a></li>', map(_menu_line, items))


def _menu_line(item: Any) -> tuple[Any, ...]:
    current = SafeString(' aria-current="page"') if item.current else ""
    tone = " hm-tone-bad" if item.alarm else ""
    many = format_html('<span class="hm-count{}">{}</span>', tone, item.count) if item.count else ""
    return (item.url, current, icon(item.icon or "circle"), item.label, many)


LANGUAGE = """<button type="submit" name="language" value="{}" lang="{}" title="{}"
 aria-label="{}, {}" aria-pressed="{}">{}</button>
"""


@register.simple_tag
def language_faces(languages: Iterable[tuple[str, str]], current: str) -> SafeString:
    """The buttons of the language switch, which every page carries twice."""
    rows = (
        (code, code, name, code.upper(), name, "true" if code == current else "false", code.upper())
        for code, name in languages
    )
    return format_html_join("", LANGUAGE, rows)


@register.simple_tag
def option_faces(groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """What stands in a `<select>`, all at once: of a list of workers there are hundreds, on every list with filters."""
    drawn: list[str] = []
    for name, options, _index in groups:
        if name:
            drawn.append(format_html('\n  <optgroup label="{}">', name))
        drawn += [_option(option) for option in options]
        if name:
            drawn.append("\n  </optgroup>")
    return SafeString("".join(drawn))


def _option(option: dict[str, Any]) -> str:
    attrs = flatatt(option["attrs"]) if option["attrs"] else ""
    return f'\n  <option value="{_safe(option["value"])}"{attrs}>{_safe(option["label"])}</option>'


def _safe(words: Any) -> str:
    """As `conditional_escape`, whose care for lazy words costs more than the escaping."""
    return html.escape(words) if type(words) is str else conditional_escape(words)
