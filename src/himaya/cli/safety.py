"""Whether a database login may serve: one that owns tables or passes by row security may not."""

import psycopg

from himaya.cli.environment import Trouble

REASONS = """
select array_remove(array[
  case when r.rolsuper then 'it is a superuser' end,
  case when r.rolbypassrls then 'it passes by row security' end,
  case when r.rolcreaterole then 'it may make other roles' end,
  case when exists(
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(r.oid, c.relowner, 'USAGE')
  ) then 'it owns tables, which row security does not bind' end
], null)
from pg_roles r where r.rolname = %s
"""


def reasons_against(connection: psycopg.Connection, role: str | None = None) -> list[str]:
    """Why `role` (this login by default) must not serve; empty when it may."""
    name = role or connection.execute("select session_user").fetchone()[0]  # type: ignore[index]
    row = connection.execute(REASONS, [name]).fetchone()
    return list(row[0]) if row else [f"the role {name} does not exist"]


def require_bound_role(address: str) -> None:
    """Refuse to serve as a role whom row security does not bind."""
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            against = reasons_against(connection)
            name = connection.info.user
    except psycopg.OperationalError as error:
        raise Trouble(f"The database does not answer: {str(error).strip()}") from error
    if against:
        raise Trouble(
            f'Himaya does not serve as the database role "{name}": {"; ".join(against)}. '
            "Set DATABASE_URL to the web's or the worker's own login role (`himaya doctor` says more)."
        )
