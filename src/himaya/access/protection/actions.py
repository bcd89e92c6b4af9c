"""Opening, moving and sharing dossiers. These run inside other contexts' actions, in their transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.protection.models import Dossier, Grant, Wall
from himaya.access.roles import NORMAL
from himaya.access.units.models import Unit
from himaya.access.users.models import User
from himaya.kit import clock


def _user_or_none(actor: Any) -> User | None:
    return actor if isinstance(actor, User) else None


def open_dossier(*, kind: str, unit: Unit, sensitivity: int = NORMAL) -> Dossier:
    """A new dossier held by a unit. Its opener sees it until the transaction ends, even if never again."""
    with connection.cursor() as cursor:
        cursor.execute("select access_open_dossier(%s, %s, %s)", [kind, unit.pk, sensitivity])
        pk = cursor.fetchone()[0]
    return Dossier(pk=pk, kind=kind, unit=unit, sensitivity=sensitivity)


def open_dossiers(*, kind: str, units: Sequence[Unit]) -> list[Dossier]:
    """A new dossier for each of the units, in their order, in one question; each as `open_dossier` opens it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select unit, dossier from access_open_dossiers(%s, %s, %s)",
            [kind, [unit.pk for unit in units], NORMAL],
        )
        opened: dict[int, list[int]] = {}
        for unit, pk in cursor.fetchall():
            opened.setdefault(unit, []).append(pk)
    return [Dossier(pk=opened[unit.pk].pop(), kind=kind, unit=unit, sensitivity=NORMAL) for unit in units]


def move_dossier(*, dossier: Dossier, unit: Unit, sensitivity: int | None = None) -> None:
    """Hands a dossier, and every row in it, to a unit."""
    level = dossier.sensitivity if sensitivity is None else sensitivity
    with connection.cursor() as cursor:
        cursor.execute("select access_move_dossier(%s, %s, %s)", [dossier.pk, unit.pk, level])
    dossier.unit, dossier.sensitivity = unit, level


def grant(
    *,
    dossier: Dossier,
    ground: str,
    by: Any,
    user: User | None = None,
    unit: Unit | None = None,
    source: str = "",
    expires_at: datetime | None = None,
    first: bool = False,
) -> Grant:
    """Lets a user or a unit in, on a named ground. Granting again changes nothing. `first`: the dossier is only
    just opened, so nobody is let into it yet."""
    held = Grant.objects.filter(
        dossier=dossier, user=user, unit=unit, ground=ground, source=source, ended_at__isnull=True
    )
    found = None if first else held.first()
    return found or Grant.objects.create(
        dossier=dossier,
        user=user,
        unit=unit,
        ground=ground,
        source=source,
        given_by=_user_or_none(by),
        expires_at=expires_at,
    )


def grant_unit(
    *, dossiers: Iterable[Dossier], unit: Unit, ground: str, by: Any, expires_at: datetime | None = None
) -> None:
    """Lets all of a unit into dossiers that were only just opened, in one question."""
    Grant.objects.bulk_create(
        Grant(dossier=dossier, unit=unit, ground=ground, given_by=_user_or_none(by), expires_at=expires_at)
        for dossier in dossiers
    )


def end_grants(*, ground: str, source: str, dossier: Dossier | None = None) -> int:
    """Ends the grants made on a ground for a source (an assignment, a referral), and says how many."""
    rows = Grant.objects.filter(ground=ground, source=source, ended_at__isnull=True)
    if dossier is not None:
        rows = rows.filter(dossier=dossier)
    return rows.update(ended_at=clock.now())


def wall_off(
    *, dossier: Dossier, reason: str, by: Any, user: User | None = None, unit: Unit | None = None
) -> Wall:
    """Shuts a user or a unit out of a dossier for good."""
    wall, _created = Wall.objects.get_or_create(
        dossier=dossier, user=user, unit=unit, defaults={"reason": reason, "raised_by": _user_or_none(by)}
    )
    return wall
