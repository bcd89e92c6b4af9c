"""The door by which the first of two sheets is opened. Its scorer alone sees it until the second is there; then whoever
wrote the second is let in, and opens it to the others. The door asks for itself whether both are done."""

from django.conf import settings
from django.db import connection, connections

DOOR = """
create or replace function hotline_open_first_sheet(review bigint) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  found bigint;
begin
  select one.dossier_id into found
  from hotline_review r
  join hotline_sheet one on one.review_id = r.id and one.number = 1
  join hotline_sheet two on two.review_id = r.id and two.number = 2 and two.scorer_id = himaya_actor()
  where r.id = review and access_may_see(r.dossier_id);
  if found is null then
    raise exception 'both sheets are not there' using errcode = 'insufficient_privilege';
  end if;
  insert into access_grant (dossier_id, user_id, ground, source, given_by_id, created_at, zone, version)
    values (found, himaya_actor(), 'quality', '', himaya_actor(), himaya_now(), 0, 1)
    on conflict do nothing;
  return found;
end $$;
revoke all on function hotline_open_first_sheet(bigint) from public;
grant execute on function hotline_open_first_sheet(bigint) to {web};
"""


def open_first_sheet(review: int) -> int:
    """Lets the second scorer into the first sheet's dossier, and says which it is. Refused by the door before."""
    with connection.cursor() as cursor:
        cursor.execute("select hotline_open_first_sheet(%s)", [review])
        found: int = cursor.fetchone()[0]
        return found


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    opened = connections[using]
    if "hotline_sheet" not in opened.introspection.table_names():
        return
    with opened.cursor() as cursor:
        cursor.execute(DOOR.format(web=settings.DB_ROLE_WEB))
