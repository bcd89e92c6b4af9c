"""What the database itself keeps right in every private row, and the narrow doors through its policies.

A door is a function that runs as the owner (`security definer`, fixed search path), checks for itself who
asks, and does one thing.
"""

from collections.abc import Iterable

from django.conf import settings

FUNCTIONS = """
create or replace function access_open_dossier(kind text, unit bigint, sensitivity int) returns bigint
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into access_dossier (kind, unit_id, sensitivity, born_xid, born_at)
  values (kind, unit, sensitivity, pg_current_xact_id()::text::bigint, transaction_timestamp())
  returning id
$$;

-- Many at once: one for each unit named, as often as it is named.
create or replace function access_open_dossiers(kind text, units bigint[], sensitivity int)
returns table (dossier bigint, unit bigint)
language sql volatile security definer set search_path = public, pg_temp as $$
  insert into access_dossier (kind, unit_id, sensitivity, born_xid, born_at)
  select kind, u, sensitivity, pg_current_xact_id()::text::bigint, transaction_timestamp() from unnest(units) u
  returning id, unit_id
$$;

-- The zone follows the dossier, whatever a program writes: an object read before a transfer and saved
-- after it would otherwise hand its row back. The lock makes a transfer wait for a row that is being added.
create or replace function access_set_zone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    select d.zone into strict new.zone from access_dossier d where d.id = new.dossier_id for key share;
  elsif new.dossier_id is distinct from old.dossier_id then
    select d.zone into strict new.zone from access_dossier d where d.id = new.dossier_id for key share;
  else
    select d.zone into strict new.zone from access_dossier d where d.id = new.dossier_id;
  end if;
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
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  changed jsonb;
begin
  select coalesce(jsonb_object_agg(b.key, b.value), '{}') into changed
  from jsonb_each(before) b
  where b.key <> all(array['zone', 'version'] || tg_argv) and after -> b.key is distinct from b.value;
  if changed <> '{}' then
    insert into access_history
      (table_name, row_id, dossier_id, zone, version, created_at, at, actor_id, before)
    values (tg_table_name, old.id, old.dossier_id, old.zone, old.version, himaya_now(), himaya_now(),
            himaya_actor(), changed);
  end if;
  return null;
end $$;

-- A grant is made once and ended once; nobody stretches one. Break-glass grants come from its own door only. Into
-- another dossier it goes only through a door, with the record that was merged into another.
create or replace function access_guard_grant() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.ground = 'breakglass' and current_user in (WEB, WORKER) then
      raise exception 'a break-glass grant is made by break-glass' using errcode = 'insufficient_privilege';
    end if;
  elsif (new.user_id, new.unit_id, new.ground, new.source, new.given_by_id, new.expires_at) is distinct from
      (old.user_id, old.unit_id, old.ground, old.source, old.given_by_id, old.expires_at)
      or (new.dossier_id <> old.dossier_id and current_user in (WEB, WORKER))
      or (old.ended_at is not null and new.ended_at is distinct from old.ended_at) then
    raise exception 'a grant is only ever ended' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Nobody gives or takes their own roles, and a role held is only ever ended.
create or replace function access_guard_membership() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.user_id = himaya_actor() and current_user in (WEB, WORKER) then
    raise exception 'nobody gives or takes their own roles' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'UPDATE' and ((new.user_id, new.unit_id, new.role, new.started_at)
      is distinct from (old.user_id, old.unit_id, old.role, old.started_at)
      or (old.ended_at is not null and new.ended_at is distinct from old.ended_at)) then
    raise exception 'a role held is only ever ended' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Whoever leaves a unit loses what was opened to them by name among its records.
create or replace function access_end_staff_grants(who bigint, unit bigint) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare ended int;
begin
  if not (himaya_is_system() or my_staff_units() @> array[unit]) then
    raise exception 'not an administrator of this unit' using errcode = 'insufficient_privilege';
  end if;
  update access_grant g set ended_at = himaya_now()
  from access_dossier d join access_unit u on u.id = d.unit_id
  where d.id = g.dossier_id and g.user_id = who and g.ended_at is null and u.path @> array[unit]
    and not exists (select 1 from access_membership m where m.user_id = who and m.ended_at is null
                    and m.unit_id = any(u.path) and m.role in (RECORD_ROLES));
  get diagnostics ended = row_count;
  return ended;
end $$;

create or replace function access_unit_path() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  new.path := case when new.parent_id is null then array[new.id]
    else (select p.path || new.id from access_unit p where p.id = new.parent_id) end;
  if new.parent_id is not null and new.parent_id = any(
       select c.id from access_unit c where c.path @> array[new.id]) and tg_op = 'UPDATE' then
    raise exception 'a unit cannot be below itself' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create or replace function access_unit_path_down() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  update access_unit set parent_id = parent_id where parent_id = new.id;
  return null;
end $$;

create or replace trigger unit_path before insert or update on access_unit
  for each row execute function access_unit_path();
create or replace trigger unit_path_down after update on access_unit
  for each row when (old.path is distinct from new.path) execute function access_unit_path_down();
create or replace trigger guard_grant before insert or update on access_grant
  for each row execute function access_guard_grant();
create or replace trigger guard_membership before insert or update on access_membership
  for each row execute function access_guard_membership();
"""

MOVER = """
create or replace function access_move_dossier(dossier bigint, unit bigint, sensitivity int) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare target int := unit * 4 + sensitivity;
begin
  if not access_may_see(dossier) then
    raise exception 'no such dossier' using errcode = 'insufficient_privilege';
  end if;
  perform 1 from access_dossier d where d.id = dossier for update;
  update access_dossier d set unit_id = unit, sensitivity = access_move_dossier.sensitivity
    where d.id = dossier;
  -- each table
end $$;
"""

# Functions that run as the owner are for our own login roles: on a shared server others may connect too.
CLOSED_DOORS = """
do $do$
declare door record;
begin
  for door in select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and p.proowner = (select oid from pg_roles where rolname = current_user)
  loop
    execute format('revoke all on function %s from public', door.name);
    execute format('grant execute on function %s to {web}, {worker}', door.name);
  end loop;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect, temporary on database %I to {web}, {worker}', current_database());
  revoke create on schema public from public;
end $do$;
"""


def functions(record_roles: str) -> str:
    """The functions and the triggers that are not a table's own."""
    return (
        FUNCTIONS.replace("RECORD_ROLES", record_roles)
        .replace("WEB", f"'{settings.DB_ROLE_WEB}'")
        .replace("WORKER", f"'{settings.DB_ROLE_WORKER}'")
    )


def close_doors() -> str:
    """Nobody but our login roles calls our definer functions or enters our database."""
    return CLOSED_DOORS.replace("{web}", settings.DB_ROLE_WEB).replace("{worker}", settings.DB_ROLE_WORKER)


def triggers(table: str, *, history: bool, derived: Iterable[str] = ()) -> str:
    """Zone from the dossier, version by one, and what a row held before (without what is derived from it)."""
    leave_out = ", ".join(f"'{column}'" for column in derived)
    keep = (
        f"""create or replace trigger keep_history after update or delete on {table}
  for each row execute function access_keep_history({leave_out});"""
        if history
        else f"drop trigger if exists keep_history on {table};"
    )
    return f"""
create or replace trigger set_zone before insert or update on {table}
  for each row execute function access_set_zone();
create or replace trigger bump_version before update on {table}
  for each row execute function access_bump_version();
{keep}
"""


def mover(tables: Iterable[str]) -> str:
    """The narrow door through which a dossier passes to another unit: its rows leave the mover's own sight,
    which no policy would allow. The first statement waits for whoever is adding a row to it."""
    updates = "\n".join(
        f"  update {table} t set zone = target where t.dossier_id = dossier;"  # noqa: S608  our own tables
        for table in sorted(tables)
    )
    return MOVER.replace("  -- each table", updates)
