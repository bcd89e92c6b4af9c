"""An application made online: received, and taken in by a person, or left out for a coded reason.

The law (275-IVQ, as amended in 2025) counts its working days from the application; nobody's day is lost by a queue.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, Supervisor
from himaya.cases.applying.models import OnlineApplication
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import PUBLIC_PARTY, SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

ARRIVED = kind("application.arrived", _("An application for social services came online"))
TAKERS = [DutyOfficer, Supervisor]


def sent_at(application: Any) -> Any:
    """Counted from when it was sent."""
    return application.received_at


class Applying(Process):
    """From the public page to a case."""

    code = "applying"
    title = _("Application made online")
    of = OnlineApplication

    received = State(_("Received"))
    taken_in = End(_("Became a case"))
    left_out = End(_("Left out"), aside=True)

    receive = Start(
        received,
        by=[PUBLIC_PARTY, SYSTEM_PARTY],
        label=_("Receive"),
        starts=[
            Clock("look", _("Taking in an application"), "application.look_due", Supervisor, since=sent_at)
        ],
        tells=[Tell(ARRIVED, Supervisor), Tell(ARRIVED, DutyOfficer)],
    )
    take_in = Move(
        received, taken_in, by=TAKERS, label=_("Take the application in"), meets=["look"], tone="primary"
    )
    leave_out = Move(
        received,
        left_out,
        by=TAKERS,
        label=_("Leave it out"),
        page="cases:online-application-out",
        reasons="application.out_reason",
        meets=["look"],
        tone="danger",
    )
