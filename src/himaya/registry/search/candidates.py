"""Who may answer a question, by the index alone: a part of the search door (sql.py, docs/adr/0008).

Whoever answers all groups of a question, or all but one, bears two marks at once (two sounds of the name, or a sound
with the year or the place of birth): the index lists such pairs, so that of a common name not every bearer is read.
"""

CANDIDATES = """
-- What may meet each group of the question: sounds of a name's words, and marks of birth and territory. `near`: by
-- words as good as the same only. Of a word that sounds in two ways the first sound will do: people bear both.
create or replace function registry_atoms(asked jsonb, marks jsonb, near boolean)
returns table (n int, atom text, is_name boolean)
language sql stable set search_path = public, pg_temp as $$
  with heard as (
    select (m ->> 'g')::int as n, m -> 'c' ->> 0 as atom, max((m ->> 's')::real) as s
    from jsonb_array_elements(marks) m where m ? 'w' group by 1, 2
  ),
  groups as (
    select (g ->> 'n')::int as n, g from jsonb_array_elements(asked -> 'groups') g
    where not coalesce((g -> 'bonus')::boolean, false)
  ),
  closest as (
    select h.*, row_number() over (partition by h.n order by h.s desc, h.atom) as place from heard h
    where not near or h.s >= 0.85
  )
  select c.n, c.atom, true from closest c where c.place <= 24 and c.n in (select groups.n from groups)
  union all select g.n, 't=' || t, false from groups g, jsonb_array_elements_text(g.g -> 'territories') t
  union all select g.n, 'y=' || y, false from groups g, jsonb_array_elements_text(g.g -> 'years') y
$$;

-- The conditions that a person meets who answers all groups but `without` (none left out: 0): for each group a pair of
-- it with the name that is met first, and of the second and third name. Empty where only one group is left.
create or replace function registry_met_in_pairs(asked jsonb, marks jsonb, near boolean, without int) returns text
language sql stable set search_path = public, pg_temp as $$
  with atoms as materialized (select * from registry_atoms(asked, marks, near) where n <> without),
  groups as (select n, bool_or(is_name) as is_name from atoms group by n),
  placed as (select *, row_number() over (order by is_name desc, n) as place from groups),
  links as (
    select a.n as one, b.n as other from placed a join placed b on a.place = 1 and b.place > 1
    union all
    select a.n, b.n from placed a join placed b on a.place = 2 and b.place = 3 and b.is_name
  )
  select string_agg(format(' and registry_pairs(p.search_keys) && %L::int[]', keys), '')
  from (select array_agg(distinct registry_pair(a.atom, b.atom)) as keys
        from links l join atoms a on a.n = l.one join atoms b on b.n = l.other
        where a.is_name or b.is_name group by l.one, l.other) k
$$;

-- Who may answer the question: each pass by the index alone, the surest first, at most a few hundred people.
create or replace function registry_candidates(
  asked jsonb, marks jsonb, wanted int, zones int[], dossiers bigint[]
) returns bigint[]
language plpgsql stable set search_path = public, pg_temp
set enable_seqscan = 'off' set jit = 'off' set gin_fuzzy_search_limit = '0' as $$
declare
  named text[]; days text[]; alone text[]; many int; found bigint[]; more bigint[]; base text; narrow text; wide text;
  mine text; n int;
begin
  found := array(select distinct (m ->> 'id')::bigint from jsonb_array_elements(marks) m where m ? 'id' limit 200);
  base := 'select array_agg(id) from (select p.id from registry_person p where true'
    || case when asked ? 'only' then format(' and p.sex in (%L, ''unknown'')', asked ->> 'only') else '' end;
  many := (select count(distinct a.n) from registry_atoms(asked, marks, false) a);
  named := array(select distinct c from jsonb_array_elements(marks) m, jsonb_array_elements_text(m -> 'c') c);
  days := array(select 'd=' || ((d ->> 0)::date - date '2000-01-01')
                from jsonb_array_elements(asked -> 'groups') g, jsonb_array_elements(g -> 'days') d
                where not coalesce((g -> 'bonus')::boolean, false));
  if cardinality(days) > 0 then
    execute base || format(' and p.search_keys && %L::text[]', days)
      || case when cardinality(named) > 0 then format(' and p.search_keys && %L::text[]', named) else '' end
      || ' limit 300) x' into more;
    found := found || more;
  end if;
  if many = 0 then return found; end if;
  if cardinality(dossiers) between 1 and 2000 and cardinality(named) > 0 then
    execute base || format(' and p.dossier_id = any(%L::bigint[]) and p.search_keys && %L::text[] limit 200) x',
                           dossiers, named) into more;
    found := found || more;
  end if;
  mine := case when cardinality(zones) between 1 and 60 then format(' and p.zone = any(%L::int[])', zones) else '' end;
  wide := coalesce(registry_met_in_pairs(asked, marks, false, 0), '');
  if wide = '' then
    alone := array(select a.atom from registry_atoms(asked, marks, false) a);
    if mine <> '' then
      execute base || format(' and p.search_keys && %L::text[]', alone) || mine || ' limit 200) x' into more;
      found := found || more;
    end if;
    -- One common name is borne by hundreds of thousands, of whom any two hundred will do: the index need not list all.
    perform set_config('gin_fuzzy_search_limit', '2000', true);
    execute base || format(' and p.search_keys && %L::text[] limit 200) x', alone) into more;
    perform set_config('gin_fuzzy_search_limit', '0', true);
    return found || more;
  end if;
  narrow := coalesce(registry_met_in_pairs(asked, marks, true, 0), wide);
  execute base || narrow || ' limit 200) x' into more;
  found := found || more;
  if mine <> '' then
    execute base || wide || mine || ' limit 200) x' into more;
    found := found || more;
  end if;
  if cardinality(found) < 200 and wide <> narrow then
    execute base || wide || ' limit 200) x' into more;
    found := found || more;
  end if;
  if cardinality(found) < wanted and many > 2 then
    for n in select distinct a.n from registry_atoms(asked, marks, false) a order by 1 desc loop
      wide := registry_met_in_pairs(asked, marks, false, n);
      continue when wide is null;
      execute base || wide || ' limit 100) x' into more;
      found := found || more;
      exit when cardinality(found) > 400;
    end loop;
  end if;
  return found;
end $$;
"""
