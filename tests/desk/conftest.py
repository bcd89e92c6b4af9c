"""One person of every role, in a small country, and the work that lies on their desks."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.roles import (
    Adjudicator,
    Administrator,
    Analyst,
    Auditor,
    CommissionMember,
    CommissionSecretary,
    Coordinator,
    Counsellor,
    HotlineSupervisor,
    Methodologist,
    ProviderStaff,
    Registrar,
)
from himaya.cases.models import Case
from himaya.cases.referrals.actions import accept_referral, send_referral
from himaya.cases.visits.actions import plan_visit
from himaya.kit import clock
from himaya.services.models import Service
from tests import factories
from tests.cases.conftest import country, english, in_english, make_case, make_person, make_report

__all__ = ["busy", "country", "english", "everyone", "in_english", "make_case", "make_person", "make_report"]

SHARED = {
    "who": "Əliyeva Ülkər, 10 yaş",
    "how_to_reach": "Ana ilə, axşam saatlarında",
    "reason": "Nitq inkişafı üçün dəstək lazımdır.",
    "consent_ground": "consent",
    "consent_form": "spoken",
    "consent_by": "ana",
}


@pytest.fixture
def everyone(country: dict[str, Any], as_owner: Any) -> dict[str, Any]:
    """A user of each role by its code, in one district (`here`); `rival` and `stranger` serve elsewhere."""
    with as_owner():
        centre, other = (factories.unit(parent=country["nation"], kind="centre") for _ in range(2))
        service = Service.objects.create(
            unit=centre,
            type="psychological",
            name_az="Uşaq və Ailə Dəstək Mərkəzi",
            name_en="Child and Family Support Centre",
            name_ru="Центр поддержки семьи",
            is_nationwide=True,
            confirmed_on=clock.today(),
        )
        here = country["here"]
        return {
            **country,
            "centre": centre,
            "service": service,
            "duty_officer": country["duty"],
            "social_worker": country["worker"],
            "counsellor": factories.user((Counsellor, country["nation"]), full_name="Məsləhətçi Mehriban"),
            "hotline_supervisor": factories.user(
                (HotlineSupervisor, country["nation"]), full_name="Nəzarətçi Rəna"
            ),
            "commission_member": factories.user((CommissionMember, here), full_name="Üzv Ülviyyə"),
            "commission_secretary": factories.user((CommissionSecretary, here), full_name="Katib Könül"),
            "provider_staff": factories.user((ProviderStaff, centre), full_name="Mərkəz Mətanət"),
            "rival": factories.user((ProviderStaff, other), full_name="Rəqib Rauf"),
            "coordinator": factories.user((Coordinator, country["nation"]), full_name="Koordinator Kamran"),
            "analyst": factories.user((Analyst, country["nation"]), full_name="Analitik Arzu"),
            "auditor": factories.user((Auditor, country["nation"]), full_name="Auditor Aqil"),
            "adjudicator": factories.user((Adjudicator, country["nation"]), full_name="Arbitr Aygün"),
            "methodologist": factories.user(
                (Methodologist, country["nation"]), full_name="Metodist Məhəbbət"
            ),
            "registrar": factories.user((Registrar, country["here"]), full_name="Qeydiyyatçı Qədir"),
            "administrator": factories.user((Administrator, country["nation"]), full_name="Admin Afaq"),
        }


@pytest.fixture
def busy(everyone: dict[str, Any], make_case: Any, make_report: Any, acting_as: Any) -> dict[str, Any]:
    """Work on every desk: reports waiting, cases in many states, late deadlines, referrals, a visit today."""
    cast = everyone
    now = clock.now()
    for n in range(4):
        make_report(cast["nation"], urgent_now=n == 0, place_text="Masallı, Boradigah", received_at=now)
    with clock.fixed(now - timedelta(days=9)):
        cases = [
            make_case(until, risk=risk)
            for until, risk in [
                ("screened_in", "critical"), ("assigned", "high"), ("accepted", "medium"), ("registered", "high"),
                ("implementing", "low"), ("closing", "medium"), ("registered", "critical"),
            ]
        ]  # fmt: skip
    worker = cast["worker"]
    with acting_as(worker):
        case = Case.objects.get(pk=cases[3].pk)
        plan_visit(
            case=case, worker=worker, contact_type="home", planned_for=now + timedelta(hours=2), by=worker
        )
        send_referral(case=case, service=cast["service"], by=worker, is_urgent=True, **SHARED)
        second = send_referral(case=case, service=cast["service"], by=worker, **SHARED)
    with acting_as(cast["provider_staff"]):
        accept_referral(referral=type(second).objects.get(pk=second.pk), by=cast["provider_staff"])
    return {**cast, "cases": cases, "case": cases[3]}
