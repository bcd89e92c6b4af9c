"""`himaya doctor`: whether this installation is in order, and what to do where it is not."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click
import psycopg

from himaya.cli import fingerprint, messages, safety
from himaya.cli.database import opened
from himaya.cli.environment import DEVELOPMENT, PRODUCTION, Trouble, choose_settings
from himaya.cli.migrate import prepared_by, require_fit
from himaya.kit import clock
from himaya.settings import place
from himaya.settings.safety import Unsafe

EXTENSIONS = ("btree_gist", "fuzzystrmatch", "pg_trgm", "unaccent")
JOBS = """
select count(*) filter (where j.status = 'failed'),
  count(*) filter (where j.status = 'doing' and (
    select max(e.at) from procrastinate_events e where e.job_id = j.id) < now() - interval '30 minutes')
from procrastinate_jobs j
"""


FILES = """
select count(*) filter (where judged_at is null and scan <> 'released'), count(*) filter (where scan = 'infected')
from registry_document
"""
# Days after which signatures are too old to be trusted.
OLDEST_SIGNATURES = 7


class Finding(NamedTuple):
    """One thing looked at. `remedy` is empty when it is in order."""

    about: str
    what: str
    remedy: str = ""


@click.command()
def doctor() -> None:
    """Look at everything this installation needs, and tell the remedy for whatever is wrong.

    Changes nothing. Ends with 1 if anything is wrong, so it can watch a server:

    \b
    himaya doctor
    DJANGO_SETTINGS_MODULE=himaya.settings.production DATABASE_URL=… himaya doctor
    """
    wrong = 0
    for finding in _findings():
        wrong += bool(finding.remedy)
        click.echo(f"{'WRONG' if finding.remedy else 'ok   '} {finding.about}: {finding.what}")
        if finding.remedy:
            click.echo(f"      → {finding.remedy}")
    if wrong:
        click.echo(f"{wrong} thing(s) to put right.")
        sys.exit(1)
    click.echo("All is well.")


def _findings() -> Iterator[Finding]:
    name = choose_settings(DEVELOPMENT)
    yield Finding("Settings", name)
    yield from (look() for look in (_python, _programs, _disk, _keys, _translations))
    unfit = list(_production()) if name == PRODUCTION else []
    yield from unfit
    if not any(finding.remedy for finding in unfit):  # the scanner's address stands in the settings
        yield _scanner()
    try:
        with opened() as address, psycopg.connect(address, autocommit=True) as connection:
            yield from _database(connection, address)
    except (Trouble, psycopg.OperationalError) as trouble:
        yield Finding("Database", "does not answer", str(trouble).strip())


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", version, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.")


def _programs() -> Finding:
    """`setpriv` ends what we start when we are killed, and lets PostgreSQL run when we are root."""
    if shutil.which("setpriv"):
        return Finding("Programs", "setpriv")
    return Finding("Programs", "setpriv is missing", "apt install util-linux")


def _disk() -> Finding:
    place.VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(place.VAR).free / 1e9
    remedy = "" if free > 2 else f"Make room on the disk of {place.VAR}: PostgreSQL stops when it is full."
    return Finding("Disk", f"{free:.1f} GB free for {place.VAR}", remedy)


def _keys() -> Finding:
    """Nobody but the owner may read the keys."""
    open_ones = [
        path for path in [place.KEYS, *place.KEYS.glob("*")] if path.exists() and path.stat().st_mode & 0o077
    ]
    if open_ones:
        return Finding("Keys", f"others may read {open_ones[0]}", f"chmod -R go= {place.KEYS}")
    return Finding("Keys", f"{place.KEYS} is closed to others")


def _translations() -> Finding:
    missing = [one for one in messages.LANGUAGES if not messages.compiled(one).exists()]
    return Finding("Translations", ", ".join(messages.LANGUAGES), "Run `himaya migrate`." if missing else "")


def _production() -> Iterator[Finding]:
    """What production refuses to start with."""
    try:
        importlib.import_module(PRODUCTION)
    except Unsafe as unsafe:
        yield from (Finding("Settings", problem.what, problem.remedy) for problem in unsafe.found)
    else:
        yield Finding("Settings", "safe for production")


def _scanner() -> Finding:
    """The malware scanner: whether it answers, and whether it finds what every scanner finds."""
    from django.conf import settings

    from himaya.clients.scanner import harmless_sample, scanner, signatures_of

    if not settings.CLAMD:
        return Finding("Malware scanner", "none; every file waits for an officer (HIMAYA_CLAMD names one)")
    port = scanner(seconds=5)
    version = port.version()
    if not version:
        remedy = "Start clamd, or put HIMAYA_CLAMD right: until it answers, files stay closed."
        return Finding("Malware scanner", f"{settings.CLAMD} does not answer", remedy)
    if port.scan([harmless_sample()]).finding != "infected":
        remedy = "Let freshclam fetch the signatures, then restart clamd: it finds nothing as it is."
        return Finding("Malware scanner", f"{version} does not find the test file", remedy)
    day = signatures_of(version)
    if day is not None and (clock.today() - day).days > OLDEST_SIGNATURES:
        remedy = "See why freshclam no longer fetches them: systemctl status clamav-freshclam"
        return Finding("Malware scanner", f"signatures of {day:%d.%m.%Y}", remedy)
    told = f", signatures of {day:%d.%m.%Y}" if day else ""
    return Finding("Malware scanner", f"{version.partition('/')[0]} finds the test file{told}")


def _files(connection: psycopg.Connection) -> Finding:
    """Files of which no scanner has said what they are, and what malware was found in."""
    if connection.execute("select to_regclass('registry_document')").fetchone() == (None,):
        return Finding("Files", "none yet")
    connection.execute("set row_security = off")
    waiting, infected = connection.execute(FILES).fetchone() or (0, 0)
    return Finding("Files", f"{waiting} not looked into, {infected} locked away for malware")


def _database(connection: psycopg.Connection, address: str) -> Iterator[Finding]:
    info = connection.info
    yield Finding(
        "Database", f"PostgreSQL {info.parameter_status('server_version')}, {info.dbname}, as {info.user}"
    )
    try:
        require_fit(connection)
    except Trouble as trouble:
        yield Finding("Database", "not fit", str(trouble))
    yield from (look(connection) for look in (_letters, _extensions, _version, _jobs, _files))
    for role in place.role_names(address):
        against = safety.reasons_against(connection, role)
        remedy = (
            "Run `himaya migrate`, which makes it, or `alter role` as the reasons say." if against else ""
        )
        yield Finding(f"Role {role}", "; ".join(against) or "bound by row security", remedy)


def _letters(connection: psycopg.Connection) -> Finding:
    """Azerbaijani letters change case: not so under the locale C."""
    row = connection.execute("select lower('ƏŞÇ') = 'əşç'").fetchone()
    if row == (True,):
        return Finding("Letters", "change case as they should")
    return Finding("Letters", "ə and ş do not change case here", "Create the database with locale C.UTF-8.")


def _extensions(connection: psycopg.Connection) -> Finding:
    there = {row[0] for row in connection.execute("select name from pg_available_extensions")}
    missing = [name for name in EXTENSIONS if name not in there]
    if missing:
        return Finding("Extensions", f"{', '.join(missing)} missing", "apt install postgresql-contrib")
    return Finding("Extensions", ", ".join(EXTENSIONS))


def _version(connection: psycopg.Connection) -> Finding:
    if prepared_by(connection) == fingerprint.code():
        return Finding("Tables", "of this version")
    return Finding(
        "Tables", "not brought up to this version yet", "Run `himaya migrate` as the database's owner."
    )


def _jobs(connection: psycopg.Connection) -> Finding:
    """Jobs that gave up, and jobs whose worker died."""
    if connection.execute("select to_regclass('procrastinate_jobs')").fetchone() == (None,):
        return Finding("Jobs", "none yet")
    row = connection.execute(JOBS).fetchone() or (0, 0)
    if any(row):
        return Finding(
            "Jobs", f"{row[0]} failed, {row[1]} stuck for 30 minutes", "See worker.log; they are kept."
        )
    return Finding("Jobs", "none failed, none stuck")
