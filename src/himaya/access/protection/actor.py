"""For whom the transaction acts, as the database knows it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection


class WrongActor(RuntimeError):
    """A read for one person in a transaction that acts as another: a mistake in the program."""


def name_actor(value: str, *, clock: str = "") -> None:
    """Names the actor to the database until the transaction ends, and remembers it beside the connection; with it the
    moment, where the clock was moved.

    The memory only saves asking; what may be read is decided by the database alone. Whoever begins a transaction
    forgets it at the end (`remembering`)."""
    set_local({"himaya.actor": value} | ({"himaya.clock": clock} if clock else {}))
    connection.himaya_actor = value  # type: ignore[attr-defined]  # ours


def set_local(settings: Mapping[str, str]) -> None:
    """Settings of the database for this transaction only, in one question."""
    asked = "select " + ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with connection.cursor() as cursor:
        cursor.execute(asked, [part for pair in settings.items() for part in pair])


@contextmanager
def remembering() -> Iterator[None]:
    """What is named inside is forgotten outside, however it ends: what was named before holds again."""
    before = getattr(connection, "himaya_actor", None)
    try:
        yield
    finally:
        connection.himaya_actor = before  # type: ignore[attr-defined]  # ours


def current_actor() -> str:
    """Who the transaction acts for: a user's id, 'system', or ''."""
    known = getattr(connection, "himaya_actor", None)
    if known is not None and connection.in_atomic_block:
        return str(known)
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
