"""The door of those who work with figures: how many, never who.

A function that runs as the owner, checks for itself who asks, and gives nothing but counts. A count from one to
four is not given, and where such a count could be worked out from the others, the next smallest is not given
either: what is kept back amounts to at least five (domain §5: suppress cells below 5). Sealed cases are not
counted: to everybody but their own team they are not there.

Narrowed to a vulnerable group, a count is given only where those outside the group are none or at least five too:
else they could be worked out from the count of all.
"""

from django.conf import settings
from django.db import connections

from himaya.access.roles import FIGURES_READ, ROLES, listed
from himaya.cases.models import CaseMember

SMALLEST = 5

FIGURES = """
drop function if exists desk_figures();
create or replace function desk_figures(grp text, out about text, out what text, out many int) returns setof record
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
  with members as (
    select m.case_id from cases_casemember m
    join registry_groupmembership g on g.person_id = m.person_id and g.status = grp
      and g.started_on <= (himaya_now() at time zone 'Asia/Baku')::date
      and (g.ended_on is null or g.ended_on > (himaya_now() at time zone 'Asia/Baku')::date)
    where grp <> '' and g.zone % 4 < 2 and m.role = any({children}) and m.ended_at is null
  ), found as (
    select k.id, k.status, k.risk, k.territory_id, k.reported_at,
      (grp = '' or k.id in (select case_id from members)) as inside,
      (select min(c.due_at) from workflow_clock c
        where c.process = 'case' and c.subject_id = k.id and c.state = 'running') as due
    from cases_case k where k.zone = any(mine)
  ), living as (
    select * from found f where f.status not in ('closed', 'merged')
  ), reports as (
    select r.status, coalesce(grp = '' or r.case_id in (select case_id from members), false) as inside
    from cases_report r where r.zone = any(mine)
  ), counted as (
    select 'status' as about, l.status::text as what, {n} from living l group by l.status
    union all select 'risk', l.risk, {n} from living l group by l.risk
    union all select 'lateness',
        case when l.due is null or l.due >= himaya_now() then 'on_time'
             when l.due >= himaya_now() - interval '1 day' then 'day'
             when l.due >= himaya_now() - interval '7 days' then 'week' else 'longer' end,
        {n} from living l group by 2
    union all select 'territory', coalesce(t.code, ''), {n}
      from living l left join reference_territory t on t.id = l.territory_id group by 2
    union all select 'month', to_char(f.reported_at at time zone 'Asia/Baku', 'YYYY-MM'), {n}
      from found f where f.reported_at >= himaya_now() - interval '12 months' group by 2
    union all select 'report', r.status, {n} from reports r group by r.status
  ), ordered as (
    select c.*, coalesce(sum(c.n) over (
        partition by c.about order by c.n, c.what rows between unbounded preceding and 1 preceding), 0) as smaller,
      coalesce(sum(c.rest) over (
        partition by c.about order by c.rest, c.what rows between unbounded preceding and 1 preceding), 0) as without
    from counted c
  )
  select o.about, o.what,
    case when o.n >= {smallest} and (o.smaller = 0 or o.smaller >= {smallest})
          and (o.rest = 0 or o.rest >= {smallest} and (o.without = 0 or o.without >= {smallest})) then o.n end
  from ordered o where o.n > 0 order by o.about, o.what;
end $$;
revoke all on function desk_figures(text) from public;
grant execute on function desk_figures(text) to {web};
"""
COUNTED = "(count(*) filter (where inside))::int as n, (count(*) filter (where not inside))::int as rest"
NEEDED = {
    "cases_case",
    "cases_casemember",
    "cases_report",
    "workflow_clock",
    "access_membership",
    "reference_territory",
    "registry_groupmembership",
}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if not NEEDED.issubset(connection.introspection.table_names()):
        return
    statement = FIGURES.format(
        roles=listed(role for role in ROLES.values() if FIGURES_READ in role.may),
        smallest=SMALLEST,
        n=COUNTED,
        children="array[" + ", ".join(f"'{role}'" for role in CaseMember.ABOUT) + "]",
        web=settings.DB_ROLE_WEB,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
