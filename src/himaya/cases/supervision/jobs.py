"""The worker sees every night who is owed a session."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.supervision.actions import owe_sessions

log = logging.getLogger(__name__)


def owe_all() -> int:
    """In one transaction; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return owe_sessions(by=SYSTEM)


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="cases.supervision", pass_context=False)
def owe(timestamp: int) -> None:
    """Every night at ten past four."""
    log.info("%s supervision sessions opened", owe_all())
