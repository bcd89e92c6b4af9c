"""The door of those who work with the hotline's figures: how many, never who.

A function that runs as the owner, checks for itself who asks, and gives nothing but counts. Within one table (`about`, and
`sub` where a table is told by week) a count from one to four is not given, and where it could be worked out from the
others, the next smallest is not given either (domain §5). Of a rate (`about` = 'rate') the whole is given where it is at
least five, and the part where neither it nor the rest is from one to four."""

from django.conf import settings
from django.db import connections

from himaya.access.roles import HOTLINE_FIGURES, ROLES, listed

SMALLEST = 5

FIGURES = """
create or replace function hotline_figures(begins timestamptz, ends timestamptz,
  out about text, out sub text, out what text, out many int, out whole int) returns setof record
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  if not exists (
    select from access_membership m join access_user u on u.id = m.user_id and u.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles})
  ) then
    raise exception 'not a role that reads figures' using errcode = 'insufficient_privilege';
  end if;
  return query
  with recursive one_caller(id, key, top) as (
    -- numbers of one caller, where profiles were merged
    select p.id, p.caller_key, p.id from hotline_callerprofile p
    where p.merged_into_id is null and exists (select from hotline_callerprofile q where q.merged_into_id = p.id)
    union all select q.id, q.caller_key, o.top from one_caller o join hotline_callerprofile q on q.merged_into_id = o.id
  ), c as (
    select x.*, x.kind in ('', 'counselling') as counselling, x.arrived_at at time zone 'Asia/Baku' as at
    from hotline_contact x where x.arrived_at >= begins and x.arrived_at < ends
  ), rate(what, many, whole) as (
    select 'answered', count(*) filter (where o.answered), count(*) from (
      -- every call that was offered and is over: those at the queue, and those written down from an ordinary telephone
      select a.accepted_at is not null and coalesce(k.kind, '') <> 'abandoned' as answered
      from hotline_arrival a left join hotline_contact k on k.id = a.contact_id
      where a.channel = 'phone' and a.kind = 'call' and a.state not in ('waiting', 'recording')
        and a.arrived_at >= begins and a.arrived_at < ends
      union all select c.kind <> 'abandoned' from c
      where c.channel = 'phone' and not exists (select from hotline_arrival a where a.contact_id = c.id)) o
    union all select 'counselling', count(*) filter (where counselling), count(*) from c
    union all select 'planned', count(*) filter (where p.id is not null), count(*)
      from c left join hotline_callerplan p on p.contact_id = c.id where c.risk in ('critical', 'high')
    union all select 'suicide_calls', count(*) filter (where f.done_at <= f.due_at), count(*)
      from hotline_followup f where f.due_at >= begins and f.due_at < least(ends, himaya_now())
        and f.norm like 'suicide.%'
    union all select 'reached', count(*) filter (where f.status = 'made'), count(*)
      from hotline_followup f where f.due_at >= begins and f.due_at < least(ends, himaya_now())
    union all select 'accepted', count(*) filter (where k.state = 'met' and k.ended_at <= k.due_at), count(*)
      from hotline_escalation e join workflow_clock k on k.process = 'escalation' and k.subject_id = e.id
        and k.name = 'acceptance' where e.sent_at >= begins and e.sent_at < ends
    union all select 'felt_better', count(*) filter (where feeling_after > feeling_before), count(*)
      from c where feeling_after is not null and feeling_before is not null
    union all select 'arrived', count(*) filter (where d.outcome in ('arrived_safe', 'hospital')), count(*)
      from hotline_dispatch d where d.called_at >= begins and d.called_at < ends
    union all select 'heavy', count(*) filter (where risk in ('critical', 'high')), count(*) from c where counselling
    union all select 'repeat', count(*) filter (where n > 1), count(*)
      from (select count(*) over (partition by coalesce(o.top::text, c.caller_key)) as n
        from c left join one_caller o on o.key = c.caller_key where c.caller_key <> '') r
    union all select 'passed', count(*) filter (where v.passed), count(*)
      from hotline_review v where v.shared_at >= begins and v.shared_at < ends
    union all select 'debriefed', count(*) filter (where k.state = 'met' and k.ended_at <= k.due_at), count(*)
      from workflow_clock k where k.process = 'debrief' and k.name = 'debrief' and k.state <> 'cancelled'
        and k.due_at >= begins and k.due_at < least(ends, himaya_now())
  ), counted(about, sub, what, n) as (
    select 'channel', '', channel, count(*) from c group by channel
    union all select 'kind', '', case when counselling then 'counselling' else kind end, count(*) from c group by 3
    union all select 'reason', '', main_reason, count(*) from c where counselling and main_reason <> '' group by 3
    union all select 'caller', '', caller_kind, count(*) from c where counselling and caller_kind <> '' group by 3
    union all select 'step', '', s, count(*) from c cross join unnest(steps_taken) s where counselling group by 3
    union all select 'hour', '', to_char(at, 'HH24'), count(*) from c where forgotten_on is null group by 3
    union all select 'sex', case when k.age_years is null then 'unknown' when k.age_years < 4 then '0-3'
        when k.age_years < 7 then '4-6' when k.age_years < 10 then '7-9' when k.age_years < 13 then '10-12'
        when k.age_years < 16 then '13-15' when k.age_years < 18 then '16-17' when k.age_years < 25 then '18-24'
        else '25+' end, coalesce(nullif(k.sex, ''), 'unknown'), count(*)
      from c join hotline_contactchild k on k.contact_id = c.id where counselling group by 2, 3
    union all select 'district', '', coalesce(t.code, ''), count(*)
      from c left join reference_territory t on t.id = c.territory_id where counselling group by 3
    union all select 'week', to_char(at, 'IYYY-IW'), main_reason, count(*)
      from c where counselling and main_reason <> '' and forgotten_on is null group by 2, 3
    union all select 'district_week', to_char(at, 'IYYY-IW'), t.code, count(*)
      from c join reference_territory t on t.id = c.territory_id where counselling and forgotten_on is null group by 2, 3
  ), ordered as (
    select o.*, coalesce(sum(o.n) over (partition by o.about, o.sub order by o.n, o.what
      rows between unbounded preceding and 1 preceding), 0) as smaller from counted o
  )
  select 'rate', '', r.what,
    case when r.whole = 0 or r.whole >= {smallest} and (r.many = 0 or r.many >= {smallest})
          and (r.many = r.whole or r.whole - r.many >= {smallest}) then r.many::int end,
    case when r.whole >= {smallest} or r.whole = 0 then r.whole::int end from rate r
  union all
  select o.about, o.sub, o.what,
    case when o.n >= {smallest} and (o.smaller = 0 or o.smaller >= {smallest}) then o.n::int end, null::int
  from ordered o;
end $$;
revoke all on function hotline_figures(timestamptz, timestamptz) from public;
grant execute on function hotline_figures(timestamptz, timestamptz) to {web};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "hotline_review" not in connection.introspection.table_names():
        return
    roles = listed(role for role in ROLES.values() if HOTLINE_FIGURES in role.may)
    with connection.cursor() as cursor:
        cursor.execute(
            FIGURES.format(roles=roles, smallest=SMALLEST, web=settings.DB_ROLE_WEB).replace("%", "%%")
        )
