"""The door to a person's kin and household: whom one may not see stands there masked, the sealed do not stand
there at all."""

KIN = """
create or replace function registry_kin(who bigint)
returns table (source text, row_id bigint, kind text, other bigint, public_id text, sight text, initials text,
               age_from int, territory bigint, unit bigint, household text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  zones int[] := my_zones(); dossiers bigint[] := my_dossiers(); walls bigint[] := my_walls();
  everything boolean := himaya_is_system();
  today date := (himaya_now() at time zone 'Asia/Baku')::date;
begin
  return query
  with mine as (
    select p.id from registry_person p
    where p.id = who and registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) = 'full'
  ),
  ties as (
    select 'tie' as source, r.id as row_id, r.kind::text as kind, r.other_id as other, '' as household
    from registry_relationship r join mine on mine.id = r.person_id
    where registry_sight(r.zone, r.dossier_id, zones, dossiers, walls, everything) = 'full'
    union all
    select 'home', h.id, h.role::text, h.person_id, f.public_id::text
    from registry_householdmember own join mine on mine.id = own.person_id
    join registry_household f on f.id = own.household_id
    join registry_householdmember h on h.household_id = own.household_id and h.person_id <> own.person_id
    where own.ended_on is null and h.ended_on is null
  )
  select t.source, t.row_id, t.kind, case when s.seen = 'full' then p.id end, p.public_id::text, s.seen,
         registry_initials(p.family_name, p.given_name), registry_age_band(p.birth_date, today),
         p.territory_id, d.unit_id, t.household
  from ties t join registry_person p on p.id = t.other join access_dossier d on d.id = p.dossier_id
  cross join lateral (
    select registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) as seen) s
  where s.seen <> 'none' and p.merged_into_id is null
  order by t.source, t.row_id;
end $$;

-- Lets the actor into a person's file for a matter at work (a case they may see), by name and to be audited.
create or replace function registry_let_in(who text, matter bigint, source text) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  found record;
  me bigint := himaya_actor();
begin
  if me is null or not access_may_see(matter)
     or not exists (select from access_dossier d where d.id = matter and d.kind in ('case', 'report')) then
    raise exception 'no such matter' using errcode = 'insufficient_privilege';
  end if;
  select p.id, p.dossier_id, p.zone into found from registry_person p
    where p.id = (select coalesce(x.merged_into_id, x.id) from registry_person x where x.public_id = who);
  if found.id is null or registry_sight(found.zone, found.dossier_id, my_zones(), my_dossiers(), my_walls(), false)
     = 'none' then
    return null;
  end if;
  insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, given_by_id)
  values (found.dossier_id, found.zone, 1, himaya_now(), me, 'case', registry_let_in.source, me)
  on conflict do nothing;
  return found.id;
end $$;
"""
