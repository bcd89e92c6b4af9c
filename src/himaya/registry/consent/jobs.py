"""Every minute the worker ends what has run out and tells those whose work rested on a consent that is gone."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.consent.actions import end_run_out, tell_relying


def look_after_consents() -> tuple[int, int]:
    """How many ran out, how many were told; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return end_run_out(), tell_relying()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="registry.consents", pass_context=False)
def consents(timestamp: int) -> None:
    """Every minute."""
    look_after_consents()
