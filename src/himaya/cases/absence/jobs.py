"""Every few seconds the worker holds the school-absence lists that wait against the register."""

import logging

from django.utils import translation
from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.absence.actions import compare_list
from himaya.cases.absence.queries import asked_list, lists_asked

log = logging.getLogger(__name__)


def compare_waiting() -> int:
    """Each list in a transaction of its own, as whoever sent it in may know the register; says how many. A list whose
    work fails is tried again later."""
    with acting_as(SYSTEM):
        waiting = lists_asked()
    for pk, sender in waiting:
        try:
            with translation.override(sender.language), acting_as(sender):
                if listed := asked_list(pk):
                    compare_list(listed, sender)
        except Exception:
            log.exception("absence list %s could not be compared", pk)
    return len(waiting)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="cases.absence", pass_context=False)
def absence_lists(timestamp: int) -> None:
    """Every five seconds."""
    compare_waiting()
