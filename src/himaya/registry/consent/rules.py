"""When a consent counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes

BY_CONSENT = "consent"
# The purpose that is the child's own word, whatever the age.
ASSENT = "assent"
SELF, PARENT, NOTED = "self", "parent", "noted"


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """In full years: from `own` on a person consents alone; from `heard` on a child is asked beside the parents
    (norms `consent.age.own…`, `consent.age.heard`)."""

    own: int
    heard: int


class Given(Protocol):
    """What the rule asks of a consent."""

    given_on: date
    valid_until: date | None
    withdrawn_on: date | None


def counts_on(consent: Given, on: date) -> Verdict:
    """Given by then, not run out, not withdrawn. Spoken consent counts as much as written (domain §3.1)."""
    if consent.given_on > on:
        return no(_("It had not been given yet."))
    if consent.withdrawn_on is not None and consent.withdrawn_on <= on:
        return no(_("It was withdrawn."))
    if consent.valid_until is not None and consent.valid_until < on:
        return no(_("It has run out."))
    return yes()


def may_record(*, ground: str, form: str, given_by: str, giver_name: str) -> Verdict:
    """A consent says how and by whom it was given; a legal ground stands by itself."""
    if ground != BY_CONSENT:
        return no(_("With a legal ground nobody's consent is recorded.")) if form or given_by else yes()
    if not given_by or (not form and given_by != NOTED):
        return no(_("Say how the consent was given and by whom."))
    if given_by != SELF and not giver_name.strip():
        return no(_("Write the name of who consented for the person."))
    return yes()


def may_consent(
    *, given_by: str, age: int | None, purpose: str, child_agrees: bool | None, limits: AgeLimits
) -> Verdict:
    """Who consents for whom. A child below the age is spoken for by a parent or legal representative, and from
    another age on is asked as well: without the child's yes only a legal ground counts. For an adult nobody consents
    but the adult or a legal representative. Where the age is not known, whoever was there is believed."""
    if age is None or given_by == NOTED:
        return yes()
    if given_by == SELF:
        if age >= limits.own or purpose == ASSENT:
            return yes()
        return no(_("Under %(age)s years a parent or legal representative consents.") % {"age": limits.own})
    if purpose == ASSENT:
        return no(_("The child's own word is given by the child."))
    if age >= limits.own:
        return yes() if given_by != PARENT else no(_("At this age a person consents alone."))
    return _child_is_heard(age, child_agrees, limits)


def _child_is_heard(age: int, child_agrees: bool | None, limits: AgeLimits) -> Verdict:
    if age >= limits.heard and child_agrees is None:
        return no(
            _("From %(age)s years on the child is asked too. Write what the child said.")
            % {"age": limits.heard}
        )
    if age >= limits.heard and child_agrees is False:
        return no(
            _("The child does not agree: consent does not carry it. Name the legal ground, if there is one.")
        )
    return yes()


def may_withdraw(consent: Any, facts: Mapping[str, Any]) -> Verdict:
    """A consent may be withdrawn at any time without a reason; a ground laid down by law is nobody's to withdraw."""
    if consent.ground == BY_CONSENT:
        return yes()
    return no(_("A legal ground is nobody's to withdraw. It ends on its own day."))
