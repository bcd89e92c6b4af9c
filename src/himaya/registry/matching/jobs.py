"""Every night the worker compares the register by the published model; where there is none, it trains one for a
human's check."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.kit.errors import Refused
from himaya.registry.linkage.models import LinkModel
from himaya.registry.matching.actions import link_register, train_on_register


def compare_tonight() -> str:
    """What was done: `linked`, `trained`, or `nothing`. The job and the tests call the same."""
    if link_register() is not None:
        return "linked"
    with acting_as(SYSTEM):
        waits = LinkModel.objects.filter(status="trained").exists()
    if waits:
        return "nothing"
    try:
        train_on_register()
    except Refused:
        return "nothing"
    return "trained"


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="registry.linkage", pass_context=False)
def compare(timestamp: int) -> None:
    """At night."""
    compare_tonight()
