"""The narrow doors through which somebody outside reaches the one referral or task of a link. Put in place after migrations.

Each takes the secrets themselves, never a digest that a reader of the table could hand in, and has a fixed search path.
Who comes in sees, until the transaction ends, the dossier of that one and nothing else: as who opens a dossier
sees it (access/protection). Dead is a link that was withdrawn, has expired, was tried too often, or whose matter
has come to its end; nobody learns which, nor whether it ever existed.
"""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- For the doors below, which run as the owner; whoever else calls it meets the policies.
create or replace function outside_link_alive(token text, most int) returns cases_outsidelink
language sql stable set search_path = public, pg_temp as $$
  select l from cases_outsidelink l
  left join cases_referral r on r.id = l.referral_id left join cases_duty d on d.id = l.duty_id
  where l.digest = encode(sha256(convert_to(token, 'UTF8')), 'hex') and l.withdrawn_at is null
    and l.expires_at > himaya_now() and l.tries < most
    and (r.status in ('sent', 'accepted', 'started') or d.status in ('given', 'accepted', 'reported'))
$$;

-- Whether there is anything to give a code for.
create or replace function outside_link_asks(token text, most int) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select (outside_link_alive(token, most)).id is not null
$$;

-- Counts a try before anything is answered. The code's hash, or null where the link leads nowhere.
create or replace function outside_link_try(token text, most int) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare found cases_outsidelink;
begin
  perform from cases_outsidelink l
    where l.digest = encode(sha256(convert_to(token, 'UTF8')), 'hex') for update;
  found := outside_link_alive(token, most);
  if found.id is null then
    return null;
  end if;
  update cases_outsidelink l set tries = l.tries + 1 where l.id = found.id;
  return found.code;
end $$;

-- The code was right: from now on this browser is inside. `most` is one more than is allowed, for the try just counted.
create or replace function outside_link_enter(token text, visit text, until timestamptz, most int) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare found cases_outsidelink := outside_link_alive(token, most);
begin
  update cases_outsidelink l
    set tries = 0, visit = encode(sha256(convert_to(outside_link_enter.visit, 'UTF8')), 'hex'), visit_until = until
    where l.id = found.id;
  return outside_link_open(token, outside_link_enter.visit, most);
end $$;

-- Lets this transaction into the dossier that the link lies in, for who is inside.
create or replace function outside_link_open(token text, visit text, most int) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare found cases_outsidelink := outside_link_alive(token, most);
begin
  if found.id is null or found.visit = '' or found.visit_until is null or found.visit_until <= himaya_now()
      or found.visit <> encode(sha256(convert_to(outside_link_open.visit, 'UTF8')), 'hex') then
    return null;
  end if;
  update access_dossier d
    set born_xid = pg_current_xact_id()::text::bigint, born_at = transaction_timestamp()
    where d.id = found.dossier_id;
  return found.id;
end $$;
"""
NAMES = (
    "outside_link_alive(text, int)", "outside_link_asks(text, int)", "outside_link_try(text, int)",
    "outside_link_enter(text, text, timestamptz, int)", "outside_link_open(text, text, int)",
)  # fmt: skip


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "cases_outsidelink" not in connection.introspection.table_names():
        return
    closed = f"revoke all on function {', '.join(NAMES)} from public;"
    opened = f"grant execute on function {', '.join(NAMES)} to {settings.DB_ROLE_WEB};"
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS + closed + opened)
