"""A country of national size for the benches: people by COPY, cases, steps, clocks and visits by set-based SQL."""

from dataclasses import dataclass
from random import Random
from typing import Any

import psycopg

from bench import people as bench_people
from bench.floors import Reader

CASES_A_WORKER = 32  # closed ones included: near the caseload limit, as in life, whatever the country's size

STAFF = """
insert into access_user (public_id, email, full_name, password, language, status, is_active, is_sample)
select 'w' || lpad(u.id::text, 5, '0') || lpad(n::text, 6, '0'), 'w' || u.id || '.' || n || '@bench.az',
       'İşçi ' || u.id || '/' || n, '!', 'az', 'active', true, true
from access_unit u cross join generate_series(1, {workers}) n where u.kind = 'childrens_commission';
insert into access_membership (user_id, unit_id, role, started_at)
select a.id, split_part(substr(a.email, 2), '.', 1)::bigint, 'social_worker', now()
from access_user a where a.email like 'w%@bench.az';
create temp table bench_worker as
select m.unit_id, m.user_id, row_number() over (partition by m.unit_id order by m.user_id) - 1 as n,
       count(*) over (partition by m.unit_id) as many
from access_membership m join access_user a on a.id = m.user_id where a.email like 'w%@bench.az';
create index on bench_worker (unit_id, n);
analyze bench_worker;
"""
CASES = """
create temp table bench_case as
select row_number() over () as n, p.id as person_id, d.unit_id, p.zone, p.territory_id,
       nextval(pg_get_serial_sequence('access_dossier', 'id')) as dossier_id,
       (array['closed','closed','implementing','implementing','implementing','implementing','registered','accepted',
              'assessed','closing'])[1 + mod(p.id, 10)] as status,
       (array['critical','high','high','medium','medium','medium','low','low'])[1 + mod(p.id / 10, 8)] as risk,
       now() - make_interval(hours => mod(p.id * 7, 8760)::int) as reported_at
from registry_person p join access_dossier d on d.id = p.dossier_id
where p.birth_date > current_date - interval '18 years'
order by p.id limit %(cases)s;
alter table bench_case add worker_id bigint;
update bench_case c set worker_id = w.user_id from bench_worker w where w.unit_id = c.unit_id and w.n = mod(c.n, w.many);
insert into access_dossier (id, kind, unit_id, sensitivity) select dossier_id, 'case', unit_id, 0 from bench_case;
insert into cases_case (id, dossier_id, zone, created_at, public_id, status, reference, kind, matter, territory_id, risk,
  reported_at, summary, concerns, worker_id, first_contact_at, last_seen_at, closed_at, is_sample)
select n, dossier_id, zone, reported_at, 'c' || lpad(n::text, 11, '0'), status, 'B' || n, 'child_protection',
  'child_in_difficulty', territory_id, risk, reported_at, 'Nümunə', '[]', worker_id, reported_at, reported_at,
  case when status = 'closed' then least(reported_at + interval '60 days', now()) end, true
from bench_case;
insert into cases_casemember (dossier_id, zone, created_at, public_id, case_id, person_id, role)
select dossier_id, zone, reported_at, 'm' || lpad(n::text, 11, '0'), n, person_id, 'child' from bench_case;
insert into workflow_step (dossier_id, zone, process, subject_table, subject_id, move, from_state, to_state, at, actor_kind,
  actor_id)
select c.dossier_id, c.zone, 'case', 'cases_case', c.n, s.move, s.f, s.t, c.reported_at + make_interval(hours => s.h),
  'user', c.worker_id
from bench_case c cross join (values ('open','','screened_in',0), ('assign','screened_in','assigned',2),
  ('accept','assigned','accepted',3), ('register','accepted','registered',20), ('assess','registered','assessed',60),
  ('begin_support','assessed','implementing',120)) s(move, f, t, h);
insert into workflow_clock (dossier_id, zone, process, subject_id, name, norm, ladder, state, due_at, fires_at, holder_id,
  role, unit_id)
select c.dossier_id, c.zone, 'case', c.n, k.name, 'visit.interval.' || c.risk, 'standard', 'running',
  now() + make_interval(hours => mod(c.n * k.step, 900)::int - 100), now(), c.worker_id, 'social_worker', c.unit_id
from bench_case c cross join (values ('visit', 13), ('review', 31)) k(name, step) where c.status <> 'closed';
insert into cases_visit (dossier_id, zone, public_id, status, case_id, worker_id, contact_type, alone, done_at, child_seen,
  child_seen_alone, observations, safe_now, recorded_by_id, recorded_at)
select c.dossier_id, c.zone, 'v' || lpad(c.n::text, 8, '0') || lpad(v::text, 3, '0'), 'done', c.n, c.worker_id, 'home',
  true, c.reported_at + make_interval(days => v * 10), true, true, 'Nümunə', 'yes', c.worker_id,
  c.reported_at + make_interval(days => v * 10)
from bench_case c cross join generate_series(1, 3) v;
insert into access_grant (dossier_id, zone, user_id, ground, source)
select d, c.zone, c.worker_id, 'case', 'case:' || c.n
from bench_case c join registry_person p on p.id = c.person_id
cross join lateral (values (c.dossier_id), (p.dossier_id)) x(d)
where c.status <> 'closed';
create temp table bench_report as
select n, case_id, unit_id, zone, territory_id, at, status,
       nextval(pg_get_serial_sequence('access_dossier', 'id')) as dossier_id
from (select n, n as case_id, unit_id, zone, territory_id, reported_at as at, 'screened_in' as status from bench_case
      union all
      select n + 10000000, null, unit_id, zone, territory_id, now() - make_interval(hours => mod(n, 20)::int), 'received'
      from bench_case where mod(n, 200) = 0) every;
insert into access_dossier (id, kind, unit_id, sensitivity) select dossier_id, 'report', unit_id, 0 from bench_report;
insert into cases_report (dossier_id, zone, created_at, public_id, status, reference, channel, received_at, is_anonymous,
  reporter_kind, narrative, territory_id, language, matter, case_id, is_sample)
select dossier_id, zone, at, 'b' || lpad(n::text, 11, '0'), status, 'R' || n, 'web', at, true, 'neighbour', 'Nümunə',
  territory_id, 'az', 'child_in_difficulty', case_id, true
from bench_report;
insert into workflow_clock (dossier_id, zone, process, subject_id, name, norm, ladder, state, started_at, due_at, fires_at,
  role, unit_id)
select b.dossier_id, b.zone, 'intake', r.id, 'screening', 'screening.due', 'urgent', 'running', b.at,
  b.at + interval '1 day', b.at + interval '1 day', 'duty_officer', b.unit_id
from bench_report b join cases_report r on r.dossier_id = b.dossier_id where b.status = 'received';
select setval(pg_get_serial_sequence('cases_case', 'id'), (select max(id) from cases_case));
"""
# Columns that must hold something and are not what is measured: the application fills them, SQL by hand need not.
PLAIN = """
do $$
declare c record;
begin
  for c in select a.attrelid::regclass::text as tab, a.attname as col, format_type(a.atttypid, null) as kind
    from pg_attribute a join pg_class t on t.oid = a.attrelid
    where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and a.attnum > 0 and a.attnotnull
      and not a.atthasdef and a.attidentity = '' and not a.attisdropped and a.attname not like '%\\_id'
  loop
    execute format('alter table %s alter %I set default %s', c.tab, c.col, case
      when c.kind in ('text', 'character varying') then $q$''$q$ when c.kind = 'boolean' then 'false'
      when c.kind = 'jsonb' or c.kind like '%[]' then $q$'{}'$q$ when c.kind like 'timestamp%' then 'now()'
      when c.kind in ('integer', 'smallint', 'bigint') then '0' else 'null' end);
  end loop;
end $$
"""
QUIET = [
    "cases_case",
    "cases_report",
    "cases_casemember",
    "workflow_step",
    "workflow_clock",
    "cases_visit",
    "access_grant",
]


@dataclass
class Cast:
    """Who asks, and for what."""

    supervisor: Reader
    nation: Reader
    worker: Reader
    searchers: list[Any]
    case: str
    person: str
    words: list[str]


def found(owner_url: str) -> None:
    """Migrates an empty database and sets up bodies, units and their leading staff."""
    from django.db import transaction

    from himaya.cli.migrate import prepare_database, prepare_files
    from himaya.demo.country import Country

    prepare_files()
    prepare_database(owner_url)
    country = Country(Random(1))
    with transaction.atomic():
        country.build()


def load(owner_url: str, people: int, cases: int) -> None:
    """Fills it with people, workers and their cases."""
    with psycopg.connect(owner_url) as owner:
        bench_people.load(owner, people)
        owner.execute(PLAIN)
        for table in QUIET:
            owner.execute(f"alter table {table} disable trigger user")
        units = owner.execute(
            "select count(*) from access_unit where kind = 'childrens_commission'"
        ).fetchone()
        assert units
        owner.execute(STAFF.format(workers=-(-cases // (CASES_A_WORKER * units[0]))))
        for statement in CASES.split(";\n"):
            if statement.strip():
                owner.execute(statement, {"cases": cases} if "%(cases)s" in statement else None)
        owner.commit()  # deferred keys are checked before the triggers come back
        for table in QUIET:
            owner.execute(f"alter table {table} enable trigger user")
        owner.commit()
        owner.autocommit = True
        owner.execute("vacuum analyze")


def cast(owner_url: str) -> Cast:
    """Who asks in a loaded country: the busiest district's supervisor and one of its workers, and the whole nation's."""
    from himaya.access.models import Unit, User
    from himaya.access.queries import national_desk, users_in
    from himaya.access.roles import SocialWorker, Supervisor

    with psycopg.connect(owner_url) as owner:
        unit, case = _one(
            owner,
            "select d.unit_id, min(c.id) from cases_case c join access_dossier d on d.id = c.dossier_id "
            "where c.status = 'implementing' group by 1 order by count(*) desc, 1 limit 1",
        )
        worker, public_id, person = _one(
            owner,
            "select c.worker_id, c.public_id, p.public_id from cases_case c join cases_casemember m on m.case_id = c.id "
            f"join registry_person p on p.id = m.person_id where c.id = {case}",
        )
        dossiers = owner.execute(
            "select dossier_id from access_grant where user_id = %s", [worker]
        ).fetchall()
        names = owner.execute(
            "select given_name || ' ' || family_name from registry_person order by md5(id::text) limit 80"
        ).fetchall()
    district = Unit.objects.get(pk=unit)
    supervisor = users_in(Supervisor, district).order_by("pk")[0]
    return Cast(
        supervisor=Reader(supervisor, zones=[unit * 4, unit * 4 + 1]),
        nation=Reader(users_in(Supervisor, national_desk()).order_by("pk")[0], whole=True),
        worker=Reader(User.objects.get(pk=worker), dossiers=[row[0] for row in dossiers]),
        searchers=list(users_in(SocialWorker, district).order_by("pk")[:8]),
        case=public_id,
        person=person,
        words=[n[0] for n in names],
    )


def _one(owner: psycopg.Connection[Any], sql: str) -> Any:
    found = owner.execute(sql).fetchone()
    assert found
    return found
