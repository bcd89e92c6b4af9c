"""The tick: every few seconds the worker fires what is due."""

import logging

from procrastinate.contrib.django import app

from himaya.workflow.clocks import ladder
from himaya.workflow.clocks.actions import fire_due_clocks
from himaya.workflow.clocks.models import Clock
from himaya.workflow.subjects import page_of

log = logging.getLogger(__name__)


def remind(clock: Clock) -> None:
    """Tells the holder."""
    ladder.remind(clock, *page_of(clock.process, clock.subject_id))


def climb(clock: Clock) -> None:
    """Tells the next rung."""
    ladder.climb(clock, *page_of(clock.process, clock.subject_id))


def tick() -> int:
    """Fires what is due now; the job and the tests call the same."""
    return fire_due_clocks(on_remind=remind, on_climb=climb)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="clocks.tick", pass_context=False)
def fire_clocks(timestamp: int) -> None:
    """Every five seconds."""
    fired = tick()
    if fired:
        log.info("fired %s clocks", fired)
