"""A list tried out from the command line: read and compared as on the site, told row by row, and not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from django.db import transaction
from django.utils import translation

from himaya.access.gate import acting_as
from himaya.access.models import Unit, User
from himaya.kit.errors import Refused
from himaya.registry.imports.actions.sending import confirm_columns, send_list
from himaya.registry.imports.actions.working import read_list
from himaya.registry.imports.display import show_rows
from himaya.registry.imports.labels import FIELDS, VERDICTS
from himaya.registry.imports.models import ImportBatch
from himaya.registry.imports.queries import rows, units_of
from himaya.registry.imports.returning import FAULTY, workbook_of

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked on the command line."""

    file: Path
    email: str
    unit: str
    institution: str
    said: tuple[str, ...]
    language: str
    back: Path | None
    everything: bool
    send: bool


def try_list(asked: Asked) -> None:
    """Reads the list and tells what would become of each row; keeps it only where that was asked."""
    try:
        with translation.override(asked.language), transaction.atomic():
            by = _user(asked.email)
            batch = _read(asked, by, _unit(by, asked.unit), _fields(asked.said))
            _tell(batch, by, asked.everything)
            if asked.back:
                with acting_as(by):
                    asked.back.write_bytes(workbook_of(batch, rows(batch, by)))
                click.echo(f"\nThe list with its reasons: {asked.back}")
            transaction.set_rollback(not asked.send)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    if asked.send:
        click.echo(f"\nSent in. Look through it on the site: {batch.get_absolute_url()}")
    else:
        click.echo("\nNothing was kept. To send the list in for approval, add --send.")


def _user(email: str) -> User:
    found = User.objects.filter(email=email.lower(), is_active=True).first()
    if found is None:
        raise click.ClickException(f"There is no active user with the e-mail {email}.")
    return found


def _unit(by: User, name: str) -> Unit:
    held = units_of(by)
    fitting = [unit for unit in held if name.casefold() in str(unit).casefold()] if name else held
    if len(fitting) == 1:
        return fitting[0]
    if not held:
        raise click.ClickException(
            f"{by} may not send lists in: they are neither registrar nor supervisor anywhere."
        )
    raise click.ClickException("Say for which unit, with --unit: " + "; ".join(str(unit) for unit in held))


def _fields(said: Iterable[str]) -> dict[str, str]:
    found = {}
    for one in said:
        title, _sign, name = one.rpartition("=")
        if name and name not in FIELDS:
            raise click.ClickException(f"“{name}” is no field; there are: {', '.join(FIELDS)}.")
        found[title.strip().casefold()] = name
    return found


def _read(asked: Asked, by: User, unit: Unit, said: dict[str, str]) -> ImportBatch:
    file = asked.file
    with acting_as(by):
        batch = send_list(name=file.name, path=file, unit=unit, institution=asked.institution, by=by)
        fields = {
            (number, column["at"]): said.get(column["title"].casefold(), column["field"])
            for number, table in enumerate(batch.tables)
            for column in table["columns"]
        }
        batch = confirm_columns(batch=batch, fields=fields, by=by)
    for table in batch.tables:
        click.echo(f"\n{table['sheet'] or file.name}:")
        for column in table["columns"]:
            field = said.get(column["title"].casefold(), column["field"])
            meaning = str(FIELDS[field]) if field else "nothing"
            click.echo(f"  {column['title'] or '(no title)':40.40}  →  {meaning}")
    read_list(batch, by)
    batch.refresh_from_db()
    return batch


def _tell(batch: ImportBatch, by: User, everything: bool) -> None:
    click.echo("")
    for verdict, (words, _tone, meaning) in VERDICTS.items():
        if number := batch.counts.get(verdict, 0):
            click.echo(f"  {number:>7}  {words}: {meaning}")
    if batch.trouble:
        click.echo(f"\n{batch.trouble}")
    with acting_as(by):
        wanted: Any = rows(batch, by)
        if not everything:
            wanted = wanted.filter(verdict__in=FAULTY)
        shown = show_rows(batch, wanted if everything else wanted[:SHOWN], by)
        more = 0 if everything else max(wanted.count() - SHOWN, 0)
    for line in shown:
        click.echo(f"\n  {line.row.sheet} {line.row.number}: {line.name} — {line.chip.label}")
        for why in line.because:
            click.echo(f"      {why}")
    if more:
        click.echo(f"\n  … and {more} more; --all shows every row, --back writes them to a workbook.")
