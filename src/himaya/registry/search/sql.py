"""The search door in the database: one function that looks through all people and decides itself what the asker
may see of each (docs/adr/0008).

Under row security the operators that search needs lose their index, and the duplicate sought lives in another
district. So these functions run as the owner, with a fixed search path, and apply the policy themselves: seen in
full, known but masked, or (sealed, walled off) not there at all.
"""

from himaya.registry.search.candidates import CANDIDATES
from himaya.registry.search.share import counted

WORDS = """
create or replace function registry_letters(word text) returns text
language sql immutable strict parallel safe set search_path = public, pg_temp as $$
  select string_agg(c, '' order by c) from regexp_split_to_table(word, '') c
$$;

-- The words of names that a typed word may mean, with how near they are (1: the same). `begins`: what was typed
-- may be the beginning of a word.
create or replace function registry_words_meant(typed text, begins boolean)
returns table (word text, score real, how text, sounds text[])
language sql stable set search_path = public, pg_temp as $$
  with asked as (select registry_loose(typed) as l, registry_stem(registry_loose(typed)) as stem,
                        himaya_skeletons(typed) as sounds),
  near as (
    select w.*, a.l, a.stem as asked_stem, w.sounds && a.sounds as alike,
           levenshtein_less_equal(a.l, w.loose, 4) as away
    from asked a cross join lateral (
      select distinct k.word from registry_name_key k where k.key = any(registry_word_keys(typed))) k
    join registry_name_word w on w.word = k.word
    where length(a.l) <= 60
  ),
  judged as (
    select word, sounds,
      case when away = 0 then 1.0
           when stem = asked_stem then case when stem in (loose, l) then 0.86 else 0.93 end
           when away = 1 and length(l) > 3 then 0.88
           when away = 2 and length(l) > 3 and registry_letters(loose) = registry_letters(l) then 0.86
           when alike then 0.62 + 0.28 * (1 - least(away, length(l))::real / greatest(length(l), length(loose)))
           when away = 2 and length(l) > 5 then 0.74
           else 0 end::real as score,
      case when away = 0 then 'same' when stem = asked_stem then 'ending'
           when alike then 'sound' else 'typo' end as how
    from near
    union all
    (select w.word, w.sounds, 0.85, 'start'
     from registry_name_word w where begins and length(typed) > 1 and w.word ^@ typed and w.word <> typed
     order by length(w.word), w.word limit 100)
    union all
    (select w.word, w.sounds, 0.84, 'start' from registry_name_key k join registry_name_word w on w.word = k.word
     where begins and length(typed) > 2 and position('e' in typed) > 0 and k.key ^@ registry_loose(typed)
       and w.loose ^@ registry_loose(typed) limit 100)
  )
  select distinct on (word) word, score, how, sounds from judged where score > 0.6 order by word, score desc
$$;

-- Enters the words of a name into the dictionary.
create or replace function registry_learn(words text[]) returns void
language sql volatile set search_path = public, pg_temp as $$
  with fresh as (
    insert into registry_name_word (word, loose, stem, sounds)
    select distinct w, registry_loose(w), registry_stem(registry_loose(w)), himaya_skeletons(w)
    from unnest(words) w
    where length(w) between 1 and 60 and not exists (select from registry_name_word d where d.word = w)
    on conflict do nothing returning word
  )
  insert into registry_name_key (key, word)
  select k, f.word from fresh f cross join lateral unnest(registry_word_keys(f.word)) k on conflict do nothing
$$;

create or replace function registry_learn_name() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform registry_learn(string_to_array(new.name_fold, ' '));
  return null;
end $$;

create or replace trigger learn_name after insert or update of family_name, given_name, fathers_name, former_names
  on registry_person for each row execute function registry_learn_name();
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
language sql volatile set search_path = public, pg_temp as $$
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
-- The record in which a person stands: of one that was joined to another, that other.
create or replace function registry_stands(who bigint) returns bigint
language sql stable set search_path = public, pg_temp as $$
  select coalesce(p.merged_into_id, p.id) from registry_person p where p.id = who
$$;

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

-- What the words and numbers of the question may be met by: `w`, a word of a name with its sounds `c`, or `id`, a
-- person outright; `s` how well, `h` by what, for group `g`.
create or replace function registry_marks(asked jsonb) returns jsonb
language plpgsql stable set search_path = public, pg_temp as $$
declare
  marks jsonb := '[]'; part jsonb; a jsonb; n int;
  last int := (select max((g ->> 'n')::int) from jsonb_array_elements(asked -> 'groups') g where g ? 'word');
begin
  for a in select g from jsonb_array_elements(asked -> 'groups') g loop
    n := (a ->> 'n')::int;
    if a ? 'word' then
      select jsonb_agg(jsonb_build_object('g', n, 'w', w.word, 's', w.score, 'h', w.how, 'c', w.sounds)) into part
      from (select * from registry_words_meant(a ->> 'word', true) order by score desc, length(word) limit 120) w;
      marks := marks || coalesce(part, '[]');
    end if;
    if a ? 'fin' then
      select jsonb_agg(jsonb_build_object('g', n, 'id', registry_stands(i.person_id),
               's', case when i.value = a ->> 'fin' then 1 else 0.8 end,
               'h', case when i.value = a ->> 'fin' then 'fin' else 'fin_near' end)) into part
      from registry_personidentifier i
      where i.kind = 'fin' and i.ended_at is null
        and (left(i.value, 3) = left(a ->> 'fin', 3) or right(i.value, 4) = right(a ->> 'fin', 4))
        and levenshtein_less_equal(i.value, a ->> 'fin', 1) <= 1;
      marks := marks || coalesce(part, '[]');
    end if;
    if a ? 'paper' then
      select jsonb_agg(jsonb_build_object('g', n, 'id', registry_stands(i.person_id), 's', 1, 'h', 'paper')) into part
      from registry_personidentifier i where i.value = a ->> 'paper' and i.ended_at is null and i.kind <> 'fin';
      marks := marks || coalesce(part, '[]');
    end if;
    if a ? 'phone' then
      select jsonb_agg(jsonb_build_object('g', n, 'id', f.person_id, 'h', 'phone',
               's', case when f.number = a ->> 'phone' then 1 else 0.8 end)) into part
      from (select * from registry_phone f where right(f.number, 7) = a ->> 'phone_end' and f.ended_at is null
            limit 50) f;
      marks := marks || coalesce(part, '[]');
    end if;
  end loop;
  return marks;
end $$;

-- How well each of these people answers the question, and by what.
create or replace function registry_judge(people bigint[], asked jsonb, found jsonb)
returns table (id bigint, score real, sure boolean, why jsonb)
language sql stable set search_path = public, pg_temp as $$
  with groups as (select (g ->> 'n')::int as n, (g ->> 'weight')::real as weight,
                    coalesce((g ->> 'bonus')::boolean, false) as bonus, g
                  from jsonb_array_elements(asked -> 'groups') g),
  marks as materialized (
    select (m ->> 'g')::int as grp, m ->> 'w' as word, (m ->> 'id')::bigint as id, (m ->> 's')::real as score,
           m ->> 'h' as how
    from jsonb_array_elements(found) m
  ),
  those as materialized (
    select p.id, p.sex, p.birth_date, p.birth_precision, p.territory_id, string_to_array(p.name_fold, ' ') as words
    from registry_person p where p.id = any(people) and p.merged_into_id is null
  ),
  hits as (
    select t.id, m.grp, m.score, m.how, m.word from those t cross join lateral unnest(t.words) w
      join marks m on m.word = w
    union all
    select m.id, m.grp, m.score, m.how, null from marks m where m.id = any(people)
    union all
    select t.id, a.n, 1, 'place', null from those t join groups a on a.g -> 'territories' @> to_jsonb(t.territory_id)
    union all
    select t.id, a.n, (d ->> 2)::real, d ->> 1, null
    from those t join groups a on a.g ? 'days' cross join lateral jsonb_array_elements(a.g -> 'days') d
    where t.birth_date = (d ->> 0)::date
    union all
    select t.id, a.n, 0.4, 'birth_year', null
    from those t join groups a on a.g ? 'days'
      and a.g -> 'years' @> to_jsonb(extract(year from t.birth_date)::int)
    union all
    -- one of day, month and year is another: a slip of the pen
    select t.id, a.n, 0.6, 'birth_part', null
    from those t join groups a on a.g ? 'days'
    cross join lateral (select (a.g -> 'days' -> 0 ->> 0)::date as day) d
    where t.birth_precision = 'exact'
      and (extract(year from t.birth_date) = extract(year from d.day))::int
        + (extract(month from t.birth_date) = extract(month from d.day))::int
        + (extract(day from t.birth_date) = extract(day from d.day))::int = 2
    union all
    select t.id, a.n, case when r.meets then 1.0 else 0.6 end, case when r.meets then a.g ->> 'how' else 'birth_near' end,
           null
    from those t join groups a on a.g ? 'from'
    cross join lateral (select t.birth_precision as known,
      registry_birth_window(t.birth_date, t.birth_precision)
        && daterange((a.g ->> 'from')::date, (a.g ->> 'to')::date) as meets,
      registry_birth_window(t.birth_date, t.birth_precision)
        && daterange((a.g ->> 'from')::date - 366, (a.g ->> 'to')::date + 366) as nearly) r
    where t.birth_date is not null and (r.meets or r.nearly and a.g ->> 'how' = 'age')
    union all
    select t.id, a.n, 0.7, 'birth_near', null
    from those t join groups a on a.g ? 'days'
    where t.birth_precision in ('month', 'year', 'estimated')
      and registry_birth_window(t.birth_date, t.birth_precision) @> (a.g -> 'days' -> 0 ->> 0)::date
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
"""

FIND = """
create or replace function registry_find_people(asked jsonb, most int, counted boolean)
returns table (sight text, person bigint, public_id text, score real, why jsonb, initials text, age_from int,
               territory bigint, unit bigint)
language plpgsql volatile security definer set search_path = public, pg_temp
set jit = 'off' as $$
declare
  zones int[] := my_zones();
  dossiers bigint[] := my_dossiers();
  walls bigint[] := my_walls();
  everything boolean := himaya_is_system();
  today date := (himaya_now() at time zone 'Asia/Baku')::date;
  wanted int := least(greatest(most, 1), 20);
  -- what was opened in this very transaction is met by its zone and its names like everybody's: a long list that is
  -- being taken in need not be gone through again for each of its rows
  lasting bigint[] := array(select unnest(dossiers) except select d.id from access_dossier d
    where d.born_xid = pg_current_xact_id_if_assigned()::text::bigint and d.born_at = transaction_timestamp());
  marks jsonb; people bigint[]; hidden bigint[];
begin
  if not everything and cardinality(my_units()) = 0 then return; end if;
  if counted and not registry_may_search_again(coalesce(asked ->> 'start', '')) then
    return query select 'limited', null::bigint, '', 0::real, '[]'::jsonb, '', null::int, null::bigint, null::bigint;
    return;
  end if;
  marks := registry_marks(asked);
  people := registry_candidates(asked, marks, wanted, zones, lasting);
  hidden := array(select p.id from registry_person p where p.id = any(people)
    and registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) = 'none');
  if cardinality(hidden) > 0 then
    perform registry_sighted(array(select j.id from registry_judge(hidden, asked, marks) j where j.sure), 'search');
  end if;
  return query
  with judged as materialized (
    select j.id, j.score, j.why, p.public_id, p.family_name, p.given_name, p.birth_date, p.territory_id, p.name_sort,
           p.dossier_id, registry_sight(p.zone, p.dossier_id, zones, dossiers, walls, everything) as sight
    from registry_judge(people, asked, marks) j join registry_person p on p.id = j.id
    where (j.score >= 0.5 or j.sure) and not j.id = any(hidden)
  )
  select j.sight, case when j.sight = 'full' then j.id end, j.public_id::text, j.score,
         case when j.sight = 'full' then j.why
              else (select jsonb_agg(w - 'word' - 'n') from jsonb_array_elements(j.why) w) end,
         registry_initials(j.family_name, j.given_name), registry_age_band(j.birth_date, today),
         j.territory_id, d.unit_id
  from judged j join access_dossier d on d.id = j.dossier_id
  order by round(j.score::numeric, 2) desc, j.sight = 'full' desc, j.name_sort, j.id
  limit wanted;
end $$;
"""


def everything() -> str:
    """All of the door, in order."""
    return WORDS + counted() + SIGHT + JUDGE + CANDIDATES + FIND
