"""Contacts found."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from himaya.access.protection.actor import require_actor
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.queries import A_PAGE, Stretch, as_rows, moment_of, stretch
from himaya.hotline.search.rules import number_asked, reference_asked, words_asked
from himaya.kit import clock


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words or a number as typed, and what is coded; empty is anything."""

    words: str = ""
    status: str = ""
    kind: str = ""
    channel: str = ""
    risk: str = ""
    main_reason: str = ""
    territories: tuple[int, ...] = ()
    counsellor_id: int | None = None
    since: date | None = None
    until: date | None = None


CODED = ("status", "kind", "channel", "risk", "main_reason", "territories", "counsellor_id")


def found(asked: Asked, by: Any, *, after: str = "") -> Stretch:
    """The latest contacts that fit, as far as somebody sees them: a page of them, after one that was shown."""
    require_actor(by)
    only = {name: value for name in CODED if (value := getattr(asked, name))}
    if moment := moment_of(after, by):
        only |= {"after_at": moment[0].isoformat(), "after_id": moment[1]}
    key = number_asked(asked.words)
    given = {"caller_key": key, "reference": "" if key else reference_asked(asked.words)}
    only |= {name: value for name, value in given.items() if value}
    if asked.since:
        only["since"] = _midnight(asked.since).isoformat()
    if asked.until:
        only["until"] = _midnight(asked.until + timedelta(days=1)).isoformat()
    with connection.cursor() as cursor:
        words = "" if any(given.values()) else words_asked(asked.words)
        cursor.execute("select hotline_search(%s, %s, %s)", [words, json.dumps(only), A_PAGE + 1])
        ids = cursor.fetchone()[0]
    return stretch(list(as_rows(Contact.objects.visible_to(by).filter(pk__in=ids))))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.BAKU)
