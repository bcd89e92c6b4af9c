"""Every hour the worker looks for records that may be one person, and for judged pairs whose facts have changed."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.registry.adjudication.actions import ask_changed_again, look_for_pairs, weigh_waiting


def look_again() -> tuple[int, int, int]:
    """New pairs, pairs asked again, pairs weighed; the job and the tests call the same."""
    with acting_as(SYSTEM):
        return look_for_pairs(), ask_changed_again(), weigh_waiting()


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="registry.pairs", pass_context=False)
def pairs(timestamp: int) -> None:
    """Every hour."""
    look_again()
