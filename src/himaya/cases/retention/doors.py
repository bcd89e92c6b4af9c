"""The doors through which reports, and who reported, are forgotten. They ask themselves whether the time of keeping (dated
norms `retention.…`) is over and whether anything holds the record; nobody tells them. They run for the worker alone.

The time ends with the month in which it runs out, for all reports of a month at once: the night of forgetting, which the
audit keeps, tells no day of anybody."""

from django.db import connections

FUNCTIONS = """
-- The end of the month in which a period of keeping, laid down by a norm in force today, has run from a moment on.
create or replace function cases_kept_until(since timestamptz, norm text) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select (date_trunc('month', (since + (n.value || ' ' || n.unit)::interval) at time zone 'Asia/Baku')
          + interval '1 month') at time zone 'Asia/Baku'
  from reference_norm n
  where n.key = norm and n.territory_id is null
    and n.valid @> (himaya_now() at time zone 'Asia/Baku')::date
$$;

-- Until when a report that became no case is kept: three years where it was screened out or joined to one that was, one
-- year where information was given. Null while it, or the one it was joined to, is worked on.
create or replace function cases_report_kept_until(report bigint) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select cases_kept_until(
    (select max(s.at) from workflow_step s where s.process = 'intake' and s.subject_id in (r.id, r.linked_to_id)),
    case when r.status = 'information' then 'retention.hotline' else 'retention.screened_out' end)
  from cases_report r left join cases_report f on f.id = r.linked_to_id
  where r.id = report and r.case_id is null and f.case_id is null
    and r.status in ('screened_out', 'information', 'linked')
    and (r.status <> 'linked' or f.status in ('screened_out', 'information'))
$$;

-- Until when it is kept who reported: a year after the report came to its end, or the case it became.
create or replace function cases_reporter_kept_until(report bigint) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select cases_kept_until(
    case when r.case_id is null
      then (select max(s.at) from workflow_step s
            where s.process = 'intake' and s.subject_id in (r.id, r.linked_to_id))
      else greatest(c.closed_at, m.closed_at) end, 'retention.reporter')
  from cases_report r
  left join cases_case c on c.id = r.case_id
  left join cases_case m on m.id = c.merged_into_id
  left join cases_report f on f.id = r.linked_to_id
  where r.id = report and coalesce(f.status, '') not in ('received', 'second_reading')
    and (r.case_id is null and r.status in ('screened_out', 'information', 'linked')
         or c.status = 'closed' or c.status = 'merged' and coalesce(m.status, 'closed') = 'closed')
$$;

-- Whether a hold stands: on the report, on who reported, on a child of the report, on anybody of its case.
create or replace function cases_report_is_held(report bigint) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (
    select from registry_legalhold h where h.status = 'standing' and (
      h.dossier_id in (select r.dossier_id from cases_report r where r.id = report
                       union all select p.dossier_id from cases_reporter p where p.report_id = report)
      or h.person_id in (select k.person_id from cases_reportedchild k where k.report_id = report
                         union all select m.person_id from cases_casemember m
                           join cases_report r on r.case_id = m.case_id where r.id = report)))
$$;

create or replace function cases_forget_report(report bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  r cases_report; dossiers bigint[]; counts jsonb;
begin
  select * into r from cases_report x where x.id = report and x.forgotten_on is null for update;
  if not himaya_is_system() or r.id is null
     or coalesce(cases_report_kept_until(report), 'infinity') > himaya_now() then
    raise exception 'the time of this report is not over' using errcode = 'insufficient_privilege';
  end if;
  if cases_report_is_held(report) then
    raise exception 'a legal hold stands' using errcode = 'insufficient_privilege';
  end if;
  dossiers := array[r.dossier_id] || array(select p.dossier_id from cases_reporter p where p.report_id = report);
  counts := registry_blank('{}', dossiers, array[r.public_id]);
  update cases_report x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date where x.id = report;
  update cases_reporter p set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date where p.report_id = report;
  return counts;
end $$;

create or replace function cases_forget_reporter(report bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  p cases_reporter; counts jsonb;
begin
  select * into p from cases_reporter x where x.report_id = report and x.forgotten_on is null for update;
  if not himaya_is_system() or p.id is null
     or coalesce(cases_reporter_kept_until(report), 'infinity') > himaya_now() then
    raise exception 'the time of this contact is not over' using errcode = 'insufficient_privilege';
  end if;
  if cases_report_is_held(report) then
    raise exception 'a legal hold stands' using errcode = 'insufficient_privilege';
  end if;
  counts := registry_blank('{}', array[p.dossier_id], array[p.public_id]);
  update cases_reporter x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date where x.id = p.id;
  return counts;
end $$;
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "cases_reporter" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
