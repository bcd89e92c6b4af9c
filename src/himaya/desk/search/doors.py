"""The door behind a number: a case or report that the asker may not read, but whose number they hold, is known, with
the unit to ask and the way to open it in an emergency. A number is told by somebody: it cannot be guessed. What is
sealed, or walled off from the asker, is not there."""

from django.conf import settings
from django.db import connections

from himaya.access.roles import BREAKGLASS_USE, ROLES, listed

NUMBERED = """
create or replace function desk_closed_by_number(number text)
returns table (kind text, public_id text, dossier bigint, unit bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  with named as (
    select 'case' as kind, c.public_id, c.dossier_id from cases_case c where c.reference = number
    union all
    select 'report', r.public_id, r.dossier_id from cases_report r where r.reference = number
  )
  select n.kind, n.public_id::text, d.id, d.unit_id
  from named n join access_dossier d on d.id = n.dossier_id
  where d.sensitivity < 2 and d.id <> all((select my_walls())::bigint[]) and not access_may_see(d.id) and exists (
    select 1 from access_membership m join access_user a on a.id = m.user_id and a.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles}))
$$;
revoke all on function desk_closed_by_number(text) from public;
grant execute on function desk_closed_by_number(text) to {web};
"""
NEEDED = {"cases_case", "cases_report", "access_dossier", "access_membership"}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if NEEDED.issubset(connection.introspection.table_names()):
        roles = listed(role for role in ROLES.values() if BREAKGLASS_USE in role.may)
        with connection.cursor() as cursor:
            cursor.execute(NUMBERED.format(roles=roles, web=settings.DB_ROLE_WEB))
