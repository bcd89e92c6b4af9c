"""The worker ends offers that nobody answered."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.transfers.actions import expire_transfers


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="transfers.expire", pass_context=False)
def expire(timestamp: int) -> None:
    """Every five minutes."""
    with acting_as(SYSTEM):
        expire_transfers()
