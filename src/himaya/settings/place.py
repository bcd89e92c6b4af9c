"""Where things are, by the environment alone: the command line reads this before it knows the database."""

import os
import re
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
VAR = Path(os.environ.get("HIMAYA_VAR") or ROOT / "var").resolve()
# Whoever has the keys can read what is encrypted: they are backed up apart from the data.
KEYS = Path(os.environ.get("HIMAYA_KEYS") or VAR / "keys").resolve()

PLANNED_AFTER = 5  # times a question was asked before its plan is kept; PostgreSQL compares plans for as many


def flag(name: str, default: bool = False) -> bool:
    """An on/off setting from the environment."""
    value = os.environ.get(name, "").strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, object]:
    """Django's settings for a PostgreSQL address (a URL or a conninfo string)."""
    parts = dict(conninfo_to_dict(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "himaya"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Values go to the server apart from the question, and what is asked again is planned once for each connection:
        # planning under row security took half of the database's time (docs/adr/0028). PgBouncer hands a connection to
        # another process after each transaction, so that no plan may outlive one.
        "OPTIONS": {
            **parts,
            "server_side_binding": True,
            "prepare_threshold": None if flag("HIMAYA_PGBOUNCER") else PLANNED_AFTER,
        },
    }


def role_names(url: str) -> tuple[str, str]:
    """The login roles of the pages and of the worker.

    Roles belong to the whole server, so they carry the database's name: two copies on one server keep apart.
    """
    named = re.sub(r"\W", "_", str(conninfo_to_dict(url).get("dbname") or "himaya")).lower()
    return (
        os.environ.get("HIMAYA_DB_ROLE_WEB") or f"{named}_web",
        os.environ.get("HIMAYA_DB_ROLE_WORKER") or f"{named}_worker",
    )
