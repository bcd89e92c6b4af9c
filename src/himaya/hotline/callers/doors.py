"""The narrow door through which the hotline counts a caller's contacts: kinds and states, never words or names. And which
keys are one caller's, where a supervisor merged their profiles: for the doors beside it and the worker."""

from django.conf import settings
from django.db import connections

from himaya.access.roles import CONTACT_WORK, ROLES, listed

KEYS = """
create or replace function hotline_caller_keys(caller text) returns text[]
language sql stable set search_path = public, pg_temp as $$
  with recursive up as (
    select p.id, p.merged_into_id from hotline_callerprofile p where p.caller_key = caller and caller <> ''
    union select q.id, q.merged_into_id from up join hotline_callerprofile q on q.id = up.merged_into_id
  ), down as (
    select p.id, p.caller_key from hotline_callerprofile p join up on up.id = p.id and up.merged_into_id is null
    union select q.id, q.caller_key from down join hotline_callerprofile q on q.merged_into_id = down.id
  )
  select array(select caller where caller <> '' union select d.caller_key from down d where d.caller_key <> '')
$$;
revoke all on function hotline_caller_keys(text) from public;
grant execute on function hotline_caller_keys(text) to {worker};
"""
RECORD = """
create or replace function hotline_caller_record(callers text[], since timestamptz,
  out times int, out nuisance int, out grave int, out open int, out child int, out unheard int)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not himaya_is_system() and not exists (
    select from access_membership m join access_user u on u.id = m.user_id and u.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles})
  ) then
    raise exception 'not a role of the hotline' using errcode = 'insufficient_privilege';
  end if;
  select count(*), count(*) filter (where c.kind in ('abusive', 'prank') and c.arrived_at > since),
         count(*) filter (where c.risk in ('critical', 'high')),
         count(*) filter (where c.status not in ('closed', 'set_aside')),
         count(*) filter (where c.caller_kind = 'child' and c.kind = 'counselling' and c.arrived_at > since),
         count(*) filter (where c.kind in ('silent', 'abandoned') and c.arrived_at > since)
    into times, nuisance, grave, open, child, unheard
    from hotline_contact c where c.caller_key = any(callers) and c.caller_key <> '';
end $$;
revoke all on function hotline_caller_record(text[], timestamptz) from public;
grant execute on function hotline_caller_record(text[], timestamptz) to {web}, {worker};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "hotline_callerblock" not in connection.introspection.table_names():
        return
    roles = listed(role for role in ROLES.values() if CONTACT_WORK in role.may)
    said = {"roles": roles, "web": settings.DB_ROLE_WEB, "worker": settings.DB_ROLE_WORKER}
    with connection.cursor() as cursor:
        cursor.execute(KEYS.format(**said))
        cursor.execute(RECORD.format(**said))
