"""Sessions as Django keeps them, read by one short question: every page begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

LOAD = "select session_data from django_session where session_key = %s and expire_date > now()"


class SessionStore(db.SessionStore):
    """Django's own, found by the name of this file (`SESSION_ENGINE`)."""

    def load(self) -> dict[str, Any]:
        """What the session holds; of one that is over or unknown nothing, not even its key."""
        with connection.cursor() as cursor:
            cursor.execute(LOAD, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(row[0])
        return held
