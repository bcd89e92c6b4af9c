"""The doors of lists: meeting the register in bulk, and taking back out what a list brought in.

Both run as the owner with a fixed search path and decide for themselves what the asker may know (docs/adr/0014)."""

from django.apps import apps

from himaya.access.models import DossierKey, History, Protected
from himaya.registry.people.models import Person

MEET = """
create or replace function registry_agrees(one text, other text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case when coalesce(one, '') = '' or coalesce(other, '') = '' then 'silent'
              when registry_loose(himaya_fold(one)) = registry_loose(himaya_fold(other)) then 'agree'
              when himaya_skeletons(one) && himaya_skeletons(other) then 'near' else 'differ' end
$$;

create or replace function registry_born_agrees(born date, known text, said date, how text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case when born is null or said is null then 'silent'
              when known = 'exact' and how = 'exact' then case when born = said then 'agree' else 'differ' end
              when registry_birth_window(born, known) && registry_birth_window(said, how) then 'near' else 'differ' end
$$;

-- Rows of a list against the register. By FIN: whose it is and how the other facts go together with that person's.
-- Else only whether somebody with a like name and birth, telephone or document is there at all ('near': of three names
-- two must sound alike where the day is the same): who, the search door says. Of the sealed nothing is told to the
-- asker; their guardians hear.
create or replace function registry_meet(asked jsonb)
returns table (n int, how text, who text, sight text, family text, given text, father text, born text, phone boolean)
language plpgsql volatile security definer set search_path = public, pg_temp
set enable_seqscan = 'off' set jit = 'off' as $$
declare
  zones int[] := my_zones(); dossiers bigint[] := my_dossiers(); walls bigint[] := my_walls();
  everything boolean := himaya_is_system(); met jsonb; hidden bigint[];
begin
  if not everything and cardinality(my_units()) = 0 then return; end if;
  select coalesce(jsonb_agg(to_jsonb(m)), '[]') into met from (
    select a.n, p.id as person, p.public_id as who,
      registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) as sight,
      registry_agrees(p.family_name, a.family) as family, registry_agrees(p.given_name, a.given) as given,
      registry_agrees(p.fathers_name, a.father) as father,
      registry_born_agrees(p.birth_date, p.birth_precision, a.born, a.known) as born,
      exists (select from registry_phone f
              where f.person_id = p.id and f.ended_at is null and f.number = any(a.phones)) as phone
    from jsonb_to_recordset(asked) as a(n int, fin text, family text, given text, father text, born date, known text,
                                        phones text[])
    join registry_personidentifier i on i.kind = 'fin' and i.value = a.fin and i.ended_at is null
    join registry_person p on p.id = i.person_id and p.merged_into_id is null
    where coalesce(a.fin, '') <> '') m;
  hidden := array(select distinct (m ->> 'person')::bigint from jsonb_array_elements(met) m where m ->> 'sight' = 'none');
  if cardinality(hidden) > 0 then perform registry_sighted(hidden, 'identifier'); end if;
  return query
  select m.n, 'fin', m.who, m.sight, m.family, m.given, m.father, m.born, m.phone
  from jsonb_to_recordset(met) as m(n int, who text, sight text, family text, given text, father text, born text,
                                    phone boolean)
  where m.sight <> 'none';
  return query
  select a.n, 'near', null::text, null::text, null::text, null::text, null::text, null::text, null::boolean
  from jsonb_to_recordset(asked) as a(n int, fin text, days text[], years text[], families text[], givens text[],
                                      fathers text[], phones text[], papers text[])
  where not exists (select from jsonb_array_elements(met) m where (m ->> 'n')::int = a.n and m ->> 'sight' <> 'none')
    and (cardinality(a.days) > 0 and exists (select from registry_person p where p.search_keys && a.days
           and (p.search_keys && a.families)::int + (p.search_keys && a.givens)::int
             + (p.search_keys && a.fathers)::int
             >= case when cardinality(a.families) * cardinality(a.givens) * cardinality(a.fathers) > 0
                  then 2 else 1 end)
      or cardinality(a.years) > 0 and cardinality(a.families) > 0 and cardinality(a.givens) > 0 and exists (
           select from registry_person p where p.search_keys && a.years and p.search_keys && a.families
             and p.search_keys && a.givens)
      or cardinality(a.days) = 0 and cardinality(a.years) = 0 and cardinality(a.families) > 0
           and cardinality(a.givens) > 0 and exists (
           select from registry_person p where p.search_keys && a.families and p.search_keys && a.givens)
      or cardinality(a.papers) > 0 and exists (
           select from registry_personidentifier i where i.value = any(a.papers) and i.ended_at is null)
      or cardinality(a.phones) > 0 and cardinality(a.givens) > 0 and exists (
           select from registry_phone f join registry_person p on p.id = f.person_id
           where f.number = any(a.phones) and f.ended_at is null and p.search_keys && a.givens));
end $$;
"""

TAKE_BACK = """
-- Takes a person whom a list entered out of the register again, if nobody has worked on with them since. What stood
-- in the tables that keep their past stays in the history. False where somebody has.
create or replace function registry_import_take_back(row_id bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  entry record; who record; t text; strange boolean;
begin
  select r.id, r.dossier_id, r.made, r.outcome into entry from registry_importrow r where r.id = row_id for update;
  if entry.id is null or entry.outcome <> 'created' or not access_may_see(entry.dossier_id) then
    raise exception 'no such row' using errcode = 'insufficient_privilege';
  end if;
  select p.id, p.dossier_id, p.version, p.merged_into_id into who from registry_person p
    where p.public_id = entry.made ->> 'person' for update;
  if who.id is null or who.merged_into_id is not null or who.version <> (entry.made ->> 'version')::int then
    return false;
  end if;
  -- anything in the file that the list did not bring?
  foreach t in array array[{others}] loop
    execute format('select exists (select from %I where dossier_id = $1)', t) into strange using who.dossier_id;
    if strange then return false; end if;
  end loop;
  if exists (select from registry_sourcerecord s where s.dossier_id = who.dossier_id
               and s.id <> coalesce((entry.made ->> 'record')::bigint, 0))
     or exists (select from access_grant g where g.dossier_id = who.dossier_id and g.ground <> 'registrar') then
    return false;
  end if;
  begin
    {deletes}
    delete from registry_person where id = who.id;
  exception when foreign_key_violation then
    return false;
  end;
  update registry_importrow set outcome = 'undone' where id = row_id;
  return true;
end $$;

-- Cuts what a list told of a person from them again, also where the person is not open to whoever takes it back.
create or replace function registry_import_cut(row_id bigint, own bigint, reason text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare entry record; link record;
begin
  select r.id, r.dossier_id, r.made, r.outcome into entry from registry_importrow r where r.id = row_id for update;
  if entry.id is null or entry.outcome <> 'joined' or not access_may_see(entry.dossier_id) or not access_may_see(own) then
    raise exception 'no such row' using errcode = 'insufficient_privilege';
  end if;
  select l.id, l.record_id, l.person_id, l.dossier_id, l.zone into link from registry_sourcelink l
    where l.record_id = (entry.made ->> 'record')::bigint
      and not exists (select from registry_sourcecut c where c.link_id = l.id) for update;
  if link.id is null then return false; end if;
  insert into registry_sourcecut (link_id, reason, cut_at, cut_by_id, dossier_id, zone, version, created_at)
  values (link.id, reason, himaya_now(), himaya_actor(), link.dossier_id, link.zone, 1, himaya_now());
  perform registry_source_move(link.record_id, own);
  insert into registry_underived (person_id, dossier_id, zone, version, created_at)
  select p.id, p.dossier_id, p.zone, 1, himaya_now() from registry_person p where p.id = link.person_id
  on conflict (person_id) do nothing;
  update registry_importrow set outcome = 'undone' where id = row_id;
  return true;
end $$;
"""

# What a list brings into a person's file, in the order in which it can go again.
_BROUGHT = (
    "registry_sourcelink", "registry_sourcetelling", "registry_sourcerecord", "registry_underived",
    "registry_address", "registry_phone", "registry_personidentifier", "access_grant",
)  # fmt: skip


def everything(present: set[str]) -> str:
    """All of them, with every table that belongs to dossiers written in."""
    kept = (*_BROUGHT, Person._meta.db_table, History._meta.db_table, DossierKey._meta.db_table)
    private = {m._meta.db_table for m in apps.get_models() if issubclass(m, Protected)}
    others = sorted((private & present) - set(kept))
    listed = ", ".join(f"'{table}'" for table in others)
    deletes = "\n    ".join(f"delete from {table} where dossier_id = who.dossier_id;" for table in _BROUGHT)
    return MEET + TAKE_BACK.replace("{others}", listed).replace("{deletes}", deletes)
