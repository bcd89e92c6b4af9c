"""Whom a grant lets act."""

from collections.abc import Iterable
from typing import Any

from himaya.access.protection.models import BREAK_GLASS, IN_OFFICE, Dossier, Grant
from himaya.access.roles import ONLY_GRANTED, ROLES
from himaya.kit import clock


def let_in(user: Any, holding: Iterable[Any], dossier: Dossier) -> bool:
    """Whether a grant lets somebody act on a dossier by one of these roles held (memberships).

    By name it counts for roles that live by grants: a supervisor of one unit who works a case in another stays
    a worker there; unless it was given for the office they hold (`IN_OFFICE`). To a unit it counts for the roles
    held in that unit. What was opened by break-glass is read, not worked on."""
    held = [m for m in holding if m.role in ROLES]
    units = {m.unit_id for m in held}
    by_name = any(ROLES[m.role].reach == ONLY_GRANTED for m in held)
    rows = Grant.objects.filter(dossier=dossier, ended_at__isnull=True).exclude(ground=BREAK_GLASS)
    return any(
        ((row.user_id == user.pk and (by_name or (held and row.ground in IN_OFFICE))) or row.unit_id in units)
        and (row.expires_at is None or row.expires_at > clock.now())
        for row in rows
    )
