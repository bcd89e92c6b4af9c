"""A missing child, in care or not, starts its own clock: police at once, then the search, then the talk (domain §3.1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor
from himaya.cases.missing.models import MissingChild
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

MISSING = kind("missing.reported", _("A child of a case is missing"))
FOUND = kind("missing.found", _("A missing child was found"))
WHO = [SocialWorker, Supervisor, DutyOfficer]


def worker(missing: Any) -> Any:
    """Who works the case."""
    return missing.case.worker


def holder(missing: Any) -> Any:
    """Who answers for the search: the worker of the case or, while it has none, who wrote it down."""
    return missing.case.worker or missing.reported_by


CHECK = Clock(
    "check", _("Missing child: next check"), "missing_child.check", SocialWorker, holder, ladder="urgent"
)


class MissingWork(Process):
    """From the word that a child is missing until the child was found and heard."""

    code = "missing"
    title = _("Missing child")
    of = MissingChild

    missing = State(_("Missing"))
    found = State(_("Found"))
    closed = End(_("Heard, and closed"))
    mistaken = End(_("Was not missing"), aside=True)

    report = Start(
        missing,
        by=WHO,
        label=_("A child is missing"),
        never_held=True,
        starts=[CHECK],
        tells=[Tell(MISSING, Supervisor, urgent=True), Tell(MISSING, worker, urgent=True)],
    )
    search = Move(
        missing,
        missing,
        by=WHO,
        label=_("Write down a step of the search"),
        page="cases:missing-search",
        never_held=True,
        meets=["check"],
        starts=[CHECK],
        tone="primary",
    )
    find = Move(
        missing,
        found,
        by=WHO,
        label=_("The child was found"),
        page="cases:missing-found",
        never_held=True,
        cancels=["check"],
        starts=[
            Clock(
                "talk", _("Talk with the child who is back"), "missing_child.interview", SocialWorker, holder
            )
        ],
        tells=[Tell(FOUND, Supervisor, urgent=True), Tell(FOUND, worker, urgent=True)],
        tone="primary",
    )
    hear = Move(
        found,
        closed,
        by=WHO,
        label=_("Talk with the child"),
        page="cases:missing-talk",
        meets=["talk"],
        tone="primary",
    )
    close = Move(
        found,
        closed,
        by=WHO,
        label=_("There was no talk"),
        page="cases:missing-close",
        reasons="missing.no_interview",
        meets=["talk"],
    )
    mistake = Move(
        missing,
        mistaken,
        by=WHO,
        label=_("The child was not missing"),
        page="cases:missing-mistaken",
        reasons="missing.mistake",
        tone="danger",
    )
