"""Opening incidents, logging evidence, writing down who was told, closing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db.models import Max
from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.queries import nearest_to
from himaya.access.roles import INCIDENT_WORK, SENSITIVE, Supervisor
from himaya.hotline.contacts.models import Contact
from himaya.hotline.incidents.models import Custody, Evidence, Incident, IncidentNotice
from himaya.hotline.incidents.process import LINKED, IncidentWork
from himaya.hotline.incidents.rules import may_have_happened
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.actions import keep_document
from himaya.workflow.actions import tell_all

# The type under which a file of the log stands among the record's documents.
PAPER = "evidence"


@dataclass(frozen=True, slots=True)
class Happened:
    """What is told of an incident."""

    kind: str
    what: str
    precision: str
    happened_at: datetime | None = None
    happened_words: str = ""
    place_text: str = ""


@action(INCIDENT_WORK, on="contact")
def open_incident(*, contact: Contact, told: Happened, by: User) -> Incident:
    """Opens an incident from a contact, in a dossier of its own; where the contact was passed on, with its report. The
    clock of telling others runs from now."""
    if not (verdict := may_have_happened(told.happened_at, told.precision, clock.now())):
        raise Refused(verdict.reason, field="happened_at")
    incident = Incident(
        contact=contact,
        opened_at=clock.now(),
        opened_by=by,
        is_sample=contact.is_sample,
        **{name: getattr(told, name) for name in Happened.__slots__},
    )
    incident.dossier = open_dossier(kind="incident", unit=contact.dossier.unit, sensitivity=SENSITIVE)
    for person in {by.pk: by, contact.counsellor_id: contact.counsellor}.values():
        grant(dossier=incident.dossier, user=person, ground="incident", by=by, first=True)
    IncidentWork.begin(incident, IncidentWork.open_, by=by)
    if hasattr(contact, "escalation"):
        _join(incident, by)
    return incident


def _join(incident: Incident, by: User) -> None:
    """The report's unit is let in, and its supervisors hear."""
    report = incident.contact.escalation.report
    incident.report = report
    incident.save(update_fields=["report"])
    grant(dossier=incident.dossier, unit=report.dossier.unit, ground="incident", by=by)
    tell_all(
        users=nearest_to(Supervisor, report.dossier),
        kind=LINKED,
        key=f"{LINKED}:{incident.pk}",
        url=incident.get_absolute_url(),
        reference=incident.reference,
    )


def hold(incident: Incident, expected: int | None = None) -> Incident:
    """The incident as it is now, held until the transaction ends."""
    rows = Incident.objects.select_for_update(of=("self",))
    held = rows.select_related("contact", "dossier__unit", "opened_by", "report").get(pk=incident.pk)
    require_version(held, expected)
    return held


@action(INCIDENT_WORK, on="incident")
def link_incident(*, incident: Incident, by: User) -> Incident:
    """Opens the incident to those who have the report that its contact became since."""
    held = hold(incident)
    if held.report_id is not None:
        raise Refused(_("This incident goes with a report already."))
    if not hasattr(held.contact, "escalation"):
        raise Refused(_("The contact was not passed on, or its report is not open to you."))
    _join(held, by)
    return held


@dataclass(frozen=True, slots=True)
class Item:
    """What is logged as evidence. `holder`: where it is kept now."""

    kind: str
    what: str
    holder: str
    taken_at: datetime | None = None
    taken_from: str = ""


@action(INCIDENT_WORK, on="incident")
def log_evidence(*, incident: Incident, item: Item, by: User, file: File | None = None) -> Evidence:
    """Adds an item to the evidence log with its first hand; a file is kept among the record's documents, scanned, with
    the digest of the bytes as they were handed in. Evidence still comes in after the incident was closed."""
    held = hold(incident)
    now = clock.now()
    if item.taken_at is not None and item.taken_at > now:
        raise Refused(_("This moment is still to come."), field="taken_at")
    document = keep_document(dossier=held.dossier, type=PAPER, file=file, by=by) if file else None
    last = held.evidence.aggregate(n=Max("number"))["n"] or 0
    row = Evidence.objects.create(
        dossier=held.dossier,
        incident=held,
        number=last + 1,
        kind=item.kind,
        what=item.what,
        taken_at=item.taken_at or now,
        taken_by=by,
        taken_from=item.taken_from,
        document=document,
    )
    _hand(row, "kept", row.taken_at, item.holder, "", by)
    return row


def _hand(evidence: Evidence, step: str, at: datetime, holder: str, note: str, by: Any) -> Custody:
    return Custody.objects.create(
        dossier=evidence.dossier, evidence=evidence, step=step, at=at, holder=holder, note=note, written_by=by
    )


@action(INCIDENT_WORK, on="evidence")
def hand_over(
    *, evidence: Evidence, step: str, holder: str, by: User, at: datetime | None = None, note: str = ""
) -> Custody:
    """Writes down the next hand of an item: never earlier than the hand before."""
    hold(evidence.incident)
    moment = at or clock.now()
    if moment > clock.now():
        raise Refused(_("This moment is still to come."), field="at")
    if moment < evidence.custody.aggregate(last=Max("at"))["last"]:
        raise Refused(_("It was in another hand then already."), field="at")
    return _hand(evidence, step, moment, holder, note, by)


@dataclass(frozen=True, slots=True)
class Telling:
    """That a body was told."""

    body: str
    told_at: datetime | None = None
    told_whom: str = ""
    their_number: str = ""
    note: str = ""


@action(INCIDENT_WORK, on="incident")
def tell_body(*, incident: Incident, telling: Telling, by: User) -> IncidentNotice:
    """Writes down that police, prosecutor or a doctor was told. Nothing holds it back, even after the end."""
    held = hold(incident)
    now = clock.now()
    if telling.told_at is not None and telling.told_at > now:
        raise Refused(_("This moment is still to come."), field="told_at")
    said = {name: getattr(telling, name) for name in Telling.__slots__} | {"told_at": telling.told_at or now}
    notice = IncidentNotice.objects.create(dossier=held.dossier, incident=held, told_by=by, **said)
    if held.status == IncidentWork.opened.name:
        IncidentWork.move(held, IncidentWork.tell, by=by, facts={"body": telling.body})
    return notice


@action(INCIDENT_WORK, on="notice")
def record_answer(
    *, notice: IncidentNotice, answer: str, by: User, their_number: str = "", note: str = ""
) -> IncidentNotice:
    """What a body answered. Written once."""
    held = IncidentNotice.objects.select_for_update(of=("self",)).select_related("incident").get(pk=notice.pk)
    if held.answer:
        raise Refused(_("This was already recorded."))
    held.answer, held.answered_at, held.answer_note = answer, clock.now(), note
    held.their_number = their_number or held.their_number
    held.save()
    return held


@action(INCIDENT_WORK, on="incident")
def close_incident(
    *, incident: Incident, outcome: str, by: User, note: str = "", expected: int | None = None
) -> Incident:
    """Ends an incident of which everybody was told who must be, and has answered."""
    return _end(incident, IncidentWork.close, outcome, note, by, expected)


@action(INCIDENT_WORK, on="incident")
def set_incident_aside(
    *, incident: Incident, outcome: str, by: User, note: str = "", expected: int | None = None
) -> Incident:
    """A supervisor finds that it was none, or is recorded elsewhere. It stays readable."""
    return _end(incident, IncidentWork.put_aside, outcome, note, by, expected)


def _end(incident: Incident, move: Any, outcome: str, note: str, by: User, expected: int | None) -> Incident:
    held = hold(incident, expected)
    held.outcome, held.outcome_note = outcome, note
    held.save(update_fields=["outcome", "outcome_note"])
    IncidentWork.move(held, move, by=by, reason=outcome)
    return held
