"""The deadline of a conference: at critical and high risk, from the registration of the case (domain §3.4)."""

from typing import Any

from himaya.access.roles import SocialWorker
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.rules import UNREGISTERED, is_open
from himaya.cases.meetings.process import CONFERENCE
from himaya.cases.meetings.queries import conference_clock
from himaya.cases.meetings.rules import GRAVE
from himaya.kit import clock
from himaya.workflow.actions import end_clock, start_clock


def await_conference(case: Case) -> None:
    """Starts the deadline where the risk is grave, unless it runs already. Part of another action."""
    if case.risk not in GRAVE or not is_open(case) or case.status in UNREGISTERED:
        return
    if conference_clock(case) is not None:
        return
    start_clock(
        subject=case,
        process=CaseWork.code,
        name=CONFERENCE.name,
        norm_key=CONFERENCE.norm_for(case),
        since=clock.now(),
        holder=case.worker,
        role=SocialWorker,
        ladder=CONFERENCE.ladder_for(case),
    )


def risk_was(case: Case, before: Any) -> None:
    """A level that became grave starts the deadline; one that is no longer grave ends it."""
    if case.risk not in GRAVE:
        end_clock(process=CaseWork.code, subject_id=case.pk, name=CONFERENCE.name, met=False)
    elif before not in GRAVE:
        await_conference(case)
