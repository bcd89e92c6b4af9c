"""The worker brings left work to the supervisors: at once when told, and every few minutes whatever was not told."""

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import User
from himaya.cases.leaving.actions import take_back_work
from himaya.cases.leaving.queries import people_who_left


def take_back_from(users: list[int]) -> int:
    """Each person's work in one transaction; the job and the tests call the same."""
    taken = 0
    for pk in users:
        with acting_as(SYSTEM):
            taken += take_back_work(user=User.objects.get(pk=pk))
    return taken


@app.task(pass_context=False)
def take_back(user: int) -> None:
    """As soon as somebody was suspended or a role ended."""
    take_back_from([user])


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="leaving.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every five minutes: nothing stays with somebody who cannot do it."""
    with acting_as(SYSTEM):
        users = list(people_who_left().values_list("pk", flat=True))
    take_back_from(users)
