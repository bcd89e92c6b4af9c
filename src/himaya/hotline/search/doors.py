"""The search door of the hotline: it looks through the words of contacts by their index, and decides itself which of them
the asker may see. Under row security full-text operators lose their index (docs/adr/0008); so this runs as the owner, with
a fixed search path, and applies the policy itself: the same zones, grants and walls. It gives ids and no words.

The latest contacts are looked through first: a word that many hold is found there at once, whatever its index would cost.
What is not found often enough among them is rare, and the index finds it fast."""

from django.conf import settings
from django.db import connections

WINDOW = 4000

SEARCH = """
create or replace function hotline_search(asked text, only_those jsonb, most int) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  q tsquery := to_tsquery('simple', nullif(asked, ''));
  zones int[] := my_zones(); dossiers bigint[] := my_dossiers(); walls bigint[] := my_walls();
  found bigint[]; wanted text := ''; sight text; told bigint[] := '{{}}';
  name text;
begin
  -- each condition only where it is asked, so that the planner sees it
  foreach name in array array['status', 'kind', 'channel', 'risk', 'main_reason', 'caller_key', 'reference'] loop
    if only_those ? name then wanted := wanted || format(' and c.%I = $3 ->> %L', name, name); end if;
  end loop;
  if only_those ? 'counsellor_id' then
    wanted := wanted || ' and c.counsellor_id = ($3 ->> ''counsellor_id'')::bigint';
  end if;
  -- a city with its districts; one place alone keeps to the order of its index
  if jsonb_array_length(only_those -> 'territories') = 1 then
    wanted := wanted || ' and c.territory_id = ($3 #>> ''{{territories,0}}'')::bigint';
  elsif only_those ? 'territories' then
    wanted := wanted || ' and c.territory_id = any(array(select jsonb_array_elements_text($3 -> ''territories'')::bigint))';
  end if;
  if only_those ? 'after_id' then
    wanted := wanted || ' and c.arrived_at <= ($3 ->> ''after_at'')::timestamptz
      and (c.arrived_at < ($3 ->> ''after_at'')::timestamptz or c.id < ($3 ->> ''after_id'')::bigint)';
  end if;
  if only_those ? 'since' then wanted := wanted || ' and c.arrived_at >= ($3 ->> ''since'')::timestamptz'; end if;
  if only_those ? 'until' then wanted := wanted || ' and c.arrived_at < ($3 ->> ''until'')::timestamptz'; end if;
  sight := case
    when himaya_is_system() then ''
    when cardinality(zones) = 0 then ' and c.dossier_id = any($2)'
    else ' and (c.zone = any($1) or c.dossier_id = any($2))'
  end || ' and c.dossier_id <> all($5)';
  -- what children wrote in chats that are over (docs/adr/0025)
  if asked <> '' then
    told := array(select a.contact_id from hotline_chatchild k join hotline_chat h on h.id = k.chat_id
      join hotline_arrival a on a.id = h.arrival_id where k.words @@ q and a.contact_id is not null
      order by k.id desc limit 1000);
  -- what was written to and fro in messages
    told := told || array(select coalesce(m.contact_id, a.contact_id) from hotline_textmessage m
      left join hotline_arrival a on a.id = m.arrival_id
      where m.sought @@ q and coalesce(m.contact_id, a.contact_id) is not null order by m.id desc limit 1000);
  end if;
  if asked = '' or cardinality(zones) = 0 then
    execute 'select array(select c.id from hotline_contact c where true' || sight || wanted
      || case when asked = '' then '' else ' and (c.words @@ $4 or c.id = any($7))' end
      || ' order by c.arrived_at desc, c.id desc limit $6)'
      into found using zones, dossiers, only_those, q, walls, most, told;
    return found;
  end if;
  execute 'select array(select c.id from (select * from hotline_contact x order by x.arrived_at desc, x.id desc limit '
    || {window} || ') c where (c.words @@ $4 or c.id = any($7))' || sight || wanted
    || ' order by c.arrived_at desc, c.id desc limit $6)'
    into found using zones, dossiers, only_those, q, walls, most, told;
  if cardinality(found) = most then
    return found;
  end if;
  -- `offset 0`: by the index of the words, never along the order; only what is asked for is carried
  execute 'select array(select c.id from (select x.id, x.dossier_id, x.zone, x.arrived_at, x.status, x.kind, x.channel,
      x.risk, x.main_reason, x.caller_key, x.reference, x.counsellor_id, x.territory_id
    from hotline_contact x where x.words @@ $4 or x.id = any($7) offset 0) c
    where true' || sight || wanted || ' order by c.arrived_at desc, c.id desc limit $6)'
    into found using zones, dossiers, only_those, q, walls, most, told;
  return found;
end $$;
revoke all on function hotline_search(text, jsonb, int) from public;
grant execute on function hotline_search(text, jsonb, int) to {web}, {worker};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "hotline_forgetting" not in connection.introspection.table_names():
        return
    said = {"window": WINDOW, "web": settings.DB_ROLE_WEB, "worker": settings.DB_ROLE_WORKER}
    with connection.cursor() as cursor:
        cursor.execute(SEARCH.format(**said))
