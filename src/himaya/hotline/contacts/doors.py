"""The narrow door through which a counsellor learns that somebody has called before: how often and when last, whether
life was in danger then; never what was said, to whom, or by whom."""

from django.conf import settings
from django.db import connections

from himaya.access.roles import CONTACT_WORK, ROLES, listed

TIMES = """
create or replace function hotline_times_called(caller text, besides bigint,
  out times int, out last_at timestamptz, out was_grave boolean)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  callers text[];
begin
  if not exists (
    select from access_membership m join access_user u on u.id = m.user_id and u.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles})
  ) then
    raise exception 'not a role of the hotline' using errcode = 'insufficient_privilege';
  end if;
  callers := hotline_caller_keys(caller);  -- the numbers of one caller are counted as one
  select count(*)::int, max(c.arrived_at), coalesce(bool_or(c.risk in ('critical', 'high')), false)
    into times, last_at, was_grave
    from hotline_contact c where c.caller_key = any(callers) and c.id <> besides;
end $$;
revoke all on function hotline_times_called(text, bigint) from public;
grant execute on function hotline_times_called(text, bigint) to {web};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "hotline_contact" not in connection.introspection.table_names():
        return
    roles = listed(role for role in ROLES.values() if CONTACT_WORK in role.may)
    with connection.cursor() as cursor:
        cursor.execute(TIMES.format(roles=roles, web=settings.DB_ROLE_WEB))
