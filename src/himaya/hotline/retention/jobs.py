"""Every night the worker forgets what has had its time."""

import logging

from procrastinate.contrib.django import app

from himaya.access.actions import destroy_doomed
from himaya.access.gate import SYSTEM, acting_as
from himaya.hotline.retention.actions import KINDS, erase_recordings, forget_one, write_forgetting
from himaya.hotline.retention.models import Forgetting
from himaya.hotline.retention.queries import due

log = logging.getLogger(__name__)
# As many a night as one need not wait for.
MOST = 2000


def forget_what_is_over() -> dict[str, int]:
    """Each in a transaction of its own: a night that is cut short goes on the next. Says how many of each kind."""
    done = {}
    for what in KINDS:
        with acting_as(SYSTEM):
            over = due(what, MOST)
        counts = []
        for pk in over:
            with acting_as(SYSTEM):
                counts.append(forget_one(what=what, pk=pk))
        with acting_as(SYSTEM):
            write_forgetting(what=what, counts=counts)
        done[what] = len(counts)
    with acting_as(SYSTEM):
        asked = erase_recordings(most=MOST)
        write_forgetting(what=Forgetting.RECORDINGS, counts=asked)
    done[Forgetting.RECORDINGS] = len(asked)
    destroy_doomed()
    if any(done.values()):
        log.info("forgotten: %s", done)
    return done


@app.periodic(cron="5 3 * * *")
@app.task(queueing_lock="hotline.retention", pass_context=False)
def forget_contacts(timestamp: int) -> None:
    """At five past three at night, after the reports."""
    forget_what_is_over()
