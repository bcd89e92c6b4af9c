"""What must be true of a case before it moves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm

Facts = Mapping[str, Any]


def child_is_registered(case: Case, facts: Facts) -> Verdict:
    """A case is registered when it names its child (domain §3.4, registration: child identity)."""
    if case.members.filter(role=CaseMember.CHILD, ended_at__isnull=True).exists():
        return yes()
    return no(_("Find or register the child first."))


def closing_is_sound(case: Case, facts: Facts) -> Verdict:
    """Closed as 'goals met' only when the child has been safe for the norm's time (domain §3.4: 3 months)."""
    if case.closure_reason != "goals_met":
        return yes()
    if case.stable_since is None:
        return no(_("Say since when the child has been safe and stable."))
    return (
        yes()
        if _stable_long_enough(case.stable_since)
        else no(_("The child has not been stable long enough."))
    )


def _stable_long_enough(since: date) -> bool:
    needed = add(clock.at(since), norm("closure.stability", on=clock.today()))
    return needed <= clock.now()


def feedback_is_given(case: Case, facts: Facts) -> Verdict:
    """The child's or the family's own word on the work belongs to the closure (domain §3.4)."""
    return (
        yes()
        if case.closure_feedback.strip()
        else no(_("Write what the child or family said about the support."))
    )
