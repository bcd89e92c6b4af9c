"""Puts the registry's doors in place after every migration."""

from django.conf import settings
from django.db import connections

from himaya.registry.adjudication import sql as adjudication
from himaya.registry.documents import sql as documents
from himaya.registry.households import sql as households
from himaya.registry.identifiers import sql as identifiers
from himaya.registry.imports import sql as imports
from himaya.registry.linkage import sql as linkage
from himaya.registry.merging import sql as merging
from himaya.registry.names import sql as names
from himaya.registry.retention import sql as retention
from himaya.registry.search import emergency, sql
from himaya.registry.sources import sql as sources
from himaya.registry.sources.actions import load_sources


def open_doors(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations.

    Only the doors themselves run as the owner; what they call behind them runs with the caller's rights, so that
    called directly it reaches nothing."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if "registry_person" not in present:
        return
    web, worker = settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER
    own = "registry_sealedsighting, registry_merge, registry_mergemove"
    rights = f"revoke insert, update on {own} from {web}, {worker};"
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('himaya.doors'))")
        cursor.execute(
            "\n".join(
                [
                    sql.everything(),
                    names.BORNE if "registry_formername" in present else "",
                    identifiers.STANDING,
                    documents.door(),
                    households.KIN,
                    households.FAMILY,
                    households.INTEGRITY,
                    sources.everything(),
                    merging.everything(present),
                    adjudication.everything(),
                    linkage.everything() if "registry_linkmodel" in present else "",
                    imports.everything(present),
                    retention.everything() if "registry_retention" in present else "",
                    rights,
                    emergency.door(),
                ]
            )
        )
    load_sources()
