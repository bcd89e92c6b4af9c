"""The worker removes drafts that grew old."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.workflow.drafts.actions import drop_old_drafts


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="drafts.drop", pass_context=False)
def drop(timestamp: int) -> None:
    """Every night."""
    with acting_as(SYSTEM):
        drop_old_drafts()
