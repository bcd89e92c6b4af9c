"""The worker lets unanswered referrals expire, and measures how long families wait."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.referrals.actions import expire_unanswered
from himaya.cases.referrals.queries import waited
from himaya.kit import clock
from himaya.services.actions import note_waiting

log = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="referrals.expire", pass_context=False)
def expire(timestamp: int) -> None:
    """Every ten minutes."""
    expire_unanswered()


@app.periodic(cron="15 1 * * *")
@app.task(queueing_lock="referrals.measure", pass_context=False)
def measure(timestamp: int) -> None:
    """At 5:15 in Bakı."""
    with acting_as(SYSTEM):
        told = note_waiting(measured=waited(clock.now()), by=SYSTEM)
        log.info("the waiting of %s services can be told", told)
