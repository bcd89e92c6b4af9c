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
      and r.end_reason <> 'mistake'
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

# Kin of kin, as far as the actor may follow them: from a person whose file is open to the actor to the next.
FAMILY = """
create or replace function registry_family(who bigint, walked text[], steps int, most int)
returns table (pair uuid, kind text, person bigint, other bigint, public_id text, sight text, initials text,
               age_from int, started_on date, ended_on date, end_reason text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  zones int[] := my_zones(); dossiers bigint[] := my_dossiers(); walls bigint[] := my_walls();
  everything boolean := himaya_is_system();
  today date := (himaya_now() at time zone 'Asia/Baku')::date;
  known bigint[]; front bigint[];
begin
  front := array(select p.id from registry_person p where p.id = who
                 and registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) = 'full');
  known := front;
  for _step in 1..steps loop
    exit when cardinality(front) = 0 or cardinality(known) >= most;
    front := array(
      select distinct p.id from registry_relationship r join registry_person p on p.id = r.other_id
      where r.person_id = any(front) and r.kind = any(walked) and r.end_reason <> 'mistake'
        and p.id <> all(known) and p.merged_into_id is null
        and registry_sight(r.zone, r.dossier_id, zones, dossiers, walls, everything) = 'full'
        and registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) = 'full'
      order by p.id limit most);
    known := known || front;
  end loop;
  return query
  select r.pair, r.kind::text, r.person_id, case when s.seen = 'full' then p.id end, p.public_id::text, s.seen,
         registry_initials(p.family_name, p.given_name), registry_age_band(p.birth_date, today), r.started_on,
         r.ended_on, r.end_reason::text
  from registry_relationship r join registry_person p on p.id = r.other_id
  cross join lateral (
    select registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) as seen) s
  where r.person_id = any(known) and r.end_reason <> 'mistake' and s.seen <> 'none' and p.merged_into_id is null
    and registry_sight(r.zone, r.dossier_id, zones, dossiers, walls, everything) = 'full'
  order by r.id limit most * 12;
end $$;
"""

# What the register itself keeps right between two people, whatever a program writes.
INTEGRITY = """
-- Nobody is their own ancestor. Looks past the policies: the circle may close in another district's files. Whoever
-- adds a parent waits for those who add one among the same ancestors or descendants.
create or replace function registry_no_circle() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  child bigint := case when new.kind = 'child' then new.other_id else new.person_id end;
  elder bigint := case when new.kind = 'child' then new.person_id else new.other_id end;
begin
  perform 1 from registry_person p
    where p.id in (select registry_ancestors(elder) union select registry_descendants(child))
    order by p.id for no key update;
  if child in (select registry_ancestors(elder)) then
    raise exception 'a circle of parents' using errcode = 'check_violation', constraint = 'relationship_no_circle';
  end if;
  return null;
end $$;

create or replace function registry_ancestors(who bigint) returns setof bigint
language sql volatile set search_path = public, pg_temp as $$
  with recursive above (id) as (
    select who
    union
    select x.id from above a cross join lateral (
      select r.other_id as id from registry_relationship r
        where r.person_id = a.id and r.kind in ('mother', 'father', 'parent') and r.ended_on is null
      union all
      select r.person_id from registry_relationship r
        where r.other_id = a.id and r.kind = 'child' and r.ended_on is null) x
  )
  select id from above
$$;

create or replace function registry_descendants(who bigint) returns setof bigint
language sql volatile set search_path = public, pg_temp as $$
  with recursive below (id) as (
    select who
    union
    select x.id from below b cross join lateral (
      select r.person_id as id from registry_relationship r
        where r.other_id = b.id and r.kind in ('mother', 'father', 'parent') and r.ended_on is null
      union all
      select r.other_id from registry_relationship r
        where r.person_id = b.id and r.kind = 'child' and r.ended_on is null) x
  )
  select id from below
$$;

drop trigger if exists no_circle on registry_relationship;
create trigger no_circle after insert or update of person_id, other_id, kind, ended_on on registry_relationship
  for each row when (new.kind in ('mother', 'father', 'parent', 'child') and new.ended_on is null)
  execute function registry_no_circle();

-- A relation is told from both sides or not at all: at the end of the transaction its reciprocal stands, of the
-- inverse kind, for the same time. (Of a record that was joined to another, one side may stand with each of the two.)
create or replace function registry_both_sides() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare mine record;
begin
  select * into mine from registry_relationship r where r.id = new.id;
  if mine.id is not null and not exists (
    select from registry_relationship back
    where back.pair = mine.pair and back.id <> mine.id
      and registry_stands(back.person_id) = registry_stands(mine.other_id)
      and registry_stands(back.other_id) = registry_stands(mine.person_id)
      and back.started_on is not distinct from mine.started_on
      and back.ended_on is not distinct from mine.ended_on
      and (registry_inverse(mine.kind) = back.kind or registry_inverse(back.kind) = mine.kind)
  ) then
    raise exception 'a relation without its reciprocal'
      using errcode = 'check_violation', constraint = 'relationship_both_sides';
  end if;
  return null;
end $$;

create or replace function registry_inverse(kind text) returns text
language sql stable set search_path = public, pg_temp as $$
  select coalesce(max(c.attributes ->> 'inverse'), registry_inverse.kind) from reference_code c
  join reference_codelist l on l.id = c.codelist_id
  where l.key = 'relationship.type' and c.code = registry_inverse.kind
$$;

drop trigger if exists both_sides on registry_relationship;
create constraint trigger both_sides after insert or update on registry_relationship
  deferrable initially deferred for each row execute function registry_both_sides();
"""
