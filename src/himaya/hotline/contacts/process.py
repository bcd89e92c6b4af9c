"""A contact with the hotline, from its arrival until nothing more is owed to the caller (domain §3.2).

A silent or abandoned contact is never dismissed by one keystroke. At the top levels a safety plan stands before the
contact ends; a caller at risk who hung up is let go by a supervisor only.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.rules import (
    calls_back_are_over,
    danger_was_asked,
    help_has_answered,
    is_whole,
    lowering_is_decided,
    rescue_was_considered,
    safety_plan_stands,
)
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

GRAVE = kind("contact.grave", _("A caller to the hotline is in grave danger"))
LOWERING = kind("contact.lowering", _("A lower level of danger waits for your decision"))
LEFT = kind("contact.left", _("A caller at risk left: your decision is needed"))
DECIDED = kind("contact.decided", _("Your supervisor has decided about a contact"))
HOTLINE = [Counsellor, HotlineSupervisor]


def listener(contact: Any) -> Any:
    """Who listened."""
    return contact.counsellor


class ContactWork(Process):
    """From the arrival to the last call-back."""

    code = "contact"
    title = _("Contact")
    of = Contact

    received = State(_("Received"))
    counselling = State(_("Counselling"))
    emergency = State(_("Help is on its way"), aside=True)
    left = State(_("Caller left"), aside=True)
    follow_up = State(_("Call-backs"))
    closed = End(_("Closed"))
    set_aside = End(_("Not counselling"), aside=True)

    receive = Start(received, by=[*HOTLINE, SYSTEM_PARTY], label=_("Receive"))
    judge = Move(
        received, counselling, by=HOTLINE, label=_("Ask about danger"), page="hotline:contact-triage"
    )
    dispatch = Move(
        [received, counselling, emergency],
        emergency,
        by=HOTLINE,
        label=_("Send help"),
        page="hotline:contact-dispatch",
        never_held=True,
        tone="danger",
    )
    finish = Move(
        [received, counselling, emergency],
        closed,
        by=HOTLINE,
        label=_("Finish the contact"),
        page="hotline:contact-finish",
        needs=[is_whole, danger_was_asked, lowering_is_decided, help_has_answered, safety_plan_stands],
        tone="primary",
    )
    finish_with_calls = Move(
        [received, counselling, emergency],
        follow_up,
        by=HOTLINE,
        label=_("Finish and call back"),
        needs=[is_whole, danger_was_asked, lowering_is_decided, help_has_answered, safety_plan_stands],
    )
    leave = Move(
        [received, counselling, emergency],
        left,
        by=HOTLINE,
        label=_("The caller left"),
        page="hotline:contact-left",
        starts=[
            Clock(
                "left",
                _("Decision on a caller who left"),
                "hotline.left_decision",
                HotlineSupervisor,
                ladder="urgent",
            )
        ],
        tells=[Tell(LEFT, HotlineSupervisor, urgent=True)],
    )
    let_go = Move(
        left,
        follow_up,
        by=[HotlineSupervisor],
        label=_("Decide on the caller who left"),
        page="hotline:contact-left-decide",
        needs=[rescue_was_considered],
        meets=["left"],
        tells=[Tell(DECIDED, listener)],
    )
    give_back = Move(
        left,
        counselling,
        by=[HotlineSupervisor],
        label=_("Give back to the counsellor"),
        meets=["left"],
        tells=[Tell(DECIDED, listener, urgent=True)],
    )
    close = Move(
        follow_up,
        closed,
        by=[*HOTLINE, SYSTEM_PARTY],
        label=_("Close"),
        needs=[calls_back_are_over],
    )
    put_aside = Move(
        [received, counselling],
        set_aside,
        by=HOTLINE,
        label=_("Not counselling"),
        reasons="hotline.kind",
    )
