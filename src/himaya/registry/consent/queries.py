"""Which consents and grounds a person's data rests on, and what rests on them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from himaya.kit import clock
from himaya.reference.queries import norm, norm_or_none
from himaya.registry.consent.models import Consent, ConsentUse
from himaya.registry.consent.rules import AgeLimits, counts_on
from himaya.registry.people.models import Person
from himaya.workflow.process import address_of
from himaya.workflow.queries import find_process, find_subjects


def standing_consents(
    person: Person, purpose: str, *, recipient: str | None = None, on: date | None = None
) -> list[Consent]:
    """Consents and grounds in force for a purpose (and a recipient: its own, or one given for any)."""
    day = on or clock.today()
    rows = Consent.objects.filter(person=person, purpose=purpose)
    if recipient is not None:
        rows = rows.filter(recipient__in=["", recipient])
    return [consent for consent in rows if counts_on(consent, day)]


def age_limits(purpose: str, on: date) -> AgeLimits:
    """From what age on a person decides alone, and is heard, in a matter; a purpose may have an age of its own."""
    own = norm_or_none(f"consent.age.own.{purpose}", on=on) or norm("consent.age.own", on=on)
    return AgeLimits(own=int(own.number), heard=int(norm("consent.age.heard", on=on).number))


def run_out(on: date) -> QuerySet[Consent]:
    """Consents whose last day has passed and which still stand as if in force."""
    rows: QuerySet[Consent] = Consent.objects.filter(status=Consent.STANDING, valid_until__lt=on)
    return rows


def left_alone() -> QuerySet[ConsentUse]:
    """What rests on a consent that is gone, while nobody has been told."""
    gone = [Consent.WITHDRAWN, Consent.LAPSED]
    rows: QuerySet[ConsentUse] = ConsentUse.objects.filter(told_at__isnull=True, consent__status__in=gone)
    return rows


@dataclass(frozen=True, slots=True)
class Relying:
    """A record that rests on a consent: what it is called, where it stands, its page."""

    kind: str
    name: str
    state: str
    url: str


def relying_on(consent: Consent) -> list[Relying]:
    """What rests on a consent, as far as the reader may see it."""
    pairs = list(ConsentUse.objects.filter(consent=consent).values_list("process", "subject_id"))
    return [_relying(process, subject) for (process, _id), subject in find_subjects(pairs).items()]


def _relying(code: str, subject: Any) -> Relying:
    process = find_process(code)
    assert process is not None
    state = process.state_of(subject).label
    return Relying(str(process.title), str(subject), str(state), address_of(subject))
