"""The work on a lead: taking it, reaching the person, their yes or no, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.queries import competent_unit
from himaya.access.roles import CASE_ASSIGN, OUTREACH_WORK, SocialWorker
from himaya.cases.casefile.actions import require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.intake.actions import ChildTold, receive_report
from himaya.cases.intake.actions import Told as Reported
from himaya.cases.intake.models import Report, ReportedChild
from himaya.cases.outreach.actions.raising import settle
from himaya.cases.outreach.models import Lead, LeadContact
from himaya.cases.outreach.process import LeadWork
from himaya.cases.outreach.queries import contacts_of, workers_for
from himaya.cases.outreach.rules import (
    APPLICATION,
    SELF,
    may_answer,
    may_end,
    may_have_been,
    may_take,
    needs_a_name,
    quiet_until,
)
from himaya.cases.social_service.actions import Applied, take_application
from himaya.cases.social_service.queries import home_unit
from himaya.cases.social_service.rules import legal_grounds
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item
from himaya.registry.models import Person
from himaya.workflow.actions import hand_dossier_clocks
from himaya.workflow.process import Move

# Codes of `outreach.result` that come of what was begun, and of `report.channel`.
APPLIED, REPORTED, REFUSED, DANGER = "application", "intake", "refused", "danger"
PROACTIVE = "proactive"


def hold(lead: Lead, move: Move, expected: int | None = None) -> Lead:
    """The lead as it is now, held until the transaction ends; where somebody has made the move already, the move itself
    says who."""
    rows = Lead.objects.select_for_update(of=("self",)).select_related(
        "dossier__unit", "rule", "worker", "territory"
    )
    held: Lead = rows.get(pk=lead.pk)
    if move.starts_from(held.status):
        require_version(held, expected)
    return held


def person_of(lead: Lead) -> Person:
    """The person, for whoever may open the file."""
    found: Person | None = Person.objects.filter(pk=lead.person_id).first()
    if found is None:
        raise Refused(_("The person's file is not open to you: the lead must be taken by a worker first."))
    return found


@action(OUTREACH_WORK, on="lead")
def take_lead(*, lead: Lead, by: Any, expected: int | None = None) -> Lead:
    """A worker takes a lead of their unit: the person's file opens to them until it has ended."""
    held = hold(lead, LeadWork.take, expected)
    require(may_take(by, workers_for(held)))
    held.worker = by
    LeadWork.move(held, LeadWork.take, by=by)
    return _given(held)


@action(CASE_ASSIGN, on="lead")
def assign_lead(*, lead: Lead, worker: User, by: Any, expected: int | None = None) -> Lead:
    """A lead is given to a worker of the unit, or to another than before, whose sight of it and of the person ends."""
    move = LeadWork.assign if lead.status == LeadWork.raised.name else LeadWork.hand_over
    held = hold(lead, move, expected)
    require(may_take(worker, workers_for(held)), "worker")
    held.worker = worker
    LeadWork.move(held, move, by=by, facts={"worker": worker.pk})
    return _given(held)


def _given(lead: Lead) -> Lead:
    lead.save(update_fields=["worker"])
    hand_dossier_clocks(dossier=lead.dossier, role=SocialWorker, holder=lead.worker)
    settle(lead)
    return lead


@dataclass(frozen=True, slots=True)
class Tried:
    """A try to reach the person: how, and whether they were reached."""

    at: datetime
    way: str
    outcome: str
    note: str = ""


@action(OUTREACH_WORK, on="lead")
def note_contact(*, lead: Lead, tried: Tried, by: Any, expected: int | None = None) -> LeadContact:
    """A try is written down. Reached: the deadline of the first contact is met, the one of an answer begins."""
    item = code_item("outreach.contact", tried.outcome)
    if item is None:
        raise Refused(_("Choose what came of it from the list."), "outcome")
    reached = bool(item.attributes.get("reached"))
    move = LeadWork.reach if reached else LeadWork.miss
    held = hold(lead, move, expected)
    require(may_have_been(tried.at, clock.now()), "at")
    LeadWork.move(held, move, by=by, facts={"at": tried.at, "outcome": tried.outcome})
    if reached and held.contacted_at is None:
        held.contacted_at = tried.at
        held.save(update_fields=["contacted_at"])
    said = {name: getattr(tried, name) for name in Tried.__slots__}
    made: LeadContact = LeadContact.objects.create(dossier=held.dossier, lead=held, by=by, **said)
    return made


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person, or who speaks for them, said to an offer of help: yes or no, who, and how."""

    agreed: bool
    said_by: str
    way: str
    name: str = ""
    note: str = ""
    refusal: str = ""


@action(OUTREACH_WORK, on="lead")
def answer_lead(*, lead: Lead, answer: Answer, by: Any, expected: int | None = None) -> Lead:
    """Yes or no to help, which is voluntary: for a child its parent or guardian says it. A no ends the lead, and the same
    rule leaves the person alone for the norm's time; danger is reported all the same (`report_danger`)."""
    move = _move_of(lead, answer)
    held = hold(lead, move, expected)
    reason = "" if answer.agreed else answer.refusal
    LeadWork.move(held, move, by=by, reason=reason, facts={"said_by": answer.said_by})
    require(may_answer(answer.said_by, person_of(held).is_child), "said_by")
    require(needs_a_name(answer.said_by, answer.name), "name")
    if not answer.agreed and code_item("outreach.refusal", reason) is None:
        raise Refused(_("Choose what was said from the list."), "refusal")
    held.agreed, held.answered_at = answer.agreed, clock.now()
    held.contacted_at = held.contacted_at or held.answered_at
    held.said_by, held.said_way = answer.said_by, answer.way
    held.said_name, held.said_note = answer.name, answer.note
    return _kept(held) if answer.agreed else _end(held, REFUSED)


def _move_of(lead: Lead, answer: Answer) -> Move:
    """Yes; no; or no after a yes."""
    if answer.agreed:
        return LeadWork.agree
    return LeadWork.withdraw if lead.status == LeadWork.agreed.name else LeadWork.refuse


@action(OUTREACH_WORK, on="lead")
def begin_help(*, lead: Lead, asked: str, by: Any, expected: int | None = None) -> Lead:
    """From a yes to help: an application for social services, or a report that the desk screens, with what is known filled
    in, as the rule says. The lead ends with its number."""
    held = hold(lead, LeadWork.begin_help, expected)
    LeadWork.move(held, LeadWork.begin_help, by=by)
    person = person_of(held)
    if held.rule.leads_to == APPLICATION:
        held.case = _application(held, person, asked, by)
        held.became = held.case.reference
        return _end(held, APPLIED)
    held.report = _report(held, person, asked, by)
    held.became = held.report.reference
    return _end(held, REPORTED)


@action(OUTREACH_WORK, on="lead")
def report_danger(*, lead: Lead, what: str, urgent: bool, by: Any, expected: int | None = None) -> Lead:
    """Somebody may be in danger: reported as every report is, whatever was said to help; nothing holds it back."""
    held = hold(lead, LeadWork.report, expected)
    LeadWork.move(held, LeadWork.report, by=by)
    person = Person.objects.filter(pk=held.person_id).first()
    held.report = _report(held, person, what, by, urgent=urgent)
    held.became = held.report.reference
    return _end(held, DANGER)


@action(OUTREACH_WORK, on="lead")
def end_lead(*, lead: Lead, result: str, note: str, by: Any, expected: int | None = None) -> Lead:
    """Ended with a coded result: advice, no need, helped already, not found, wrong data (a false lead)."""
    held = hold(lead, LeadWork.end, expected)
    tries = len({clock.local(one.at).date() for one in contacts_of(held)})
    require(may_end(result, tries, clock.today()), "result")
    LeadWork.move(held, LeadWork.end, by=by, reason=result)
    held.result_note = note
    return _end(held, result)


def _end(lead: Lead, result: str) -> Lead:
    item = code_item("outreach.result", result)
    told = item.attributes if item else {}
    lead.result, lead.ended_at = result, clock.now()
    lead.led_to_help, lead.was_false = bool(told.get("helped")), bool(told.get("false_lead"))
    lead.quiet_until = quiet_until(result, clock.today())
    return _kept(lead)


def _kept(lead: Lead) -> Lead:
    lead.save()
    settle(lead)
    return lead


def _application(lead: Lead, person: Person, asked: str, by: Any) -> Case:
    """The desk's application, as if the person had come: who applies is who said yes."""
    today = clock.today()
    way = code_item("outreach.way", lead.said_way)
    group = str(lead.facts.get("group", ""))
    told = Applied(
        channel=str(way.attributes["channel"]) if way else "",
        applied_by=lead.said_by,
        asked=asked,
        person_name=person.full_name,
        applicant=lead.said_name if lead.said_by != SELF else "",
        grounds=[one.code for one in legal_grounds(today) if one.code == group],
    )
    unit = home_unit(by, competent_unit(APPLICATION, lead.territory, today))
    case = take_application(unit=unit, territory=lead.territory, told=told, by=by)
    CaseMember.objects.create(case=case, dossier=case.dossier, person=person, role=CaseMember.PERSON)
    return case


def _report(lead: Lead, person: Person | None, narrative: str, by: Any, *, urgent: bool = False) -> Report:
    """A report by a member of staff about a person of the register, with their name, sex and age where their file is open
    to who reports."""
    described = [ChildTold(name=person.full_name, sex=person.sex, age_years=person.age)] if person else []
    told = Reported(
        narrative=narrative,
        channel=PROACTIVE,
        territory=lead.territory,
        urgent_now=urgent,
        reporter_kind="social_worker",
        is_professional=True,
        children=described,
        is_sample=lead.is_sample,
    )
    report = receive_report(told=told, by=by)
    if not ReportedChild.objects.filter(report=report).update(person=lead.person_id):
        ReportedChild.objects.create(dossier=report.dossier, report=report, person_id=lead.person_id)
    return report
