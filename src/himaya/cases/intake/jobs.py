"""The worker forgets: addresses after a day, drafts after half an hour, tries after a day."""

from datetime import timedelta

from procrastinate.contrib.django import app

from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.intake.drafts import drop_old_drafts
from himaya.cases.intake.models import AddressMark, StatusTry
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm


def forget() -> int:
    """Forgets what is due now; the job and the tests call the same."""
    with acting_as(SYSTEM):
        now = clock.now()
        kept = add(now, norm("report.address.keep", clock.today())) - now
        gone = AddressMark.objects.filter(at__lte=now - kept).delete()[0]
        gone += StatusTry.objects.filter(last_at__lte=now - timedelta(days=1)).delete()[0]
        return gone + drop_old_drafts()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="intake.forget", pass_context=False)
def forget_what_is_old(timestamp: int) -> None:
    """Every five minutes."""
    forget()
