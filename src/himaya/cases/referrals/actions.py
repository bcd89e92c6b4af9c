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
from himaya.cases.referrals.queries import IN_HAND, overdue_for_expiry, sent_on
from himaya.cases.referrals.rules import may_begin_on, says_what_came, was_served
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
    return take_on(referral=referral, starts_on=starts_on, note=note, by=by)


def take_on(*, referral: Referral, by: Any, starts_on: date | None, note: str, name: str = "") -> Referral:
    """The answer is yes: by staff, or (`name`) by who holds a link. Part of another action's transaction."""
    Referring.move(referral, Referring.accept, by=by)
    referral.starts_on, referral.answer_note, referral.answered_by = starts_on, note, name
    referral.save(update_fields=["starts_on", "answer_note", "answered_by"])
    return referral


@action(REFERRAL_ANSWER, on="referral")
def decline_referral(
    *, referral: Referral, reason: str, by: User, note: str = "", expected: int | None = None
) -> Referral:
    """The service cannot; it says why, and no longer sees what was shared."""
    require_version(referral, expected)
    return turn_down(referral=referral, reason=reason, note=note, by=by)


def turn_down(*, referral: Referral, by: Any, reason: str, note: str, name: str = "") -> Referral:
    """The answer is no. Part of another action's transaction."""
    if not reason:
        raise Refused(_("Choose the reason."), field="reason")
    Referring.move(referral, Referring.decline, by=by, reason=reason)
    referral.answer_reason, referral.answer_note, referral.answered_by = reason, note, name
    referral.save(update_fields=["answer_reason", "answer_note", "answered_by"])
    end_grants(ground="referral", source=_source(referral), dossier=referral.dossier)
    return referral


@action(REFERRAL_ANSWER, on="referral")
def start_service(*, referral: Referral, started_on: date, by: User, expected: int | None = None) -> Referral:
    """The family has come to the service for the first time: from here its waiting is over."""
    require_version(referral, expected)
    return note_beginning(referral=referral, started_on=started_on, by=by)


def note_beginning(*, referral: Referral, by: Any, started_on: date) -> Referral:
    """The service has begun. Part of another action's transaction."""
    _set_beginning(referral, started_on)
    Referring.move(referral, Referring.start, by=by)
    return referral


def _set_beginning(referral: Referral, day: date | None) -> None:
    require(may_begin_on(sent_on(referral), day), "started_on")
    referral.started_on = day
    referral.save(update_fields=["started_on"])


@action(REFERRAL_ANSWER, on="referral")
def give_feedback(
    *,
    referral: Referral,
    text: str,
    by: User,
    attended: bool | None = None,
    ends: bool = False,
    outcome: str = "",
    started_on: date | None = None,
) -> Feedback:
    """What the service tells back to the case; its last word says what came of it (code list `referral.outcome`) and
    completes the referral."""
    said: dict[str, Any] = {
        "text": text,
        "attended": attended,
        "ends": ends,
        "outcome": outcome,
        "started_on": started_on,
    }
    return tell_back(referral=referral, by=by, **said)


def tell_back(
    *,
    referral: Referral,
    by: Any,
    text: str,
    attended: bool | None,
    ends: bool,
    outcome: str,
    started_on: date | None,
    name: str = "",
) -> Feedback:
    """A word of the service, perhaps its last. Part of another action's transaction."""
    if referral.status not in IN_HAND:
        raise Refused(_("Feedback belongs to an accepted referral."))
    who = by if isinstance(by, User) else None
    feedback = Feedback.objects.create(
        dossier=referral.dossier, referral=referral, at=clock.now(), by=who, by_name=name, attended=attended, text=text
    )  # fmt: skip
    if ends:
        if started_on and not referral.started_on:
            _set_beginning(referral, started_on)
        _end(referral, outcome, by)
    return feedback


def _end(referral: Referral, outcome: str, by: Any) -> None:
    referral.outcome = outcome
    require(says_what_came(referral, {}), "started_on" if was_served(outcome) else "outcome")
    referral.save(update_fields=["outcome"])
    Referring.move(referral, Referring.complete, by=by)


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
