"""Puts the registry's doors in place after every migration."""

from django.conf import settings
from django.db import connections

from himaya.registry.households import sql as households
from himaya.registry.identifiers import sql as identifiers
from himaya.registry.search import sql

# What the serving roles may call; every other function of the doors is for the doors alone.
DOORS = (
    "registry_find_people(jsonb, int, boolean)",
    "registry_kin(bigint)",
    "registry_let_in(text, bigint, text)",
)
INNER = (
    "registry_words_meant(text)",
    "registry_learn(text[])",
    "registry_may_search_again(text)",
    "registry_sighted(bigint[], text)",
    "registry_marks(jsonb)",
    "registry_judge(bigint[], jsonb)",
    "registry_parts(jsonb, boolean)",
    "registry_candidates(jsonb, int, int[], bigint[])",
)


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    if "registry_person" not in connection.introspection.table_names():
        return
    roles = f"{settings.DB_ROLE_WEB}, {settings.DB_ROLE_WORKER}"
    rights = [f"revoke all on function {name} from public, {roles};" for name in (*DOORS, *INNER)]
    rights += [f"grant execute on function {name} to {roles};" for name in DOORS]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('himaya.doors'))")
        cursor.execute("\n".join([sql.everything(), identifiers.STANDING, households.KIN, *rights]))
