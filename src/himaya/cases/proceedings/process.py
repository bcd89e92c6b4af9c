"""A proceeding before a court or another body, and an order from its first day until it ends."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.proceedings.models import Order, Proceeding
from himaya.cases.proceedings.rules import body_is_named
from himaya.cases.voice.rules import child_was_heard, interests_are_stated
from himaya.kit import clock
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

JUDGED = kind("proceeding.judged", _("A judgment was given in a case of yours"))
HEARING = kind("proceeding.hearing", _("A hearing is near"))
ENDING = kind("order.ending", _("An order that protects a child is about to end"))
EXPIRED = kind("order.expired", _("An order that protected a child has ended"))
BROKEN = kind("order.broken", _("An order that protects a child was broken"))
WORKERS = [SocialWorker, Supervisor, DutyOfficer]


def worker(record: Any) -> Any:
    """Who works the case."""
    return record.case.worker


def judged_at(proceeding: Any) -> Any:
    """The time to appeal runs from the day of the judgment."""
    return clock.at(proceeding.judged_on)


class ProceedingWork(Process):
    """From the preparation of a claim until its judgment is in force."""

    code = "proceeding"
    title = _("Proceeding")
    of = Proceeding

    prepared = State(_("Being prepared"))
    filed = State(_("Before the court or body"))
    judged = State(_("Judgment given"))
    in_force = End(_("Judgment in force"))
    dropped = End(_("Ended without a judgment"), aside=True)

    prepare = Start(prepared, by=WORKERS, label=_("Prepare a claim"))
    note = Start(filed, by=WORKERS, label=_("Write down a proceeding"))
    file = Move(
        prepared,
        filed,
        by=WORKERS,
        label=_("File the claim"),
        page="cases:proceeding-file",
        needs=[body_is_named, interests_are_stated, child_was_heard],
        overridden_by=[Supervisor, UnitManager],
        tone="primary",
    )
    judge = Move(
        filed,
        judged,
        by=WORKERS,
        label=_("Write down the judgment"),
        page="cases:proceeding-judge",
        starts=[Clock("appeal", _("Last day to appeal"), "judgment.appeal", SocialWorker, worker, judged_at)],
        tells=[Tell(JUDGED, worker), Tell(JUDGED, Supervisor)],
        tone="primary",
    )
    go_on = Move(
        judged,
        filed,
        by=WORKERS,
        label=_("It was appealed"),
        page="cases:proceeding-appealed",
        meets=["appeal"],
    )
    enter = Move(
        judged,
        in_force,
        by=WORKERS,
        label=_("It is in force"),
        page="cases:proceeding-in-force",
        meets=["appeal"],
        tone="primary",
    )
    drop = Move(
        [prepared, filed],
        dropped,
        by=WORKERS,
        label=_("Ended without a judgment"),
        page="cases:proceeding-drop",
        reasons="proceeding.drop_reason",
        tone="danger",
    )


class OrderWork(Process):
    """From the first day of an order until it runs out or is lifted."""

    code = "order"
    title = _("Order")
    of = Order

    in_force = State(_("In force"))
    expired = End(_("Ended"))
    lifted = End(_("Lifted early"), aside=True)

    issue = Start(in_force, by=WORKERS, label=_("Write down an order"))
    expire = Move(
        in_force,
        expired,
        by=[SYSTEM_PARTY],
        label=_("Ended"),
        tells=[Tell(EXPIRED, worker, urgent=True), Tell(EXPIRED, Supervisor)],
    )
    lift = Move(
        in_force,
        lifted,
        by=WORKERS,
        label=_("It was lifted"),
        page="cases:order-lift",
        reasons="order.lift_reason",
    )
