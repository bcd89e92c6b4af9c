"""The door behind “known, not open to you”: from a masked person to a sealed word for opening their file.

The search tells a masked person's opaque id and nothing else. Whoever may open a record in an emergency needs to
say which; the key of the dossier never reaches the page, only a token made of it. A sealed person is not there.
"""

from django.conf import settings
from django.db import connections

from himaya.access.roles import BREAKGLASS_USE, ROLES, listed

MASKED = """
create or replace function desk_dossiers_of(people text[]) returns table (person text, dossier bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.public_id::text, p.dossier_id
  from registry_person p join access_dossier d on d.id = p.dossier_id
  where p.public_id = any(people) and d.sensitivity < 2 and exists (
    select 1 from access_membership m join access_user a on a.id = m.user_id and a.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles}))
$$;
revoke all on function desk_dossiers_of(text[]) from public;
grant execute on function desk_dossiers_of(text[]) to {web};
"""
NEEDED = {"registry_person", "access_dossier", "access_membership"}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if NEEDED.issubset(connection.introspection.table_names()):
        roles = listed(role for role in ROLES.values() if BREAKGLASS_USE in role.may)
        with connection.cursor() as cursor:
            cursor.execute(MASKED.format(roles=roles, web=settings.DB_ROLE_WEB))
