"""The door behind “known, not open to you”: from a masked person to a sealed word for opening their file.

The search tells a masked person's opaque id and nothing else. Whoever may open a record in an emergency needs to
say which; the key of the dossier never reaches the page, only a token made of it. A sealed person is not there.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse

from himaya.access.queries import break_glass_token
from himaya.access.roles import BREAKGLASS_USE, ROLES, listed

DOOR = """
drop function if exists desk_dossiers_of(text[]);
create or replace function registry_dossiers_of(people text[]) returns table (person text, dossier bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select p.public_id::text, p.dossier_id
  from registry_person p join access_dossier d on d.id = p.dossier_id
  where p.public_id = any(people) and d.sensitivity < 2 and d.id <> all((select my_walls())::bigint[]) and exists (
    select 1 from access_membership m join access_user a on a.id = m.user_id and a.is_active
    where m.user_id = himaya_actor() and m.ended_at is null and m.role in ({roles}))
$$;
revoke all on function registry_dossiers_of(text[]) from public;
grant execute on function registry_dossiers_of(text[]) to {web};
"""


def door() -> str:
    """The statements, run by the owner after migrations."""
    roles = listed(role for role in ROLES.values() if BREAKGLASS_USE in role.may)
    return DOOR.format(roles=roles, web=settings.DB_ROLE_WEB)


def emergency_doors(people: Iterable[str], user: Any) -> dict[str, str]:
    """For each masked person (by opaque id) the page on which this user may open the file in an emergency; empty
    for who may not. One query at most."""
    wanted = list(people)
    if not wanted or not user.can(BREAKGLASS_USE):
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select person, dossier from registry_dossiers_of(%s)", [wanted])
        rows = cursor.fetchall()
    return {person: _page(person, dossier, user) for person, dossier in rows}


def _page(person: str, dossier: int, user: Any) -> str:
    url = reverse("people:person-detail", args=[person])
    return reverse("access:break-glass", args=[break_glass_token(dossier, user=user, url=url)])
