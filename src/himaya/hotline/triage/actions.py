"""Asking about danger, sending help, making a plan for staying safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.queries import nearest_to
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK, HotlineSupervisor
from himaya.cases.intake.rules import highest, holding
from himaya.hotline.contacts.actions import hold
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.process import DECIDED, GRAVE, LOWERING, ContactWork
from himaya.hotline.contacts.rules import TOP
from himaya.hotline.triage.models import CallerPlan, Dispatch, Triage
from himaya.hotline.triage.rules import another_decides, judged
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import tell, tell_all

OVER = ("closed", "set_aside")


@action(CONTACT_WORK, on="contact")
def ask_about_danger(
    *,
    contact: Contact,
    answers: Mapping[str, str],
    by: User,
    level: str = "",
    note: str = "",
    expected: int | None = None,
) -> Contact:
    """Keeps the answers and the level that holds. A level above what is computed holds at once; one below a top level
    waits for a supervisor. At a top level the supervisors hear at once."""
    held = hold(contact, expected)
    _still_open(held)
    found = judged(answers, clock.today())
    before, chosen = held.risk, level or highest(found.level, held.risk)
    stands = holding(found.level, before, chosen)
    held.risk_computed, held.risk = found.level, stands.level
    held.risk_proposed = stands.proposed
    held.risk_proposed_by = by if stands.proposed else None
    held.kind = "counselling"
    held.save(update_fields=["risk_computed", "risk", "risk_proposed", "risk_proposed_by", "kind"])
    Triage.objects.create(
        dossier=held.dossier,
        contact=held,
        asked_at=clock.now(),
        asked_by=by,
        answers=dict(answers),
        computed=found.level,
        reasons=found.codes,
        level=chosen,
        note=note,
    )
    if held.status == ContactWork.received.name:
        ContactWork.move(held, ContactWork.judge, by=by, facts={"level": held.risk})
    if held.risk in TOP and before not in TOP:
        _tell_supervisors(held, GRAVE, by)
    if held.risk_proposed:
        _tell_supervisors(held, LOWERING, by)
    return held


def _still_open(contact: Contact) -> None:
    if contact.status in OVER:
        raise Refused(_("This contact has ended."))


def _tell_supervisors(contact: Contact, kind: str, by: Any) -> None:
    others = [u for u in nearest_to(HotlineSupervisor, contact.dossier) if u.pk != by.pk]
    number = contact.triages.count()
    tell_all(
        users=others,
        kind=kind,
        key=f"{kind}:{contact.pk}:{number}",
        url=contact.get_absolute_url(),
        reference=contact.reference,
        urgent=True,
    )


@action(CONTACT_OVERSEE, on="contact")
def decide_lowering(*, contact: Contact, approve: bool, by: User, expected: int | None = None) -> Contact:
    """A supervisor lets the lower level hold, or the higher one stay; never whoever proposed it."""
    held = hold(contact, expected)
    if not held.risk_proposed:
        raise Refused(_("No lower level waits for a decision."))
    if not (verdict := another_decides(held, by)):
        raise Refused(verdict.reason)
    if approve:
        held.risk = held.risk_proposed
    held.risk_proposed, held.risk_proposed_by = "", None
    held.save(update_fields=["risk", "risk_proposed", "risk_proposed_by"])
    tell(
        user=held.counsellor,
        kind=DECIDED,
        key=f"{DECIDED}:level:{held.pk}:{held.triages.count()}",
        url=held.get_absolute_url(),
        reference=held.reference,
    )
    return held


@action(CONTACT_WORK, on="contact")
def send_help(
    *,
    contact: Contact,
    agency: str,
    by: User,
    called_at: datetime | None = None,
    their_number: str = "",
    note: str = "",
) -> Dispatch:
    """Writes down that police, an ambulance or rescue was asked to go. Nothing holds it back; the supervisors hear."""
    held = hold(contact)
    if called_at is not None and called_at > clock.now():
        raise Refused(_("This moment is still to come."), field="called_at")
    sent = Dispatch.objects.create(
        dossier=held.dossier,
        contact=held,
        agency=agency,
        called_at=called_at or clock.now(),
        called_by=by,
        their_number=their_number,
        note=note,
    )
    if held.status in {s.name for s in ContactWork.dispatch.sources}:
        ContactWork.move(held, ContactWork.dispatch, by=by, facts={"agency": agency})
    _tell_supervisors(held, GRAVE, by)
    return sent


@action(CONTACT_WORK, on="sent")
def record_outcome(
    *, sent: Dispatch, outcome: str, by: User, note: str = "", their_number: str = ""
) -> Dispatch:
    """What became of the help that was sent. Written once."""
    held = Dispatch.objects.select_for_update(of=("self",)).select_related("contact").get(pk=sent.pk)
    if held.outcome:
        raise Refused(_("This was already recorded."))
    held.outcome, held.outcome_at, held.outcome_note = outcome, clock.now(), note
    held.their_number = their_number or held.their_number
    held.save()
    return held


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a plan for staying safe says."""

    signs: str
    coping: str
    people: str
    means: str
    professionals: str = ""
    reasons_to_live: str = ""


@action(CONTACT_WORK, on="contact")
def make_plan(*, contact: Contact, agreed: Agreed, by: User) -> CallerPlan:
    """The plan made with the caller; made again it takes the place of the former, which the history keeps."""
    held = hold(contact)
    plan = CallerPlan.objects.filter(contact=held).first() or CallerPlan(contact=held, dossier=held.dossier)
    for name in Agreed.__slots__:
        setattr(plan, name, getattr(agreed, name))
    plan.written_by, plan.written_at = by, clock.now()
    plan.save()
    return plan
