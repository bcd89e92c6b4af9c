"""The door through which a dossier's key is destroyed, and who may doom a file: only what runs as the owner."""

from django.conf import settings

ERASE = """
create or replace function access_erase_key(dossier bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not himaya_is_system() then
    raise exception 'only the system erases' using errcode = 'insufficient_privilege';
  end if;
  insert into access_dossierkey (dossier_id, zone, version, created_at, wrapped, erased_at)
  values (dossier, 0, 1, himaya_now(), '', himaya_now())
  on conflict (dossier_id) do update set wrapped = '', erased_at = himaya_now()
    where access_dossierkey.erased_at is null;
  return found;
end $$;

revoke all on access_doomedfile from {web}, {worker};
grant select, delete on access_doomedfile to {worker};
"""


def eraser() -> str:
    """The statements, run by the owner."""
    return ERASE.format(web=settings.DB_ROLE_WEB, worker=settings.DB_ROLE_WORKER)
