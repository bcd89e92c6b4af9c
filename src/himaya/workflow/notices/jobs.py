"""The worker sends what waits."""

from procrastinate.contrib.django import app

from himaya.workflow.notices.delivery import deliver_waiting


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="notices.deliver", pass_context=False)
def deliver(timestamp: int) -> None:
    """Every ten seconds."""
    deliver_waiting()
