"""Narrow doors of outreach: letting whoever took a lead into the person's file, and counting what the rules came to.

Each runs as the owner with a fixed search path, checks for itself who asks, and does one thing.
"""

from django.conf import settings
from django.db import connections

from himaya.access.roles import OUTREACH_READ, ROLES, listed
from himaya.cases.outreach.models import OPEN

SMALLEST = 5

FUNCTIONS = """
-- Makes the grants of a lead exactly what the lead says: while nobody has it, the workers of its unit see it, without the
-- person's file; whoever took it is let into the file as well, until it has ended. A sealed person stays unseen.
create or replace function cases_settle_lead(the_lead bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  l cases_lead%rowtype;
  ours text := 'lead:' || the_lead;
  file bigint;
begin
  select * into l from cases_lead where id = the_lead;
  if l.id is null or not (access_may_see(l.dossier_id) or himaya_is_system()) then
    raise exception 'no such lead' using errcode = 'insufficient_privilege';
  end if;
  select p.dossier_id into file from registry_person p join access_dossier d on d.id = p.dossier_id
    where p.id = l.person_id and d.sensitivity < 2;
  update access_grant g set ended_at = himaya_now()
    where g.ground = 'outreach' and g.source = ours and g.ended_at is null
      and (g.user_id is distinct from l.worker_id
           or g.dossier_id <> l.dossier_id and (l.status <> all({open}) or g.dossier_id is distinct from file));
  if l.worker_id is null then
    insert into access_grant (dossier_id, zone, version, created_at, unit_id, ground, source, given_by_id)
      select d.id, d.zone, 1, himaya_now(), d.unit_id, 'outreach', ours, himaya_actor()
      from access_dossier d where d.id = l.dossier_id and l.status = 'raised'
    on conflict do nothing;
    return;
  end if;
  insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, given_by_id)
    select d.id, d.zone, 1, himaya_now(), l.worker_id, 'outreach', ours, himaya_actor()
    from access_dossier d
    where d.id = l.dossier_id or d.id = file and l.status = any({open})
  on conflict do nothing;
end $$;

-- How many, never who: what each rule came to among the leads raised in a year, under the asker's units.
create or replace function cases_outreach_yield(the_year int, out rule text, out raised int, out contacted int,
  out agreed int, out helped int, out false_leads int) returns setof record
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare mine int[];
begin
  select array_agg(distinct (u.id * 4 + s.level)::int) into mine
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join access_unit u on u.path @> array[m.unit_id]
  cross join generate_series(0, 1) as s(level)
  where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles});
  if mine is null then
    raise exception 'not a role that reads what the rules came to' using errcode = 'insufficient_privilege';
  end if;
  return query
  select n.rule_code::text, case when n.whole >= {smallest} then n.whole::int end,
    told.parts[1], told.parts[2], told.parts[3], told.parts[4]
  from (
    select l.rule_code, count(*) as whole,
      array[count(*) filter (where l.contacted_at is not null), count(*) filter (where l.agreed),
            count(*) filter (where l.led_to_help), count(*) filter (where l.was_false)] as parts
    from cases_lead l
    where l.zone = any(mine) and extract(year from l.raised_at at time zone 'Asia/Baku') = the_year
    group by l.rule_code) n,
  lateral (
    select array_agg(case when n.whole >= {smallest} and (part = 0 or part >= {smallest})
                       and (part = n.whole or n.whole - part >= {smallest}) then part::int end order by at) as parts
    from unnest(n.parts) with ordinality as listed(part, at)) told;
end $$;
revoke all on function cases_settle_lead(bigint), cases_outreach_yield(int) from public;
grant execute on function cases_settle_lead(bigint) to {web}, {worker};
grant execute on function cases_outreach_yield(int) to {web};
"""
NEEDED = {"cases_lead", "registry_person", "access_grant", "access_dossier", "access_membership"}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if not NEEDED.issubset(connection.introspection.table_names()):
        return
    statement = FUNCTIONS.format(
        open="array[" + ", ".join(f"'{state}'" for state in OPEN) + "]",
        roles=listed(role for role in ROLES.values() if OUTREACH_READ in role.may),
        smallest=SMALLEST,
        web=settings.DB_ROLE_WEB,
        worker=settings.DB_ROLE_WORKER,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
