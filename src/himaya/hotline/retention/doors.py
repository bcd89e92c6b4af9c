"""The doors through which the hotline forgets. They ask themselves whether the time of keeping (dated norms
`retention.…`) is over and whether a hold stands; nobody tells them. They run for the worker alone. As with reports, the
time ends with the month in which it runs out: the night of forgetting tells no day of anybody."""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- Until when a contact is kept. One that became a report goes when the report has gone; another a year (a norm) after its
-- last step. Null while it is worked on, while its call-backs are due, or while an incident of it is open.
create or replace function hotline_contact_kept_until(contact bigint) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select case when e.id is not null
      then case when r.forgotten_on is not null or r.narrative = '' then himaya_now() end
      else cases_kept_until((select max(s.at) from workflow_step s
                             where s.process = 'contact' and s.subject_id = c.id), 'retention.hotline') end
  from hotline_contact c left join hotline_escalation e on e.contact_id = c.id
  left join cases_report r on r.id = e.report_id
  where c.id = contact and c.status in ('closed', 'set_aside')
    and not exists (select from hotline_incident i where i.contact_id = c.id and i.status in ('opened', 'told'))
$$;

-- Until when an incident is kept: longer than the contact, for whoever must still prove what happened; never shorter than
-- its report.
create or replace function hotline_incident_kept_until(incident bigint) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select cases_kept_until((select max(s.at) from workflow_step s
                           where s.process = 'incident' and s.subject_id = i.id), 'retention.incident')
  from hotline_incident i left join cases_report r on r.id = i.report_id
  where i.id = incident and i.status in ('closed', 'set_aside')
    and (r.id is null or r.forgotten_on is not null or r.narrative = '')
$$;

-- Reviews and debriefs are about the staff: each by a norm of its own, from the last step. Null while anything is owed.
create or replace function hotline_review_kept_until(review bigint) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select cases_kept_until((select max(s.at) from workflow_step s
                           where s.process = 'contact_review' and s.subject_id = v.id), 'retention.review')
  from hotline_review v where v.id = review and v.status in ('agreed', 'settled', 'dropped')
$$;

create or replace function hotline_debrief_kept_until(debrief bigint) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select cases_kept_until((select max(s.at) from workflow_step s
                           where s.process = 'debrief' and s.subject_id = d.id), 'retention.debrief')
  from hotline_debrief d where d.id = debrief and d.status = 'over'
$$;

create or replace function hotline_is_held(dossier bigint) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (select from registry_legalhold h where h.status = 'standing' and h.dossier_id = dossier)
$$;

create or replace function hotline_forget_contact(contact bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  c hotline_contact; counts jsonb;
begin
  select * into c from hotline_contact x where x.id = contact and x.forgotten_on is null for update;
  if not himaya_is_system() or c.id is null
     or coalesce(hotline_contact_kept_until(contact), 'infinity') > himaya_now() or hotline_is_held(c.dossier_id) then
    raise exception 'the time of this contact is not over' using errcode = 'insufficient_privilege';
  end if;
  counts := registry_blank('{}', array[c.dossier_id], array[c.public_id]);
  update hotline_contact x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date, caller_key = '',
    channel_key = '' where x.id = contact;
  return counts;
end $$;

create or replace function hotline_forget_incident(incident bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  i hotline_incident; counts jsonb;
begin
  select * into i from hotline_incident x where x.id = incident and x.forgotten_on is null for update;
  if not himaya_is_system() or i.id is null
     or coalesce(hotline_incident_kept_until(incident), 'infinity') > himaya_now() or hotline_is_held(i.dossier_id) then
    raise exception 'the time of this incident is not over' using errcode = 'insufficient_privilege';
  end if;
  counts := registry_blank('{}', array[i.dossier_id], array[i.public_id]);
  update hotline_incident x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date where x.id = incident;
  return counts;
end $$;

create or replace function hotline_forget_review(review bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  v hotline_review; counts jsonb;
begin
  select * into v from hotline_review x where x.id = review and x.forgotten_on is null for update;
  if not himaya_is_system() or v.id is null
     or coalesce(hotline_review_kept_until(review), 'infinity') > himaya_now() or hotline_is_held(v.dossier_id) then
    raise exception 'the time of this review is not over' using errcode = 'insufficient_privilege';
  end if;
  counts := registry_blank('{}', (select array_agg(s.dossier_id) || v.dossier_id
                                  from hotline_sheet s where s.review_id = review), array[v.public_id]);
  update hotline_review x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date where x.id = review;
  return counts;
end $$;

create or replace function hotline_forget_debrief(debrief bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  d hotline_debrief; counts jsonb;
begin
  select * into d from hotline_debrief x where x.id = debrief and x.forgotten_on is null for update;
  if not himaya_is_system() or d.id is null
     or coalesce(hotline_debrief_kept_until(debrief), 'infinity') > himaya_now() or hotline_is_held(d.dossier_id) then
    raise exception 'the time of this debrief is not over' using errcode = 'insufficient_privilege';
  end if;
  counts := registry_blank('{}', array[d.dossier_id], array[d.public_id]);
  update hotline_debrief x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date where x.id = debrief;
  return counts;
end $$;

-- The profile of a caller goes with the last contact that bears their key, or one that it was merged with. One lately
-- written waits a month: its contact may have been given another key, and a supervisor has yet to merge the two.
create or replace function hotline_forget_profile(profile bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  p hotline_callerprofile;
begin
  select * into p from hotline_callerprofile x where x.id = profile and x.caller_key <> '' for update;
  if not himaya_is_system() or p.id is null or hotline_is_held(p.dossier_id)
     or p.written_at > himaya_now() - interval '30 days'
     or exists (select from hotline_contact c
                where c.caller_key <> '' and c.caller_key = any(hotline_caller_keys(p.caller_key))) then
    raise exception 'contacts of this caller are still kept' using errcode = 'insufficient_privilege';
  end if;
  return registry_blank('{}', array[p.dossier_id], array[p.public_id]);
end $$;
"""
RIGHTS = """
revoke all on function hotline_forget_contact(bigint), hotline_forget_incident(bigint), hotline_forget_profile(bigint),
  hotline_forget_review(bigint), hotline_forget_debrief(bigint) from public;
grant execute on function hotline_forget_contact(bigint), hotline_forget_incident(bigint), hotline_forget_profile(bigint),
  hotline_forget_review(bigint), hotline_forget_debrief(bigint) to {worker};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "hotline_review" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        cursor.execute(RIGHTS.format(worker=settings.DB_ROLE_WORKER))
