"""Every few seconds the worker derives the people whose tellers may not see them."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.sources.actions import derive_waiting


def derive_all_waiting() -> int:
    """Derives what waits; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return derive_waiting()


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="registry.derive", pass_context=False)
def derive(timestamp: int) -> None:
    """Every ten seconds."""
    derive_all_waiting()
