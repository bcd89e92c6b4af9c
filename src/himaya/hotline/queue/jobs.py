"""The worker carries deadlines on."""

import logging

from procrastinate.contrib.django import app

from himaya.hotline.queue.actions import forget_arrivals, tick

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="hotline.queue", pass_context=False)
def carry_on(timestamp: int) -> None:
    """Every five seconds."""
    done = tick()
    if done:
        log.info("%s decisions about the hotline's queue", done)


@app.periodic(cron="15 3 * * *")
@app.task(queueing_lock="hotline.queue.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """At a quarter past three at night, after the contacts."""
    log.info("%s arrivals forgotten", forget_arrivals())
