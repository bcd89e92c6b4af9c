"""May this person see this dossier? Asked of the database, which holds the one answer."""

from typing import Any

from django.db import connection

from himaya.access.protection.models import Dossier
from himaya.kit.verdict import Verdict, no, yes


def may_see(dossier: Dossier | int) -> Verdict:
    """Whether the actor of this transaction may see the dossier."""
    pk = dossier if isinstance(dossier, int) else dossier.pk
    with connection.cursor() as cursor:
        cursor.execute("select access_may_see(%s)", [pk])
        return yes() if cursor.fetchone()[0] else no("")


def shut_out(user: Any, dossier: Dossier) -> bool:
    """Whether the database hides this dossier (a wall, an ended grant) from the user it acts for. Where the
    transaction acts for somebody else there is nothing to ask; its policies answer."""
    with connection.cursor() as cursor:
        cursor.execute("select himaya_actor() = %s and not access_may_see(%s)", [user.pk, dossier.pk])
        return bool(cursor.fetchone()[0])
