"""A call as its panel shows it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.hotline.contacts.models import Contact
from himaya.hotline.telephone import rules
from himaya.hotline.telephone.models import PhoneCall
from himaya.hotline.telephone.queries import call_of, is_live, telephone_of
from himaya.hotline.telephone.rules import BY_HAND
from himaya.kit.shapes import Tone

STATES: dict[str, Promise] = {
    "": _("Being dialled"),
    rules.OFFERED: _("Rings"),
    rules.RINGING: _("Rings"),
    rules.ASKED: _("Hears that the number is blocked"),
    rules.TALKING: _("On the line"),
    rules.HELD: _("On hold"),
    rules.VOICEMAIL: _("At the answering machine"),
    rules.ENDED: _("Ended"),
}
TONES: dict[str, Tone] = {rules.TALKING: "good", rules.HELD: "watch"}
ENDS: dict[str, Promise] = {
    "caller": _("by the caller"),
    "counsellor": _("at the desk"),
    "exchange": _("by the exchange"),
    "busy": _("busy"),
    "no_answer": _("nobody answered"),
    "unreachable": _("cannot be reached"),
    "refused": _("refused"),
    "lost": _("the exchange does not know it any more"),
}


def panel_of(contact: Contact, user: User) -> dict[str, Any]:
    """What is shown of a contact's newest call, and what may be done with it."""
    call = call_of(contact, user)
    if call is None:
        return {"call": None}
    state = rules.ENDED if call.ended_at else call.state
    return {
        "call": call,
        "live": is_live(call),
        "state": STATES[state],
        "tone": TONES.get(state, ""),
        "ended_by": ENDS.get(call.ended_by, ""),
        "may": {do: state in froms for do, froms in BY_HAND.items()},
        "refused": _refusal(call),
        "no_telephone": not telephone_of(user.pk),
    }


def _refusal(call: PhoneCall) -> bool:
    """Whether the exchange refused the last thing it was told."""
    last = call.commands.order_by("-pk").first()
    return bool(last and last.refused)
