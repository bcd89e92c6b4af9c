"""Every few seconds the worker looks for lists that wait to be read, taken in or taken back."""

import logging

from procrastinate.contrib.django import app

from himaya.registry.imports.actions.working import claim, work_on

log = logging.getLogger(__name__)


def work_on_lists() -> int:
    """Works on what waits now; the job and the tests call the same. A list whose work fails is tried again later."""
    waiting = claim()
    for batch in waiting:
        try:
            work_on(batch)
        except Exception:
            log.exception("list %s could not be worked on", batch.pk)
    return len(waiting)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="imports.work", pass_context=False)
def lists(timestamp: int) -> None:
    """Every five seconds."""
    work_on_lists()
