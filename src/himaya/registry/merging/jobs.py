"""Every few seconds the worker tells the upper floors of merges and their undoing."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.merging.actions import tell_news


def tell_of_merges() -> int:
    """Tells what waits; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return tell_news()


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="registry.merges", pass_context=False)
def merges(timestamp: int) -> None:
    """Every ten seconds."""
    tell_of_merges()
