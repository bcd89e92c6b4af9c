"""The door through which a judge of records moves papers that are not theirs to read: their keys, closed as they are."""

from himaya.access.roles import PERSON_JUDGE, ROLES, listed

KEYS = """
-- Guarded papers of a record that is open to the actor: no names, no words, only the closed keys, to be closed again for
-- the record they go to.
create or replace function registry_guarded_keys(dossier bigint)
returns table (id bigint, dossier_id bigint, file_key text)
language sql stable security definer set search_path = public, pg_temp as $$
  select d.id, d.dossier_id, d.file_key from registry_document d
  where d.dossier_id = registry_guarded_keys.dossier and d.guarded and access_may_see(registry_guarded_keys.dossier)
    and exists (select from access_membership m join access_user a on a.id = m.user_id and a.is_active
                where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({judges}))
$$;
"""


def door() -> str:
    """The statement, run by the owner."""
    return KEYS.format(judges=listed(role for role in ROLES.values() if PERSON_JUDGE in role.may))
