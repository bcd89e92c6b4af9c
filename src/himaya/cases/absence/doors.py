"""The narrow door of absence lists: what a list tells of a child is kept in that child's own dossier, which who sent the
list in may not be let into (docs/adr/0014). It runs as the owner with a fixed search path, checks for itself who asks,
tells nothing back, and does one thing."""

from django.conf import settings
from django.db import connections

FUNCTIONS = """
-- Makes what is kept of the children exactly what the list says: of a list in force one absence for each child of its
-- rows, of any other none.
create or replace function cases_settle_absences(the_list bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare l cases_absencelist%rowtype;
begin
  select * into l from cases_absencelist where id = the_list for update;
  if l.id is null or not (access_may_see(l.dossier_id) or himaya_is_system()) then
    raise exception 'no such list' using errcode = 'insufficient_privilege';
  end if;
  update cases_absencerow r set person_id = coalesce(p.merged_into_id, p.id)
    from registry_person p
    where r.listed_id = l.id and r.joined_to <> '' and p.public_id = r.joined_to
      and r.person_id is distinct from coalesce(p.merged_into_id, p.id);
  update cases_schoolabsence a set ended_at = himaya_now()
    where a.listed_id = l.id and a.ended_at is null
      and (l.status <> 'kept' or not exists (
        select from cases_absencerow r
        where r.listed_id = l.id and r.verdict = 'sure' and r.person_id = a.person_id));
  if l.status <> 'kept' then return; end if;
  insert into cases_schoolabsence (dossier_id, zone, version, created_at, person_id, listed_id, school, school_class, month,
                                   days, unexcused, kept_at)
    select distinct on (p.id) p.dossier_id, p.zone, 1, himaya_now(), p.id, l.id, l.school,
      left(coalesce(r.facts ->> 'school_class', ''), 40), l.month, (r.facts ->> 'days')::int,
      (r.facts ->> 'unexcused')::int, himaya_now()
    from cases_absencerow r join registry_person p on p.id = r.person_id
    where r.listed_id = l.id and r.verdict = 'sure' and not exists (
      select from cases_schoolabsence a where a.listed_id = l.id and a.person_id = p.id and a.ended_at is null)
    order by p.id, r.place;
end $$;
revoke all on function cases_settle_absences(bigint) from public;
grant execute on function cases_settle_absences(bigint) to {web}, {worker};
"""
NEEDED = {"cases_absencelist", "cases_absencerow", "cases_schoolabsence", "registry_person"}


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if not NEEDED.issubset(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER))
