"""Forgetting what came to the line, by the worker every night."""

from himaya.access.gate import SYSTEM, acting_as
from himaya.hotline.queue import doors

# As many a night as one need not wait for.
MOST = 2000


def forget_arrivals() -> int:
    """What came and nobody took goes when the time of contacts is over, what lay beside a forgotten contact with it. Each
    in a transaction of its own; says how many."""
    with acting_as(SYSTEM):
        gone = doors.over(MOST)
    for pk in gone:
        with acting_as(SYSTEM):
            doors.forget(pk)
    return len(gone)
