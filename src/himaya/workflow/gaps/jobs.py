"""The worker looks whether what was missing has come."""

from procrastinate.contrib.django import app

from himaya.workflow.gaps.actions import close_filled


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="gaps.close", pass_context=False)
def close_filled_gaps(timestamp: int) -> None:
    """Every two minutes."""
    close_filled()
