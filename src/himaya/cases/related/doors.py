"""Narrow doors of related cases: that there is one and who answers for it, and of a sensitive one not even that.

Each runs as the owner with a fixed search path, asks whether the actor sees the case at hand, and names the other case
only where row security shows it."""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- The links of a case, those that have ended too. Of a case that is not open to the actor only its unit is told, and
-- nothing where it is sensitive or a wall stands before it.
create or replace function cases_linked(the_case bigint)
returns table (link_id bigint, other_id bigint, unit_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select case when seen.it then l.id end, case when seen.it then o.id end, d.unit_id
  from cases_case c
  join cases_caselink l on l.first_id = c.id or l.second_id = c.id
  join cases_case o on o.id = case when l.first_id = c.id then l.second_id else l.first_id end
  join access_dossier d on d.id = o.dossier_id
  cross join lateral (select access_may_see(d.id) as it) seen
  where c.id = the_case and access_may_see(c.dossier_id)
    and (seen.it or (l.ended_at is null and d.sensitivity = 0 and d.id <> all((select my_walls())::bigint[])))
  order by l.made_at, l.id
$$;

-- Brothers and sisters of the children of a case (by relations of these kinds, or under `grown` years in the same
-- household) and their other open cases. Only where the child's own file is open to the actor; a sibling's name is
-- whole where their file is open too or they are of the case, else initials; the sealed are not there at all.
create or replace function cases_siblings(the_case bigint, kinds text[], grown int)
returns table (person bigint, public_id text, name text, kind text, role text, other_id bigint, unit_id bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  zones int[] := my_zones(); dossiers bigint[] := my_dossiers(); walls bigint[] := my_walls();
  everything boolean := himaya_is_system();
  today date := (himaya_now() at time zone 'Asia/Baku')::date;
begin
  return query
  with children as (
    select distinct p.id from cases_case c
    join cases_casemember m on m.case_id = c.id and m.ended_at is null and m.role in ('child', 'sibling')
    join registry_person p on p.id = m.person_id
    where c.id = the_case and access_may_see(c.dossier_id)
      and registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) = 'full'
  ),
  told as (
    select r.other_id as id, r.kind::text as kind, 1 as rank from children ch
    join registry_relationship r on r.person_id = ch.id and r.ended_on is null and r.kind = any(kinds)
    where registry_sight(r.zone, r.dossier_id, zones, dossiers, walls, everything) = 'full'
    union all
    select h.person_id, '', 2 from children ch
    join registry_householdmember own on own.person_id = ch.id and own.ended_on is null
    join registry_householdmember h on h.household_id = own.household_id and h.person_id <> ch.id
      and h.ended_on is null
    join registry_person p on p.id = h.person_id and p.birth_date > today - make_interval(years => grown)
  ),
  siblings as (select distinct on (t.id) t.id, t.kind from told t order by t.id, t.rank)
  select p.id, case when s.seen = 'full' then p.public_id::text else '' end,
         case when s.seen = 'full' or m.role is not null
              then btrim(p.family_name || ' ' || p.given_name)
              else registry_initials(p.family_name, p.given_name) end,
         b.kind, coalesce(m.role, '')::text, o.case_id, o.unit_id
  from siblings b
  join registry_person p on p.id = b.id and p.merged_into_id is null
  cross join lateral (
    select registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) as seen) s
  left join lateral (
    select x.role from cases_casemember x
    where x.case_id = the_case and x.person_id = p.id and x.ended_at is null order by x.id limit 1) m on true
  left join lateral (
    select distinct case when access_may_see(d.id) then k.id end as case_id, d.unit_id
    from cases_casemember y join cases_case k on k.id = y.case_id join access_dossier d on d.id = k.dossier_id
    where y.person_id = p.id and y.ended_at is null and y.role in ('child', 'sibling', 'person')
      and k.id <> the_case and k.status not in ('closed', 'merged')
      and (access_may_see(d.id) or (d.sensitivity = 0 and d.id <> all(walls)))) o on true
  where s.seen <> 'none' and (m.role is not null or o.unit_id is not null)
  order by p.family_name, p.given_name, p.id, o.case_id;
end $$;
"""

CLOSED = """
revoke all on function cases_linked(bigint), cases_siblings(bigint, text[], int) from public;
grant execute on function cases_linked(bigint), cases_siblings(bigint, text[], int) to {web}, {worker};
"""
NEEDED = {
    "cases_case",
    "cases_casemember",
    "cases_caselink",
    "registry_person",
    "registry_relationship",
    "registry_householdmember",
}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if NEEDED.issubset(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(
                FUNCTIONS + CLOSED.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER)
            )
