"""What the command line reads from the environment, and the one kind of error it tells a person."""

import os
import sys
from pathlib import Path

from himaya.settings import place

DEVELOPMENT = "himaya.settings.dev"
PRODUCTION = "himaya.settings.production"


class Trouble(Exception):
    """Something a person can put right; the message says what and how."""


def var() -> Path:
    """Where this copy keeps its database, uploads and keys."""
    return place.VAR


def keep_to_ourselves() -> None:
    """What this process writes, nobody else on the machine may read: logs and uploads tell of people.

    `var` itself may be passed through, by PostgreSQL's own user when root started us.
    """
    os.umask(0o077)
    if not place.VAR.exists():
        place.VAR.mkdir(parents=True)
        place.VAR.chmod(0o711)


def port() -> int:
    """Where the pages are served."""
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise Trouble(f"PORT is “{given}”: give a number from 1 to 65535.")
    return int(given)


def choose_settings(default: str) -> str:
    """The settings in force: those named in the environment, else `default`."""
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", default)


def set_up_django(address: str = "") -> None:
    """Load the application in this process, speaking to the database at `address`."""
    if address:
        os.environ["DATABASE_URL"] = address
    choose_settings(DEVELOPMENT)
    import django

    django.setup()


def command_line(*words: str) -> list[str]:
    """This program once more, as a process of its own."""
    return [sys.executable, "-m", "himaya", *words]
