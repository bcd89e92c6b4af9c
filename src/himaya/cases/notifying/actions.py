"""Opening what must be told, and writing down that it was."""

from datetime import datetime
from typing import Any

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import EMERGENCY_WORK, DutyOfficer
from himaya.cases.casefile.models import Case
from himaya.cases.intake.actions import write_down_told
from himaya.cases.intake.models import MandatoryNotice
from himaya.cases.intake.process import NOTIFY, Notifying
from himaya.cases.notifying.queries import told_since
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, norm
from himaya.workflow.actions import hand_clocks, open_task


def owe(*, case: Case, duty: str, since: datetime, by: Any) -> MandatoryNotice:
    """What a happening bids us tell, with its task and deadline; where the body was told of it already (for a report of
    the case), that telling. Part of another action's transaction."""
    known = told_since(case, duty, since).first()
    if known is not None:
        return known
    item = code_item("mandatory.notification", duty)
    length = norm(
        str(item.attributes["norm"]) if item else "notification.at_once", clock.today(), case.territory
    )
    notice = MandatoryNotice(dossier=case.dossier, case=case, duty=duty, due_at=add(clock.now(), length))
    Notifying.begin(notice, Notifying.open, by=by)
    holder = by if isinstance(by, User) else case.worker
    hand_clocks(process=Notifying.code, subject_id=notice.pk, holder=holder, unit=case.dossier.unit)
    open_task(
        kind=NOTIFY,
        key=f"{NOTIFY}:{notice.pk}",
        dossier=case.dossier,
        unit=case.dossier.unit,
        assignee=holder,
        role=DutyOfficer,
        due_at=notice.due_at,
        process=Notifying.code,
        subject_id=notice.pk,
    )
    return notice


@action(EMERGENCY_WORK, on="notice")
def tell_of_case(
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
