"""`himaya link`: which records are of one person?"""

import click

from himaya.cli.database import application
from himaya.cli.environment import Trouble


@click.command()
@click.option("--train", is_flag=True, help="Train a new model, try it, and keep it for a human's check.")
@click.option("--whole", is_flag=True, help="Compare everybody with everybody, not only the new and changed.")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Where records are compared: in this process, or on Spark for a register too large for one machine.",
)
def link(train: bool, whole: bool, engine: str) -> None:
    """Compare the records of the register, and put those that may be of one person before adjudicators.

    Two people are only ever joined by a human. Joined by itself is a source's row whose valid FIN one person bears,
    with one more fact that agrees. The worker does this every night; run again, nothing is asked twice.

    A model is trained without labels, tried on planted doubles and twins, and compares nothing until a manager of the
    national desk has read its report and published it (page “How records are compared”).

    \b
    himaya link --train     train and try a model
    himaya link             compare who is new or changed since the last run
    himaya link --whole     compare everybody
    himaya link --whole --engine spark
    """
    if engine == "spark":
        _may_use_spark(train)
    with application(worker=True):
        from himaya.kit.errors import Refused

        try:
            _train() if train else _link(whole, engine)
        except Refused as no:
            raise Trouble(str(no)) from no


def _may_use_spark(train: bool) -> None:
    from himaya.registry.linkage.spark import lacking

    if train:
        raise Trouble(
            "A model is trained here: it learns from 300,000 records at most. --engine is for comparing."
        )
    if missing := lacking():
        raise Trouble(
            f"Spark cannot run here: {missing}. Install it with “make spark” (Java by itself: "
            "apt install openjdk-17-jre-headless), or leave out --engine: the same model then compares on DuckDB."
        )


def _train() -> None:
    from himaya.registry.matching.actions import train_on_register

    model = train_on_register()
    told = model.report
    click.echo(
        f"Trained on {told['people']} people: {model.name}. It waits for a manager of the national desk."
    )
    click.echo(
        f"Trial with {told['planted']} planted doubles and {told['twins']} twins: F1 {told['f1']:.4f},"
    )
    click.echo(
        f"  precision of certain pairs {told['precision_certain']:.5f}, twins joined for certain {told['twins_certain']}."
    )


def _link(whole: bool, engine: str) -> None:
    from himaya.access.gate import SYSTEM, acting_as
    from himaya.registry.linkage.queries import outdated
    from himaya.registry.matching.actions import link_register

    run = link_register(whole=whole, on=engine)
    with acting_as(SYSTEM):
        other = outdated()
    if run is None and other:
        raise Trouble(
            f"The published model {other.name} was trained by another release and is not used. "
            "Train a new one with “himaya link --train”, and have it checked."
        )
    if run is None:
        raise Trouble("No model is published. Train one with “himaya link --train”, and have it checked.")
    click.echo(
        f"{run.people} people, {run.fresh} new or changed; {run.compared} pairs weighed by {run.model}."
    )
    click.echo(
        f"{run.likely} likely pairs, {run.raised} put before adjudicators, {run.left} left for the next run; "
        f"{run.joined_rows} rows joined by FIN."
    )
