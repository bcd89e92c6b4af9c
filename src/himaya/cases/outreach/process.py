"""Proactive support: somebody asks the person, who may say no; nothing follows without a yes (Law on Social Services,
275-IVQ: services are voluntary; requirement of the reform, *proaktiv yönümlü dəstək*)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.outreach.models import Lead
from himaya.cases.outreach.rules import turns_to_help
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

GIVEN = kind("lead.given", _("A lead for outreach was given to you"))
RAISED = kind("lead.raised", _("New leads for outreach wait in your unit"))
IN_CASE = kind("lead.in_case", _("There is something new about a child whose case you work on"))
WHO = [SocialWorker, Supervisor]
LEADERS = [Supervisor, DutyOfficer, UnitManager]


def worker(lead: Any) -> Any:
    """Who works on it, while somebody does."""
    return lead.worker


def first_contact(lead: Any) -> str:
    """The norm of the first contact, by the rule's priority."""
    return f"outreach.first_contact.{lead.priority}"


class LeadWork(Process):
    """From the night a rule found somebody until they were helped, said no, or it came to nothing."""

    code = "lead"
    title = _("Outreach")
    of = Lead

    raised = State(_("Waits for a worker"))
    taken = State(_("To be reached"))
    contacted = State(_("Contact made"))
    agreed = State(_("Agreed to be helped"))
    helped = End(_("Help has begun"))
    refused = End(_("Said no"), aside=True)
    reported = End(_("Reported: somebody may be in danger"), aside=True)
    ended = End(_("Ended"), aside=True)

    start = Start(
        raised,
        by=[SYSTEM_PARTY],
        label=_("A rule found somebody"),
        starts=[Clock("contact", _("Outreach: first contact"), first_contact, SocialWorker, worker)],
    )
    take = Move(raised, taken, by=[SocialWorker], label=_("Take it"), page="cases:lead-take", tone="primary")
    assign = Move(
        raised,
        taken,
        by=LEADERS,
        label=_("Give it to a worker"),
        page="cases:lead-assign",
        tells=[Tell(GIVEN, worker)],
        tone="primary",
    )
    hand_over = Move(
        [taken, contacted, agreed],
        None,
        by=LEADERS,
        label=_("Give it to another worker"),
        page="cases:lead-assign",
        tells=[Tell(GIVEN, worker)],
    )
    reach = Move(
        [taken, contacted],
        contacted,
        by=WHO,
        label=_("Write down a contact"),
        page="cases:lead-contact",
        meets=["contact", "answer"],
        starts=[Clock("answer", _("Outreach: yes or no"), "outreach.answer", SocialWorker, worker)],
        tone="primary",
    )
    miss = Move([taken, contacted], None, by=WHO, label=_("Not reached"))
    agree = Move(
        [taken, contacted],
        agreed,
        by=WHO,
        label=_("Write down yes or no"),
        page="cases:lead-answer",
        meets=["contact", "answer"],
        starts=[Clock("begin", _("Outreach: help begins"), "outreach.begin", SocialWorker, worker)],
        tone="primary",
    )
    refuse = Move(
        [taken, contacted],
        refused,
        by=WHO,
        label=_("Said no"),
        reasons="outreach.refusal",
        meets=["contact", "answer"],
    )
    withdraw = Move(
        agreed,
        refused,
        by=WHO,
        label=_("Says no after all"),
        page="cases:lead-answer",
        reasons="outreach.refusal",
    )
    begin_help = Move(
        agreed,
        helped,
        by=WHO,
        label=_("Begin the help"),
        page="cases:lead-begin",
        needs=[turns_to_help],
        meets=["begin"],
        tone="primary",
    )
    report = Move(
        [taken, contacted, agreed],
        reported,
        by=WHO,
        label=_("Somebody may be in danger"),
        page="cases:lead-report",
        never_held=True,
        tone="danger",
    )
    end = Move(
        [raised, taken, contacted, agreed],
        ended,
        by=[*WHO, UnitManager],
        label=_("End it with a result"),
        page="cases:lead-end",
        reasons="outreach.result",
    )
