"""`himaya hotline-mail`: an e-mail of a caller, as a mail server hands it over."""

import sys

import click

from himaya.cli.database import application

WRONG_DATA, TRY_LATER = 65, 75  # EX_DATAERR and EX_TEMPFAIL of sysexits.h: refuse it; keep it and come again


@click.command(name="hotline-mail")
def hotline_mail() -> None:
    """Take in one e-mail (RFC 5322) from standard input, as a mail server pipes it.

    It becomes a contact in the hotline's queue, or goes on with the conversation of its sender. Ends with 65 where it
    is no e-mail, and with 75 where it could not be kept: the mail server then keeps it and comes again.

    \b
    himaya hotline-mail < message.eml
    """
    raw = sys.stdin.buffer.read()
    try:
        with application():
            told = _keep(raw)
    except Exception as trouble:
        click.echo(f"Not kept, come again: {type(trouble).__name__}", err=True)
        sys.exit(TRY_LATER)
    if told:
        click.echo(told, err=True)
        sys.exit(WRONG_DATA)


def _keep(raw: bytes) -> str:
    """Why it is no e-mail; empty where it was kept."""
    from himaya.access.gate import PUBLIC, acting_as
    from himaya.clients.mail_in import NoLetter
    from himaya.hotline.messages.actions import keep_email
    from himaya.hotline.messages.jobs import move_soon

    try:
        with acting_as(PUBLIC):
            keep_email(raw=raw, by=PUBLIC)
            move_soon()
    except NoLetter as wrong:
        return str(wrong)
    return ""
