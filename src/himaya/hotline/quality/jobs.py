"""Every Monday the night draws the week before."""

import logging

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.hotline.quality.actions import draw_week
from himaya.hotline.quality.queries import draw_of
from himaya.hotline.quality.rules import last_week
from himaya.hotline.queue.models import Line
from himaya.kit import clock

log = logging.getLogger(__name__)


def draw_every_line() -> int:
    """Draws the last whole week of every hotline that was not drawn yet; says how many contacts were taken."""
    monday, taken = last_week(clock.today()), 0
    for line in Line.objects.select_related("unit").order_by("pk"):
        with acting_as(SYSTEM):
            if draw_of(line.unit, monday) is None:
                taken += draw_week(unit=line.unit, monday=monday, by=SYSTEM).taken
    return taken


@app.periodic(cron="40 3 * * 1")
@app.task(queueing_lock="hotline.quality", pass_context=False)
def draw_contacts(timestamp: int) -> None:
    """On Mondays at twenty to four at night."""
    log.info("%s contacts taken for review", draw_every_line())
