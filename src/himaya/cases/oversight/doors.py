"""The door of those who work with the figures of oversight: how many, never who, under the asker's units alone.

Sessions, audits and open cases are counts of work and told as they are; the shares of the checklist are kept back where
they are small, as in `outcomes.doors`."""

from django.conf import settings
from django.db import connections

from himaya.access.roles import FIGURES_READ, ROLES, listed
from himaya.cases.outcomes.doors import SMALLEST

FIGURES = """
create or replace function cases_oversight(begins timestamptz, ends timestamptz,
  out about text, out unit bigint, out what text, out many int, out whole int) returns setof record
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare mine int[]; till timestamptz := least(ends, himaya_now());
begin
  select array_agg(distinct (u.id * 4 + s.level)::int) into mine
  from access_membership m
  join access_user a on a.id = m.user_id and a.is_active
  join access_unit u on u.path @> array[m.unit_id]
  cross join generate_series(0, 1) as s(level)
  where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles});
  if mine is null then
    raise exception 'not a role that reads figures' using errcode = 'insufficient_privilege';
  end if;
  return query
  with sessions as (
    select s.zone / 4 as unit, d.state = 'met' and d.ended_at <= d.due_at as in_time
    from workflow_clock d join cases_supervision s on s.id = d.subject_id
    where d.process = 'supervision' and d.name = 'session' and d.state <> 'cancelled' and s.zone = any(mine)
      and d.due_at >= begins and d.due_at < till
  ), looked as (
    select a.id, a.zone / 4 as unit, a.status from cases_fileaudit a
    where a.zone = any(mine) and a.looked_at >= begins and a.looked_at < till
  ), asked(what, many, whole) as (
    select w.question, count(*) filter (where w.answer = 'met'), count(*) filter (where w.answer <> 'na')
    from cases_auditanswer w join looked a on a.id = w.audit_id group by w.question
  )
  select 'session', s.unit::bigint, '', (count(*) filter (where s.in_time))::int, count(*)::int
  from sessions s group by s.unit
  union all
  select 'audit', a.unit::bigint, '', (count(*) filter (where a.status = 'closed'))::int, count(*)::int
  from looked a group by a.unit
  union all
  select 'load', (k.zone / 4)::bigint, k.risk || '|' || k.kind, count(*)::int, null::int
  from cases_case k where k.zone = any(mine) and k.status not in ('closed', 'merged') and k.worker_id is not null
  group by k.zone / 4, k.risk, k.kind
  union all
  select 'question', null::bigint, q.what,
    case when q.whole >= {smallest} and (q.many = 0 or q.many >= {smallest})
          and (q.many = q.whole or q.whole - q.many >= {smallest}) then q.many::int end,
    case when q.whole >= {smallest} then q.whole::int end
  from asked q;
end $$;
revoke all on function cases_oversight(timestamptz, timestamptz) from public;
grant execute on function cases_oversight(timestamptz, timestamptz) to {web};
"""
NEEDED = {"cases_supervision", "cases_fileaudit", "cases_auditanswer", "cases_case", "workflow_clock"}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if not NEEDED.issubset(connection.introspection.table_names()):
        return
    statement = FIGURES.format(
        roles=listed(role for role in ROLES.values() if FIGURES_READ in role.may),
        smallest=SMALLEST,
        web=settings.DB_ROLE_WEB,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
