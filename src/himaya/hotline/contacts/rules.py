"""What must be true before a contact ends. Pure, save that a contact is asked for what hangs on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import CodeItem, code_item, codes

Facts = Mapping[str, Any]
# Levels at which nobody is left alone: help is sent or a plan made, and the caller is called back (domain §3.3).
TOP = frozenset({"critical", "high"})


def is_counselling(kind: str) -> bool:
    """Whether contacts of this kind count as counselling; not said yet counts as counselling."""
    item = code_item("hotline.kind", kind)
    return item is None or bool(item.attributes.get("counselling"))


def asks_what_was_heard(item: CodeItem) -> bool:
    """A silent or abandoned contact is never dismissed by one keystroke (domain §3.2)."""
    return bool(item.attributes.get("heard"))


def words_to_say(contact: Any, on: date) -> list[CodeItem]:
    """The lines of the script (`hotline.script`, dated, changed without code) that fit where a contact stands: its
    state, its level of danger, and whether a child speaks (None: nobody has said)."""
    speaker = code_item("reporter.kind", contact.caller_kind)
    child = bool(speaker.attributes.get("child")) if speaker else None
    facts = {"state": contact.status, "risk": contact.risk, "child": child}
    return [line for line in codes("hotline.script", on) if _fits(line.attributes, facts)]


def _fits(when: Mapping[str, Any], facts: Facts) -> bool:
    return all(facts.get(name) in accepted for name, accepted in when.items())


def is_whole(contact: Any, facts: Facts) -> Verdict:
    """Who spoke and what about is known before a counselling contact ends; the rest may stay unknown."""
    if not contact.caller_kind or not contact.main_reason:
        return no(_("Write who contacted us and the main reason."))
    return yes()


def danger_was_asked(contact: Any, facts: Facts) -> Verdict:
    """Nobody ends a counselling contact without having asked about danger."""
    return yes() if contact.risk else no(_("Ask about danger first."))


def safety_plan_stands(contact: Any, facts: Facts) -> Verdict:
    """At the top levels a safety plan stands before the contact ends, or the caller left and a supervisor agreed."""
    if contact.risk not in TOP or hasattr(contact, "plan"):
        return yes()
    return no(
        _("At this level a safety plan must be made first, or a supervisor approves that the caller left.")
    )


def help_has_answered(contact: Any, facts: Facts) -> Verdict:
    """A dispatch is followed to its end: arrived, not found, called off."""
    if any(not sent.outcome for sent in contact.dispatches.all()):
        return no(_("Write what became of the help that was sent."))
    return yes()


def lowering_is_decided(contact: Any, facts: Facts) -> Verdict:
    """While a lower level waits for a supervisor the contact stays open."""
    return no(_("A lower level waits for a supervisor.")) if contact.risk_proposed else yes()


def calls_back_are_over(contact: Any, facts: Facts) -> Verdict:
    """Every call-back was made or given up for a coded reason."""
    if any(call.status == "due" for call in contact.follow_ups.all()):
        return no(_("Call-backs are still due."))
    return yes()


def rescue_was_considered(contact: Any, facts: Facts) -> Verdict:
    """Before a supervisor lets a caller at risk go, tracing or sending help was considered (domain §3.2). Asked when the
    decision is made, not before."""
    return yes() if facts.get("trace", True) else no(_("Say whether the call was traced or help was sent."))
