"""An incident, from its opening until everybody who must know of it was told and has answered (R22)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.incidents.models import Incident
from himaya.hotline.incidents.rules import bodies_have_answered, bodies_were_told
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

OPENED = kind("incident.opened", _("An incident was opened"))
LINKED = kind("incident.linked", _("An incident of a report of yours was opened to you"))
HOTLINE = [Counsellor, HotlineSupervisor]


def opener(incident: Any) -> Any:
    """Who opened it sees to it that the others are told."""
    return incident.opened_by


class IncidentWork(Process):
    """From the opening to the last answer."""

    code = "incident"
    title = _("Incident")
    of = Incident

    opened = State(_("Opened"))
    told = State(_("Others were told"))
    closed = End(_("Closed"))
    set_aside = End(_("No incident"), aside=True)

    open_ = Start(
        opened,
        by=HOTLINE,
        label=_("Open"),
        starts=[
            Clock("told", _("Telling of an incident"), "incident.told", Counsellor, opener, ladder="urgent")
        ],
        tells=[Tell(OPENED, HotlineSupervisor)],
    )
    tell = Move(
        [opened, told],
        told,
        by=HOTLINE,
        label=_("Write down who was told"),
        page="hotline:incident-tell",
        never_held=True,
        meets=["told"],
        starts=[Clock("answers", _("Answers to an incident"), "incident.answers", Counsellor, opener)],
    )
    close = Move(
        [opened, told],
        closed,
        by=HOTLINE,
        label=_("Close the incident"),
        page="hotline:incident-close",
        needs=[bodies_were_told, bodies_have_answered],
        meets=["told", "answers"],
        reasons="incident.outcome",
        tone="primary",
    )
    put_aside = Move(
        [opened, told],
        set_aside,
        by=[HotlineSupervisor],
        label=_("This was no incident"),
        page="hotline:incident-aside",
        reasons="incident.aside",
        tone="danger",
    )
