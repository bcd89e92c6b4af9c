"""Every minute the worker tells those who guard a sealed person that somebody looked for them."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.search.actions import tell_guardians


def tell_of_sightings() -> int:
    """Tells of what was noted lately; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return tell_guardians(by=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="registry.sightings", pass_context=False)
def sightings(timestamp: int) -> None:
    """Every minute."""
    tell_of_sightings()
