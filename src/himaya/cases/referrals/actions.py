"""Sending, answering and following referrals."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import end_grants, grant, open_dossier
from himaya.access.gate import SYSTEM, acting_as, action, require_version
from himaya.access.models import User
from himaya.access.queries import users_in
from himaya.access.roles import CASE_WORK, REFERRAL_ANSWER, ProviderStaff
from himaya.cases.casefile.actions import require, rest_on_consent, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.referrals.models import Feedback, Referral
from himaya.cases.referrals.process import SENT, Referring
from himaya.cases.referrals.queries import overdue_for_expiry
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.services.models import Service
from himaya.workflow.actions import hand_clocks, tell
from himaya.workflow.process import address_of


@action(CASE_WORK, on="case")
def send_referral(
    *, case: Case, service: Service, by: User, is_urgent: bool = False, **shared: Any
) -> Referral:
    """Sends what is shared, and only that, to the unit that gives the service.

    An urgent referral leaves at once; what is missing becomes a task."""
    require(may_write(case))
    if not service.is_open:
        raise Refused(_("This service takes no one at present."), field="service")
    referral = Referral(
        dossier=open_dossier(kind="referral", unit=case.dossier.unit, sensitivity=case.dossier.sensitivity),
        case=case,
        service=service,
        sent_by=by,
        answer_to=case.worker or by,
        is_urgent=is_urgent,
        **shared,
    )
    move = Referring.send_urgent if is_urgent else Referring.send
    Referring.begin(referral, move, by=by, facts={"service": service.pk})
    grant(dossier=referral.dossier, unit=service.unit, ground="referral", source=_source(referral), by=by)
    settle_grants(case)
    _rest(referral, by)
    hand_clocks(process=Referring.code, subject_id=referral.pk, holder=None, unit=service.unit)
    for person in users_in(ProviderStaff, service.unit):
        tell(
            user=person, kind=SENT, key=f"{SENT}:{referral.pk}", url=address_of(referral),
            reference=referral.reference, urgent=is_urgent,
        )  # fmt: skip
    return referral


def _rest(referral: Referral, by: User) -> None:
    """What was said stands in the register of consents too, so that its withdrawal is heard here."""
    rest_on_consent(
        referral.case, referral, Referring.code, "referral", ground=referral.consent_ground,
        form=referral.consent_form, giver_name=referral.consent_by, recipient=str(referral.service.unit), by=by,
    )  # fmt: skip


def _source(referral: Referral) -> str:
    return f"referral:{referral.pk}"


@action(REFERRAL_ANSWER, on="referral")
def accept_referral(
    *,
    referral: Referral,
    by: User,
    starts_on: date | None = None,
    note: str = "",
    expected: int | None = None,
) -> Referral:
    """The service takes the family on."""
    require_version(referral, expected)
    Referring.move(referral, Referring.accept, by=by)
    referral.starts_on, referral.answer_note = starts_on, note
    referral.save(update_fields=["starts_on", "answer_note"])
    return referral


@action(REFERRAL_ANSWER, on="referral")
def decline_referral(
    *, referral: Referral, reason: str, by: User, note: str = "", expected: int | None = None
) -> Referral:
    """The service cannot; it says why, and no longer sees what was shared."""
    require_version(referral, expected)
    if not reason:
        raise Refused(_("Choose the reason."), field="reason")
    Referring.move(referral, Referring.decline, by=by, reason=reason)
    referral.answer_reason, referral.answer_note = reason, note
    referral.save(update_fields=["answer_reason", "answer_note"])
    end_grants(ground="referral", source=_source(referral), dossier=referral.dossier)
    return referral


@action(REFERRAL_ANSWER, on="referral")
def give_feedback(
    *, referral: Referral, text: str, by: User, attended: bool | None = None, ends: bool = False
) -> Feedback:
    """What the service tells back to the case; its last word completes the referral."""
    if referral.status != Referring.accepted.name:
        raise Refused(_("Feedback belongs to an accepted referral."))
    feedback = Feedback.objects.create(
        dossier=referral.dossier, referral=referral, at=clock.now(), by=by, attended=attended, text=text
    )
    if ends:
        Referring.move(referral, Referring.complete, by=by)
    return feedback


@action(CASE_WORK, on="referral")
def withdraw_referral(*, referral: Referral, by: User, expected: int | None = None) -> Referral:
    """The sender takes it back; the service no longer sees what was shared."""
    require_version(referral, expected)
    Referring.move(referral, Referring.withdraw, by=by)
    end_grants(ground="referral", source=_source(referral), dossier=referral.dossier)
    return referral


def expire_unanswered() -> int:
    """Lets referrals expire that stayed without an answer through the whole ladder; run by the system."""
    expired = 0
    for pk in overdue_for_expiry():
        with acting_as(SYSTEM):
            referral = Referral.objects.get(pk=pk)
            Referring.move(referral, Referring.expire, by=SYSTEM)
            end_grants(ground="referral", source=_source(referral), dossier=referral.dossier)
            expired += 1
    return expired
