"""A session of supervision: owed from the last one on, held, read by the worker (R44; the period is a norm)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.supervision.models import Supervision
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

WRITTEN = kind(
    "supervision.written", _("A supervision session of yours was written down: read it and confirm")
)
CONFIRMED = kind("supervision.confirmed", _("A worker has read what you wrote of a supervision session"))
LEADERS = [Supervisor, UnitManager]


def worker(session: Any) -> Any:
    """Who is supervised."""
    return session.worker


def holder(session: Any) -> Any:
    """Who held it."""
    return session.held_by


def owed_since(session: Any) -> Any:
    """The time runs from the session before."""
    return session.since


READING = Clock(
    "reading", _("Confirmation of a supervision session"), "supervision.read.due", SocialWorker, worker
)


class SupervisionWork(Process):
    """From the day it is owed to the worker's own word."""

    code = "supervision"
    title = _("Supervision session")
    of = Supervision

    due = State(_("Due"))
    held = State(_("Held, waits for the worker"))
    read = End(_("Held and read"))
    lapsed = End(_("The worker no longer serves here"), aside=True)

    # Not met in time, whoever leads the supervisors hears: the ladder climbs past them.
    owe = Start(
        due,
        by=[*LEADERS, SYSTEM_PARTY],
        label=_("Owed"),
        starts=[
            Clock(
                "session", _("Supervision session"), "supervision.session.due", Supervisor, since=owed_since
            )
        ],
    )
    add = Start(
        held, by=LEADERS, label=_("Held outside the order"), starts=[READING], tells=[Tell(WRITTEN, worker)]
    )
    hold = Move(
        due,
        held,
        by=LEADERS,
        label=_("Write down the session"),
        page="cases:supervision-hold",
        meets=["session"],
        starts=[READING],
        tells=[Tell(WRITTEN, worker)],
        tone="primary",
    )
    confirm = Move(
        held,
        read,
        by=[SocialWorker],
        label=_("Confirm that you have read it"),
        page="cases:supervision-confirm",
        meets=["reading"],
        tells=[Tell(CONFIRMED, holder)],
        tone="primary",
    )
    lapse = Move([due, held], lapsed, by=[SYSTEM_PARTY], label=_("The worker left"))
