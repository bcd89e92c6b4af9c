"""SQL that the registry's tables stand on: functions of their stored columns, and the dictionary of name words.

The functions are immutable and name the schema they call into, because a restore runs with an empty search path.
The dictionary says which words occur in names and under which misspellings, sounds and endings they are looked
up; it names nobody, and only the search door reads it.
"""

FUNCTIONS = r"""
create extension if not exists fuzzystrmatch;

-- The words by which a name is looked up: as folded, and e as ə, w as v, because people write both.
create or replace function public.registry_loose(value text) returns text
language sql immutable strict parallel safe as $$
  select translate(public.himaya_fold(value), 'ew', 'av')
$$;

create or replace function public.registry_skeletons(family text, given text, father text) returns text[]
language sql immutable parallel safe as $$
  select public.himaya_skeletons(coalesce(family, '')) || public.himaya_skeletons(coalesce(given, ''))
         || public.himaya_skeletons(coalesce(father, ''))
$$;

-- What the search door looks through: words of the name, and marks for the day and year of birth, the
-- territory and the zone. A mark holds '=', which no word of a name holds.
create or replace function public.registry_document(
  family text, given text, father text, born date, territory bigint, zone int
) returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(array_remove(
    string_to_array(public.registry_loose(coalesce(family, '') || ' ' || coalesce(given, '') || ' '
                                          || coalesce(father, '')), ' ')
    || array['d=' || (born - date '2000-01-01'), 'y=' || extract(year from born)::int, 't=' || territory,
             'z=' || zone], null))
$$;

-- The word without the ending that Russian, gender or custom added: Əliyev, Əliyeva, Əlizadə, Əlili.
create or replace function public.registry_stem(word text) returns text
language sql immutable strict parallel safe as $$
  select case when length(word) > 4
    then regexp_replace(word, '(iyava|yava|iava|ava|iyav|yav|iav|av|ova|ov|zada|li|lu|oglu|qizi)$', '')
    else word end
$$;

-- Every key under which a word of a name is found: itself, with any one letter left out (so that one letter
-- more, less or other on either side still meets), its stem ($) and its sounds (~).
create or replace function public.registry_word_keys(word text) returns text[]
language sql immutable strict parallel safe as $$
  select array(
    select l union
    select overlay(l placing '' from n for 1) from generate_series(1, length(l)) n where length(l) between 4 and 30
    union select '$' || public.registry_stem(l)
    union select '~' || s from unnest(public.himaya_skeletons(word)) s where length(s) > 1 or length(l) < 4)
  from (select translate(word, 'ew', 'av')) x(l)
$$;
"""

DICTIONARY = """
create table registry_name_key (
  key text collate "C" not null,
  word text collate "C" not null,
  primary key (key, word)
);
"""

INDEXES = """
create index identifier_fin_start on registry_personidentifier (left(value, 3))
  where kind = 'fin' and ended_at is null;
create index identifier_fin_end on registry_personidentifier (right(value, 4))
  where kind = 'fin' and ended_at is null;
create index phone_end on registry_phone (right(number, 7));
"""

BACK = """
drop function if exists public.registry_word_keys(text);
drop function if exists public.registry_stem(text);
drop function if exists public.registry_document(text, text, text, date, bigint, int);
drop function if exists public.registry_skeletons(text, text, text);
drop function if exists public.registry_loose(text);
drop table if exists registry_name_key;
"""
