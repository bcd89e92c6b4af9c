"""Sweeping out what only served for a while."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from himaya.access.signin.models import Attempt
from himaya.access.submissions.models import Submission
from himaya.kit import clock

# How long a second submit of the same form is still recognised.
KEPT = timedelta(days=2)


def sweep() -> int:
    """Removes old form keys, ended sessions and counted tries; says how many."""
    now = clock.now()
    old = (
        Submission.objects.filter(at__lt=now - KEPT),
        Session.objects.filter(expire_date__lt=now),
        Attempt.objects.filter(expires__lt=now),
    )
    return sum(rows.delete()[0] for rows in old)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="access.sweep", pass_context=False)
def sweep_out(timestamp: int) -> None:
    """Every hour."""
    sweep()
