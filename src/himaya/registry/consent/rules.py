"""When a consent counts."""

from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes

BY_CONSENT = "consent"


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
    if not form or not given_by:
        return no(_("Say how the consent was given and by whom."))
    if given_by != "self" and not giver_name.strip():
        return no(_("Write the name of who consented for the person."))
    return yes()
