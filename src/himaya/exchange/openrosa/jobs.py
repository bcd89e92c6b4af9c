"""What was put aside is forgotten at night."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.exchange.openrosa.actions import forget_dropped

log = logging.getLogger(__name__)


@app.periodic(cron="55 3 * * *")
@app.task(queueing_lock="exchange.openrosa.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """At five to four."""
    with acting_as(SYSTEM):
        log.info("%s submissions put aside were emptied", forget_dropped())
