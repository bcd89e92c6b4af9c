"""The door of those who work with figures: how many, never who.

A function that runs as the owner, checks for itself who asks, and gives nothing but counts. A count from one to
four is not given, and where such a count could be worked out from the others, the next smallest is not given
either: what is kept back amounts to at least five (domain §5: suppress cells below 5). Sealed cases are not
counted: to everybody but their own team they are not there.
"""

from django.conf import settings
from django.db import connections

from himaya.access.roles import FIGURES_READ, ROLES, listed

SMALLEST = 5

FIGURES = """
create or replace function desk_figures(out about text, out what text, out many int) returns setof record
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare mine int[];
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
  with found as (
    select k.id, k.status, k.risk, k.territory_id, k.reported_at,
      (select min(c.due_at) from workflow_clock c
        where c.process = 'case' and c.subject_id = k.id and c.state = 'running') as due
    from cases_case k where k.zone = any(mine)
  ), living as (
    select * from found f where f.status not in ('closed', 'merged')
  ), reports as (
    select r.status from cases_report r where r.zone = any(mine)
  ), counted as (
    select 'status' as about, l.status::text as what, count(*)::int as n from living l group by l.status
    union all select 'risk', l.risk, count(*)::int from living l group by l.risk
    union all select 'lateness',
        case when l.due is null or l.due >= himaya_now() then 'on_time'
             when l.due >= himaya_now() - interval '1 day' then 'day'
             when l.due >= himaya_now() - interval '7 days' then 'week' else 'longer' end,
        count(*)::int from living l group by 2
    union all select 'territory', coalesce(t.code, ''), count(*)::int
      from living l left join reference_territory t on t.id = l.territory_id group by 2
    union all select 'month', to_char(f.reported_at at time zone 'Asia/Baku', 'YYYY-MM'), count(*)::int
      from found f where f.reported_at >= himaya_now() - interval '12 months' group by 2
    union all select 'report', r.status, count(*)::int from reports r group by r.status
  ), ordered as (
    select c.*, coalesce(sum(c.n) over (
        partition by c.about order by c.n, c.what rows between unbounded preceding and 1 preceding), 0) as smaller
    from counted c
  )
  select o.about, o.what,
    case when o.n >= {smallest} and (o.smaller = 0 or o.smaller >= {smallest}) then o.n end
  from ordered o order by o.about, o.what;
end $$;
revoke all on function desk_figures() from public;
grant execute on function desk_figures() to {web};
"""
NEEDED = {"cases_case", "cases_report", "workflow_clock", "access_membership", "reference_territory"}


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
