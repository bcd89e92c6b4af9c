"""`himaya link`: which records are of one person?"""

import click

from himaya.cli.database import application
from himaya.cli.environment import Trouble


@click.command()
@click.option("--train", is_flag=True, help="Train a new model, try it, and keep it for a human's check.")
@click.option("--whole", is_flag=True, help="Compare everybody with everybody, not only the new and changed.")
def link(train: bool, whole: bool) -> None:
    """Compare the records of the register, and put those that may be of one person before adjudicators.

    Two people are only ever joined by a human. Joined by itself is a source's row whose valid FIN one person bears,
    with one more fact that agrees. The worker does this every night; run again, nothing is asked twice.

    A model is trained without labels, tried on planted doubles and twins, and compares nothing until a manager of the
    national desk has read its report and published it (page “How records are compared”).

    \b
    himaya link --train     train and try a model
    himaya link             compare who is new or changed since the last run
    himaya link --whole     compare everybody
    """
    with application(worker=True):
        from himaya.kit.errors import Refused

        try:
            _train() if train else _link(whole)
        except Refused as no:
            raise Trouble(str(no)) from no


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


def _link(whole: bool) -> None:
    from himaya.registry.matching.actions import link_register

    run = link_register(whole=whole)
    if run is None:
        raise Trouble("No model is published. Train one with “himaya link --train”, and have it checked.")
    click.echo(
        f"{run.people} people, {run.fresh} new or changed; {run.compared} pairs weighed by {run.model}."
    )
    click.echo(
        f"{run.likely} likely pairs, {run.raised} put before adjudicators, {run.left} left for the next run; "
        f"{run.joined_rows} rows joined by FIN."
    )
