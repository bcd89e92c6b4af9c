"""Which reports, and whose contacts, have had their time; until when one is kept, and what holds it."""

from datetime import date

from django.db import connection

from himaya.cases.intake.models import Report
from himaya.kit import clock
from himaya.registry.models import LegalHold
from himaya.workflow.queries import state_of

REPORTS = """
select r.id from cases_report r
where r.forgotten_on is null and r.case_id is null and r.status in ('screened_out', 'information', 'linked')
  and r.received_at < himaya_now() - interval '30 days'
  and cases_report_kept_until(r.id) <= himaya_now() and not cases_report_is_held(r.id)
order by r.id limit %s
"""
REPORTERS = """
select r.id from cases_reporter p join cases_report r on r.id = p.report_id
where p.forgotten_on is null and r.received_at < himaya_now() - interval '30 days'
  and cases_reporter_kept_until(r.id) <= himaya_now() and not cases_report_is_held(r.id)
order by r.id limit %s
"""


def reports_due(most: int) -> list[int]:
    """Reports whose time is over and which nothing holds. For the system."""
    return _ids(REPORTS, most)


def reporters_due(most: int) -> list[int]:
    """Reports of which it is no longer kept who made them. For the system."""
    return _ids(REPORTERS, most)


def _ids(sql: str, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [most])
        return [row[0] for row in cursor.fetchall()]


def holds_on(report: Report) -> list[tuple[LegalHold, str]]:
    """Holds on a report, the latest first, and how each stands."""
    rows = LegalHold.objects.filter(dossier=report.dossier_id).select_related("placed_by")
    return [(hold, str(state_of(hold))) for hold in rows]


def kept_until(report: Report) -> date | None:
    """The day from which nothing but counts is kept of a report; none while it is worked on, or belongs to a case."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_report_kept_until(%s)", [report.pk])
        found = cursor.fetchone()[0]
    return clock.local(found).date() if found else None
