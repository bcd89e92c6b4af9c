"""The wall, ready for the components."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.queries import LISTS, OPEN
from himaya.hotline.contacts.rules import TOP
from himaya.hotline.debriefs.page import on_the_wall
from himaya.hotline.queue.page import line_of, row_of, rows_of
from himaya.hotline.queue.queries import door, handed, limits_at, number, standing
from himaya.hotline.wall.queries import Level, Standing, late_calls, level_today, longest, people
from himaya.kit import clock
from himaya.kit.shapes import Alert, Stat
from himaya.kit.templatetags.himaya import duration
from himaya.reference.queries import label

SHOWN = 40


def wall_of(user: User) -> dict[str, Any]:
    """Everything the wall shows at this moment."""
    line, now = line_of(user), clock.now()
    limits = limits_at(now)
    waiting = standing(line) if line.pk else []
    hands = list(handed(line)[:SHOWN]) if line.pk else []
    there, level = people(line, now), level_today(line, now) if line.pk else Level(0, 0, 0)
    grave = list(Contact.objects.visible_to(user).filter(status__in=LISTS[OPEN], risk__in=TOP)[:SHOWN])
    shut = door(line, now).shut if line.pk else ""
    borne = on_the_wall(user, now)
    return {
        **borne,
        "line": line,
        "waiting": rows_of(waiting, limits, user),
        "handed": [row_of(row, limits) for row in hands],
        "there": there,
        "stats": _stats(longest(line) if line.pk else None, level, there, len(waiting), now),
        "alerts": [*_alerts(shut, line, there, len(hands), late_calls(user, now)), *_borne(borne)],
        "grave": grave,
        "under_way": list(_under_way(user)),
    }


def _under_way(user: User) -> Any:
    rows = Contact.objects.visible_to(user).filter(status__in=LISTS[OPEN]).select_related("counsellor")
    return rows.order_by("-arrived_at")[:SHOWN]


def _stats(
    since: datetime | None, level: Level, there: list[Standing], waiting: int, now: datetime
) -> list[Stat]:
    wanted = number("hotline.service_level", now)
    share = level.percent
    ready = sum(1 for one in there if one.seat and one.seat.state == "ready" and one.alive)
    return [
        Stat(_("Waiting"), waiting, tone="watch" if waiting else ""),
        Stat(_("Longest wait"), duration(now - since) if since else "–"),
        Stat(_("Ready at the line"), ready, tone="" if ready else "bad"),
        Stat(
            _("Calls answered in time today"),
            "–" if share is None else f"{share} %",
            tone="" if share is None or share >= wanted else "bad",
            hint=_("wanted: %(share)s %%, answered %(answered)s, lost %(lost)s")
            % {"share": wanted, "answered": level.answered, "lost": level.lost},
        ),
    ]


def _borne(borne: dict[str, Any]) -> list[Alert]:
    """Who has heard more than a shift bears, or seven days, and the debriefs that are due."""
    found = []
    if names := [load.name for load, _words in borne["bearing"] if load.too_many]:
        words = _("More heavy contacts than a shift bears: %(names)s")
        found.append(Alert(words % {"names": ", ".join(names)}, "bad"))
    if names := [week.name for week in borne["weeks"] if week.too_many]:
        words = _("More heavy contacts than seven days bear: %(names)s")
        found.append(Alert(words % {"names": ", ".join(names)}, "bad"))
    if borne["debriefs"]:
        words = _("Debriefs due: %(number)s")
        found.append(Alert(words % {"number": len(borne["debriefs"])}, "watch"))
    return found


def _alerts(shut: str, line: Any, there: list[Standing], hands: int, late: int) -> list[Alert]:
    found = []
    if shut:
        found.append(
            Alert(_("The line rings nobody: %(why)s") % {"why": label("hotline.queue_words", shut)}, "bad")
        )
    if line.diverted_at:
        found.append(Alert(_("Everything is led to the supervisors."), "watch"))
    if not any(one.seat and one.seat.state == "ready" and one.alive for one in there):
        found.append(Alert(_("Nobody is ready at the line."), "bad"))
    if missing := [one.name for one in there if one.missing]:
        found.append(
            Alert(_("Planned for now and not there: %(names)s") % {"names": ", ".join(missing)}, "watch")
        )
    if hands:
        found.append(Alert(_("Contacts in the supervisors' hands: %(number)s") % {"number": hands}, "bad"))
    if late:
        found.append(Alert(_("Call-backs overdue or to be decided: %(number)s") % {"number": late}, "bad"))
    return found
