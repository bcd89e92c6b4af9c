"""Pairs of what a search meets a person by: two sounds of the name, or one with the year or the place.

Of ten million people hundreds of thousands bear a common name, and an index that lists each name alone must walk
through all of them to find the few who bear two. The pairs are listed instead, as numbers, in the index alone.
"""

FUNCTIONS = """
create or replace function public.registry_pair(one text, other text) returns int
language sql immutable strict parallel safe as $$
  select hashtext(least(one collate "C", other collate "C") || '+' || greatest(one collate "C", other collate "C"))
$$;

-- Each two sounds of the name, and each with the year of birth and the territory, of a person's search keys.
create or replace function public.registry_pairs(keys text[]) returns int[]
language sql immutable strict parallel safe as $$
  select array(
    select distinct public.registry_pair(sound, mark) from unnest(keys) sound, unnest(keys) mark
    where position('=' in sound) = 0
      and (sound collate "C" < mark collate "C" or position('=' in mark) = 2) and left(mark, 2) <> 'd=')
$$;
"""

INDEX = """
create index person_pairs on registry_person using gin (registry_pairs(search_keys));
"""

BACK = """
drop index if exists person_pairs;
drop function if exists public.registry_pairs(text[]);
drop function if exists public.registry_pair(text, text);
"""
