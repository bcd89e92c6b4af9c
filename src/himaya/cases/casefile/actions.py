"""Opening a case, its people, its registration and its notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from himaya.access.actions import open_dossier, wall_off
from himaya.access.gate import action, require_version
from himaya.access.models import Dossier, Unit, User, Wall
from himaya.access.queries import nearest_to, nearest_users
from himaya.access.roles import CASE_WORK, REPORT_SCREEN, SocialWorker, Supervisor
from himaya.cases.casefile.models import Case, CaseMember, Note
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.rules import kind_for, may_be_member, may_leave, may_write
from himaya.cases.casefile.signals import case_registered
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict
from himaya.reference.queries import code_item
from himaya.registry.actions import rest_on
from himaya.registry.models import Person
from himaya.workflow.actions import hand_dossier_clocks, hand_dossier_tasks, tell_all
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Move

REPORT_ADDED = kind("case.report_added", gettext_lazy("A new report was added to your case"))


# --- what the actions of every topic of a case stand on ---


def hold(case: Case, *, expected: int | None = None, move: Move | None = None) -> Case:
    """The case as it is now, kept still until the transaction ends.

    A page that is no longer current is refused; where somebody has already made the move, the move itself says
    who did (so give it)."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("dossier__unit", "worker")
    held: Case = rows.get(pk=case.pk)
    if move is None or CaseWork.own(held, move).starts_from(held.status):
        require_version(held, expected)
    return held


def require(verdict: Verdict, field: str | None = None) -> None:
    """Turns a rule's no into the refusal the user reads."""
    if not verdict:
        raise Refused(verdict.reason, field)


def settle_grants(case: Case, *, read_until: datetime | None = None) -> None:
    """Lets in whom the case says and nobody else; to be called after its worker, state or members changed."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_settle_grants(%s, %s)", [case.pk, read_until])


def rest_on_consent(
    case: Case, subject: Any, process: str, purpose: str, *, ground: str, by: Any, **said: str
) -> None:
    """Writes in the register of consents on what a record of the case rests, for each of its children. Where nothing
    was named (an emergency), there is nothing to rest on."""
    members = CaseMember.objects.filter(case=case, role__in=CaseMember.SUBJECTS, ended_at__isnull=True)
    children = Person.objects.filter(pk__in=members.values("person")) if ground else []
    for child in children:
        rest_on(person=child, purpose=purpose, subject=subject, process=process, ground=ground, by=by, **said)


def rest_on_registration(case: Case, by: Any) -> None:
    """On what the work with the family rests, as it was said when the case was registered."""
    item = code_item("case.consent", case.consent)
    agreed = bool(item and item.attributes.get("consent"))
    said = {"ground": "consent", "form": case.consent} if agreed else {"ground": case.consent}
    rest_on_consent(case, case, CaseWork.code, "case_work", by=by, note=case.consent_note, **said)


def hand_over(case: Case, *, before: User | None, worker: User | None, unit: Unit | None = None) -> None:
    """Gives every open deadline and task of the case, and of all it holds, to the worker (and unit)."""
    dossier = case.dossier
    hand_dossier_clocks(dossier=dossier, role=SocialWorker, holder=worker, unit=unit)
    hand_dossier_tasks(dossier=dossier, before=before, assignee=worker, unit=unit or dossier.unit)


# --- opening ---


@action(REPORT_SCREEN, on="report")
def open_case(
    *, report: Any, risk: str, matter: str, unit: Unit, by: Any, summary: str | None = None
) -> Case:
    """A case for a report that was screened in, held by the competent unit from its first moment.

    Response times run from the time of the report. Who was walled off from the report is walled off from the
    case. `summary` is what the unit reads of the report: the reporter's own words unless given, never who
    they are. The opener need not be able to read what they opened once it lies with another unit.
    """
    kind = kind_for(matter)
    case = Case(kind=kind)
    sensitivity = max(report.dossier.sensitivity, CaseWork.of_record(case).sensitivity)
    dossier = open_dossier(kind="case", unit=unit, sensitivity=sensitivity)
    case = Case(
        dossier=dossier,
        kind=kind,
        matter=matter,
        territory=report.territory,
        risk=risk,
        reported_at=report.received_at,
        summary=report.narrative if summary is None else summary,
        concerns=list(report.concerns),
        is_sample=report.is_sample,
    )
    raise_walls(report.dossier, dossier, by=by)  # before anybody is told that there is a case
    CaseWork.begin(case, CaseWork.open, by=by, facts={"report": report.pk, "risk": risk, "matter": matter})
    report.case = case
    report.save(update_fields=["case"])
    return case


def tell_of_report(case: Case, *, key: str) -> None:
    """Tells the worker, or whoever leads the unit, that something new was reported about the case."""
    people = [case.worker] if case.worker else nearest_to(Supervisor, case.dossier)
    tell_all(
        users=people,
        kind=REPORT_ADDED,
        key=f"{REPORT_ADDED}:{case.pk}:{key}",
        url=case.get_absolute_url(),
        reference=case.reference,
        urgent=True,
    )


def raise_walls(source: Dossier, target: Dossier, *, by: Any) -> None:
    """Who was walled off from a report, or from a case joined to another, is so from the case it belongs to now."""
    for wall in Wall.objects.filter(dossier=source):
        wall_off(dossier=target, user=wall.user, unit=wall.unit, reason=wall.reason, by=by)


@dataclass(frozen=True, slots=True)
class Destination:
    """A case that a report belongs to, as far as its screener is told: whom to tell, and where they read it."""

    reference: str
    risk: str
    url: str
    people: list[User]


def follow_report(report: Any) -> Destination | None:
    """Walls off from the report's case whoever is walled off from the report, and says who is to hear of it: the
    worker or, while nobody works on it, whoever leads the unit. The screener need not see that case."""
    with connection.cursor() as cursor:
        cursor.execute("select * from cases_follow_report(%s)", [report.pk])
        found = cursor.fetchone()
    if found is None:
        return None
    reference, public_id, status, risk, worker_id, unit_id, shut_out = found
    if worker_id is None or worker_id in shut_out or status == CaseWork.closed.name:
        people = nearest_users(Supervisor, Unit.objects.get(pk=unit_id), without=shut_out)
    else:
        people = [User.objects.get(pk=worker_id)]
    return Destination(reference, risk, Case(public_id=public_id).get_absolute_url(), people)


# --- people ---


@action(CASE_WORK, on="case")
def add_member(*, case: Case, person: Person, role: str, by: Any, note: str = "") -> CaseMember:
    """Names a person of the register as one of the case: child, sibling, caregiver, alleged perpetrator."""
    case = hold(case)
    require(may_write(case))
    require(may_be_member(case, person, role), "role")
    member, _created = CaseMember.objects.get_or_create(
        case=case,
        person=person,
        role=role,
        ended_at=None,
        defaults={"dossier": case.dossier, "note": note},
    )
    settle_grants(case)
    return member


@action(CASE_WORK, on="member")
def end_member(*, member: CaseMember, by: Any) -> CaseMember:
    """A person named by mistake, or no longer of the case. The line stays in its history, with its first end."""
    case = hold(member.case)
    require(may_write(case))
    require(may_leave(case, member))
    CaseMember.objects.filter(pk=member.pk, ended_at__isnull=True).update(ended_at=clock.now())
    member.refresh_from_db()
    settle_grants(case)
    return member


@action(CASE_WORK, on="case")
def complete_registration(
    *,
    case: Case,
    urgent_needs: str,
    consent: str,
    consent_note: str,
    by: Any,
    expected: int | None = None,
) -> Case:
    """The child is known: from here the clocks of assessment, plan and the next visit run (domain §3.4)."""
    case = hold(case, expected=expected, move=CaseWork.register)
    case.urgent_needs, case.consent, case.consent_note = urgent_needs, consent, consent_note
    CaseWork.move(case, CaseWork.register, by=by, facts={"consent": consent})
    case.save(update_fields=["urgent_needs", "consent", "consent_note"])
    rest_on_registration(case, by)
    case_registered.send(sender=Case, case=case, by=by)
    return case


# --- notes ---


@action(CASE_WORK, on="case")
def write_note(*, case: Case, text: str, by: Any) -> Note:
    """A note in the story. Corrected by another note, never rewritten."""
    require(may_write(case))
    return Note.objects.create(case=case, dossier=case.dossier, at=clock.now(), by=by, text=text)
