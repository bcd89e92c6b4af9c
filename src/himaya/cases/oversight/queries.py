"""The figures of oversight, as their page shows them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.models import Membership, Unit
from himaya.access.roles import SocialWorker
from himaya.cases.assigning.rules import load_words, weigh
from himaya.kit import clock
from himaya.reference.queries import codelist, label
from himaya.workforce.queries import capacity_of

KEPT_BACK = "<5"


@dataclass(frozen=True, slots=True)
class Line:
    """One unit: sessions held in time of those due, audits over of those looked through, load against all limits."""

    unit: Unit
    in_time: int
    due: int
    over: int
    looked: int
    load: str


@dataclass(frozen=True, slots=True)
class Share:
    """How often one question of the checklist was met, of the files to which it applies; in words, small ones kept back."""

    name: str
    met: str
    applied: str
    percent: str


@dataclass(frozen=True, slots=True)
class Oversight:
    """Everything of a period."""

    lines: list[Line]
    shares: list[Share]


def oversight(since: datetime, until: datetime) -> Oversight:
    """All figures of a period under the reader's units. Refused by the door to whoever may not read them."""
    with connection.cursor() as cursor:
        cursor.execute("select about, unit, what, many, whole from cases_oversight(%s, %s)", [since, until])
        rows = cursor.fetchall()
    asked = {what: (many, whole) for about, _unit, what, many, whole in rows if about == "question"}
    return Oversight(
        _lines(rows), [_share(code, *asked[code]) for code in codelist("audit.question") if code in asked]
    )


def _lines(rows: list[Any]) -> list[Line]:
    counts = {
        (about, unit): (many, whole)
        for about, unit, _what, many, whole in rows
        if about in {"session", "audit"}
    }
    held: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for about, unit, what, many, _whole in rows:
        if about == "load":
            risk, _bar, kind = what.partition("|")
            held[unit].append((risk, kind, many))
    units = Unit.objects.in_bulk({unit for about, unit, *_rest in rows if about != "question"})
    limits = _limits(list(units))
    on = clock.today()
    lines = []
    for key, unit in units.items():
        in_time, due = counts.get(("session", key), (0, 0))
        over, looked = counts.get(("audit", key), (0, 0))
        lines.append(
            Line(unit, in_time, due, over, looked, load_words(weigh(held[key], on), limits.get(key, 0)))
        )
    return sorted(lines, key=lambda line: str(line.unit))


def _limits(units: list[int]) -> dict[int, int]:
    """The limits of all who serve in each unit together."""
    rows = Membership.objects.filter(
        unit__in=units, role=SocialWorker.code, ended_at__isnull=True, user__is_active=True
    ).select_related("user")
    held = [(row.unit_id, row.user) for row in rows]
    capacities = capacity_of([user for _unit, user in held])
    found: dict[int, int] = defaultdict(int)
    for unit, user in held:
        found[unit] += capacities[user.pk].limit
    return found


def _share(code: str, met: int | None, applied: int | None) -> Share:
    percent = f"{100 * met / applied:.0f} %" if met is not None and applied else "–"
    words = [KEPT_BACK if many is None else str(many) for many in (met, applied)]
    return Share(label("audit.question", code), words[0], words[1], percent)
