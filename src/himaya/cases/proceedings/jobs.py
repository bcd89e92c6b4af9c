"""Every morning the worker looks for orders that end and hearings that are near."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.proceedings.actions import watch_hearings, watch_orders

log = logging.getLogger(__name__)


def watch_all() -> tuple[int, int]:
    """How many were told of orders that end, and of hearings that are near."""
    with acting_as(SYSTEM):
        return watch_orders(), watch_hearings()


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="cases.proceedings", pass_context=False)
def watch(timestamp: int) -> None:
    """At 6:20 in Bakı."""
    log.info("%s words on orders, %s on hearings", *watch_all())
