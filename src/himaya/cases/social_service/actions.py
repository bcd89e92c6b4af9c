"""Taking an application, and deciding on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from himaya.access.actions import open_dossier
from himaya.access.gate import action
from himaya.access.models import Unit
from himaya.access.roles import CASE_APPROVE, SERVICE_APPLY
from himaya.cases.casefile.actions import hold, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.signals import case_closed
from himaya.cases.social_service.letters import data_of
from himaya.cases.social_service.models import Application
from himaya.cases.social_service.process import SocialService
from himaya.cases.social_service.rules import is_known_refusal, legal_grounds
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.models import Territory
from himaya.reference.queries import norm
from himaya.workflow.actions import close_dossier_tasks, end_dossier_clocks, load_templates, make_paper

LETTERS = Path(__file__).parent / "data"
LETTER = "entitlement_decision"


@dataclass(frozen=True, slots=True)
class Applied:
    """What an application says."""

    channel: str
    applied_by: str
    asked: str
    person_name: str
    address: str = ""
    grounds: Sequence[str] = field(default_factory=tuple)
    applicant: str = ""
    contact: str = ""
    for_family: bool = False
    received_at: datetime | None = None
    urgent: bool = False


def load_entitlement_letters(*, by: Any = None) -> int:
    """Loads the letters of decisions; says how many were new."""
    return load_templates(folder=LETTERS, by=by)


@action(SERVICE_APPLY)
def take_application(*, unit: Unit, told: Applied, by: Any, territory: Territory | None = None) -> Case:
    """Opens a case of the kind *social service*; the law's working days run from when the application was made. Whom it
    is about is found or registered in the case."""
    received = told.received_at or clock.now()
    if received > clock.now():
        raise Refused(_("This moment is still to come."), field="received_at")
    case = Case(
        kind=SocialService.variant,
        dossier=open_dossier(kind="case", unit=unit, sensitivity=SocialService.sensitivity),
        matter="social_service",
        territory=territory,
        risk="high" if told.urgent else "low",
        reported_at=received,
        summary=told.asked,
    )
    CaseWork.begin(case, CaseWork.open, by=by, facts={"channel": told.channel, "by": told.applied_by})
    Application.objects.create(
        case=case,
        dossier=case.dossier,
        channel=told.channel,
        applied_by=told.applied_by,
        person_name=told.person_name,
        address=told.address,
        applicant=told.applicant,
        contact=told.contact,
        for_family=told.for_family,
        grounds_claimed=list(told.grounds),
        asked=told.asked,
        taken_by=by,
        taken_at=clock.now(),
    )
    return case


@action(CASE_APPROVE, on="case")
def grant_services(
    *,
    case: Case,
    grounds: Sequence[str],
    forms: Sequence[str],
    reasons: str,
    language: str,
    by: Any,
    expected: int | None = None,
) -> Application:
    """There is a right: on which grounds of the law, to which forms of service, and why. The letter is set at once, the
    plan follows within the norm's days."""
    case = hold(case, expected=expected, move=SocialService.grant)
    known = {item.code for item in legal_grounds(clock.today())}
    if not set(grounds) <= known:
        raise Refused(_("Choose the ground of the law on which the right rests."), field="grounds")
    SocialService.move(case, SocialService.grant, by=by, facts={"by": by.pk, "grounds": list(grounds)})
    told = _decided(case, Application.GRANTED, reasons, by)
    told.grounds_found, told.forms = list(grounds), list(forms)
    return _with_letter(told, language, by)


@action(CASE_APPROVE, on="case")
def refuse_services(
    *, case: Case, refusal: str, reasons: str, language: str, by: Any, expected: int | None = None
) -> Application:
    """There is no right, for a coded reason and in words; the letter says how to appeal. The case ends."""
    case = hold(case, expected=expected, move=SocialService.refuse)
    if not is_known_refusal(refusal):
        raise Refused(_("Choose the reason for the refusal."), field="refusal")
    SocialService.move(case, SocialService.refuse, by=by, reason=refusal, facts={"by": by.pk})
    told = _decided(case, Application.REFUSED, reasons, by)
    told.refusal = refusal
    told = _with_letter(told, language, by)
    _end(case, by)
    return told


def _decided(case: Case, decision: str, reasons: str, by: Any) -> Application:
    if not reasons.strip():
        raise Refused(_("Write the reasons: the letter carries them."), field="reasons")
    told = Application.objects.select_for_update(of=("self",)).filter(case=case).first()
    if told is None:  # came from a report: there was no application at the desk
        told = Application(
            case=case,
            dossier=case.dossier,
            channel="body",
            applied_by="body",
            asked=case.summary,
            taken_at=case.reported_at,
        )
    told.decision, told.reasons, told.decided_by, told.decided_at = decision, reasons, by, clock.now()
    return told


def _with_letter(told: Application, language: str, by: Any) -> Application:
    told.save()
    case = told.case
    told.letter = make_paper(
        subject=case,
        process=SocialService.code,
        key=LETTER,
        language=language,
        data=data_of(told, language),
        by=by,
    )
    told.save(update_fields=["letter"])
    return told


def _end(case: Case, by: Any) -> None:
    case.closed_at, case.closure_reason = clock.now(), "service_refused"
    case.save(update_fields=["closed_at", "closure_reason"])
    case_closed.send(sender=Case, case=case, by=by)
    end_dossier_clocks(dossier=case.dossier)
    close_dossier_tasks(dossier=case.dossier, by=by, outcome="case_closed")
    open_ones: models.QuerySet[Any] = case.assignments.filter(ended_at__isnull=True)
    open_ones.update(ended_at=clock.now())
    length = norm("case.read_after_closure", on=clock.today(), territory=case.territory)
    settle_grants(case, read_until=add(clock.now(), length))
