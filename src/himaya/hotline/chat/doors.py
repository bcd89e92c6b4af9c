"""Two narrow doors for a child, who is nobody to the database. Whoever holds the secret of a chat is let into its dossier
until the transaction ends, as whoever opened it was; or reads what was said in it. Nothing but the secret opens them.

And one for the process of events, which hands in the signs of all open pages at once: whose ticket it is, decides which
side of which chat gives the sign. It tells numbers alone, no word of what was said."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, connections

from himaya.workflow.notices.tickets import CHANNEL

DOORS = """
create or replace function hotline_chat_enter(secret text) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  found bigint; lies bigint;
begin
  select c.id, c.dossier_id into found, lies from hotline_chat c where c.token_digest = secret and c.ended_at is null;
  if found is null or himaya_actor() is not null then
    return null;
  end if;
  update access_dossier d set born_xid = pg_current_xact_id()::text::bigint, born_at = transaction_timestamp()
    where d.id = lies;
  return found;
end $$;

drop function if exists hotline_chat_heard(text, int);
create function hotline_chat_heard(secret text, after int)
returns table (number int, own boolean, words text, file text, what text, at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.number, m.author_id is null, m.words, coalesce(d.name, ''), '', m.at
  from hotline_chat c join hotline_chatmessage m on m.chat_id = c.id left join registry_document d on d.id = m.file_id
  where c.token_digest = secret and m.number > after
  union all
  select e.number, false, '', '', e.what, e.at
  from hotline_chat c join hotline_chatevent e on e.chat_id = c.id where c.token_digest = secret and e.number > after
  order by 1
$$;
revoke all on function hotline_chat_enter(text), hotline_chat_heard(text, int) from public;
grant execute on function hotline_chat_enter(text), hotline_chat_heard(text, int) to {web};
"""

# Only chats that two people are talking in: whatever else happens to one, its pages ask for. A chat in which something is
# being said at this moment is not waited for, so that no two ever wait for each other; its pages ask, too.
SIGNS = """
create or replace function himaya_page_signs(told jsonb, now timestamptz)
returns table (who text, of text, last int, got int, read int, quiet int)
language sql volatile security definer set search_path = public, pg_temp as $$
  with heard as materialized (
    select s.who, s.of, s.got, s.read, s.typing, c.id, a.accepted_by_id as holder, s.who = 'chat:' || s.of as own,
      case when s.who = 'chat:' || s.of then c.child_read else c.staff_read end as before
    from jsonb_to_recordset(told) s(who text, of text, got int, read int, typing boolean)
    join hotline_chat c on c.public_id = s.of
    join hotline_arrival a on a.id = c.arrival_id
    where c.ended_at is null and c.child_left_at is null and a.state = 'answered' and a.ended_at is null
      and c.held_by_id = a.accepted_by_id and s.who in ('chat:' || s.of, a.accepted_by_id::text)),
  held as materialized (
    select c.id from hotline_chat c where c.id in (select id from heard) order by c.id for update skip locked),
  together as (
    select h.id,
      bool_or(h.own) as child, coalesce(max(h.got) filter (where h.own), 0) as child_got,
      coalesce(max(h.read) filter (where h.own), 0) as child_read, bool_or(h.own and h.typing) as child_types,
      not bool_and(h.own) as staff, coalesce(max(h.got) filter (where not h.own), 0) as staff_got,
      coalesce(max(h.read) filter (where not h.own), 0) as staff_read, bool_or(not h.own and h.typing) as staff_types
    from heard h join held using (id) group by h.id),
  noted as (
    update hotline_chat c set
      child_seen_at = case when t.child then now else c.child_seen_at end,
      child_got = greatest(c.child_got, least(t.child_got, c.last)),
      child_read = greatest(c.child_read, least(t.child_read, c.last)),
      child_typing_at = case when t.child_types then now else c.child_typing_at end,
      staff_seen_at = case when t.staff then now else c.staff_seen_at end,
      staff_got = greatest(c.staff_got, least(t.staff_got, c.last)),
      staff_read = greatest(c.staff_read, least(t.staff_read, c.last)),
      staff_typing_at = case when t.staff_types then now when t.staff then null else c.staff_typing_at end
    from together t where c.id = t.id and c.ended_at is null returning c.*),
  rung as (
    select pg_notify('{channel}', case when h.own then h.holder::text else 'chat:' || h.of end || ' ' || told.name) as done
    from heard h join noted n on n.id = h.id
    cross join lateral (values
      ('typing ' || h.of, h.typing),
      ('marks ' || h.of || ' ' || case when h.own then n.child_got || '-' || n.child_read
                                       else n.staff_got || '-' || n.staff_read end,
       least(h.read, n.last) > h.before)) told(name, wanted)
    where told.wanted)
  select h.who, h.of, n.last, case when h.own then n.staff_got else n.child_got end,
    case when h.own then n.staff_read else n.child_read end,
    extract(epoch from now - case when h.own then n.staff_seen_at else n.child_seen_at end)::int
  from heard h join noted n on n.id = h.id
  where (select count(done) from rung) >= 0
$$;
revoke all on function himaya_page_signs(jsonb, timestamptz) from public;
grant execute on function himaya_page_signs(jsonb, timestamptz) to {web};
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as the child reads it, or `what` happened."""

    number: int
    own: bool
    words: str
    file: str
    what: str
    at: datetime


def digest_of(secret: str) -> str:
    """What the database knows of a secret."""
    return hashlib.sha256(f"chat:{secret}".encode()).hexdigest()


def enter(secret: str) -> int | None:
    """Lets this transaction into the dossier of a chat that is not over; its key, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select hotline_chat_enter(%s)", [digest_of(secret)])
        found: int | None = cursor.fetchone()[0]
        return found


def heard(secret: str, after: int) -> list[Heard]:
    """What was said and what happened in a chat after a line, for whoever holds its secret."""
    with connection.cursor() as cursor:
        cursor.execute("select * from hotline_chat_heard(%s, %s)", [digest_of(secret), after])
        return [Heard(*row) for row in cursor.fetchall()]


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    opened = connections[using]
    if "hotline_chatmessage" not in opened.introspection.table_names():
        return
    with opened.cursor() as cursor:
        cursor.execute((DOORS + SIGNS).format(web=settings.DB_ROLE_WEB, channel=CHANNEL))
