"""For whom the transaction acts, as the database knows it."""

from typing import Any

from django.db import connection


class WrongActor(RuntimeError):
    """A read for one person in a transaction that acts as another: a mistake in the program."""


def current_actor() -> str:
    """Who the transaction acts for: a user's id, 'system', or ''."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('himaya.actor', true), '')")
        return str(cursor.fetchone()[0])


def require_actor(user: Any) -> None:
    """Stops a read made for one person while the transaction acts as another."""
    expected = actor_value(user)
    if current_actor() != expected:
        raise WrongActor(f"the transaction does not act as {expected or 'nobody'}")


def actor_value(actor: Any) -> str:
    """What the database calls this actor."""
    if actor is None or getattr(actor, "is_anonymous", False):
        return ""
    return "system" if getattr(actor, "is_system", False) else str(actor.pk)
