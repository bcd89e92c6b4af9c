"""The search door in the database: one function that looks through all people and decides itself what the asker
may see of each (docs/adr on the search door).

Under row security the operators that search needs lose their index, and the duplicate sought lives in another
district. So these functions run as the owner, with a fixed search path, and apply the policy themselves: seen in
full, known but masked, or (sealed, walled off) not there at all.
"""

# How many searches a person may make, in how many hours, where no norm says it.
SEARCHES, HOURS = 120, 1

WORDS = """
-- The words of names that a typed word may mean, with how near they are (1: the same).
create or replace function registry_words_meant(typed text) returns table (word text, score real, how text)
language sql stable security definer set search_path = public, pg_temp as $$
  with asked as (select registry_loose(typed) as l, registry_stem(registry_loose(typed)) as stem,
                        himaya_skeletons(typed) as sounds),
  near as (
    select distinct k.word, a.l, a.stem, levenshtein_less_equal(a.l, k.word, 4) as away,
           '~' || a.sounds[1] = any(array_agg(k.key) over same)
             or '~' || a.sounds[2] = any(array_agg(k.key) over same) as alike
    from asked a join registry_name_key k on k.key = any(registry_word_keys(typed))
    where length(a.l) <= 60
    window same as (partition by k.word)
  ),
  judged as (
    select word,
      case when away = 0 then 1.0
           when registry_stem(word) = stem then case when stem in (word, l) then 0.86 else 0.93 end
           when away = 1 and length(l) > 3 then 0.88
           when away = 2 and length(l) > 3 and registry_letters(word) = registry_letters(l) then 0.86
           when alike then 0.62 + 0.28 * (1 - least(away, length(l))::real / greatest(length(l), length(word)))
           when away = 2 and length(l) > 5 then 0.74
           else 0 end::real as score,
      case when away = 0 then 'same' when registry_stem(word) = stem then 'ending'
           when alike then 'sound' else 'typo' end as how
    from near
  )
  select word, score, how from judged where score > 0.6 order by score desc, word limit 40
$$;

create or replace function registry_letters(word text) returns text
language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  select string_agg(c, '' order by c) from regexp_split_to_table(word, '') c
$$;

-- Enters the words of a name into the dictionary.
create or replace function registry_learn(words text[]) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into registry_name_key (key, word)
  select k, registry_loose(w) from unnest(words) w cross join lateral unnest(
    registry_word_keys(w) || array['=' || w]) k
  where length(w) between 1 and 60 and not exists (select from registry_name_key where key = '=' || w)
  on conflict do nothing
$$;

create or replace function registry_learn_name() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform registry_learn(string_to_array(new.name_fold, ' '));
  return null;
end $$;

create or replace trigger learn_name after insert or update of family_name, given_name, fathers_name
  on registry_person for each row execute function registry_learn_name();
"""

RATE = """
create table if not exists registry_search_rate (
  actor bigint not null, minute timestamptz not null, start text not null, at timestamptz not null,
  asked int not null, primary key (actor, minute, start)
);

-- Counts a search of this person; false once the share is used up. The letters of a name being typed count as
-- one search and a tenth each.
create or replace function registry_may_search_again(start text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  me bigint := himaya_actor();
  share numeric := coalesce(registry_norm('ratelimit.search.count'), {count});
  since timestamptz := himaya_now()
    - make_interval(hours => coalesce(registry_norm('ratelimit.search.window'), {hours})::int);
begin
  if me is null then return true; end if;
  delete from registry_search_rate r where r.actor = me and r.at < since;
  insert into registry_search_rate as r (actor, minute, start, at, asked)
    values (me, date_trunc('minute', himaya_now()), registry_may_search_again.start, himaya_now(), 10)
    on conflict (actor, minute, start) do update set asked = r.asked + 1, at = himaya_now();
  return (select sum(r.asked) from registry_search_rate r where r.actor = me) <= share * 10;
end $$;

create or replace function registry_norm(name text) returns numeric
language sql stable security definer set search_path = public, pg_temp as $$
  select n.value::numeric from reference_norm n
  where n.key = name and n.territory_id is null and n.valid @> (himaya_now() at time zone 'Asia/Baku')::date limit 1
$$;
"""

SIGHT = """
-- What the actor may see of a dossier: 'full', 'masked' (it is there, ask for access), or 'none'.
create or replace function registry_sight(
  zone int, dossier bigint, zones int[], dossiers bigint[], walls bigint[], everything boolean
) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case when dossier = any(walls) then 'none'
              when everything or zone = any(zones) or dossier = any(dossiers) then 'full'
              when zone % 4 = 2 then 'none'
              else 'masked' end
$$;

-- Tells those who guard a sealed (or walled) person that somebody looked for them: once a day for each seeker.
create or replace function registry_sighted(people bigint[], how text) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
  with noted as (insert into registry_sealedsighting (dossier_id, person_id, seeker_id, at, how, zone, version, created_at)
  select p.dossier_id, p.id, himaya_actor(), himaya_now(), how, 0, 1, himaya_now()
  from registry_person p
  where p.id = any(people) and not exists (
    select from registry_sealedsighting s where s.person_id = p.id
      and s.seeker_id is not distinct from himaya_actor() and s.at > himaya_now() - interval '1 day')
  returning 1)
  select count(*) from noted
$$;

create or replace function registry_initials(family text, given text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select btrim(coalesce(nullif(left(family, 1), '') || '. ', '') || coalesce(nullif(left(given, 1), '') || '.', ''))
$$;

-- The youngest age of the band in which a masked person's age lies.
create or replace function registry_age_band(born date, today date) returns int
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select max(low) from unnest(array[0, 3, 7, 11, 15, 18, 30, 45, 60, 75]) low
  where low <= greatest(extract(year from age(today, born)), 0)
$$;
"""

JUDGE = """
-- The days among which a birth lies, as well as it is known.
create or replace function registry_birth_window(born date, known text) returns daterange
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case known
    when 'month' then daterange(date_trunc('month', born::timestamp)::date,
                                (date_trunc('month', born::timestamp) + interval '1 month')::date)
    when 'year' then daterange(make_date(extract(year from born)::int, 1, 1),
                               make_date(extract(year from born)::int + 1, 1, 1))
    when 'estimated' then daterange(born - 365, born + 366)
    else daterange(born, born + 1) end
$$;

-- What each group of the question may be met by: a lexeme of the document, its beginning, or a person outright.
create or replace function registry_marks(asked jsonb)
returns table (grp int, lexeme text, prefix boolean, id bigint, score real, how text)
language sql stable security definer set search_path = public, pg_temp as $$
  with groups as (select (g ->> 'n')::int as n, g from jsonb_array_elements(asked -> 'groups') g)
  select n, w.word, false, null::bigint, w.score, w.how
    from groups, registry_words_meant(g ->> 'word') w where g ? 'word'
  union all
  select n, registry_loose(g ->> 'word'), true, null, 0.85, 'start' from groups
    where g ? 'word' and length(g ->> 'word') > 1
  union all
  select n, 't=' || t, false, null, 1, 'place' from groups, jsonb_array_elements_text(g -> 'territories') t
  union all
  select n, 'd=' || ((d ->> 0)::date - date '2000-01-01'), false, null, (d ->> 2)::real, d ->> 1
    from groups, jsonb_array_elements(g -> 'days') d
  union all
  select n, 'y=' || y, false, null, 0.4, 'birth_year' from groups, jsonb_array_elements_text(g -> 'years') y
  union all
  select n, null, false, i.person_id, 1, 'fin' from groups
    join registry_personidentifier i on i.kind = 'fin' and i.value = g ->> 'fin' and i.ended_at is null
  union all
  select n, null, false, i.person_id, 0.8, 'fin_near' from groups
    join registry_personidentifier i on i.kind = 'fin' and i.ended_at is null and i.value <> g ->> 'fin'
      and (left(i.value, 3) = left(g ->> 'fin', 3) or right(i.value, 4) = right(g ->> 'fin', 4))
      and levenshtein_less_equal(i.value, g ->> 'fin', 1) = 1
  union all
  select n, null, false, i.person_id, 1, 'paper' from groups
    join registry_personidentifier i on i.kind <> 'fin' and i.value = g ->> 'paper' and i.ended_at is null
  union all
  select n, null, false, f.person_id, case when f.number = g ->> 'phone' then 1 else 0.8 end, 'phone' from groups
    join registry_phone f on right(f.number, 7) = g ->> 'phone_end' and f.ended_at is null
$$;

-- How well each of these people answers the question, and by what.
create or replace function registry_judge(people bigint[], asked jsonb)
returns table (id bigint, score real, sure boolean, why jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  with groups as (select (g ->> 'n')::int as n, (g ->> 'weight')::real as weight,
                    coalesce((g ->> 'bonus')::boolean, false) as bonus, g
                  from jsonb_array_elements(asked -> 'groups') g),
  marks as materialized (select * from registry_marks(asked)),
  those as (
    select p.id, p.sex, p.birth_date, p.birth_precision, tsvector_to_array(p.document) as words
    from registry_person p where p.id = any(people)
  ),
  hits as (
    select t.id, m.grp, m.score, m.how, m.lexeme as word from those t cross join lateral unnest(t.words) w
      join marks m on m.lexeme = w and not m.prefix
    union all
    select t.id, m.grp, m.score, m.how, w from those t cross join lateral unnest(t.words) w
      join marks m on m.prefix and w ^@ m.lexeme and w <> m.lexeme
    union all
    select m.id, m.grp, m.score, m.how, null from marks m where m.id = any(people)
    union all
    select t.id, g.n, case when r.meets then 1.0 else 0.6 end, case when r.meets then g ->> 'how' else 'birth_near' end,
           null
    from those t join groups on g ? 'from'
    cross join lateral (select t.birth_precision as known,
      registry_birth_window(t.birth_date, t.birth_precision)
        && daterange((g ->> 'from')::date, (g ->> 'to')::date) as meets,
      registry_birth_window(t.birth_date, t.birth_precision)
        && daterange((g ->> 'from')::date - 366, (g ->> 'to')::date + 366) as nearly) r
    where t.birth_date is not null and (r.meets or r.nearly and g ->> 'how' = 'age')
    union all
    select t.id, g.n, 0.7, 'birth_near', null
    from those t join groups on g ? 'days'
    where t.birth_precision in ('month', 'year', 'estimated')
      and registry_birth_window(t.birth_date, t.birth_precision) @> (g -> 'days' -> 0 ->> 0)::date
  ),
  best as (select distinct on (h.id, h.grp) h.* from hits h order by h.id, h.grp, h.score desc),
  summed as (
    select b.id, sum(b.score * g.weight) as reached, count(*) as met,
           greatest((select sum(weight) from groups where not bonus), 0.1)
             + coalesce(sum(g.weight) filter (where g.bonus), 0) as whole,
           bool_or(b.how in ('fin', 'paper')) as by_number,
           jsonb_agg(jsonb_build_object('how', b.how, 'n', b.grp, 'word', b.word) order by b.grp) as why
    from best b join groups g on g.n = b.grp group by b.id
  )
  select s.id,
    (s.reached / s.whole
      * case when t.sex in (coalesce(asked ->> 'sex', t.sex), 'unknown') then 1 else 0.8 end)::real,
    s.by_number or s.met >= 3 and s.reached / s.whole >= 0.85,
    s.why || case when t.sex = asked ->> 'sex' then '[{"how": "sex"}]'::jsonb else '[]'::jsonb end
  from summed s join those t on t.id = s.id
$$;

-- The alternatives of each group as one text for the index: strictly, or as widely as may be meant.
create or replace function registry_parts(asked jsonb, strictly boolean) returns text[]
language sql stable security definer set search_path = public, pg_temp as $$
  select array_agg(part order by grp) from (
    select m.grp, '(' || string_agg(quote_literal(m.lexeme) || case when m.prefix then ':*' else '' end, '|') || ')'
    from registry_marks(asked) m
    where m.lexeme is not null
      and m.grp not in (select (g ->> 'n')::int from jsonb_array_elements(asked -> 'groups') g
                        where (g -> 'bonus')::boolean)
      and (not m.prefix or length(m.lexeme) > 2)
      and (not strictly or m.score > 0.99 or m.how in ('start', 'birth_year'))
    group by m.grp) p(grp, part)
$$;

-- Every group but any one of them.
create or replace function registry_all_but_one(parts text[]) returns tsquery
language sql immutable set search_path = public, pg_temp as $$
  select case when cardinality(parts) < 2 then array_to_string(parts, '&')::tsquery
    else (select string_agg(array_to_string(parts[:n - 1] || parts[n + 1:], '&'), '|')
          from generate_series(1, cardinality(parts)) n)::tsquery end
$$;
"""

FIND = """
create or replace function registry_candidates(asked jsonb, wanted int, zones int[], dossiers bigint[]) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp
set plan_cache_mode = 'force_custom_plan' set enable_seqscan = 'off' set jit = 'off' as $$
declare
  wide text[] := registry_parts(asked, false);
  strict text[] := registry_parts(asked, true);
  found bigint[] := array(select m.id from registry_marks(asked) m where m.id is not null limit 200);
  sexes text[] := case when asked ? 'only' then array[asked ->> 'only', 'unknown']
                       else array['female', 'male', 'unknown'] end;
  born tsquery := (select string_agg(quote_literal('d=' || ((d ->> 0)::date - date '2000-01-01')), '|')
                   from jsonb_array_elements(asked -> 'groups') g, jsonb_array_elements(g -> 'days') d)::tsquery;
  mine tsquery := (select string_agg(quote_literal('z=' || z), '|') from unnest(zones) z)::tsquery;
  q tsquery; r tsquery;
begin
  if wide is null then return found; end if;
  q := array_to_string(wide, '&')::tsquery;
  r := registry_all_but_one(wide);
  found := found || array(select p.id from registry_person p
    where p.dossier_id = any(dossiers) and p.sex = any(sexes) and p.document @@ r limit 200);
  if cardinality(zones) between 1 and 60 then
    found := found || array(select p.id from registry_person p
      where p.document @@ (mine && q) and p.sex = any(sexes) limit 200);
  end if;
  if born is not null then
    found := found || array(select p.id from registry_person p
      where p.document @@ (r && born) and p.sex = any(sexes) limit 200);
  end if;
  if cardinality(strict) = cardinality(wide) then
    found := found || array(select p.id from registry_person p
      where p.document @@ array_to_string(strict, '&')::tsquery and p.sex = any(sexes) limit 200);
  end if;
  if cardinality(found) < 200 then
    found := found || array(select p.id from registry_person p
      where p.document @@ q and p.sex = any(sexes) limit 200);
  end if;
  if cardinality(found) < wanted and cardinality(wide) > 1 then
    found := found || array(select p.id from registry_person p
      where p.document @@ r and p.sex = any(sexes) limit 200);
  end if;
  return found;
end $$;

create or replace function registry_find_people(asked jsonb, most int, counted boolean)
returns table (sight text, person bigint, public_id text, score real, why jsonb, initials text, age_from int,
               territory bigint, unit bigint)
language plpgsql volatile security definer set search_path = public, pg_temp
set plan_cache_mode = 'force_custom_plan' set jit = 'off' as $$
declare
  zones int[] := my_zones();
  dossiers bigint[] := my_dossiers();
  walls bigint[] := my_walls();
  everything boolean := himaya_is_system();
  today date := (himaya_now() at time zone 'Asia/Baku')::date;
  wanted int := least(greatest(most, 1), 20);
begin
  if not everything and cardinality(my_units()) = 0 then return; end if;
  if counted and not registry_may_search_again(coalesce(asked ->> 'start', '')) then
    return query select 'limited', null::bigint, '', 0::real, '[]'::jsonb, '', null::int, null::bigint, null::bigint;
    return;
  end if;
  return query
  with judged as materialized (
    select j.id, j.score, j.sure, j.why, p.dossier_id, p.zone,
           registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) as sight
    from registry_judge(registry_candidates(asked, wanted, zones, dossiers), asked) j
    join registry_person p on p.id = j.id
    where j.score >= 0.5
  ),
  noted as materialized (
    select registry_sighted(array_agg(j.id), 'search') from judged j where j.sight = 'none' and j.sure
  )
  select j.sight, case when j.sight = 'full' then j.id end, p.public_id::text, j.score,
         case when j.sight = 'full' then j.why
              else (select jsonb_agg(w - 'word' - 'n') from jsonb_array_elements(j.why) w) end,
         registry_initials(p.family_name, p.given_name), registry_age_band(p.birth_date, today),
         p.territory_id, d.unit_id
  from judged j join registry_person p on p.id = j.id join access_dossier d on d.id = j.dossier_id cross join noted
  where j.sight <> 'none'
  order by round(j.score::numeric, 2) desc, j.sight = 'full' desc, p.name_sort, j.id
  limit wanted;
end $$;
"""


def everything() -> str:
    """All of the door, in order."""
    rate = RATE.replace("{count}", str(SEARCHES)).replace("{hours}", str(HOURS))
    return WORDS + rate + SIGHT + JUDGE + FIND
