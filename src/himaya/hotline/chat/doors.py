"""Two narrow doors for a child, who is nobody to the database. Whoever holds the secret of a chat is let into its dossier
until the transaction ends, as whoever opened it was; or reads what was said in it. Nothing but the secret opens them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, connections

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
        cursor.execute(DOORS.format(web=settings.DB_ROLE_WEB))
