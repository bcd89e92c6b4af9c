"""Row-level security, written once for every protected table and put in place after each migration.

The one policy form that costs what the same hand-written WHERE costs (docs/adr/0003): constant arrays from
functions evaluated once a statement. Functions are `security definer` with a fixed search path.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from psycopg import sql

# Who acts, set for one transaction only by the middleware: a user's id, 'system', or nothing.
FUNCTIONS = """
create or replace function himaya_actor() returns bigint
language sql stable parallel safe as $$
  select case when current_setting('himaya.actor', true) ~ '^[0-9]{{1,18}}$'
              then current_setting('himaya.actor', true)::bigint end
$$;

-- In a sample country the clock can be moved to show what becomes late; elsewhere this is now().
create or replace function himaya_now() returns timestamptz
language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('himaya.clock', true), '')::timestamptz, now())
$$;

create or replace function himaya_is_system() returns boolean
language sql stable parallel safe as $$
  select session_user = {worker} and current_setting('himaya.actor', true) = 'system'
$$;

create or replace function my_units() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct m.unit_id), '{{}}')
  from access_membership m join access_user a on a.id = m.user_id and a.is_active
  where m.user_id = himaya_actor() and m.ended_at is null
$$;

create or replace function my_zones() returns int[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct (u.id * 4 + s.level)::int), '{{}}')
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join access_unit u on u.path @> array[m.unit_id]
  cross join lateral (select case m.role {reach} else -1 end as reach) r
  cross join lateral generate_series(0, r.reach) as s(level)
  where m.user_id = himaya_actor() and m.ended_at is null
$$;

create or replace function my_dossiers() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(dossier_id), '{{}}') from (
    select g.dossier_id from access_grant g join access_user a on a.id = g.user_id and a.is_active
      where g.user_id = himaya_actor() and g.ended_at is null
        and (g.expires_at is null or g.expires_at > himaya_now())
    union
    select g.dossier_id from access_grant g
      where g.unit_id = any(my_units()) and g.ended_at is null
        and (g.expires_at is null or g.expires_at > himaya_now())
    union
    select d.id from access_dossier d
      where d.born_xid = pg_current_xact_id_if_assigned()::text::bigint
        and d.born_at = transaction_timestamp()
  ) mine
$$;

create or replace function my_walls() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(w.dossier_id), '{{}}') from access_wall w
  where w.user_id = himaya_actor() or w.unit_id = any(
    select unnest(u.path) from access_membership m join access_unit u on u.id = m.unit_id
    where m.user_id = himaya_actor() and m.ended_at is null)
$$;

create or replace function access_may_see(dossier bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from access_dossier d where d.id = dossier
      and (d.zone = any(my_zones()) or d.id = any(my_dossiers()) or himaya_is_system())
      and not d.id = any(my_walls()))
$$;

create or replace function access_open_dossier(kind text, unit bigint, sensitivity int) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into access_dossier (kind, unit_id, sensitivity, born_xid, born_at)
  values (kind, unit, sensitivity, pg_current_xact_id()::text::bigint, transaction_timestamp())
  returning id
$$;

create or replace function access_set_zone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select d.zone into strict new.zone from access_dossier d where d.id = new.dossier_id;
  return new;
end $$;

create or replace function access_bump_version() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  new.version := old.version + 1;
  return new;
end $$;

-- Keeps what a row held before each change. Runs as the owner: the application can neither forge nor skip it.
create or replace function access_keep_history() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := case when tg_op = 'DELETE' then '{{}}'::jsonb else to_jsonb(new) end;
  changed jsonb;
begin
  select coalesce(jsonb_object_agg(b.key, b.value), '{{}}') into changed
  from jsonb_each(before) b
  where b.key <> all(array['zone', 'version'] || tg_argv) and after -> b.key is distinct from b.value;
  if changed <> '{{}}' then
    insert into access_history (table_name, row_id, dossier_id, zone, version, created_at, at, actor_id, before)
    values (tg_table_name, old.id, old.dossier_id, old.zone, old.version, himaya_now(), himaya_now(),
            himaya_actor(), changed);
  end if;
  return null;
end $$;

create or replace function access_unit_path() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  new.path := case when new.parent_id is null then array[new.id]
    else (select p.path || new.id from access_unit p where p.id = new.parent_id) end;
  if new.parent_id is not null and new.parent_id = any(
       select c.id from access_unit c where c.path @> array[new.id]) and tg_op = 'UPDATE' then
    raise exception 'a unit cannot be below itself';
  end if;
  return new;
end $$;

create or replace function access_unit_path_down() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  update access_unit set parent_id = parent_id where parent_id = new.id;
  return null;
end $$;

create or replace trigger unit_path before insert or update of parent_id on access_unit
  for each row execute function access_unit_path();
create or replace trigger unit_path_down after update of path on access_unit
  for each row when (old.path is distinct from new.path) execute function access_unit_path_down();
"""

VISIBLE = """(
  (zone = any((select my_zones())::int[]) or {dossier} = any((select my_dossiers())::bigint[]))
  and {dossier} <> all((select my_walls())::bigint[])
)"""


def functions(reach: dict[str, int], worker: str) -> str:
    """The functions, with each role's reach written in."""
    cases = " ".join(f"when '{role}' then {level}" for role, level in sorted(reach.items()))
    return FUNCTIONS.format(reach=cases, worker=f"'{worker}'")


def policies(table: str, dossier: str = "dossier_id") -> str:
    """Row security of one table for both login roles."""
    visible = VISIBLE.format(dossier=dossier)
    web, worker = settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER
    return f"""
alter table {table} enable row level security;
drop policy if exists web_sees on {table};
create policy web_sees on {table} for all to {web} using {visible} with check {visible};
drop policy if exists worker_sees on {table};
create policy worker_sees on {table} for all to {worker}
  using ((select himaya_is_system()) or {visible}) with check ((select himaya_is_system()) or {visible});
"""


def own_rows(table: str) -> str:
    """Row security of a table whose rows belong to one user each."""
    web, worker = settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER
    return f"""
alter table {table} enable row level security;
drop policy if exists web_sees on {table};
create policy web_sees on {table} for all to {web} using (user_id = (select himaya_actor()));
drop policy if exists worker_sees on {table};
create policy worker_sees on {table} for all to {worker}
  using ((select himaya_is_system()) or user_id = (select himaya_actor()));
"""


def triggers(table: str, *, history: bool, derived: Iterable[str] = ()) -> str:
    """Zone from the dossier, version by one, and what a row held before (without what is derived from it)."""
    leave_out = ", ".join(f"'{column}'" for column in derived)
    keep = (
        f"""create or replace trigger keep_history after update or delete on {table}
  for each row execute function access_keep_history({leave_out});"""
        if history
        else ""
    )
    return f"""
create or replace trigger set_zone before insert on {table} for each row execute function access_set_zone();
create or replace trigger bump_version before update on {table} for each row execute function access_bump_version();
{keep}
"""


def mover(tables: Iterable[str]) -> str:
    """The narrow door through which a dossier passes to another unit: its rows leave the mover's own sight,
    which no policy would allow."""
    updates = "\n".join(
        f"  update {table} t set zone = target where t.dossier_id = dossier;" for table in sorted(tables)
    )
    return f"""
create or replace function access_move_dossier(dossier bigint, unit bigint, sensitivity int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare target int := unit * 4 + sensitivity;
begin
  if not access_may_see(dossier) then
    raise exception 'no such dossier' using errcode = 'insufficient_privilege';
  end if;
  update access_dossier d set unit_id = unit, sensitivity = access_move_dossier.sensitivity where d.id = dossier;
{updates}
end $$;
"""


def rights(model: type[models.Model]) -> str:
    """What the serving roles may do with a table: nothing is deleted unless its model says so."""
    table = sql.Identifier(model._meta.db_table).as_string(None)
    ours = model.__module__.startswith("himaya.")
    verbs = ["select", "insert"]
    if not getattr(model, "append_only", False):
        verbs.append("update")
    if not ours or getattr(model, "erasable", False):
        verbs.append("delete")
    roles = f"{settings.DB_ROLE_WEB}, {settings.DB_ROLE_WORKER}"
    return f"revoke all on {table} from {roles}; grant {', '.join(verbs)} on {table} to {roles};\n"
