"""A small country for the tests of cases: two districts, the desk above them, and who works there."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from himaya.access.actions import open_dossier
from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.assigning.actions import accept_case, offer_case
from himaya.cases.casefile.actions import add_member, complete_registration, open_case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.closing.actions import close_case, finish_feedback, propose_closure
from himaya.cases.models import Case, Report
from himaya.kit import clock
from himaya.kit.language import COOKIE
from himaya.registry.models import Person
from tests import factories
from tests.cases.answers import LAST_WORD
from tests.cases.reports_cast import desks, receive

__all__ = ["desks", "receive"]


@pytest.fixture
def in_english() -> Iterator[None]:
    """Refusals are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def english(browser_of: Any) -> Any:
    """`english(user)`: that user's browser, reading in English."""

    def open_for(user: Any = None) -> Any:
        browser = browser_of(user)
        browser.cookies[COOKIE] = "en"
        return browser

    return open_for


@pytest.fixture
def country(as_owner: Any) -> dict[str, Any]:
    """`nation` over `here` and `there`, with a cast in each."""
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        return {
            "nation": nation,
            "here": here,
            "there": there,
            "duty": factories.user((DutyOfficer, nation), full_name="Növbətçi Nərmin"),
            "supervisor": factories.user((Supervisor, here), full_name="Nəzarətçi Nigar"),
            "second": factories.user((Supervisor, here), full_name="Nəzarətçi Solmaz"),
            "manager": factories.user((UnitManager, here), full_name="Müdir Məmməd"),
            "worker": factories.user((SocialWorker, here), full_name="İşçi İlqar"),
            "colleague": factories.user((SocialWorker, here), full_name="İşçi Aygün"),
            "neighbour": factories.user((Supervisor, there), full_name="Qonşu Qəmər"),
            "stranger": factories.user((SocialWorker, there), full_name="Yad Yasəmən"),
        }


@pytest.fixture
def make_report(as_owner: Any) -> Any:
    """`make_report(unit, **fields)`: a received report lying with a unit."""

    def make(unit: Any, **fields: Any) -> Report:
        with as_owner():
            return Report.objects.create(
                dossier=open_dossier(kind="report", unit=unit),
                status="received",
                channel="web",
                received_at=fields.pop("received_at", None) or clock.now(),
                narrative=fields.pop("narrative", "Qonşu uşaq gecələr tək qalır."),
                **fields,
            )

    return make


@pytest.fixture
def make_person(as_owner: Any) -> Any:
    """`make_person(unit, **fields)`: someone of the register whose file lies with a unit."""

    def make(unit: Any, **fields: Any) -> Person:
        with as_owner():
            given = {"family_name": "Əliyeva", "given_name": "Ülkər", **fields}
            return Person.objects.create(dossier=open_dossier(kind="person", unit=unit), **given)

    return make


@pytest.fixture
def make_case(country: Any, make_report: Any, make_person: Any, acting_as: Any) -> Any:
    """`make_case("accepted", risk="high")`: a case that went as far, by the actions people really take."""
    cast = country

    def make(
        until: str = "screened_in",
        *,
        risk: str = "high",
        worker: str = "worker",
        matter: str = "child_in_difficulty",
        **report: Any,
    ) -> Case:
        told = make_report(cast["nation"], **report)
        with acting_as(cast["duty"]):
            case = open_case(report=told, risk=risk, matter=matter, unit=cast["here"], by=cast["duty"])
        for step in ("assigned", "accepted", "registered", "assessed", "implementing", "closing", "closed"):
            if case.status == until:
                break
            case = _onward(step, case, cast, worker, make_person, acting_as)
        return case

    return make


def _onward(step: str, case: Case, cast: Any, worker: str, make_person: Any, acting_as: Any) -> Case:
    by = cast[worker] if step in {"accepted", "registered", "closing"} else cast["supervisor"]
    child = make_person(cast["here"], birth_date=date(2016, 5, 3), birth_precision="exact")
    with acting_as(by):
        case = Case.objects.get(pk=case.pk)
        if step == "assigned":
            return offer_case(case=case, worker=cast[worker], by=by)
        if step == "accepted":
            return accept_case(case=case, by=by)
        if step == "registered":
            with acting_as(cast["supervisor"]):
                add_member(case=case, person=child, role="child", by=cast["supervisor"])
            return complete_registration(case=case, urgent_needs="", consent="spoken", consent_note="", by=by)
        if step in {"assessed", "implementing"}:
            CaseWork.move(case, CaseWork.assess if step == "assessed" else CaseWork.begin_support, by=by)
            return case
        if step == "closing":
            finish_feedback(case=case, answers=LAST_WORD, by=by)
            return propose_closure(
                case=Case.objects.get(pk=case.pk),
                reason="moved_abroad",
                note="Ailə köçüb.",
                interests="Ailə birlikdə qalır.",
                stable_since=None,
                by=by,
            )
        return close_case(case=case, by=by)
