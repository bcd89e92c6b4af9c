"""The doors of sources: telling about, and joining to, a person whom the teller may not see.

An institution's list names children of other districts. What it tells of them lies in their own files; so it is
written past the policies, by functions that check who asks and give nothing back of what they may not know."""

TELL = """
-- Another telling of a row that is known already. `state`: 'absent' (no such row), 'same' (told before), 'new'.
create or replace function registry_source_tell(
  source bigint, key text, facts jsonb, digest text, unit bigint, telling_id text
) returns table (state text, record bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  row record; last record; owner bigint;
begin
  if not himaya_is_system() and cardinality(my_units()) = 0 then
    raise exception 'nobody to tell of people' using errcode = 'insufficient_privilege';
  end if;
  select r.id, r.dossier_id, r.zone into row from registry_sourcerecord r
    where r.source_id = source and r.key = registry_source_tell.key for update;
  if row.id is null then return query select 'absent', null::bigint; return; end if;
  select t.number, t.digest into last from registry_sourcetelling t
    where t.record_id = row.id order by t.number desc limit 1;
  if last.digest = digest then return query select 'same', row.id; return; end if;
  insert into registry_sourcetelling
    (public_id, record_id, number, facts, digest, received_at, told_by_id, unit_id, dossier_id, zone, version,
     created_at)
  values (telling_id, row.id, coalesce(last.number, 0) + 1, facts, digest, himaya_now(), himaya_actor(), unit,
          row.dossier_id, row.zone, 1, himaya_now());
  perform registry_derive_later(l.person_id) from registry_sourcelink l
    where l.record_id = row.id and not exists (select from registry_sourcecut c where c.link_id = l.id);
  return query select 'new', row.id;
end $$;

-- A person whom the actor may not see is derived anew by the worker; who may see them does it at once.
create or replace function registry_derive_later(who bigint) returns void
language sql volatile set search_path = public, pg_temp as $$
  insert into registry_underived (person_id, dossier_id, zone, version, created_at)
  select p.id, p.dossier_id, p.zone, 1, himaya_now() from registry_person p
  where p.id = who and registry_sight(p.zone, p.dossier_id, my_zones(), my_dossiers(), my_walls(),
                                      himaya_is_system()) <> 'full'
  on conflict (person_id) do nothing
$$;
"""

JOIN = """
-- Moves a source's row, and all it told, into a dossier.
create or replace function registry_source_move(row_id bigint, target bigint) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
begin
  update registry_sourcerecord r set dossier_id = target where r.id = row_id;
  update registry_sourcetelling t set dossier_id = target where t.record_id = row_id;
  update registry_sourcelink l set dossier_id = target where l.record_id = row_id;
  update registry_sourcecut c set dossier_id = target from registry_sourcelink l
    where c.link_id = l.id and l.record_id = row_id;
end $$;

-- Joins a source's row to a person. Whoever may not see the person in full needs the person's valid FIN in the
-- row. 'none': no such person for the actor (the sealed: their guardians are told), 'joined', 'taken' (the row is
-- another's), 'unproven'.
create or replace function registry_source_join(
  row_id bigint, who text, how text, ground jsonb, link_id text
) returns table (state text, person bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  row record; found record; sight text; held bigint; proven boolean;
begin
  if not himaya_is_system() and cardinality(my_units()) = 0 then
    raise exception 'nobody to tell of people' using errcode = 'insufficient_privilege';
  end if;
  select r.id, r.dossier_id into row from registry_sourcerecord r where r.id = row_id for update;
  select p.id, p.dossier_id, p.zone into found from registry_person p
    where p.id = (select coalesce(x.merged_into_id, x.id) from registry_person x where x.public_id = who) for update;
  if row.id is null or found.id is null then return query select 'none', null::bigint; return; end if;
  select l.person_id into held from registry_sourcelink l
    where l.record_id = row_id and not exists (select from registry_sourcecut c where c.link_id = l.id);
  if held = found.id then return query select 'joined', found.id; return; end if;
  if held is not null then return query select 'taken', null::bigint; return; end if;
  sight := registry_sight(found.zone, found.dossier_id, my_zones(), my_dossiers(), my_walls(), himaya_is_system());
  select exists (
    select from registry_sourcetelling t join registry_personidentifier i
      on i.person_id = found.id and i.kind = 'fin' and i.ended_at is null and i.value = t.facts ->> 'fin'
    where t.record_id = row_id) into proven;
  if sight = 'none' then
    if proven then perform registry_sighted(array[found.id], 'identifier'); end if;
    return query select 'none', null::bigint; return;
  end if;
  if sight = 'masked' and not proven then return query select 'unproven', null::bigint; return; end if;
  if not access_may_see(row.dossier_id) then return query select 'none', null::bigint; return; end if;
  insert into registry_sourcelink
    (public_id, record_id, person_id, how, ground, linked_at, linked_by_id, dossier_id, zone, version, created_at)
  values (link_id, row_id, found.id, how, ground, himaya_now(), himaya_actor(), found.dossier_id, found.zone, 1,
          himaya_now());
  perform registry_source_move(row_id, found.dossier_id);
  perform registry_derive_later(found.id);
  return query select 'joined', found.id;
end $$;

-- Ends a link and gives the row back a dossier of its own, which the actor has just opened.
create or replace function registry_source_cut(link_id bigint, own bigint, reason text) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare link record;
begin
  select l.id, l.record_id, l.dossier_id, l.person_id, l.zone into link from registry_sourcelink l
    where l.id = link_id for update;
  if link.id is null or not access_may_see(link.dossier_id) or not access_may_see(own) then
    raise exception 'no such link' using errcode = 'insufficient_privilege';
  end if;
  insert into registry_sourcecut (link_id, reason, cut_at, cut_by_id, dossier_id, zone, version, created_at)
  values (link_id, reason, himaya_now(), himaya_actor(), link.dossier_id, link.zone, 1, himaya_now());
  perform registry_source_move(link.record_id, own);
  return link.person_id;
end $$;
"""


def everything() -> str:
    """All of them, in order."""
    return TELL + JOIN
