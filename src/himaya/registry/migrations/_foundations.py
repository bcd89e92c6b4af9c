"""SQL that the registry's tables stand on: functions of their stored columns, and the dictionary of name words.

The functions are immutable and name the schema they call into, because a restore runs with an empty search path.
The dictionary says which words occur in names and under which misspellings, sounds and endings they are looked
up; it names nobody, and only the search door reads it.
"""

FUNCTIONS = r"""
create extension if not exists fuzzystrmatch;

-- What a search meets a person by: the sounds of each word of the name, and marks for the day and the year of
-- birth and for the territory. A mark holds '=', which no sound holds.
create or replace function public.registry_keys(
  family text, given text, father text, born date, territory bigint
) returns text[]
language sql immutable parallel safe as $$
  select array_remove(
    array(select distinct s from unnest(string_to_array(
            public.himaya_fold(coalesce(family, '') || ' ' || coalesce(given, '') || ' ' || coalesce(father, '')), ' ')) w,
          unnest(public.himaya_skeletons(w)) s order by s)
    || array['d=' || (born - date '2000-01-01'), 'y=' || extract(year from born)::int, 't=' || territory], null)
$$;

-- e as ə and w as v, because people without these letters write so.
create or replace function public.registry_loose(word text) returns text
language sql immutable strict parallel safe as $$
  select translate(word, 'ew', 'av')
$$;

-- A loose word without the ending that Russian, gender or custom added: Əliyev, Əliyeva, Əlizadə, Əlili.
create or replace function public.registry_stem(word text) returns text
language sql immutable strict parallel safe as $$
  select case when length(word) > 4
    then regexp_replace(word, '(iyava|yava|iava|ava|iyav|yav|iav|av|ova|ov|zada|li|lu|oglu|qizi)$', '')
    else word end
$$;

-- Every key under which a word of a name is found: itself (=), loosely with any one letter left out (so that one
-- letter more, less or other on either side still meets), its stem ($) and its sounds (~).
create or replace function public.registry_word_keys(word text) returns text[]
language sql immutable strict parallel safe as $$
  select array(
    select '=' || word union
    select l union
    select overlay(l placing '' from n for 1) from generate_series(1, length(l)) n where length(l) between 4 and 30
    union select '$' || public.registry_stem(l)
    union select '~' || s from unnest(public.himaya_skeletons(word)) s where length(s) > 1 or length(l) < 4)
  from (select public.registry_loose(word)) x(l)
$$;
"""

DICTIONARY = """
create table registry_name_word (
  word text collate "C" primary key,
  loose text collate "C" not null,
  stem text collate "C" not null,
  sounds text[] not null
);
create table registry_name_key (
  key text collate "C" not null,
  word text collate "C" not null references registry_name_word (word),
  primary key (key, word)
);
"""

INDEXES = """
create index identifier_fin_start on registry_personidentifier (left(value, 3))
  where kind = 'fin' and ended_at is null;
create index identifier_fin_end on registry_personidentifier (right(value, 4))
  where kind = 'fin' and ended_at is null;
create index identifier_value on registry_personidentifier (value) where ended_at is null;
create index phone_end on registry_phone (right(number, 7));
"""

BACK = """
drop function if exists public.registry_word_keys(text);
drop function if exists public.registry_stem(text);
drop function if exists public.registry_loose(text);
drop function if exists public.registry_keys(text, text, text, date, bigint);
drop table if exists registry_name_key;
drop table if exists registry_name_word;
"""
