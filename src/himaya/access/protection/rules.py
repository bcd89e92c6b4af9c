"""May this person see this dossier? Asked of the database, which holds the one answer."""

from typing import Any

from django.db import connection

from himaya.access.protection.models import BREAK_GLASS, Dossier, Grant


def shut_out(user: Any, dossier: Dossier) -> bool:
    """Whether the database hides this dossier (a wall, an ended grant) from the user it acts for. Where the
    transaction acts for somebody else there is nothing to ask; its policies answer."""
    with connection.cursor() as cursor:
        cursor.execute("select himaya_actor() = %s and not access_may_see(%s)", [user.pk, dossier.pk])
        return bool(cursor.fetchone()[0])


STANDING = """
select himaya_actor() = %s and not access_may_see(%s), g.user_id, g.unit_id, g.ground, g.expires_at
from (values (1)) asked left join access_grant g
  on g.dossier_id = %s and g.ended_at is null and g.ground <> %s
"""


def standing(user: Any, dossier: Dossier) -> tuple[bool, list[Grant]]:
    """Whether somebody is shut out of a dossier, and the grants on it by which people work: one question for both."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [user.pk, dossier.pk, dossier.pk, BREAK_GLASS])
        rows = cursor.fetchall()
    grants = [
        Grant(dossier=dossier, user_id=holder, unit_id=unit, ground=ground, expires_at=until)
        for _hidden, holder, unit, ground, until in rows
        if ground is not None
    ]
    return bool(rows[0][0]), grants
