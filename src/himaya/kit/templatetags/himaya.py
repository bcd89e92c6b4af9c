"""What templates need: Azerbaijani dates and numbers, time left in words, icons, labels of codes."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from himaya.kit import clock

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400
NBSP = "\u00a0"
ICON_NAME = re.compile(r"[a-z0-9-]+")
OUTLINE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def local(value: datetime) -> datetime:
    """A moment on the wall clock in Bakı."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def az_date(value: date | datetime | None) -> str:
    """`05.03.2026`; nothing for nothing."""
    if not value:
        return ""
    return (local(value) if isinstance(value, datetime) else value).strftime("%d.%m.%Y")


@register.filter
def az_datetime(value: datetime | date | None) -> str:
    """`05.03.2026, 14:02`; a plain date has no time to show."""
    if isinstance(value, datetime):
        return local(value).strftime("%d.%m.%Y, %H:%M")
    return az_date(value)


@register.filter
def az_time(value: datetime | None) -> str:
    """`14:02`."""
    return local(value).strftime("%H:%M") if value else ""


@register.filter
def iso(value: datetime | date | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    return value.isoformat() if value else ""


@register.filter
def age(born_on: date | None) -> str:
    """Completed years in words; months below two years, days in the first month."""
    if not born_on:
        return ""
    today = clock.today()
    if born_on > today:
        return ""
    months = (today.year - born_on.year) * 12 + today.month - born_on.month - (today.day < born_on.day)
    if months < 1:
        return _("%(n)s d old") % {"n": (today - born_on).days}
    if months < 24:
        return _("%(n)s mo old") % {"n": months}
    return _("%(n)s y old") % {"n": months // 12}


@register.filter
def duration(value: timedelta | float | None) -> str:
    """`2 h 14 min`, `2 d 4 h`, `12 min`; from three days on whole days, `114 d`. Below a minute: `1 min`."""
    if value is None:
        return ""
    seconds = abs(int(value.total_seconds() if isinstance(value, timedelta) else value))
    if seconds >= 3 * DAY:
        parts = [(seconds // DAY, _("d"))]
    elif seconds >= DAY:
        parts = [(seconds // DAY, _("d")), (seconds % DAY // HOUR, _("h"))]
    else:
        parts = [(seconds // HOUR, _("h")), (seconds % HOUR // MINUTE, _("min"))]
    words = [f"{n}{NBSP}{unit}" for n, unit in parts if n]
    return " ".join(words) or f"1{NBSP}{_('min')}"


@register.filter
def time_left(due_at: datetime | None) -> str:
    """`2 h 14 min left`, or `114 d overdue`."""
    if not due_at:
        return ""
    left = due_at - clock.now()
    words = {"time": duration(left)}
    return _("%(time)s left") % words if left > timedelta(0) else _("%(time)s overdue") % words


@register.simple_tag
def server_now() -> str:
    """The server's time, so that clocks on the page run by it and not by the device's."""
    return clock.now().isoformat()


@register.simple_tag
def time_words(name: str) -> str:
    """The sentence the browser fills while a clock runs: `%(time)s left`."""
    return _("%(time)s left") if name == "left" else _("%(time)s overdue")


@register.filter
def due_state(due_at: datetime | None) -> str:
    """`over`, `soon` (less than a fifth of a day), `ok`, or nothing without a deadline."""
    if not due_at:
        return ""
    left = due_at - clock.now()
    if left <= timedelta(0):
        return "over"
    return "soon" if left < timedelta(hours=5) else "ok"


@register.filter
def initials(name: str | None) -> str:
    """Two letters for the round badge; Azerbaijani capitals (i becomes İ)."""
    letters = [word[0] for word in re.findall(r"\w+", str(name or "")) if word[0].isalpha()]
    return "".join(letters[:2]).replace("i", "İ").upper()


@register.filter
def number(value: float | Decimal | None, places: int | None = None) -> str:
    """`1 234 567,5`: a comma before decimals, thin gaps that never break. `—` where it is not known."""
    if value is None or value == "":
        return "—"
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.replace(",", NBSP).replace(".", ",")


@register.filter
def money(value: float | Decimal | None) -> str:
    """`1 250,00 ₼`."""
    return "—" if value is None else f"{number(value, 2)}{NBSP}₼"


@register.filter
def code(value: str | None, code_list: str) -> str:
    """The label of a code in the reader's language: `{{ report.reason|code:"screening.out_reason" }}`."""
    if not value:
        return ""
    return str(import_string(settings.CODE_LABEL)(code_list, value))


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """A value of a dict by a key that is not known beforehand."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.filter
def kinds(moments: Iterable[Any]) -> list[tuple[str, str]]:
    """The kinds that occur in a story, in order of appearance, for its filter."""
    found: dict[str, str] = {}
    for moment in moments:
        if moment.kind:
            found.setdefault(moment.kind, str(moment.kind_label or moment.kind))
    return list(found.items())


@cache
def _outline(name: str) -> str:
    """The inside of one Tabler icon, read once. A name that does not exist is the developer's error."""
    if not ICON_NAME.fullmatch(name):
        raise template.TemplateSyntaxError(f"No icon is called {name!r}")
    path = settings.ICONS_DIR / f"{name}.svg"
    if not path.exists():
        raise template.TemplateSyntaxError(f"No icon is called {name!r}")
    found = OUTLINE.search(path.read_text(encoding="utf-8"))
    inside = found.group(1) if found else ""
    return " ".join(inside.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "").split())


@cache
def _drawn(name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="hm-icon{}" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">{}</svg>',
        f" {classes}" if classes else "",
        mark_safe(_outline(name)),  # noqa: S308 - a file of the icon package, not input
    )


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A small drawing beside a word. It never stands alone, so it is hidden from screen readers."""
    return _drawn(str(name), str(classes))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The address's query with some values changed: `href="?{% query page=2 %}"`. None removes one."""
    request: HttpRequest | None = context.get("request")
    now = request.GET.dict() if request is not None else {}
    now.update({name: str(value) for name, value in changes.items() if value is not None})
    for name in [name for name, value in changes.items() if value is None]:
        now.pop(name, None)
    return urlencode(now)
