"""The narrow doors through which the public asks about a report or an application it may not read. Put in place
after migrations.

Each answers one question, with a fixed search path; nothing else of a report passes through.
"""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- The reference of the report made with this key, if it was made.
create or replace function intake_reference_of(key uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select r.reference from cases_report r where r.submit_key = key
$$;

drop function if exists intake_try_status(text, text, timestamptz, int, interval);
-- Counts a try at a reference, real or not, before anything is answered. After `most` tries it stays closed for
-- `pause`, and answers nothing. Otherwise: the PIN's hash and how far the report is, both null if there is none
-- or it is older than `kept`.
create or replace function intake_try_status(
  wanted text, digest text, at timestamptz, most int, pause interval, kept interval,
  out closed boolean, out pin_hash text, out state text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare attempt cases_statustry;
begin
  insert into cases_statustry as t (reference_digest, tries, last_at) values (digest, 1, at)
  on conflict (reference_digest) do update set
    tries = case when t.closed_until <= at then 1 else least(t.tries + 1, 1000) end,
    closed_until = case when t.closed_until > at then t.closed_until end,
    last_at = at
  returning * into attempt;
  closed := attempt.closed_until is not null;
  if closed then
    return;
  end if;
  if attempt.tries >= most then
    update cases_statustry t set closed_until = at + pause where t.reference_digest = digest;
  end if;
  select r.pin_hash, case
      when r.status in ('received', 'second_reading') then 'received'
      when r.status in ('screened_out', 'information') then 'handled'
      when c.status in ('closed', 'merged') then 'handled'
      else 'handling' end
    into pin_hash, state
    from cases_report r left join cases_case c on c.id = r.case_id
    where r.reference = wanted and r.pin_hash <> '' and r.received_at > at - kept;
  if pin_hash is null then  -- an application for social services has its number and PIN in the same way
    select a.pin_hash, case
        when a.status = 'received' then 'received'
        when a.status = 'left_out' or c.status in ('closed', 'merged') then 'handled'
        else 'handling' end
      into pin_hash, state
      from cases_onlineapplication a left join cases_case c on c.id = a.case_id
      where a.reference = wanted and a.pin_hash <> '' and a.received_at > at - kept;
  end if;
end $$;
"""

CLOSED = """
revoke all on function intake_reference_of(uuid),
  intake_try_status(text, text, timestamptz, int, interval, interval) from public;
grant execute on function intake_reference_of(uuid),
  intake_try_status(text, text, timestamptz, int, interval, interval) to {web}, {worker};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "cases_statustry" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS + CLOSED.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER))
