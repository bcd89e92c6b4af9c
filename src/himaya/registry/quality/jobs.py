"""Every night the worker counts how good the data is; whoever asks has it counted at once."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.quality.actions import count_quality


def count_now() -> int:
    """Counts; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return count_quality()


@app.periodic(cron="23 2 * * *")
@app.task(queueing_lock="registry.quality", pass_context=False)
def count_nightly(timestamp: int) -> None:
    """Every night."""
    count_now()


@app.task(queueing_lock="registry.quality.asked", pass_context=False)
def count_when_asked() -> None:
    """Because somebody asked."""
    count_now()
