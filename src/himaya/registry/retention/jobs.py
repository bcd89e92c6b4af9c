"""Every night the worker finds what has fallen due, ends holds past their day and carries out what was decided."""

from procrastinate.contrib.django import app

from himaya.access.actions import destroy_doomed
from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.retention.actions import carry_out_decided, expire_holds, find_due


def look_after_keeping() -> tuple[int, int, int]:
    """Holds that ran out, files anonymised, files fallen due; the job and the tests call the same."""
    with acting_as(SYSTEM):
        done = expire_holds(), carry_out_decided(), find_due()
    destroy_doomed()  # after the commit; where this process dies before it, another does it
    return done


@app.periodic(cron="40 2 * * *")
@app.task(queueing_lock="registry.retention", pass_context=False)
def retention(timestamp: int) -> None:
    """At twenty to three at night."""
    look_after_keeping()
