"""The published model in the database: two records weighed as the batch weighs them (docs/adr/0018).

What is compared, and how, comes from the recipe of this release; the numbers come from the published model's row.
So a page weighs a pair, and the warning while typing weighs who may be the same, without leaving the database, and
nobody is told more than the search door tells."""

from himaya.registry.linkage.model import Comparison
from himaya.registry.linkage.predicates import POSTGRES
from himaya.registry.linkage.recipe import PEOPLE, shape_of

FACTS = """
drop type if exists registry_link_fact cascade;
create type registry_link_fact as (
  id bigint, given text, given_sound text, given_stem text, given_rarity float8, family text, family_sound text,
  family_stem text, family_rarity float8, father text, father_sound text, father_rarity float8, sex text,
  born_year int, born_month int, born_day int, born_exact boolean, place bigint, place_rarity float8, home text,
  phone text, fin text, ties bigint[]
);

-- A name as linkage compares it (linkage/words.py).
create or replace function registry_link_word(name text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select nullif(registry_loose(replace(himaya_fold(name), ' ', '')), '')
$$;

create or replace function registry_link_sound(name text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select (himaya_skeletons(replace(name, ' ', '')))[1]
$$;

-- How rare a value is, in bits, as the model saw it.
create or replace function registry_link_rarity(chosen bigint, col text, held text) returns float8
language sql stable parallel safe set search_path = public, pg_temp as $$
  select case when held is not null then -ln(coalesce(
      (select s.share from registry_linkshare s where s.model_id = chosen and s.column = col and s.value = held),
      (select m.rarest from registry_linkmodel m where m.id = chosen))) / ln(2::float8) end
$$;

-- A home as linkage compares it: the first longer word and the numbers, within a district; none without a number.
create or replace function registry_link_home(place bigint, line text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select place || ':' || coalesce((regexp_match(f, '[a-z]{4,}'))[1], '') || ':' || numbers
  from (select himaya_fold(line) as f) x
  cross join lateral (select string_agg(n[1], ' ') as numbers from regexp_matches(f, '[0-9]+', 'g') n) y
$$;

-- Where somebody lives, or else is registered; never a safe address.
create or replace function registry_link_home_of(who bigint) returns text
language sql stable set search_path = public, pg_temp as $$
  select registry_link_home(a.territory_id, a.line) from registry_address a
  where a.person_id = who and a.ended_on is null and a.kind in ('actual', 'registered') and a.line <> ''
  order by a.kind limit 1
$$;

create or replace function registry_link_read(
  chosen bigint, id bigint, family text, given text, father text, sex text, born date, known text, place bigint,
  home text, phone text, fin text, ties bigint[]
) returns registry_link_fact
language sql stable parallel safe set search_path = public, pg_temp as $$
  select row(
    id, w.given, registry_link_sound(given), registry_stem(w.given), registry_link_rarity(chosen, 'given', w.given),
    w.family, registry_link_sound(family), registry_stem(w.family), registry_link_rarity(chosen, 'family', w.family),
    w.father, registry_link_sound(father), registry_link_rarity(chosen, 'father', w.father),
    nullif(nullif(sex, 'unknown'), ''), extract(year from born)::int,
    case when known in ('exact', 'month') then extract(month from born)::int end,
    case when known = 'exact' then extract(day from born)::int end,
    case when born is not null then known = 'exact' end,
    place, registry_link_rarity(chosen, 'place', place::text), home, nullif(phone, ''), nullif(fin, ''), ties
  )::registry_link_fact
  from (select registry_link_word(given) as given, registry_link_word(family) as family,
               registry_link_word(father) as father) w
$$;

-- Relatives as they are entered, households with a minus: who shares one shares a tie.
create or replace function registry_link_ties(who bigint) returns bigint[]
language sql stable set search_path = public, pg_temp as $$
  select array_agg(tie order by tie) from (
    select r.other_id as tie from registry_relationship r where r.person_id = who and r.ended_on is null
    union select -h.household_id from registry_householdmember h where h.person_id = who and h.ended_on is null) x
$$;

create or replace function registry_link_facts(chosen bigint, people bigint[]) returns setof registry_link_fact
language sql stable set search_path = public, pg_temp as $$
  -- joined, not spread with (…).*, which would read the record once for every column
  select f.* from registry_person p cross join lateral registry_link_read(
    chosen, p.id, p.family_name, p.given_name, p.fathers_name, p.sex, p.birth_date, p.birth_precision, p.territory_id,
    registry_link_home_of(p.id),
    (select f.number from registry_phone f where f.person_id = p.id and f.ended_at is null order by f.id limit 1),
    (select i.value from registry_personidentifier i where i.person_id = p.id and i.kind = 'fin'
       and i.ended_at is null limit 1),
    registry_link_ties(p.id)) f
  where p.id = any(people)
$$;
"""

DOORS = """
-- The model in force, where this release can use it.
create or replace function registry_link_published() returns bigint
language sql stable set search_path = public, pg_temp as $$
  select m.id from registry_linkmodel m where m.status = 'published' and m.shape = '{shape}'
$$;

-- Two people weighed, for who sees both in full. Nothing where no model is published.
create or replace function registry_link_weigh(first bigint, second bigint)
returns table (model text, weight float8, parts jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  chosen bigint := registry_link_published();
begin
  if chosen is null or 2 <> (
    select count(*) from registry_person p where p.id in (first, second) and registry_sight(
      p.zone, p.dossier_id, my_zones(), my_dossiers(), my_walls(), himaya_is_system()) = 'full') then
    return;
  end if;
  return query select m.name::text, w.weight, w.parts
  from registry_link_facts(chosen, array[first]) f
  cross join lateral registry_link_compare(chosen, f, array[second]) w
  join registry_linkmodel m on m.id = chosen;
end $$;

-- How likely each of these people (whom the search door has just named) is the one who is being typed. Of who is
-- masked the asker learns the likelihood, never the facts.
create or replace function registry_link_likely(asked jsonb, who text[])
returns table (model text, public_id text, weight float8, parts jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  chosen bigint := registry_link_published();
  zones int[] := my_zones(); dossiers bigint[] := my_dossiers(); walls bigint[] := my_walls();
  everything boolean := himaya_is_system();
  people bigint[];
begin
  if chosen is null or cardinality(who) > 50 or not everything and cardinality(my_units()) = 0 then return; end if;
  people := array(select p.id from registry_person p where p.public_id = any(who)
    and registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) <> 'none');
  return query
  select m.name::text, p.public_id::text, w.weight,
    case when registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) = 'full'
         then w.parts else '[]'::jsonb end
  from registry_link_compare(chosen, registry_link_read(
      chosen, 0, asked ->> 'family_name', asked ->> 'given_name', asked ->> 'fathers_name', asked ->> 'sex',
      (asked ->> 'born')::date, asked ->> 'known', (asked ->> 'place')::bigint, null, asked ->> 'phone',
      asked ->> 'fin', null), people) w
  join registry_person p on p.id = w.id
  join registry_linkmodel m on m.id = chosen;
end $$;
"""


def everything() -> str:
    """All of them, in order."""
    return FACTS + _compare() + DOORS.replace("{shape}", shape_of(PEOPLE))


def _compare() -> str:
    """The comparison of one record with others: the recipe's levels, the model's numbers. `parts`: [fact, number of
    the level, bits], the prior first and last what a family explains as well."""
    compared = PEOPLE.start.comparisons
    levels = ", ".join(
        f"{c.case(POSTGRES)} as {c.name}" + (f", {c.rarer(POSTGRES)} as {c.name}_rarer" if c.is_rare else "")
        for c in compared
    )
    rarities = "".join(f", {_rarity(c)} as {c.name}_rarity" for c in compared if c.is_rare)
    bits = ", ".join(f"{_number('bits', c)}{_plus(c)} as {c.name}_bits" for c in compared)
    kin = " + ".join(_number("kin", c) + ("" if c.own else _plus(c)) for c in compared)
    summed = " + ".join(f"{c.name}_bits" for c in compared)
    parts = ", ".join(
        f"jsonb_build_array('{c.name}', {c.name}, round({c.name}_bits::numeric, 2))" for c in compared
    )
    return f"""
create or replace function registry_link_compare(chosen bigint, one registry_link_fact, others bigint[])
returns table (id bigint, weight float8, parts jsonb)
language sql stable set search_path = public, pg_temp as $$
  with held as materialized (select m.weights as w from registry_linkmodel m where m.id = chosen),
  levels as materialized (
    select r.id as who, {levels} from (select (one).*) l cross join registry_link_facts(chosen, others) r),
  rated as (select levels.*, held.w{rarities} from levels cross join held),
  weighed as (select rated.*, (w ->> 'prior')::float8 as before, {bits},
                     greatest((w ->> 'kin_prior')::float8 + {kin}, -1000) as kin_sum from rated),
  summed as (select weighed.*, before + {summed} as sure,
                    -ln(1 + power(2::float8, least(kin_sum, 1000))) / ln(2::float8) as off from weighed)
  select who, sure + off, jsonb_build_array(jsonb_build_array('prior', null, round(before::numeric, 2)), {parts},
    jsonb_build_array('kin', null, round(off::numeric, 2))) from summed
$$;
"""


def _number(kind: str, c: Comparison) -> str:
    return f"coalesce((w #>> array['{kind}', '{c.name}', {c.name}::text])::float8, 0)"


def _plus(c: Comparison) -> str:
    return f" + {c.name}_rarity" if c.is_rare else ""


def _rarity(c: Comparison) -> str:
    rare = ", ".join(str(number) for number, level in c.numbered() if level.rare)
    return (
        f"case when {c.name} in ({rare}) then coalesce({c.name}_rarer, 0) + (w #>> array['same', '{c.name}'])::float8 "
        "else 0 end"
    )
