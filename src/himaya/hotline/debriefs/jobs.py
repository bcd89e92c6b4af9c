"""The worker sees who has heard too much."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.hotline.debriefs.actions import owe_debriefs
from himaya.hotline.queue.models import Line

log = logging.getLogger(__name__)


def look_at_every_line() -> int:
    """Opens what is owed at every hotline; says how many debriefs."""
    opened = 0
    for line in Line.objects.select_related("unit").order_by("pk"):
        with acting_as(SYSTEM):
            opened += len(owe_debriefs(unit=line.unit, by=SYSTEM))
    return opened


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="hotline.debriefs", pass_context=False)
def look(timestamp: int) -> None:
    """Every five minutes."""
    if opened := look_at_every_line():
        log.info("%s debriefs opened", opened)
