"""What a referral needs before it may leave."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes

# The ground that is a person's own consent; the others are legal grounds that stand in its place.
CONSENT = "consent"


def consent_or_ground(referral: Any, facts: Mapping[str, Any]) -> Verdict:
    """Consent by name, written or spoken, or a legal ground (Law 998-IIIQ; domain §6: spoken counts)."""
    if not referral.consent_ground:
        return no(_("Record the consent, or the legal ground that stands in its place."))
    if referral.consent_ground == CONSENT and not referral.consent_by.strip():
        return no(_("Write who gave the consent."))
    return yes()
