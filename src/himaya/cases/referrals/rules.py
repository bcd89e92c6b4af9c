"""What a referral needs before it may leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import code_item

# The ground that is a person's own consent; the others are legal grounds that stand in its place.
CONSENT = "consent"


def consent_or_ground(referral: Any, facts: Mapping[str, Any]) -> Verdict:
    """Consent by name, written or spoken, or a legal ground (Law 998-IIIQ; domain §6: spoken counts)."""
    if not referral.consent_ground:
        return no(_("Record the consent, or the legal ground that stands in its place."))
    if referral.consent_ground == CONSENT and not referral.consent_by.strip():
        return no(_("Write who gave the consent."))
    return yes()


def may_begin_on(sent_on: date, day: date | None) -> Verdict:
    """A service begins on a day that has come, and not before the family was referred."""
    if day is None:
        return no(_("Write the day on which the service began."))
    if day > clock.today():
        return no(_("This day is still to come. Write the day on which the service really began."))
    return (
        yes() if day >= sent_on else no(_("The service began before the family was referred: check the day."))
    )


def has_begun(referral: Any, facts: Mapping[str, Any]) -> Verdict:
    """Begun is what has a day."""
    return yes() if referral.started_on else no(_("Write the day on which the service began."))


def was_served(outcome: str) -> bool:
    """Whether an outcome (code list `referral.outcome`) says that the service was given."""
    item = code_item("referral.outcome", outcome)
    return bool(item and item.attributes.get("served"))


def says_what_came(referral: Any, facts: Mapping[str, Any]) -> Verdict:
    """Whoever ends a referral says what came of it; a service that was given had a beginning."""
    if code_item("referral.outcome", referral.outcome) is None:
        return no(_("Choose what came of it."))
    return yes() if referral.started_on or not was_served(referral.outcome) else has_begun(referral, facts)
