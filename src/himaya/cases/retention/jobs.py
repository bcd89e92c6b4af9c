"""Every night the worker forgets the reports, and the contacts of who reported, whose time is over."""

import logging

from procrastinate.contrib.django import app

from himaya.access.actions import destroy_doomed
from himaya.access.gate import SYSTEM, acting_as
from himaya.cases.intake.models import Report
from himaya.cases.retention.actions import forget_report, forget_reporter
from himaya.cases.retention.queries import reporters_due, reports_due

log = logging.getLogger(__name__)
# As many a night as one need not wait for.
MOST = 2000


def forget_what_is_over() -> tuple[int, int]:
    """Each in a transaction of its own: a night that is cut short goes on the next. Says how many reports, and of how
    many more who made them."""
    with acting_as(SYSTEM):
        reports = reports_due(MOST)
    for pk in reports:
        with acting_as(SYSTEM):
            forget_report(report=Report.objects.select_related("reporter__dossier", "dossier").get(pk=pk))
    with acting_as(SYSTEM):
        contacts = reporters_due(MOST)
    for pk in contacts:
        with acting_as(SYSTEM):
            forget_reporter(report=Report.objects.select_related("reporter__dossier", "dossier").get(pk=pk))
    destroy_doomed()
    if reports or contacts:
        log.info("forgotten: %s reports, %s contacts", len(reports), len(contacts))
    return len(reports), len(contacts)


@app.periodic(cron="55 2 * * *")
@app.task(queueing_lock="cases.retention", pass_context=False)
def forget_reports(timestamp: int) -> None:
    """At five to three at night."""
    forget_what_is_over()
