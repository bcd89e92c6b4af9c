"""Narrow doors of cases: what row security would refuse although the work needs it.

Each runs as the owner with a fixed search path, checks the actor's own sight of the case, and does one thing.
"""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- The dossiers that lie where a case lies, each opened to others apart from it.
create or replace function cases_following(the_case bigint) returns table (dossier_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select r.dossier_id from cases_referral r where r.case_id = the_case
  union select i.dossier_id from cases_agendaitem i where i.case_id = the_case
  union select m.dossier_id from cases_meeting m where m.case_id = the_case
  union select d.dossier_id from cases_duty d where d.case_id = the_case
$$;

-- Makes the grants of a case exactly what the case says: its worker is let into the case, and, once they have
-- accepted, into the dossiers of its members (who may live in another district) and of what follows it. Everybody
-- else's grant on this ground ends. `read_until` limits what is left after closure.
create or replace function cases_settle_grants(the_case bigint, read_until timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  c cases_case%rowtype;
  ours text := 'case:' || the_case;
  wanted bigint[];
  home access_dossier%rowtype;
  follows bigint;
begin
  select * into c from cases_case where id = the_case;
  if c.id is null or not access_may_see(c.dossier_id) then
    raise exception 'no such case' using errcode = 'insufficient_privilege';
  end if;
  wanted := array[c.dossier_id];
  if c.status <> 'assigned' then
    wanted := wanted || array(
      select p.dossier_id from cases_casemember m join registry_person p on p.id = m.person_id
      where m.case_id = the_case and m.ended_at is null);
    wanted := wanted || array(select f.dossier_id from cases_following(the_case) f);
    wanted := wanted || array(
      select m.dossier_id from cases_agendaitem i join cases_meeting m on m.id = i.meeting_id
      where i.case_id = the_case);
    -- What comes of a referral is told to whoever works the case now.
    update cases_referral r set answer_to_id = c.worker_id
      where r.case_id = the_case and c.worker_id <> r.answer_to_id and r.status in ('sent', 'accepted', 'started');
    update cases_agendaitem i set answer_to_id = c.worker_id
      where i.case_id = the_case and c.worker_id <> i.answer_to_id and i.status in ('submitted', 'listed');
    update cases_duty d set answer_to_id = c.worker_id
      where d.case_id = the_case and c.worker_id <> d.answer_to_id and d.status in ('given', 'accepted', 'reported');
  end if;
  -- Referrals, items of an agenda, conferences and duties lie where their case lies. Whoever takes a case over does
  -- not see them yet: they are let in on the case's ground, which ends below unless they work it.
  select * into home from access_dossier d where d.id = c.dossier_id;
  for follows in
    select r.dossier_id from cases_following(the_case) r join access_dossier d on d.id = r.dossier_id
    where (d.unit_id, d.sensitivity) is distinct from (home.unit_id, home.sensitivity)
  loop
    if not access_may_see(follows) then
      insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, given_by_id)
        values (follows, 0, 1, himaya_now(), himaya_actor(), 'case', ours, himaya_actor());
    end if;
    perform access_move_dossier(follows, home.unit_id, home.sensitivity);
  end loop;
  update access_grant g set ended_at = himaya_now()
    where g.ground = 'case' and g.source = ours and g.ended_at is null
      and (c.worker_id is null or g.user_id is distinct from c.worker_id or g.dossier_id <> all(wanted)
           or g.expires_at is distinct from read_until);
  if c.worker_id is null then
    return;
  end if;
  -- A sealed person stays unseen unless whoever acts now sees them.
  insert into access_grant (dossier_id, zone, version, created_at, user_id, ground, source, given_by_id, expires_at)
    select d.id, d.zone, 1, himaya_now(), c.worker_id, 'case', ours, himaya_actor(), read_until
    from access_dossier d
    where d.id = any(wanted) and (d.sensitivity < 2 or d.id = c.dossier_id or access_may_see(d.id))
      and not exists (select 1 from access_grant g where g.dossier_id = d.id and g.user_id = c.worker_id
                        and g.ground = 'case' and g.source = ours and g.ended_at is null)
  on conflict do nothing;
end $$;

-- A report belongs to a case that may lie with a unit whose work the screener does not see. Whoever was walled off
-- from the report is walled off from that case; told back is only whom to tell of it. Where the case was joined to
-- another, the report goes on there.
create or replace function cases_follow_report(the_report bigint)
returns table (reference text, public_id text, status text, risk text, worker_id bigint, unit_id bigint,
               shut_out bigint[])
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  home bigint;
  c cases_case%rowtype;
begin
  select r.dossier_id into home from cases_report r where r.id = the_report;
  if home is null or not access_may_see(home) then
    raise exception 'no such report' using errcode = 'insufficient_privilege';
  end if;
  select k.* into c from cases_case k join cases_report r on r.case_id = k.id where r.id = the_report;
  while c.merged_into_id is not null loop
    select k.* into c from cases_case k where k.id = c.merged_into_id;
  end loop;
  if c.id is null then
    return;
  end if;
  update cases_report r set case_id = c.id where r.id = the_report and r.case_id <> c.id;
  insert into access_wall (dossier_id, zone, version, created_at, user_id, unit_id, reason, raised_by_id)
    select c.dossier_id, 0, 1, himaya_now(), w.user_id, w.unit_id, w.reason, himaya_actor()
    from access_wall w where w.dossier_id = home
  on conflict do nothing;
  return query select c.reference::text, c.public_id::text, c.status::text, c.risk::text, c.worker_id, d.unit_id,
    array(
      select w.user_id from access_wall w where w.dossier_id = c.dossier_id and w.user_id is not null
      union
      select m.user_id from access_wall w join access_unit u on w.unit_id = any(u.path)
        join access_membership m on m.unit_id = u.id and m.ended_at is null
        where w.dossier_id = c.dossier_id)
    from access_dossier d where d.id = c.dossier_id;
end $$;

-- How the members of cases are called: whoever sees a case knows whom it is about, wherever they live.
drop function if exists cases_faces(bigint[]);
create function cases_faces(cases bigint[])
returns table (case_id bigint, member_id bigint, person_id bigint, person text, role text,
               family_name text, given_name text, fathers_name text, sex text,
               birth_date date, birth_precision text, died_on date, life text, restricted boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.case_id, m.id, p.id, p.public_id, m.role, p.family_name, p.given_name, p.fathers_name, p.sex,
         p.birth_date, p.birth_precision, p.died_on, p.life,
         not ((p.zone = any((select my_zones())::int[]) or p.dossier_id = any((select my_dossiers())::bigint[]))
              and p.dossier_id <> all((select my_walls())::bigint[]))
  from cases_casemember m
  join registry_person p on p.id = m.person_id
  join access_dossier pd on pd.id = p.dossier_id
  where m.case_id = any(cases) and m.ended_at is null
    and (m.zone = any((select my_zones())::int[]) or m.dossier_id = any((select my_dossiers())::bigint[])
         or himaya_is_system())
    and m.dossier_id <> all((select my_walls())::bigint[])
    and (pd.sensitivity < 2 or pd.zone = any((select my_zones())::int[])
         or pd.id = any((select my_dossiers())::bigint[]))
  order by m.case_id, m.id
$$;

-- How many open cases of each risk and kind each worker holds, wherever: numbers only, so that no load is hidden by a
-- border.
drop function if exists cases_workload(bigint[]);
create or replace function cases_workloads(workers bigint[])
returns table (worker_id bigint, risk text, kind text, open_cases int)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.worker_id, c.risk::text, c.kind::text, count(*)::int
  from cases_case c
  where c.worker_id = any(workers) and c.status not in ('closed', 'merged')
  group by c.worker_id, c.risk, c.kind
$$;
"""

CLOSED = """
revoke all on function cases_following(bigint) from public;
revoke all on function cases_settle_grants(bigint, timestamptz), cases_faces(bigint[]), cases_workloads(bigint[]),
  cases_follow_report(bigint) from public;
grant execute on function cases_settle_grants(bigint, timestamptz), cases_faces(bigint[]),
  cases_workloads(bigint[]), cases_follow_report(bigint) to {web}, {worker};
"""
NEEDED = {
    "cases_case",
    "cases_casemember",
    "cases_agendaitem",
    "cases_duty",
    "cases_meeting",
    "cases_referral",
    "cases_report",
    "registry_person",
    "access_grant",
    "access_wall",
}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if NEEDED.issubset(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(
                FUNCTIONS + CLOSED.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER)
            )
