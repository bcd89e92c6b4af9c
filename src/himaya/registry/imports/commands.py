"""`himaya import people FILE`: what would become of a list, row by row; with `--send` it is sent in for approval."""

from pathlib import Path

import click


@click.group(name="import")
def lists() -> None:
    """Take in lists from institutions."""


@lists.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as", "email", required=True, help="Work e-mail of the registrar or supervisor for whom it is read."
)
@click.option(
    "--unit", default="", help="Which of their units sends it in (by name; needed where they have several)."
)
@click.option(
    "--from", "institution", default="", help="Which institution it is from: its columns are remembered."
)
@click.option(
    "--column",
    "said",
    multiple=True,
    metavar="TITLE=FIELD",
    help="What a column means, where it was misread.",
)
@click.option("--language", type=click.Choice(["az", "en", "ru"]), default="en", show_default=True)
@click.option(
    "--back",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the list with its reasons to this .xlsx.",
)
@click.option("--all", "everything", is_flag=True, help="Show every row, not only those that need somebody.")
@click.option(
    "--send", is_flag=True, help="Keep it: the list then waits on the site to be looked through and approved."
)
def people(
    file: Path,
    email: str,
    unit: str,
    institution: str,
    said: tuple[str, ...],
    language: str,
    back: Path | None,
    everything: bool,
    send: bool,
) -> None:
    """Read a list of people and say row by row what would become of it.

    Nothing is kept: this is a dry run. With --send the list is kept and waits on the site, where somebody looks
    through it and somebody else approves it. Nobody is entered into the register from here.

    \b
    himaya import people list.xlsx --as registrar@example.az
    himaya import people list.csv --as registrar@example.az --column "Uşağın adı=full_name" --back reasons.xlsx
    """
    from himaya.registry.imports.trial import Asked, try_list

    try_list(Asked(file, email, unit, institution, said, language, back, everything, send))
