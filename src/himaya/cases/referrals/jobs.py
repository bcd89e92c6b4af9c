"""The worker lets unanswered referrals expire."""

from procrastinate.contrib.django import app

from himaya.cases.referrals.actions import expire_unanswered


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="referrals.expire", pass_context=False)
def expire(timestamp: int) -> None:
    """Every ten minutes."""
    expire_unanswered()
