"""The worker speaks with the exchange: at once when something moved, and every few seconds in case that was missed."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from himaya.clients.telephone import exchange
from himaya.hotline.telephone.actions import carry_in, end_lost, follow, send_commands


@app.task(queueing_lock="hotline.telephone", lock="hotline.telephone", pass_context=False)
def speak() -> None:
    """Carries in what came, and tells what follows."""
    carry_in()
    follow()
    if line := exchange():
        send_commands(line)


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="hotline.telephone.tick", lock="hotline.telephone", pass_context=False)
def keep_speaking(timestamp: int) -> None:
    """Every five seconds; once a minute the exchange is asked which calls it holds."""
    if not (line := exchange()):
        return
    carry_in()
    follow()
    send_commands(line)
    if timestamp % 60 < 5:
        end_lost(line)


def speak_soon() -> None:
    """Has the worker speak as soon as this transaction has ended; once is enough while it waits."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        speak.defer()
