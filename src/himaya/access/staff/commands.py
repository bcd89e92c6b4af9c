"""`himaya administrator`: the first person of a new installation, who invites everybody else."""

import click

from himaya.cli.database import application


@click.command()
@click.option("--email", required=True, help="Their work e-mail; they sign in with it.")
@click.option("--name", required=True, help="Name and surname.")
@click.option(
    "--organisation", default="", help="The topmost body's name, if it is not the one that is shipped."
)
@click.option("--site", default="", help="The site's address, for the link (default: HIMAYA_SITE_URL).")
def administrator(email: str, name: str, organisation: str, site: str) -> None:
    """Invite the first administrator of a new installation, to its national desk.

    Prints a link by which they set a password, once and not for long; it is sent by e-mail too. Everybody else
    is invited on the site. Run again, it invites one more administrator of the same unit: a way back in when
    the only one is lost.

    \b
    himaya administrator --email a@example.az --name "Aynur Məmmədova"
    """
    with application():
        from django.conf import settings

        from himaya.access.staff.founding import found
        from himaya.access.staff.queries import letter_is_lost
        from himaya.access.users.models import User
        from himaya.kit.errors import Refused

        try:
            link = found(
                email=email, full_name=name, organisation=organisation, site=site or settings.SITE_URL
            )
            lost = letter_is_lost(User.objects.get(email=email.lower()))
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
    if lost:
        click.echo(
            "The letter could not be sent (see HIMAYA_MAIL_URL): hand over the link yourself.", err=True
        )
    click.echo(f"Invited {name} as administrator. The link, good once:\n{link}")
