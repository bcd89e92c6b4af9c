"""Which consents and grounds a person's data rests on."""

from datetime import date

from himaya.kit import clock
from himaya.registry.consent.models import Consent
from himaya.registry.consent.rules import counts_on
from himaya.registry.people.models import Person


def standing_consents(
    person: Person, purpose: str, *, recipient: str | None = None, on: date | None = None
) -> list[Consent]:
    """Consents and grounds in force for a purpose (and a recipient: its own, or one given for any)."""
    day = on or clock.today()
    rows = Consent.objects.filter(person=person, purpose=purpose)
    if recipient is not None:
        rows = rows.filter(recipient__in=["", recipient])
    return [consent for consent in rows if counts_on(consent, day)]
