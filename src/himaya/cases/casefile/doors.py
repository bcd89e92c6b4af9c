"""Narrow doors of cases: what row security would refuse although the work needs it.

Each runs as the owner with a fixed search path, checks the actor's own sight of the case, and does one thing.
"""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- Makes the grants of a case exactly what the case says: its worker is let into the case, and, once they have
-- accepted, into the dossiers of its members (who may live in another district) and of its referrals. Everybody
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
    wanted := wanted || array(select r.dossier_id from cases_referral r where r.case_id = the_case);
    -- What comes of a referral is told to whoever works the case now.
    update cases_referral r set answer_to_id = c.worker_id
      where r.case_id = the_case and c.worker_id <> r.answer_to_id and r.status in ('sent', 'accepted');
  end if;
  -- Referrals lie where their case lies. Whoever takes a case over does not see them yet: they are let in on the
  -- case's ground, which ends below unless they work it.
  select * into home from access_dossier d where d.id = c.dossier_id;
  for follows in
    select r.dossier_id from cases_referral r join access_dossier d on d.id = r.dossier_id
    where r.case_id = the_case and (d.unit_id, d.sensitivity) is distinct from (home.unit_id, home.sensitivity)
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

-- How the members of cases are called: whoever sees a case knows whom it is about, wherever they live.
create or replace function cases_faces(cases bigint[])
returns table (case_id bigint, member_id bigint, person_id bigint, person text, role text,
               family_name text, given_name text, fathers_name text, sex text,
               birth_date date, birth_precision text, died_on date, restricted boolean)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.case_id, m.id, p.id, p.public_id, m.role, p.family_name, p.given_name, p.fathers_name, p.sex,
         p.birth_date, p.birth_precision, p.died_on,
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

-- How many open cases each worker holds, wherever: numbers only, so that no load is hidden by a border.
create or replace function cases_workload(workers bigint[])
returns table (worker_id bigint, open_cases int, grave_cases int)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.worker_id, count(*)::int, (count(*) filter (where c.risk in ('critical', 'high')))::int
  from cases_case c
  where c.worker_id = any(workers) and c.status not in ('closed', 'merged')
  group by c.worker_id
$$;
"""

CLOSED = """
revoke all on function cases_settle_grants(bigint, timestamptz), cases_faces(bigint[]), cases_workload(bigint[])
  from public;
grant execute on function cases_settle_grants(bigint, timestamptz), cases_faces(bigint[]),
  cases_workload(bigint[]) to {web}, {worker};
"""
NEEDED = {"cases_case", "cases_casemember", "cases_referral", "registry_person", "access_grant"}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if NEEDED.issubset(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(
                FUNCTIONS + CLOSED.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER)
            )
