"""Telling the bodies the law bids us tell. Opened by the answers, held back by nothing."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.roles import REPORT_SCREEN, DutyOfficer
from himaya.cases.intake.models import MandatoryNotice, Report
from himaya.cases.intake.process import NOTIFY, Notifying
from himaya.cases.intake.rules import YES, duties
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.actions import close_tasks, open_task


def open_notices(*, report: Report, by: Any) -> list[MandatoryNotice]:
    """Opens what the law bids for the answers and concerns of a report, each once, with its task and deadline.

    Part of a screening; a duty once opened stays open when an answer changes: a person says why it was not due.
    Before anybody answered, the reporter's own word that someone is in danger counts."""
    today = clock.today()
    answers = report.danger or ({"life_danger": YES} if report.urgent_now else {})
    return [
        _open(report, duty.code, str(duty.attributes["norm"]), by)
        for duty in duties(answers, report.concerns, today)
    ]


def _open(report: Report, duty: str, norm_key: str, by: Any) -> MandatoryNotice:
    found = MandatoryNotice.objects.filter(report=report, duty=duty).first()
    if found:
        return found
    due = add(clock.now(), norm(norm_key, clock.today(), report.territory))
    notice = MandatoryNotice(dossier=report.dossier, report=report, duty=duty, due_at=due)
    Notifying.begin(notice, Notifying.open, by=by)
    open_task(
        kind=NOTIFY,
        key=f"{NOTIFY}:{notice.pk}",
        dossier=report.dossier,
        unit=report.dossier.unit,
        role=DutyOfficer,
        due_at=due,
        process="intake",
        subject_id=report.pk,
    )
    return notice


@action(REPORT_SCREEN, on="notice")
def record_notice(
    *,
    notice: MandatoryNotice,
    told_at: datetime,
    told_whom: str,
    by: Any,
    their_number: str = "",
    note: str = "",
    expected: int | None = None,
) -> MandatoryNotice:
    """Writes down that the body was told: when, whom, and their number for it. Written once."""
    return write_down_told(
        notice=notice, told_at=told_at, told_whom=told_whom, their_number=their_number, note=note,
        expected=expected, by=by,
    )  # fmt: skip


def write_down_told(
    *, notice: MandatoryNotice, told_at: datetime, by: Any, expected: int | None, **said: str
) -> MandatoryNotice:
    """The same for a report and for a case: part of the action of either."""
    rows = MandatoryNotice.objects.select_related("report", "case").select_for_update(of=("self",))
    current: MandatoryNotice = rows.get(pk=notice.pk)
    require_version(current, expected)
    if current.told_at is not None:
        raise Refused(_("This was already recorded."))
    if told_at > clock.now():
        raise Refused(_("This moment is still to come."), field="told_at")
    current.told_at, current.told_by = told_at, by
    for name, value in said.items():
        setattr(current, name, value)
    current.save()
    Notifying.move(current, Notifying.tell, by=by)
    close_tasks(key=f"{NOTIFY}:{current.pk}", by=by, outcome="told")
    return current
