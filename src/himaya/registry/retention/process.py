"""A file that has fallen due is looked at by a human, proposed, decided by a second, and only then anonymised; a legal
hold stops it at any moment (domain §6, retention)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import HotlineSupervisor, Supervisor, UnitManager
from himaya.kit import clock
from himaya.reference.queries import norm
from himaya.registry.retention.models import LegalHold, Retention
from himaya.registry.retention.rules import another_decides, nothing_is_held
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

DUE = kind("retention.due", _("The time for keeping a file is over: decide what becomes of it"))
PROPOSED = kind("retention.proposed", _("A file was proposed for anonymisation and waits for your decision"))
DECIDERS = [Supervisor, UnitManager]


class RetentionWork(Process):
    """From the day it fell due to the day nobody is named any more, or to a reason for keeping it."""

    code = "retention"
    title = _("File whose time is over")
    of = Retention

    due = State(_("Fallen due"))
    proposed = State(_("Proposed for anonymisation"))
    approved = State(_("Decided, not yet done"))
    done = End(_("Anonymised"))
    kept = End(_("Kept longer"), aside=True)

    fall_due = Start(
        due,
        by=[SYSTEM_PARTY],
        label=_("Falls due"),
        starts=[
            Clock(
                "decision", _("Decision on a file whose time is over"), "retention.decision_due", UnitManager
            )
        ],
        tells=[Tell(DUE, UnitManager)],
    )
    propose = Move(
        due,
        proposed,
        by=DECIDERS,
        label=_("Propose anonymisation"),
        needs=[nothing_is_held],
        meets=["decision"],
        page="people:retention-propose",
        starts=[Clock("second", _("Second decision on a file"), "retention.decision_due", UnitManager)],
        tells=[Tell(PROPOSED, UnitManager)],
    )
    approve = Move(
        proposed,
        approved,
        by=[UnitManager],
        label=_("Decide: anonymise"),
        needs=[another_decides, nothing_is_held],
        meets=["second"],
        page="people:retention-approve",
        tone="danger",
    )
    keep = Move(
        [due, proposed, approved],
        kept,
        by=DECIDERS,
        label=_("Keep longer"),
        reasons="retention.keep_reason",
        meets=["decision", "second"],
        page="people:retention-keep",
    )
    carry_out = Move(approved, done, by=[SYSTEM_PARTY], label=_("Anonymised"), needs=[nothing_is_held])


def looked_at_from(hold: Any) -> datetime:
    """When the time for looking at a hold again begins, so that it ends with the hold's last day."""
    days = int(norm("hold.review", on=clock.today()).number)
    return clock.at(hold.expires_on + timedelta(days=1)) - timedelta(days=days)


class HoldWork(Process):
    """A legal hold from the day it is placed to its release or its last day."""

    code = "legal_hold"
    title = _("Legal hold")
    of = LegalHold

    standing = State(_("In force"))
    released = End(_("Released"))
    expired = End(_("Run out"), aside=True)

    place = Start(
        standing,
        by=[*DECIDERS, HotlineSupervisor],
        label=_("Place a hold"),
        starts=[
            Clock(
                "review", _("Looking at a legal hold again"), "hold.review", UnitManager, since=looked_at_from
            )
        ],
    )
    release = Move(
        standing,
        released,
        by=[*DECIDERS, HotlineSupervisor],
        label=_("Release the hold"),
        page="people:hold-release",
        meets=["review"],
    )
    expire = Move(standing, expired, by=[SYSTEM_PARTY], label=_("Run out"))
