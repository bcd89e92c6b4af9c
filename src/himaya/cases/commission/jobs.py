"""Every morning the worker looks for commissions that have not met when they were due."""

import logging

from procrastinate.contrib.django import app

from himaya.cases.commission.actions import report_unmet

log = logging.getLogger(__name__)


@app.periodic(cron="25 3 * * *")
@app.task(queueing_lock="cases.commission", pass_context=False)
def watch(timestamp: int) -> None:
    """At 7:25 in Bakı."""
    log.info("%s commissions have not met when due", report_unmet())
