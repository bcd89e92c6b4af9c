"""Recording consent, its legal ground, and its withdrawal; resting other records on it, and telling them of its end."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import SYSTEM, action, require_version
from himaya.access.models import User
from himaya.access.queries import nearest_to
from himaya.access.roles import PERSON_WRITE, Supervisor
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.text import fold
from himaya.registry.consent.models import Consent, ConsentUse
from himaya.registry.consent.process import ConsentWork
from himaya.registry.consent.queries import age_limits, left_alone, run_out, standing_consents
from himaya.registry.consent.rules import BY_CONSENT, NOTED, may_consent, may_record
from himaya.registry.people.models import Person
from himaya.workflow.actions import open_task, tell_all
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import address_of
from himaya.workflow.queries import find_process, find_subject
from himaya.workflow.tasks.actions import kind as task_kind

GONE = kind("consent.gone", gettext_lazy("A consent on which your work rests is no longer there"))
WITHOUT = task_kind(
    "consent.without", gettext_lazy("The consent is gone: stop, ask anew, or name the legal ground")
)


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
    """What was agreed to, for which purpose and recipient, how and by whom; or the legal ground instead. Refuses whom
    the law does not let consent for this person at this age (norms `consent.age…`). Spoken counts like written."""
    consent = Consent(
        dossier=person.dossier,
        person=person,
        purpose=purpose,
        recipient=recipient,
        ground=ground,
        form=form,
        given_by=given_by,
        giver_name=giver_name,
        child_agrees=child_agrees,
        given_on=given_on or clock.today(),
        valid_until=valid_until,
        note=note,
        recorded_by=by if isinstance(by, User) else None,
    )
    _require_whole(consent)
    return _write(consent, by)


def _require_whole(consent: Consent) -> None:
    verdict = may_record(
        ground=consent.ground, form=consent.form, given_by=consent.given_by, giver_name=consent.giver_name
    )
    if not verdict:
        raise Refused(verdict.reason)
    if consent.given_on > clock.today():
        raise Refused(_("This day is still to come."), "given_on")
    if consent.valid_until and consent.valid_until < consent.given_on:
        raise Refused(_("It cannot run out before it is given."), "valid_until")
    if consent.ground == BY_CONSENT:
        _require_giver(consent)


def _require_giver(consent: Consent) -> None:
    born = consent.person.born
    verdict = may_consent(
        given_by=consent.given_by,
        age=born.age(consent.given_on) if born else None,
        purpose=consent.purpose,
        child_agrees=consent.child_agrees,
        limits=age_limits(consent.purpose, consent.given_on),
    )
    if not verdict:
        raise Refused(verdict.reason, "given_by")


def _write(consent: Consent, by: Any) -> Consent:
    """A consent that has run out already is only history: no clock runs for it."""
    runs_out = consent.valid_until is not None and consent.valid_until >= clock.today()
    ConsentWork.begin(consent, ConsentWork.give_until if runs_out else ConsentWork.give, by=by)
    return consent


@action(PERSON_WRITE, on="consent")
def withdraw_consent(*, consent: Consent, by: Any, note: str = "", expected: int | None = None) -> Consent:
    """A consent may be withdrawn at any time, from today on, without a reason; what was done before stays lawful.
    Whoever relies on it is told by the worker within the minute."""
    if consent.withdrawn_on is not None:
        raise Refused(_("This consent was withdrawn already."))
    require_version(consent, expected)
    ConsentWork.move(consent, ConsentWork.withdraw, by=by)
    consent.withdrawn_on = clock.today()
    consent.withdrawn_note = note
    consent.withdrawn_by = by if isinstance(by, User) else None
    consent.save(update_fields=["withdrawn_on", "withdrawn_note", "withdrawn_by"])
    return consent


# --- what rests on a consent ---


def rest_on(
    *,
    person: Person,
    purpose: str,
    subject: Any,
    process: str,
    ground: str,
    by: Any,
    form: str = "",
    giver_name: str = "",
    recipient: str = "",
    note: str = "",
) -> ConsentUse | None:
    """The consent or ground on which a record rests: the one in the register that says the same, else written there.
    Part of another action, which has asked whether it may go on; None where the person's file is not open to the
    writer, so that nothing is held up by it."""
    if not Person.objects.filter(pk=person.pk).exists():
        return None
    said = [
        consent
        for consent in standing_consents(person, purpose, recipient=recipient)
        if consent.ground == ground and fold(consent.giver_name) == fold(giver_name)
    ]
    consent = said[0] if said else _noted(person, purpose, ground, by, form, giver_name, recipient, note)
    use, _new = ConsentUse.objects.get_or_create(
        consent=consent,
        process=process,
        subject_id=subject.pk,
        defaults={"dossier": subject.dossier, "used_by": by if isinstance(by, User) else None},
    )
    return use


def _noted(
    person: Person, purpose: str, ground: str, by: Any, form: str, giver: str, recipient: str, note: str
) -> Consent:
    agreed = ground == BY_CONSENT
    return _write(
        Consent(
            dossier=person.dossier,
            person=person,
            purpose=purpose,
            recipient=recipient,
            ground=ground,
            form=form if agreed else "",
            given_by=NOTED if agreed else "",
            giver_name=giver if agreed else "",
            given_on=clock.today(),
            note=note,
            recorded_by=by if isinstance(by, User) else None,
        ),
        by,
    )


def leave_ground(*, process: str, subject: Any, purpose: str) -> int:
    """A record no longer rests on what it rested on for a purpose (it names another ground, or none)."""
    rows = ConsentUse.objects.filter(process=process, subject_id=subject.pk, consent__purpose=purpose)
    return rows.filter(told_at__isnull=True).update(told_at=clock.now())


def end_run_out() -> int:
    """Consents past their last day run out. Run by the worker."""
    rows = list(run_out(clock.today()))
    for consent in rows:
        ConsentWork.move(consent, ConsentWork.run_out, by=SYSTEM)
    return len(rows)


def tell_relying(*, most: int = 200) -> int:
    """Those whose work rests on a consent that is gone are told, each once, and a task says what is to be done. Run by
    the worker, who alone sees everything that rests on it."""
    uses = list(left_alone().select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:most])
    for use in uses:
        _tell(use)
        use.told_at = clock.now()
        use.save(update_fields=["told_at"])
    return len(uses)


def _tell(use: ConsentUse) -> None:
    process, subject = find_process(use.process), find_subject(use.process, use.subject_id)
    if process is None or subject is None or process.state_of(subject).is_end:
        return
    user = use.used_by if use.used_by and use.used_by.is_active else None
    open_task(
        kind=WITHOUT,
        key=f"{WITHOUT}:{use.pk}",
        dossier=subject.dossier,
        unit=subject.dossier.unit,
        assignee=user,
        role=None if user else Supervisor,
        process=use.process,
        subject_id=use.subject_id,
    )
    tell_all(
        users=[*([user] if user else []), *nearest_to(Supervisor, subject.dossier)],
        kind=GONE,
        key=f"{GONE}:{use.pk}",
        url=address_of(subject),
        reference=getattr(subject, "reference", ""),
    )
