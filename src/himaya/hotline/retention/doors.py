"""The doors through which the hotline forgets. They ask themselves whether the time of keeping (dated norms
`retention.…`) is over and whether a hold stands; nobody tells them. They run for the worker alone. As with reports, the
time ends with the month in which it runs out: the night of forgetting tells no day of anybody."""

from dataclasses import dataclass

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
"""
PROFILE = """
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


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of record that is forgotten when its time is over: its name, as in `hotline_NAME_kept_until`, and in SQL about
    the row `one` whose dossiers are blanked, and which columns of its own are emptied besides."""

    name: str
    dossiers: str = "array[one.dossier_id]"
    emptied: str = ""

    @property
    def door(self) -> str:
        """The function's signature, for its rights."""
        return f"hotline_forget_{self.name}(bigint)"


KEPT = (
    Kept("contact", emptied=", caller_key = '', channel_key = ''"),
    Kept("incident"),
    # A review is blanked with the sheets on which it was scored.
    Kept(
        "review",
        dossiers="(select array_agg(s.dossier_id) || one.dossier_id from hotline_sheet s where s.review_id = review)",
    ),
    Kept("debrief"),
)
# Its time over and no hold on it, a record is blanked, and stays counted.
DOOR = """
create or replace function hotline_forget_{name}({name} bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_variable
declare
  one hotline_{name}; counts jsonb;
begin
  select * into one from hotline_{name} x where x.id = {name} and x.forgotten_on is null for update;
  if not himaya_is_system() or one.id is null
     or coalesce(hotline_{name}_kept_until({name}), 'infinity') > himaya_now() or hotline_is_held(one.dossier_id) then
    raise exception 'the time of this {name} is not over' using errcode = 'insufficient_privilege';
  end if;
  counts := registry_blank('{{}}', {dossiers}, array[one.public_id]);
  update hotline_{name} x set forgotten_on = (himaya_now() at time zone 'Asia/Baku')::date{emptied} where x.id = {name};
  return counts;
end $$;
"""
RIGHTS = """
revoke all on function {doors} from public;
grant execute on function {doors} to {worker};
"""


def statements(worker: str) -> list[str]:
    """Everything that the owner runs, in its order."""
    forgets = [DOOR.format(name=one.name, dossiers=one.dossiers, emptied=one.emptied) for one in KEPT]
    doors = ", ".join([*(one.door for one in KEPT), "hotline_forget_profile(bigint)"])
    return [FUNCTIONS, *forgets, PROFILE, RIGHTS.format(doors=doors, worker=worker)]


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "hotline_review" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in statements(settings.DB_ROLE_WORKER):
            cursor.execute(statement)
