"""The worker carries in and sends: at once when something came or was written, and every few seconds in any case."""

import logging
from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from himaya.clients.sms import sms_gateway
from himaya.hotline.messages.actions import carry_in, climb_unread, forget_seen, send_waiting

log = logging.getLogger(__name__)


@app.task(queueing_lock="hotline.messages", lock="hotline.messages", pass_context=False)
def move() -> None:
    """Carries in what came, and sends what waits."""
    carry_in()
    if gateway := sms_gateway():
        send_waiting(gateway)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="hotline.messages.tick", lock="hotline.messages", pass_context=False)
def keep_moving(timestamp: int) -> None:
    """Every five seconds; what nobody read in time goes back to the queue."""
    carry_in()
    climb_unread()
    if gateway := sms_gateway():
        send_waiting(gateway)


@app.periodic(cron="45 3 * * *")
@app.task(queueing_lock="hotline.messages.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """At a quarter to four at night."""
    log.info("%s keys of messages forgotten", forget_seen())


def move_soon() -> None:
    """Has the worker do it as soon as this transaction has ended; once is enough while it waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        move.defer()
