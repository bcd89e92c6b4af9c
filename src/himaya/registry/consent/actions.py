"""Recording consent, its legal ground, and its withdrawal."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import PERSON_WRITE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.consent.models import Consent
from himaya.registry.consent.rules import BY_CONSENT, may_record
from himaya.registry.people.models import Person


@action(PERSON_WRITE, on="person")
def record_consent(
    *,
    person: Person,
    purpose: str,
    by: Any,
    ground: str = BY_CONSENT,
    form: str = "",
    given_by: str = "",
    giver_name: str = "",
    recipient: str = "",
    child_agrees: bool | None = None,
    given_on: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> Consent:
    """What was agreed to, for which purpose and recipient, how and by whom; or the legal ground instead."""
    verdict = may_record(ground=ground, form=form, given_by=given_by, giver_name=giver_name)
    if not verdict:
        raise Refused(verdict.reason)
    day = given_on or clock.today()
    if day > clock.today():
        raise Refused(_("This day is still to come."), "given_on")
    if valid_until and valid_until < day:
        raise Refused(_("It cannot run out before it is given."), "valid_until")
    return Consent.objects.create(
        dossier=person.dossier,
        person=person,
        purpose=purpose,
        recipient=recipient,
        ground=ground,
        form=form,
        given_by=given_by,
        giver_name=giver_name,
        child_agrees=child_agrees,
        given_on=day,
        valid_until=valid_until,
        note=note,
        recorded_by=by if isinstance(by, User) else None,
    )


@action(PERSON_WRITE, on="consent")
def withdraw_consent(*, consent: Consent, by: Any, note: str = "") -> Consent:
    """A consent may be withdrawn at any time, from today on, without a reason; what was done before stays lawful."""
    if consent.withdrawn_on is not None:
        raise Refused(_("This consent was withdrawn already."))
    if consent.ground != BY_CONSENT:
        raise Refused(_("A legal ground is nobody's to withdraw. It ends on its own day."))
    consent.withdrawn_on = clock.today()
    consent.withdrawn_note = note
    consent.withdrawn_by = by if isinstance(by, User) else None
    consent.save(update_fields=["withdrawn_on", "withdrawn_note", "withdrawn_by"])
    return consent
