"""A visit, from the plan to its record. A planned visit without a record shouts (domain §3.4, §6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor
from himaya.cases.visits.models import Visit
from himaya.cases.visits.rules import record_is_whole
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

PLANNED = kind("visit.planned", _("A visit was planned for you"))
UNSAFE = kind("visit.unsafe", _("A visit found somebody who is not safe"))
CANCELLED = kind("visit.cancelled", _("A planned visit was cancelled"))


def visitor(visit: Any) -> Any:
    """Who makes the visit."""
    return visit.worker


def planned_for(visit: Any) -> Any:
    """The record is due a norm's time after the planned hour."""
    return visit.planned_for


def ladder(visit: Any) -> str:
    """Critical and high risk climb faster."""
    return "urgent" if visit.case.risk in {"critical", "high"} else "standard"


RECORD = Clock(
    "visit_record",
    _("Record of the visit"),
    "visit.record_due",
    SocialWorker,
    visitor,
    planned_for,
    ladder=ladder,
)
# Nobody is left alone behind a door: silence after this time alarms the supervisor at once.
SAFE_RETURN = Clock(
    "safe_return", _("Word that the worker is safe"), "visit.checkin", SocialWorker, visitor, ladder="urgent"
)


class VisitWork(Process):
    """From the plan of a visit to its record."""

    code = "visit"
    title = _("Visit")
    of = Visit

    planned = State(_("Planned"))
    under_way = State(_("Under way"))
    done = End(_("Recorded"))
    cancelled = End(_("Cancelled"), aside=True)

    plan = Start(
        planned,
        by=[SocialWorker, Supervisor, DutyOfficer],
        label=_("Visit planned"),
        starts=[RECORD],
        tells=[Tell(PLANNED, visitor)],
    )
    report = Start(
        done,
        by=[SocialWorker, Supervisor],
        label=_("Visit recorded"),
        needs=[record_is_whole],
    )
    postpone = Move(
        planned,
        planned,
        by=[SocialWorker, Supervisor],
        label=_("Move the visit to another time"),
        page="cases:visit-postpone",
        reasons="visit.cancel_reason",
        cancels=["visit_record"],
        starts=[RECORD],
    )
    go_in = Move(
        planned,
        under_way,
        by=[SocialWorker, Supervisor],
        label=_("I am going in"),
        starts=[SAFE_RETURN],
    )
    record = Move(
        [planned, under_way],
        done,
        by=[SocialWorker, Supervisor],
        label=_("Record the visit"),
        page="cases:visit-record",
        needs=[record_is_whole],
        meets=["visit_record", "safe_return"],
        tone="primary",
    )
    cancel = Move(
        [planned, under_way],
        cancelled,
        by=[SocialWorker, Supervisor, SYSTEM_PARTY],
        label=_("Cancel the visit"),
        page="cases:visit-cancel",
        reasons="visit.cancel_reason",
        tells=[Tell(CANCELLED, visitor)],
    )
