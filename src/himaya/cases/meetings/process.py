"""A meeting that decides together, from its planning to the signed minutes, and each item of its agenda.

A case conference is called by who works on the case; a session of a commission by its secretary. Nothing is decided
without a quorum, the child's view and the statement of best interests, save in an emergency, where what is missing
becomes a task (domain §3.4, §6; law on the rights of the child of 2026: best-interests procedure)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import CommissionSecretary, SocialWorker, Supervisor, UnitManager
from himaya.cases.casefile.process import CaseWork, ladder, worker
from himaya.cases.meetings.models import AgendaItem, Meeting
from himaya.cases.meetings.rules import (
    all_have_voted,
    child_is_heard,
    conference_norm,
    dissent_is_told,
    every_item_is_settled,
    interests_are_stated,
    its_time_has_come,
    outcome_fits,
    quorum_is_there,
    somebody_may_decide,
    something_is_to_decide,
)
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

INVITED = kind("meeting.invited", _("You are invited to a meeting"))
CHANGED = kind("meeting.changed", _("A meeting to which you were invited was postponed or cancelled"))
MINUTES = kind("meeting.minutes", _("Minutes of a meeting wait for your signature"))
SUBMITTED = kind("agenda.submitted", _("A case was put before your commission"))
LISTED = kind("agenda.listed", _("A commission has taken your case onto its agenda"))
RETURNED = kind("agenda.returned", _("A commission has returned a case to you"))
DECIDED = kind("agenda.decided", _("A meeting has decided on a case of yours"))

KEEPERS = [SocialWorker, Supervisor, UnitManager, CommissionSecretary]
# A deadline of the case itself, so that it is late where the case is looked at.
CONFERENCE = Clock("conference", _("Case conference"), conference_norm, SocialWorker, worker, ladder=ladder)
CaseWork.clocks[CONFERENCE.name] = CONFERENCE


def keeper(meeting: Any) -> Any:
    """Who writes the minutes."""
    return meeting.keeper


def answer_to(item: Any) -> Any:
    """Who put the item, or whoever has taken over the case."""
    return item.answer_to


class MeetingWork(Process):
    """Planned, invited, held, minuted."""

    code = "meeting"
    title = _("Meeting")
    of = Meeting

    planned = State(_("Planned"))
    invited = State(_("Invited"))
    held = State(_("Held"))
    minuted = End(_("Minutes signed"))
    postponed = State(_("Postponed"), aside=True)
    cancelled = End(_("Cancelled"), aside=True)

    plan = Start(planned, by=KEEPERS, label=_("Plan"))
    invite = Move(
        planned,
        invited,
        by=KEEPERS,
        label=_("Invite"),
        page="cases:meeting-invite",
        needs=[somebody_may_decide, something_is_to_decide],
        tone="primary",
    )
    hold = Move(
        [planned, invited],
        held,
        by=KEEPERS,
        label=_("Write down who is there"),
        page="cases:meeting-hold",
        needs=[somebody_may_decide, something_is_to_decide, its_time_has_come],
        starts=[Clock("minutes", _("Minutes"), "meeting.minutes.due", Supervisor, keeper)],
        tone="primary",
    )
    close = Move(
        held,
        minuted,
        by=[SYSTEM_PARTY],
        label=_("Minutes signed"),
        needs=[every_item_is_settled],
        meets=["minutes"],
    )
    correct = Move(
        minuted,
        held,
        by=KEEPERS,
        label=_("Correct the minutes"),
        page="cases:minutes-correct",
        starts=[Clock("minutes", _("Minutes"), "meeting.minutes.due", Supervisor, keeper)],
    )
    postpone = Move(
        [planned, invited],
        postponed,
        by=KEEPERS,
        label=_("Postpone"),
        page="cases:meeting-postpone",
        reasons="meeting.change_reason",
    )
    plan_again = Move(
        postponed, planned, by=KEEPERS, label=_("Plan anew"), page="cases:meeting-again", tone="primary"
    )
    cancel = Move(
        [planned, invited, postponed],
        cancelled,
        by=[*KEEPERS, SYSTEM_PARTY],
        label=_("Cancel"),
        page="cases:meeting-cancel",
        reasons="meeting.change_reason",
        tone="danger",
    )


class AgendaWork(Process):
    """One item: put, listed, decided."""

    code = "agenda"
    title = _("Item of an agenda")
    of = AgendaItem

    submitted = State(_("Put before the commission"))
    listed = State(_("On the agenda"))
    decided = End(_("Decided"))
    returned = End(_("Returned"), aside=True)
    withdrawn = End(_("Taken back"), aside=True)

    submit = Start(
        submitted,
        by=[SocialWorker, Supervisor],
        label=_("Put before the commission"),
        starts=[Clock("listing", _("Answer of the commission"), "agenda.answer.due", CommissionSecretary)],
    )
    put = Start(listed, by=KEEPERS, label=_("Put on the agenda"))
    take = Move(
        submitted,
        listed,
        by=[CommissionSecretary],
        label=_("Put on the agenda"),
        page="cases:agenda-take",
        meets=["listing"],
        tells=[Tell(LISTED, answer_to)],
        tone="primary",
    )
    send_back = Move(
        submitted,
        returned,
        by=[CommissionSecretary],
        label=_("Return"),
        page="cases:agenda-return",
        reasons="agenda.return_reason",
        meets=["listing"],
        tells=[Tell(RETURNED, answer_to, urgent=True)],
    )
    put_off = Move(
        listed,
        submitted,
        by=[CommissionSecretary],
        label=_("Put off to a later session"),
        page="cases:agenda-put-off",
        starts=[Clock("listing", _("Answer of the commission"), "agenda.answer.due", CommissionSecretary)],
    )
    withdraw = Move(
        [submitted, listed],
        withdrawn,
        by=[SocialWorker, Supervisor, CommissionSecretary, SYSTEM_PARTY],
        label=_("Take back"),
        page="cases:agenda-withdraw",
    )
    decide = Move(
        listed,
        decided,
        by=KEEPERS,
        label=_("Write the decision"),
        page="cases:agenda-decide",
        needs=[
            all_have_voted,
            dissent_is_told,
            outcome_fits,
            quorum_is_there,
            child_is_heard,
            interests_are_stated,
        ],
        tells=[Tell(DECIDED, answer_to)],
        tone="primary",
    )
    decide_urgently = Move(
        listed,
        decided,
        by=KEEPERS,
        label=_("Decide in an emergency"),
        needs=[quorum_is_there, child_is_heard, interests_are_stated],
        never_held=True,
        tells=[Tell(DECIDED, answer_to, urgent=True)],
    )
