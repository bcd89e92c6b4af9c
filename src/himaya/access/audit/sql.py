"""Who may write and read the audit, held by the database itself."""

from django.conf import settings

from himaya.access.roles import AUDIT_READ, ROLES, listed

RIGHTS = """
alter table access_auditevent enable row level security;
drop policy if exists anyone_writes on access_auditevent;
create policy anyone_writes on access_auditevent for insert to {web}, {worker} with check (true);
drop policy if exists auditor_reads on access_auditevent;
create policy auditor_reads on access_auditevent for select to {web}
  using ((select my_audit_is_whole()) or actor_id = any((select my_audited())::bigint[]));
drop policy if exists worker_reads on access_auditevent;
create policy worker_reads on access_auditevent for select to {worker} using (true);
revoke insert on access_auditseal from {web};

-- The transaction a line belongs to is not for its writer to say, or a line could be slipped under a seal.
create or replace function access_stamp_audit() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if session_user in ('{web}', '{worker}') then
    new.xid := pg_current_xact_id()::text::bigint;
  end if;
  return new;
end $$;
create or replace trigger stamp before insert on access_auditevent
  for each row execute function access_stamp_audit();

-- Who read one record: for whoever may see it, and for whoever audits the unit that holds it.
create or replace function access_dossier_audit(dossier bigint) returns setof access_auditevent
language sql stable security definer set search_path = public, pg_temp as $$
  select e.* from access_auditevent e
  where e.dossier_id = dossier and (
    access_may_see(dossier) or my_audit_is_whole() or exists (
      select 1 from access_dossier d join access_unit u on u.id = d.unit_id
      join access_membership m on m.unit_id = any(u.path) and m.ended_at is null
      where d.id = dossier and m.user_id = himaya_actor() and m.role in ({audit_roles})))
$$;
"""


def audit_rights() -> str:
    """Everybody adds to the audit; only its readers read it; nobody changes it."""
    return RIGHTS.format(
        web=settings.DB_ROLE_WEB,
        worker=settings.DB_ROLE_WORKER,
        audit_roles=listed(role for role in ROLES.values() if AUDIT_READ in role.may),
    )
