"""The door of those who work with the figures of cases: how many, never who.

A function that runs as the owner, checks for itself who asks, counts only what lies under the asker's units (sealed
cases are not there), and gives nothing but counts: of a rate the whole where it is at least five or none, the part where
neither it nor the rest is from one to four (domain §5). So it is with the parts of each table; a part that could be worked
out from the others is kept back too.
"""

from django.conf import settings
from django.db import connections

from himaya.access.roles import FIGURES_READ, ROLES, listed
from himaya.cases.casefile.models import CaseMember

SMALLEST = 5
# States of a referral whose service took the case on.
TAKEN = ("accepted", "started", "completed")

# Who asks, and what lies under their units.
ASKER = """declare mine int[]; till timestamptz := least(ends, himaya_now());
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
"""
CASES = """  with k as (
    select c.* from cases_case c
    where c.zone = any(mine) and (of_kind = '' or c.kind = of_kind)
      and (of_place is null or c.territory_id in (
        with recursive below(id) as (
          select of_place union all select t.id from reference_territory t join below b on t.parent_id = b.id)
        select id from below))
"""
# What each answer to the needs added up to, from the first to the last of a person by the same questions.
GIVEN = """  ), given as (
    select a.case_id, r.about_id, f.instrument_id, (r.score ->> 'total')::numeric as total, r.submitted_at,
      row_number() over (partition by r.about_id, f.instrument_id order by r.submitted_at, r.id) as first,
      row_number() over (partition by r.about_id, f.instrument_id order by r.submitted_at desc, r.id desc) as last
    from cases_assessment a join k on k.id = a.case_id
    join instruments_response r on r.id = a.needs_id join instruments_instrumentversion f on f.id = r.form_id
    where a.status = 'approved' and r.about_id is not null and r.score ? 'total'
"""
FIGURES = """
create or replace function cases_outcomes(begins timestamptz, ends timestamptz, of_kind text, of_place bigint,
  out about text, out what text, out many int, out whole int) returns setof record
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
{asker}  return query
{cases}  ), due as (
    select d.name, d.norm, d.state = 'met' and d.ended_at <= d.due_at as in_time
    from workflow_clock d join k on k.id = d.subject_id
    where d.process = 'case' and d.name in ('contact', 'plan') and d.state <> 'cancelled'
      and d.due_at >= begins and d.due_at < till
  ), shut as (
    select k.id, k.closed_at, k.closure_reason from k
    where k.status = 'closed' and k.closed_at >= begins and k.closed_at < till
  ), ended as (
    -- once closed and open again is an end as well: it is read from the steps
    select s.subject_id as id, s.at from workflow_step s join k on k.id = s.subject_id
    where s.process = 'case' and s.to_state = 'closed' and s.at >= begins and s.at < till
  ), back as (
    select e.id, bool_or(
      exists (select from workflow_step r where r.process = 'case' and r.subject_id = e.id and r.move = 'reopen'
              and r.at > e.at and r.at < e.at + interval '12 months')
      or exists (select from cases_casemember m join cases_casemember o on o.person_id = m.person_id
              join cases_case n on n.id = o.case_id
              where m.case_id = e.id and m.role = any({about}) and o.role = any({about}) and o.case_id <> e.id
                and m.ended_at is null and o.ended_at is null
                and n.reported_at > e.at and n.reported_at < e.at + interval '12 months')) as again
    from ended e group by e.id
{given}  ), changed as (
    select case when z.total < y.total then 'better' when z.total > y.total then 'worse' else 'same' end as how
    from given y join given z on z.about_id = y.about_id and z.instrument_id = y.instrument_id
    where y.first = 1 and z.last = 1 and z.first > 1 and z.submitted_at >= begins and z.submitted_at < till
  ), lives as (
    select s.outcome, coalesce((c.attributes ->> 'prevented')::boolean, false) as prevented
    from cases_separationrisk s join k on k.id = s.case_id
    left join reference_code c on c.codelist_id = (select l.id from reference_codelist l where l.key = 'separation.outcome')
      and c.code = s.outcome
    where s.outcome <> '' and s.outcome_on >= (begins at time zone 'Asia/Baku')::date
      and s.outcome_on < (till at time zone 'Asia/Baku')::date + 1
  ), rate(what, many, whole) as (
    select 'response', count(*) filter (where in_time), count(*) from due where name = 'contact'
    union all select 'plan', count(*) filter (where in_time), count(*) from due where name = 'plan'
    union all select 'recurrence', count(*) filter (where again), count(*) from back
    union all select 'goals', count(*) filter (where closure_reason = 'goals_met'), count(*) from shut
    union all select 'better', count(*) filter (where how = 'better'), count(*) from changed
    union all select 'prevented', count(*) filter (where prevented), count(*) from lives
  ), counted(about, what, n) as (
    select 'change', how, count(*) from changed group by how
    union all select 'closed', closure_reason, count(*) from shut group by closure_reason
    union all select 'lives', outcome, count(*) from lives group by outcome
    union all select 'kind', k.kind, count(*) from k where k.status not in ('closed', 'merged') group by k.kind
  ), ordered as (
    select o.*, coalesce(sum(o.n) over (partition by o.about order by o.n, o.what
      rows between unbounded preceding and 1 preceding), 0) as smaller from counted o
  )
  select 'rate', r.what,
    case when r.whole = 0 or r.whole >= {smallest} and (r.many = 0 or r.many >= {smallest})
          and (r.many = r.whole or r.whole - r.many >= {smallest}) then r.many::int end,
    case when r.whole >= {smallest} or r.whole = 0 then r.whole::int end from rate r
  union all
  select o.about, o.what,
    case when o.n >= {smallest} and (o.smaller = 0 or o.smaller >= {smallest}) then o.n::int end, null::int
  from ordered o
  union all
  -- work, not people: how many cases each worker holds
  select 'load', 'open', count(*)::int, count(distinct k.worker_id)::int from k
  where k.status not in ('closed', 'merged') and k.worker_id is not null;
end $$;
revoke all on function cases_outcomes(timestamptz, timestamptz, text, bigint) from public;
grant execute on function cases_outcomes(timestamptz, timestamptz, text, bigint) to {web};
"""
CHANGES = """
create or replace function cases_changes(begins timestamptz, ends timestamptz, of_kind text, of_place bigint, by_what text,
  out what text, out how text, out many int) returns setof record
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
{asker}  return query
{cases}{given}  ), changed as (
    select z.case_id, case when z.total < y.total then 'better' when z.total > y.total then 'worse' else 'same' end as how
    from given y join given z on z.about_id = y.about_id and z.instrument_id = y.instrument_id
    where y.first = 1 and z.last = 1 and z.first > 1 and z.submitted_at >= begins and z.submitted_at < till
  ), counted(what, how, n) as (
    -- a person counts once with each provider that took the case on
    select coalesce(w.what, ''), c.how, count(*) from changed c join k on k.id = c.case_id
    cross join lateral (
      select k.kind::text as what where by_what = 'kind'
      union all select k.territory_id::text where by_what = 'place'
      union all select d.unit_id::text from access_dossier d where by_what = 'unit' and d.id = k.dossier_id
      union all select k.worker_id::text where by_what = 'worker'
      union all select distinct u.organisation_id::text from cases_referral r
        join services_service s on s.id = r.service_id join access_unit u on u.id = s.unit_id
        where by_what = 'provider' and r.case_id = k.id and r.status in ({taken})
    ) w group by 1, 2
  ), ordered as (
    select o.*, coalesce(sum(o.n) over (partition by o.how order by o.n, o.what
      rows between unbounded preceding and 1 preceding), 0) as smaller from counted o
  )
  select o.what, o.how, case when o.n >= {smallest} and (o.smaller = 0 or o.smaller >= {smallest}) then o.n::int end
  from ordered o;
end $$;
revoke all on function cases_changes(timestamptz, timestamptz, text, bigint, text) from public;
grant execute on function cases_changes(timestamptz, timestamptz, text, bigint, text) to {web};
"""
NEEDED = {
    "cases_case", "cases_casemember", "cases_assessment", "cases_separationrisk", "workflow_clock", "workflow_step",
    "instruments_response", "reference_code", "cases_referral", "services_service",
}  # fmt: skip


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if not NEEDED.issubset(connection.introspection.table_names()):
        return
    given = {
        "asker": ASKER.format(roles=listed(role for role in ROLES.values() if FIGURES_READ in role.may)),
        "cases": CASES,
        "given": GIVEN,
        "about": "array[" + ", ".join(f"'{role}'" for role in CaseMember.ABOUT) + "]",
        "taken": ", ".join(f"'{state}'" for state in TAKEN),
        "smallest": SMALLEST,
        "web": settings.DB_ROLE_WEB,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(**given))
        cursor.execute(CHANGES.format(**given))
