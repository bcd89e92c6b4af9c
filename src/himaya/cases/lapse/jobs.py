"""Every morning the worker looks for plans under which nothing is being done."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.lapse.actions import watch_plans

log = logging.getLogger(__name__)


@app.periodic(cron="35 2 * * *")
@app.task(queueing_lock="cases.lapse", pass_context=False)
def watch(timestamp: int) -> None:
    """At 6:35 in Bakı."""
    with acting_as(SYSTEM):
        log.info("%s plans are lapsed", watch_plans())
