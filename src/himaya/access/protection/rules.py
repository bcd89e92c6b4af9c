"""May this person see this dossier? Asked of the database, which holds the one answer."""

from typing import Any

from django.db import connection

from himaya.access.protection.models import Dossier


def shut_out(user: Any, dossier: Dossier) -> bool:
    """Whether the database hides this dossier (a wall, an ended grant) from the user it acts for. Where the
    transaction acts for somebody else there is nothing to ask; its policies answer."""
    with connection.cursor() as cursor:
        cursor.execute("select himaya_actor() = %s and not access_may_see(%s)", [user.pk, dossier.pk])
        return bool(cursor.fetchone()[0])
