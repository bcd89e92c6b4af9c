"""Emergency removal: decided by two, carried out, the prosecutor told at once, a claim before the court within seven
days, and the court upholds it or the child goes back (Family Code; domain §2.2).

Nothing missing holds it back: the gaps become tasks. The prosecutor's notice is a mandatory one with its own clock."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor
from himaya.cases.removal.models import Removal
from himaya.cases.removal.rules import (
    act_is_written,
    another_agreed,
    child_is_named,
    grounds_are_named,
    parents_know,
    place_is_written,
)
from himaya.cases.voice.rules import child_was_heard, interests_are_stated
from himaya.kit import clock
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

DECIDED = kind("removal.decided", _("A child is to be taken to safety at once"))
TAKEN = kind("removal.taken", _("A child was taken to safety"))
REFUSED = kind("removal.refused", _("A court refused a removal: the child goes back"))
UPHELD = kind("removal.upheld", _("A court upheld a removal"))
RETURNED = kind("removal.returned", _("A child who had been taken to safety went back"))
WHO = [SocialWorker, Supervisor, DutyOfficer]


def worker(removal: Any) -> Any:
    """Who works the case."""
    return removal.case.worker


def second(removal: Any) -> Any:
    """With whom it was decided."""
    return removal.agreed_with


def holder(removal: Any) -> Any:
    """Who answers for what follows: the worker of the case or, while it has none, who decided."""
    return removal.case.worker or removal.decided_by


def taken_at(removal: Any) -> Any:
    """The days run from the moment the child was taken."""
    return removal.taken_at or clock.now()


ACT = [child_is_named, grounds_are_named, another_agreed]
WHOLE = [*ACT, act_is_written, place_is_written, parents_know, interests_are_stated, child_was_heard]
CLAIM = Clock(
    "claim",
    _("Claim to the court"),
    "emergency_removal.court_claim",
    SocialWorker,
    holder,
    taken_at,
    ladder="urgent",
)
CHECK = Clock("check", _("Is the removal still needed?"), "emergency_removal.check", SocialWorker, holder)
TOLD = [
    Tell(TAKEN, Supervisor, urgent=True),
    Tell(TAKEN, worker, urgent=True),
    Tell(TAKEN, second, urgent=True),
]


class RemovalWork(Process):
    """From the decision until the court has spoken or the child is back."""

    code = "removal"
    title = _("Emergency removal")
    of = Removal

    decided = State(_("Decided"))
    carried_out = State(_("Child in safety"))
    claimed = State(_("Claim before the court"))
    upheld = End(_("Upheld by the court"))
    refused = State(_("Refused by the court: the child goes back"), aside=True)
    returned = End(_("Child returned"), aside=True)
    withdrawn = End(_("Not carried out"), aside=True)

    decide = Start(
        decided,
        by=WHO,
        label=_("Take the child to safety"),
        needs=ACT,
        never_held=True,
        starts=[
            Clock(
                "carry_out",
                _("Carrying out"),
                "emergency_removal.carry_out",
                SocialWorker,
                holder,
                ladder="urgent",
            )
        ],
        tells=[
            Tell(DECIDED, Supervisor, urgent=True),
            Tell(DECIDED, worker, urgent=True),
            Tell(DECIDED, second, urgent=True),
        ],
    )
    record = Start(
        carried_out,
        by=WHO,
        label=_("Write down that the child was taken"),
        needs=WHOLE,
        never_held=True,
        starts=[CLAIM, CHECK],
        tells=TOLD,
    )
    carry_out = Move(
        decided,
        carried_out,
        by=WHO,
        label=_("The child was taken"),
        page="cases:removal-carry-out",
        needs=WHOLE,
        never_held=True,
        meets=["carry_out"],
        starts=[CLAIM, CHECK],
        tells=TOLD,
        tone="primary",
    )
    claim = Move(
        carried_out,
        claimed,
        by=WHO,
        label=_("The claim was filed"),
        page="cases:removal-claim",
        needs=WHOLE,
        never_held=True,
        meets=["claim"],
        tone="primary",
    )
    check = Move(
        carried_out,
        carried_out,
        by=WHO,
        label=_("Is it still needed?"),
        page="cases:removal-check",
        meets=["check"],
        starts=[CHECK],
    )
    check_again = Move(
        claimed,
        claimed,
        by=WHO,
        label=_("Is it still needed?"),
        page="cases:removal-check",
        meets=["check"],
        starts=[CHECK],
    )
    uphold = Move(
        claimed,
        upheld,
        by=WHO,
        label=_("Upheld by the court"),
        meets=["check"],
        tells=[Tell(UPHELD, worker), Tell(UPHELD, Supervisor)],
    )
    refuse = Move(
        claimed,
        refused,
        by=WHO,
        label=_("Refused by the court"),
        cancels=["check"],
        starts=[
            Clock(
                "return",
                _("Return of the child"),
                "emergency_removal.return",
                SocialWorker,
                holder,
                ladder="urgent",
            )
        ],
        tells=[Tell(REFUSED, worker, urgent=True), Tell(REFUSED, Supervisor, urgent=True)],
    )
    give_back = Move(
        [carried_out, claimed, refused],
        returned,
        by=WHO,
        label=_("The child went back"),
        page="cases:removal-return",
        reasons="removal.return_reason",
        meets=["return"],
        tells=[Tell(RETURNED, worker), Tell(RETURNED, Supervisor)],
    )
    withdraw = Move(
        decided,
        withdrawn,
        by=WHO,
        label=_("It was not carried out"),
        page="cases:removal-withdraw",
        reasons="removal.withdraw_reason",
        tone="danger",
    )
