"""`himaya audit`: is the audit still what was written?"""

import sys

import click

from himaya.cli.database import application
from himaya.kit import clock


@click.group()
def audit() -> None:
    """Check and seal the audit: who read and did what."""


@audit.command()
def verify() -> None:
    """Compare every line of the audit with its seal, and the seals with the heads kept outside the database.

    Names the first changed, missing, added or cut-off line and ends with 1; ends with 0 when all is sound.
    Run it daily, and keep `seals/heads.jsonl` where the database's administrator cannot write.

    \b
    himaya audit verify
    """
    with application():
        from himaya.access.audit.verifying import verify as look_over

        outcome = look_over()
    for note in outcome.notes:
        click.echo(note)
    if outcome.sound:
        click.echo(f"The audit is sound: {outcome.lines} lines under {outcome.seals} seals.")
        return
    click.echo(f"The audit was tampered with or cut. First bad link: {outcome.findings[0]}")
    for finding in outcome.findings[1:20]:
        click.echo(f"  also: {finding}")
    sys.exit(1)


@audit.command()
def seal() -> None:
    """Seal what is finished now. The worker does it every second; this is for a stop of the system.

    \b
    himaya audit seal
    """
    with application():
        from himaya.access.audit.sealing import seal_now

        click.echo(f"{seal_now()} lines sealed.")


@audit.command()
def restored() -> None:
    """Note that the database was restored from a backup: seals made after the backup are lost with it.

    Run it once after `himaya restore`; otherwise `verify` rightly says that the audit was cut.

    \b
    himaya audit restored
    """
    with application():
        from himaya.access.audit import heads
        from himaya.access.audit.models import AuditSeal

        last = AuditSeal.objects.order_by("-pk").defer("row_digests").first()
        at = clock.now().isoformat(timespec="seconds")
        heads.append([heads.Head(last.pk if last else 0, last.digest if last else "", restored=at)])
    click.echo("Noted. `himaya audit verify` says what it finds from here on.")
