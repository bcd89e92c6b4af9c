"""Which change of risk needs whom."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.risk.models import LEVELS, RiskChange
from himaya.kit.verdict import Verdict, no, yes

Facts = Mapping[str, Any]
# Lowering from these is never one person's decision (domain §3.1).
GUARDED = ("critical", "high")


def needs_supervisor(from_level: str, to_level: str) -> bool:
    """Lowering critical or high needs a supervisor; raising is free, and so is lowering medium."""
    return from_level in GUARDED and LEVELS.index(to_level) > LEVELS.index(from_level)


def is_a_change(from_level: str, to_level: str) -> Verdict:
    """The new level is known and differs from the present one."""
    if to_level not in LEVELS:
        return no(_("Choose a level of risk."))
    return yes() if to_level != from_level else no(_("This is already the level of risk."))


def another_approves(change: RiskChange, facts: Facts) -> Verdict:
    """Who asked for a lower level does not approve it."""
    by = facts.get("by")
    if by is None or by != change.asked_by_id:
        return yes()
    return no(_("You asked for this level: somebody else approves it."))


def level_still_stands(change: RiskChange, facts: Facts) -> Verdict:
    """The case has not moved to another level since the change was asked for."""
    if change.case.risk == change.from_level:
        return yes()
    return no(_("The level of risk has changed since this was asked. Ask anew."))
