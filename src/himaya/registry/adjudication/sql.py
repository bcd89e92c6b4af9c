"""The door through which two records are put before an adjudicator by somebody who may see neither in full."""

PREPARE = """
-- The facts on which a judgement rests, as one digest: asked again only when it changes.
create or replace function registry_facts_digest(one bigint, other bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select encode(sha256(convert_to(string_agg(facts::text, '|' order by id), 'UTF8')), 'hex')
  from (
    select p.id, jsonb_build_array(
      p.family_name, p.given_name, p.fathers_name, p.sex, p.birth_date, p.birth_precision, p.multiple_birth,
      p.died_on, p.merged_into_id,
      (select jsonb_agg(i.kind || ':' || i.value order by i.kind, i.value) from registry_personidentifier i
       where i.person_id = p.id and i.ended_at is null)) as facts
    from registry_person p where p.id in (one, other)) x
$$;

-- What makes two records risky to judge alone (adjudication/rules.py).
create or replace function registry_pair_risks(one bigint, other bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(jsonb_agg(risk order by risk), '[]') from (
    select 'relatives' as risk where exists (
      select from registry_relationship r where r.ended_on is null
        and (r.person_id, r.other_id) in ((one, other), (other, one)))
    union all
    select 'twins' where exists (select from registry_person p where p.id in (one, other) and p.multiple_birth)
      and not exists (
        select from registry_personidentifier i join registry_personidentifier j
          on j.value = i.value and j.kind = 'fin' and j.ended_at is null and j.person_id = other
        where i.person_id = one and i.kind = 'fin' and i.ended_at is null)
    union all
    select 'guarded' where exists (select from registry_person p where p.id in (one, other) and p.zone % 4 > 0)
    union all
    select 'cases' where 2 = (
      select count(distinct p.id) from registry_person p join access_grant g on g.dossier_id = p.dossier_id
      where p.id in (one, other) and g.ground = 'case' and g.ended_at is null)
  ) found
$$;

-- What a pair needs to be opened: whose it is, how guarded, how risky. `state`: 'none' (one is not in the register),
-- 'self', 'known' (asked or decided already), 'new'. A sealed record is like any other here: nothing of the answer
-- is shown to who asked.
create or replace function registry_pair_prepare(first text, second text)
returns table (state text, one bigint, other bigint, unit bigint, level int, risks jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  a record; b record; shared bigint[]; held bigint; most int;
begin
  if not himaya_is_system() and cardinality(my_units()) = 0 then
    raise exception 'nobody to ask about people' using errcode = 'insufficient_privilege';
  end if;
  select p.id, p.zone, p.dossier_id, u.path, u.id as unit into a from registry_person p
    join access_dossier d on d.id = p.dossier_id join access_unit u on u.id = d.unit_id
    where p.id = (select registry_stands(x.id) from registry_person x where x.public_id = first);
  select p.id, p.zone, p.dossier_id, u.path, u.id as unit into b from registry_person p
    join access_dossier d on d.id = p.dossier_id join access_unit u on u.id = d.unit_id
    where p.id = (select registry_stands(x.id) from registry_person x where x.public_id = second);
  if a.id is null or b.id is null then
    return query select 'none', null::bigint, null::bigint, null::bigint, 0, '[]'::jsonb; return;
  end if;
  if a.id = b.id then
    return query select 'self', null::bigint, null::bigint, null::bigint, 0, '[]'::jsonb; return;
  end if;
  most := greatest(a.zone % 4, b.zone % 4);
  if most = 2 then
    held := case when a.zone % 4 = 2 then a.unit else b.unit end;
  else
    select x into held from unnest(a.path) with ordinality u(x, n) where x = any(b.path) order by n desc limit 1;
    if held is null then select u.id into held from access_unit u where u.is_national_desk and u.is_active limit 1; end if;
  end if;
  return query select
    case when exists (select from registry_pair p where p.one_id = least(a.id, b.id) and p.other_id = greatest(a.id, b.id))
         then 'known' else 'new' end,
    least(a.id, b.id), greatest(a.id, b.id), held, most, registry_pair_risks(least(a.id, b.id), greatest(a.id, b.id));
end $$;
"""

GUARD = """
-- Lets those who guard the sealed one of a pair (who was let into the file by name; where nobody was, the heads
-- nearest above) see the pair and both records, and names them. Only for a pair the caller has just opened.
create or replace function registry_pair_guardians(pair bigint) returns bigint[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  it record; people bigint[]; file record;
begin
  select x.dossier_id, x.one_id, x.other_id into it from registry_pair x where x.id = pair;
  if it.dossier_id is null or not (himaya_is_system() or it.dossier_id in (
       select d.id from access_dossier d where d.born_xid = pg_current_xact_id_if_assigned()::text::bigint)) then
    raise exception 'no such pair' using errcode = 'insufficient_privilege';
  end if;
  select p.dossier_id, u.path into file from registry_person p join access_dossier d on d.id = p.dossier_id
    join access_unit u on u.id = d.unit_id
    where p.id in (it.one_id, it.other_id) and p.zone % 4 = 2 order by p.id limit 1;
  if file.dossier_id is null then return '{}'; end if;
  select array_agg(distinct g.user_id) into people from access_grant g join access_user a on a.id = g.user_id
    where g.dossier_id = file.dossier_id and g.ended_at is null and a.is_active
      and (g.expires_at is null or g.expires_at > himaya_now());
  if people is null then
    select array_agg(m.user_id) into people from access_membership m join access_user a on a.id = m.user_id
    where m.role = 'manager' and m.ended_at is null and a.is_active
      and m.unit_id = (select h.unit_id from access_membership h
                       where h.role = 'manager' and h.ended_at is null and h.unit_id = any(file.path)
                       order by array_position(file.path, h.unit_id) desc limit 1);
  end if;
  insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, given_by_id)
  select d.id, d.zone, 1, himaya_now(), who, 'guard', 'pair:' || pair, null
  from unnest(people) who cross join access_dossier d
  where d.id = it.dossier_id or d.id in (
    select p.dossier_id from registry_person p where p.id in (it.one_id, it.other_id))
  on conflict do nothing;
  return coalesce(people, '{}');
end $$;
"""


def everything() -> str:
    """All of them, in order."""
    return PREPARE + GUARD
