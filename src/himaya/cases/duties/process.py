"""What a meeting asked of an agency: accepted or refused with a reason, reported done, and confirmed by somebody
independent of the agency, or sent back (case conference and commission: independent verification)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import (
    CommissionSecretary,
    ProviderStaff,
    Role,
    SocialWorker,
    Supervisor,
    UnitManager,
)
from himaya.cases.duties.models import Duty
from himaya.cases.duties.rules import is_independent
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import PUBLIC_PARTY, Clock, End, Move, Party, Process, Start, State, Tell

GIVEN = kind("duty.given", _("A meeting has given your organisation a task"))
ACCEPTED = kind("duty.accepted", _("An agency has accepted a task"))
REFUSED = kind("duty.refused", _("An agency has refused a task"))
REPORTED = kind("duty.reported", _("An agency reports a task done: please check"))
CONFIRMED = kind("duty.confirmed", _("A task you reported was confirmed"))
SENT_BACK = kind("duty.sent_back", _("A task you reported done was sent back"))

# Whoever holds a link to the one task answers as the public does: the database shows them that one only.
ANSWERING: list[type[Role] | Party] = [ProviderStaff, PUBLIC_PARTY]
GIVERS = [SocialWorker, Supervisor, UnitManager, CommissionSecretary]


def answer_to(duty: Any) -> Any:
    """Who put the case before the meeting, or has taken it over."""
    return duty.answer_to


def giver(duty: Any) -> Any:
    """Who wrote the decision, where that is somebody else."""
    return duty.given_by if duty.given_by_id != duty.answer_to_id else None


def reporter(duty: Any) -> Any:
    """Who reported it done."""
    return duty.reported_by


DONE = Clock("done", _("Task of a meeting"), "duty.done.grace", ProviderStaff)


class DutyWork(Process):
    """From the decision to the confirmation."""

    code = "duty"
    title = _("Task of a meeting")
    of = Duty

    given = State(_("Waits for an answer"))
    accepted = State(_("Being done"))
    reported = State(_("Reported done"))
    confirmed = End(_("Confirmed"))
    refused = End(_("Refused by the agency"), aside=True)
    withdrawn = End(_("Taken back"), aside=True)

    give = Start(
        given,
        by=GIVERS,
        label=_("Give a task"),
        starts=[Clock("answer", _("Answer to a task"), "duty.accept.due", ProviderStaff)],
    )
    accept = Move(
        given,
        accepted,
        by=ANSWERING,
        label=_("Accept"),
        page="cases:duty-answer",
        meets=["answer"],
        starts=[DONE],
        tells=[Tell(ACCEPTED, answer_to)],
        tone="primary",
    )
    refuse = Move(
        given,
        refused,
        by=ANSWERING,
        label=_("Refuse"),
        reasons="duty.refuse_reason",
        meets=["answer"],
        tells=[Tell(REFUSED, answer_to, urgent=True), Tell(REFUSED, giver, urgent=True)],
    )
    report = Move(
        accepted,
        reported,
        by=ANSWERING,
        label=_("Report as done"),
        page="cases:duty-report",
        meets=["done"],
        starts=[Clock("check", _("Check of a task"), "duty.verify.due", SocialWorker, answer_to)],
        tells=[Tell(REPORTED, answer_to), Tell(REPORTED, giver)],
        tone="primary",
    )
    confirm = Move(
        reported,
        confirmed,
        by=GIVERS,
        label=_("Check"),
        page="cases:duty-check",
        needs=[is_independent],
        meets=["check"],
        tells=[Tell(CONFIRMED, reporter)],
        tone="primary",
    )
    send_back = Move(
        reported,
        accepted,
        by=GIVERS,
        label=_("Send back"),
        needs=[is_independent],
        meets=["check"],
        starts=[DONE],
        tells=[Tell(SENT_BACK, reporter, urgent=True)],
    )
    withdraw = Move(
        [given, accepted],
        withdrawn,
        by=GIVERS,
        label=_("Take back"),
        page="cases:duty-withdraw",
        tone="danger",
    )
