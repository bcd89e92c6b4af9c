"""A complaint, from the day it came until who complained has heard what was decided."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.appeals.models import Appeal
from himaya.cases.appeals.rules import answer_is_reasoned, took_no_part
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

RECEIVED = kind("appeal.received", _("A complaint waits for you"))
DECIDED = kind("appeal.decided", _("A complaint you wrote down was decided: tell who complained"))
WRITERS = [SocialWorker, Supervisor, DutyOfficer, UnitManager]
DECIDERS = [Supervisor, UnitManager]


def who_wrote(appeal: Any) -> Any:
    """Who wrote it down."""
    return appeal.written_by


def came_at(appeal: Any) -> Any:
    """The days run from when it came."""
    return appeal.received_at


class AppealWork(Process):
    """From the complaint to the answer."""

    code = "appeal"
    title = _("Complaint")
    of = Appeal

    received = State(_("Received"))
    acknowledged = State(_("Acknowledged"))
    decided = State(_("Decided"))
    answered = End(_("Answered"))
    ended = End(_("Ended without a decision"), aside=True)

    receive = Start(
        received,
        by=WRITERS,
        label=_("Write down a complaint"),
        starts=[
            Clock("acknowledgement", _("Acknowledgement"), "appeal.acknowledge", Supervisor, since=came_at),
            Clock("decision", _("Decision on a complaint"), "appeal.decide", Supervisor, since=came_at),
        ],
        tells=[Tell(RECEIVED, Supervisor), Tell(RECEIVED, UnitManager)],
    )
    acknowledge = Move(
        received,
        acknowledged,
        by=DECIDERS,
        label=_("Acknowledge"),
        page="cases:appeal-acknowledge",
        meets=["acknowledgement"],
        tone="primary",
    )
    decide = Move(
        [received, acknowledged],
        decided,
        by=DECIDERS,
        label=_("Decide"),
        page="cases:appeal-decide",
        needs=[took_no_part],
        reasons="appeal.outcome",
        meets=["acknowledgement", "decision"],
        starts=[Clock("telling", _("Telling who complained"), "appeal.tell", Supervisor)],
        tells=[Tell(DECIDED, who_wrote)],
        tone="primary",
    )
    answer = Move(
        decided,
        answered,
        by=DECIDERS,
        label=_("Who complained was told"),
        page="cases:appeal-told",
        needs=[answer_is_reasoned],
        meets=["telling"],
        tone="primary",
    )
    end = Move(
        [received, acknowledged],
        ended,
        by=DECIDERS,
        label=_("End without a decision"),
        page="cases:appeal-end",
        needs=[took_no_part],
        reasons="appeal.end_reason",
        tone="danger",
    )
