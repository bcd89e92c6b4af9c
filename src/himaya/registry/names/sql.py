"""What a person is found by besides the name of today: kept by the database, whoever writes.

Names borne before, and names that a source joined to the person tells otherwise (a merged record's own page is such a
source). It follows from the rows alone, so that a merge, its undoing and a cut leave it right without being told."""

BORNE = """
create or replace function registry_names_borne(who bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare found text;
begin
  with shown as (
    select string_to_array(himaya_fold(p.family_name || ' ' || p.given_name || ' ' || p.fathers_name), ' ') as words
    from registry_person p where p.id = who
  ), told as (
    select distinct on (t.record_id) t.facts
    from registry_sourcelink l join registry_sourcetelling t on t.record_id = l.record_id
    where l.person_id = who and not exists (select from registry_sourcecut c where c.link_id = l.id)
    order by t.record_id, t.number desc
  ), names as (
    select f.name::text as name, 0 as place from registry_formername f
    where f.person_id = who and f.struck_at is null and f.name <> ''
    union all
    select v.name, 1 from told cross join lateral (
      values (told.facts ->> 'family_name'), (told.facts ->> 'given_name')) v (name)
    where v.name <> '' and not string_to_array(himaya_fold(v.name), ' ') <@ (select words from shown)
  ), once as (
    select n.name, min(n.place) as place from names n group by n.name
  )
  select left(coalesce(string_agg(o.name, ', ' order by o.place, himaya_sort_key(o.name), o.name), ''), 200)
    into found from once o;
  update registry_person p set former_names = found where p.id = who and p.former_names <> found;
end $$;

create or replace function registry_former_name_written() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.person_id <> new.person_id then perform registry_names_borne(old.person_id); end if;
  perform registry_names_borne(new.person_id);
  return null;
end $$;

create or replace trigger names_borne after insert or update of person_id, name, struck_at
  on registry_formername for each row execute function registry_former_name_written();

create or replace function registry_name_written() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform registry_names_borne(new.id);
  return null;
end $$;

-- Another name is shown now: the one before is told by its source, or was a former name all along.
create or replace trigger names_borne after update of family_name, given_name, fathers_name on registry_person
  for each row when (old.former_names <> '' and (old.family_name, old.given_name, old.fathers_name)
                     is distinct from (new.family_name, new.given_name, new.fathers_name))
  execute function registry_name_written();
"""
