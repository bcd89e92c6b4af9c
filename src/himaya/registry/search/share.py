"""How often a person may search: counted in the database, where the search door stands."""

# How many searches a person may make, in how many hours, where no norm says it.
SEARCHES, HOURS = 120, 1

RATE = """
create table if not exists registry_search_rate (
  actor bigint not null, minute timestamptz not null, start text not null, at timestamptz not null,
  asked int not null, primary key (actor, minute, start)
);

-- Counts a search of this person; false once the share is used up. The letters of a name being typed count as
-- one search and a tenth each.
create or replace function registry_may_search_again(typed text) returns boolean
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  me bigint := himaya_actor();
  share numeric := coalesce(registry_norm('ratelimit.search.count'), {count});
  since timestamptz := himaya_now()
    - make_interval(hours => coalesce(registry_norm('ratelimit.search.window'), {hours})::int);
begin
  if me is null then return true; end if;
  delete from registry_search_rate r where r.actor = me and r.at < since;
  insert into registry_search_rate as r (actor, minute, start, at, asked)
    values (me, date_trunc('minute', himaya_now()), typed, himaya_now(), 10)
    on conflict (actor, minute, start) do update set asked = r.asked + 1, at = himaya_now();
  return (select sum(r.asked) from registry_search_rate r where r.actor = me) <= share * 10;
end $$;

create or replace function registry_norm(name text) returns numeric
language sql stable set search_path = public, pg_temp as $$
  select n.value::numeric from reference_norm n
  where n.key = name and n.territory_id is null and n.valid @> (himaya_now() at time zone 'Asia/Baku')::date limit 1
$$;
"""


def counted() -> str:
    """The table and functions by which searches are counted."""
    return RATE.replace("{count}", str(SEARCHES)).replace("{hours}", str(HOURS))
