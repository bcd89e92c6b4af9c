"""Forgetting reports, and who reported, when their time is over. Run by the worker every night."""

from typing import Any

from django.db import connection

from himaya.access.actions import erase_key, record
from himaya.access.gate import SYSTEM
from himaya.cases.intake.models import Report


def forget_report(*, report: Report) -> dict[str, Any]:
    """Takes away everything that tells who a report was about and who made it, files too, through a door that asks
    again. What is counted stays: month, channel, place, concerns, level, what became of it. Says how many rows."""
    reporter = getattr(report, "reporter", None)
    counts = _through("cases_forget_report", report)
    for row in filter(None, (report, reporter)):
        erase_key(dossier=row.dossier, by=SYSTEM)
    record(by=SYSTEM, verb="report.forgotten", on=report)
    return counts


def forget_reporter(*, report: Report) -> dict[str, Any]:
    """Takes away who made a report and how to reach them; the report stays."""
    counts = _through("cases_forget_reporter", report)
    erase_key(dossier=report.reporter.dossier, by=SYSTEM)
    record(by=SYSTEM, verb="report.contact_forgotten", on=report)
    return counts


def _through(door: str, report: Report) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.callproc(door, [report.pk])
        counts: dict[str, Any] = cursor.fetchone()[0]
    return counts
