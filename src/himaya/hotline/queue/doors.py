"""Two narrow doors. Through one a counsellor is let into what they take from the queue of their own line, and into nothing
else: nobody sees a waiting contact before. Through the other the worker forgets what came and nobody took, when the time of
hotline contacts (`retention.hotline`) is over, and what lay beside a contact that was forgotten."""

from django.conf import settings
from django.db import connection, connections

from himaya.access.roles import CONTACT_WORK, ROLES, listed

TAKE = """
create or replace function hotline_take(wanted bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from unnest(wanted) as one
    where not exists (
      select from hotline_arrival a join hotline_line l on l.id = a.line_id
      join access_membership m on m.unit_id = l.unit_id and m.user_id = himaya_actor() and m.ended_at is null
        and m.role in ({roles})
      join access_user u on u.id = m.user_id and u.is_active
      where a.id = one and a.state in ('waiting', 'handed'))
  ) then
    raise exception 'this does not wait for you' using errcode = 'insufficient_privilege';
  end if;
  insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, given_by_id)
    select told.dossier_id, 0, 1, himaya_now(), himaya_actor(), 'contact', '', himaya_actor()
    from (select a.dossier_id from hotline_arrival a where a.id = any(wanted)
          union select c.dossier_id from hotline_arrivalcaller c where c.arrival_id = any(wanted)) told
  on conflict do nothing;
end $$;
revoke all on function hotline_take(bigint[]) from public;
grant execute on function hotline_take(bigint[]) to {web};

-- Arrivals whose time is over: of a forgotten contact, or never taken and a year (a norm) old; nothing of theirs is held,
-- no call-back of theirs is owed. Never what still waits.
create or replace function hotline_arrivals_over(most int) returns setof bigint
language sql stable set search_path = public, pg_temp as $$
  select a.id from hotline_arrival a left join hotline_contact c on c.id = a.contact_id
  where a.channel_key <> a.public_id and a.state not in ('waiting', 'recording', 'handed')
    and (c.forgotten_on is not null
      or (a.contact_id is null and cases_kept_until(a.since, 'retention.hotline') <= himaya_now()))
    and not exists (select from hotline_callback b where b.dossier_id = a.dossier_id and b.status in ('promised', 'handed'))
    and not hotline_is_held(a.dossier_id)
    and not exists (select from hotline_arrivalcaller t where t.arrival_id = a.id and hotline_is_held(t.dossier_id))
  order by a.id limit most
$$;

create or replace function hotline_forget_arrival(arrival bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  a hotline_arrival; dossiers bigint[];
begin
  select * into a from hotline_arrival x where x.id = arrival for update;
  if not himaya_is_system() or not exists (select from hotline_arrivals_over(2147483647) o where o = arrival) then
    raise exception 'the time of this arrival is not over' using errcode = 'insufficient_privilege';
  end if;
  -- a dossier that a contact still lives in stays for that contact
  select array_agg(distinct d) into dossiers
  from (select a.dossier_id as d union select t.dossier_id from hotline_arrivalcaller t where t.arrival_id = a.id) own
  where not exists (select from hotline_contact c where c.dossier_id = d and c.forgotten_on is null);
  perform registry_blank('{{}}', coalesce(dossiers, '{{}}'), array[a.public_id]);
  update hotline_callback b set caller_key = '' where b.dossier_id = any(dossiers);
  update hotline_arrival x set caller_key = '', channel_key = x.public_id where x.id = a.id;
end $$;
revoke all on function hotline_arrivals_over(int), hotline_forget_arrival(bigint) from public;
grant execute on function hotline_arrivals_over(int), hotline_forget_arrival(bigint) to {worker};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    opened = connections[using]
    if "hotline_arrival" not in opened.introspection.table_names():
        return
    roles = listed(role for role in ROLES.values() if CONTACT_WORK in role.may)
    with opened.cursor() as cursor:
        cursor.execute(TAKE.format(roles=roles, web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER))


def take(arrivals: list[int]) -> None:
    """Lets whoever acts into the dossiers of these waiting arrivals."""
    with connection.cursor() as cursor:
        cursor.execute("select hotline_take(%s)", [arrivals])


def over(most: int) -> list[int]:
    """Arrivals whose time is over, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("select hotline_arrivals_over(%s)", [most])
        return [row[0] for row in cursor.fetchall()]


def forget(arrival: int) -> None:
    """Takes away everything of an arrival that tells who somebody was and what they said; that it came, and how it ended,
    stays counted."""
    with connection.cursor() as cursor:
        cursor.execute("select hotline_forget_arrival(%s)", [arrival])
