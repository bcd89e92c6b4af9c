"""Lines of the audit for the screens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.access.audit.models import AuditEvent, AuditSeal
from himaya.access.breakglass.tokens import make
from himaya.access.trail.words import is_read, kind_words, reason_words, verb_words
from himaya.access.users.models import User
from himaya.kit import clock

PAGE = 100
# How old the last seal may be before the page says that sealing does not run.
FRESH = timedelta(minutes=2)
NOBODY: dict[str, Promise | str] = {"system": _("The system"), "public": _("Somebody not signed in")}


@dataclass(frozen=True)
class Line:
    """One line as shown: who did what, when; `readers` leads to who else read the same record."""

    at: datetime
    who: str
    who_id: str
    verb: str
    is_read: bool
    what: str
    reason: str
    readers: str


@dataclass(frozen=True)
class Asked:
    """What the page was asked for."""

    who: User | None = None
    # Codes of verbs; none: all of them.
    verb: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    before: int | None = None


def trail(asked: Asked, *, reader: User) -> tuple[list[Line], int | None]:
    """The newest lines that fit, and the number to ask for the older ones with. The database shows each reader
    the lines of their own units."""
    rows = AuditEvent.objects.all()
    if asked.who is not None:
        rows = rows.filter(actor_id=asked.who.pk)
    if asked.verb:
        rows = rows.filter(verb__in=asked.verb)
    if asked.since is not None:
        rows = rows.filter(at__gte=clock.at(asked.since))
    if asked.until is not None:
        rows = rows.filter(at__lt=clock.at(asked.until + timedelta(days=1)))
    if asked.before is not None:
        rows = rows.filter(pk__lt=asked.before)
    return _shown(rows, reader)


def readers_of(dossier_id: int, *, reader: User, before: int | None = None) -> tuple[list[Line], int | None]:
    """Who read and changed one record, newest first; nothing where the reader may not know."""
    raw = AuditEvent.objects.raw(
        "select * from access_dossier_audit(%s) where id < %s order by id desc limit %s",
        [dossier_id, before or 2**62, PAGE + 1],
    )
    return _lines(list(raw), reader)


def chain_state() -> dict[str, Any]:
    """The last seal, and whether sealing runs."""
    last = AuditSeal.objects.order_by("-pk").defer("row_digests").first()
    newest = AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    waits = newest is not None and clock.now() - newest > FRESH and (last is None or last.sealed_at < newest)
    return {"last": last, "late": waits}


def _shown(rows: QuerySet[AuditEvent], reader: User) -> tuple[list[Line], int | None]:
    return _lines(list(rows.order_by("-pk")[: PAGE + 1]), reader)


def _lines(rows: list[AuditEvent], reader: User) -> tuple[list[Line], int | None]:
    users = User.objects.in_bulk({row.actor_id for row in rows if row.actor_id})
    lines = [_line(row, users, reader) for row in rows[:PAGE]]
    return lines, rows[PAGE - 1].pk if len(rows) > PAGE else None


def _line(row: AuditEvent, users: dict[Any, User], reader: User) -> Line:
    who = users.get(row.actor_id)
    return Line(
        at=row.at,
        who=str(who or NOBODY.get(row.actor_kind) or row.actor_id),
        who_id=who.public_id if who else "",
        verb=verb_words(row.verb),
        is_read=is_read(row.verb),
        what=f"{kind_words(row.object_kind)} {row.object_id}" if row.object_id else "",
        reason=reason_words(row.verb, row.reason),
        readers=make(row.dossier_id, user=reader) if row.dossier_id else "",
    )
