"""Who may see what: row security, written once for every protected table, put in place after each migration.

The one policy form that costs what the same hand-written WHERE costs (docs/adr/0003): constant arrays from
functions evaluated once a statement. Functions are `security definer` with a fixed search path.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from psycopg import sql

from himaya.access.roles import AUDIT_READ, ROLES, STAFF_MANAGE, listed

# Who acts, set for one transaction only by the middleware: a user's id, 'system', or nothing.
FUNCTIONS = """
create or replace function himaya_actor() returns bigint
language sql stable parallel safe as $$
  select case when current_setting('himaya.actor', true) ~ '^[0-9]{{1,18}}$'
              then current_setting('himaya.actor', true)::bigint end
$$;

-- In a sample country the clock can be moved to show what becomes late; elsewhere nobody can move it, or an
-- ended grant could be brought back.
create or replace function himaya_now() returns timestamptz
language sql stable parallel safe as $$ select {now} $$;

create or replace function himaya_is_system() returns boolean
language sql stable parallel safe as $$
  select session_user = {worker} and current_setting('himaya.actor', true) = 'system'
$$;

-- Units in which the actor holds a role that works with records: what is granted to a unit reaches these
-- colleagues, not its administrator or analyst.
create or replace function my_units() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct m.unit_id), '{{}}')
  from access_membership m join access_user a on a.id = m.user_id and a.is_active
  where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({record_roles})
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
    select g.dossier_id from access_grant g
      where g.user_id = himaya_actor() and my_units() <> '{{}}' and g.ended_at is null
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

-- Units whose staff the actor administers: their own and those below.
create or replace function my_staff_units() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct u.id), '{{}}')
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join access_unit u on u.path @> array[m.unit_id]
  where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({staff_roles})
$$;

-- People whose doings the actor may read in the audit: all who ever served in the actor's unit or below.
create or replace function my_audited() returns bigint[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct s.user_id), '{{}}')
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join access_unit u on u.path @> array[m.unit_id]
  join access_membership s on s.unit_id = u.id
  where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({audit_roles})
$$;

-- Whether the actor reads the whole audit: an auditor or administrator of a unit that has none above it.
create or replace function my_audit_is_whole() returns boolean
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from access_membership m
    join access_user a on a.id = m.user_id and a.is_active
    join access_unit u on u.id = m.unit_id and u.parent_id is null
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({audit_roles}))
$$;

-- Permissions that open guarded rows, as far as the actor has them.
create or replace function my_guards() returns text[]
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct g.code), '{{}}')
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join (values {guards}) g(role, code) on g.role = m.role
  where m.user_id = himaya_actor() and m.ended_at is null
$$;

-- What the actor holds is asked once, not for every grant that is looked through.
create or replace function access_may_see(dossier bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from access_dossier d where d.id = dossier
      and (d.zone = any((select my_zones())::int[]) or himaya_is_system()
        -- as in my_dossiers, asked of this one
        or (d.born_xid = pg_current_xact_id_if_assigned()::text::bigint and d.born_at = transaction_timestamp())
        or exists (
          select 1 from access_grant g where g.dossier_id = d.id and g.ended_at is null
            and (g.expires_at is null or g.expires_at > himaya_now())
            and (g.user_id = himaya_actor() and (select my_units()) <> '{{}}'
              or g.unit_id = any((select my_units())::bigint[]))))
      and not d.id = any((select my_walls())::bigint[]))
$$;
"""

VISIBLE = """(
  (zone = any((select my_zones())::int[]) or {dossier} = any((select my_dossiers())::bigint[]))
  and {dossier} <> all((select my_walls())::bigint[])
)"""


# The clock that a sample country and the tests may move.
MOVED_CLOCK = "coalesce(nullif(current_setting('himaya.clock', true), '')::timestamptz, now())"


def functions(guards: Iterable[str] = ()) -> str:
    """The functions, with each role's reach written in, and who has the permissions (codes) that open guarded rows."""
    codes = set(guards)
    opening = [(role.code, p.code) for role in ROLES.values() for p in role.may if p.code in codes]
    return FUNCTIONS.format(
        guards=", ".join(f"('{role}', '{code}')" for role, code in opening) or "('', '')",
        reach=" ".join(f"when '{role.code}' then {role.reach}" for role in ROLES.values()),
        worker=f"'{settings.DB_ROLE_WORKER}'",
        now=MOVED_CLOCK if settings.DEMO or settings.CLOCK_MAY_MOVE else "now()",
        record_roles=listed(r for r in ROLES.values() if r.sees_records),
        staff_roles=listed(r for r in ROLES.values() if STAFF_MANAGE in r.may),
        audit_roles=listed(r for r in ROLES.values() if AUDIT_READ in r.may),
    )


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


GUARD = """
drop policy if exists guarded_rows on {table};
create policy guarded_rows on {table} as restrictive for all to {web}, {worker}
  using (not ({hidden}) or '{code}' = any((select my_guards())::text[]) or (select himaya_is_system()));
"""


def guard(table: str, hidden: str, code: str) -> str:
    """On top of the one policy: rows that only who has a permission sees. The system sees all of them."""
    web, worker = settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER
    return GUARD.format(table=table, hidden=hidden, code=code, web=web, worker=worker)


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


def rights(model: type[models.Model]) -> str:
    """What the serving roles may do with a table: nothing is deleted unless its model says so."""
    table = sql.Identifier(model._meta.db_table).as_string(None)
    ours = model.__module__.startswith("himaya.")
    verbs = ["select", "insert"]
    if not getattr(model, "append_only", False):
        verbs.append("update")
    if not ours or model._meta.auto_created or getattr(model, "erasable", False):
        verbs.append("delete")
    roles = f"{settings.DB_ROLE_WEB}, {settings.DB_ROLE_WORKER}"
    return f"revoke all on {table} from {roles}; grant {', '.join(verbs)} on {table} to {roles};\n"
