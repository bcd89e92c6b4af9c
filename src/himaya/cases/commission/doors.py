"""The narrow door by which whoever works on a case knows which commissions there are: the bodies, never what lies
before them."""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
create or replace function cases_commissions()
returns table (id bigint, public_id text, kind text, unit_id bigint, unit_az text, unit_en text, unit_ru text,
               secretary_id bigint, unit_path bigint[])
language sql stable security definer set search_path = public, pg_temp as $$
  select c.id, c.public_id::text, c.kind::text, u.id, u.name_az::text, u.name_en::text, u.name_ru::text,
    (select s.user_id from cases_commissionseat s where s.commission_id = c.id and s.function = 'secretary'
       and s.starts_on <= (himaya_now() at time zone 'Asia/Baku')::date
       and (s.ends_on is null or s.ends_on > (himaya_now() at time zone 'Asia/Baku')::date) limit 1),
    u.path
  from cases_commission c join access_unit u on u.id = c.unit_id
  where c.status = 'sitting'
$$;
"""

CLOSED = """
revoke all on function cases_commissions() from public;
grant execute on function cases_commissions() to {web}, {worker};
"""


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if {"cases_commission", "cases_commissionseat"}.issubset(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(
                FUNCTIONS + CLOSED.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER)
            )
