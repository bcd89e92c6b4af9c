"""The right to social services: the working days of the law, the decision and its letter, an older person alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.cases.assessment import actions as assessing
from himaya.cases.assigning.actions import accept_case, offer_case
from himaya.cases.casefile.actions import add_member, complete_registration
from himaya.cases.casefile.process import CaseWork
from himaya.cases.models import Application, Assessment, Case
from himaya.cases.social_service.actions import (
    Applied,
    grant_services,
    load_entitlement_letters,
    refuse_services,
    take_application,
)
from himaya.cases.social_service.queries import report_of
from himaya.cases.social_service.rules import another_decides_right, ground_is_found, legal_grounds
from himaya.demo.answers import answers_for
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.models import Clock
from himaya.workflow.papers.queries import content_of
from tests import database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ASKED = Applied(
    channel="desk",
    applied_by="relative",
    person_name="Əliyeva Ülkər",
    address="Nizami küçəsi 1",
    asked="Tək yaşayıram, yemək bişirə bilmirəm.",
    grounds=["no_self_care"],
    applicant="Qonşu Gülnar",
)
GRANT: dict[str, Any] = {
    "grounds": ["no_self_care"], "forms": ["home"], "reasons": "Özünə baxa bilmir.", "language": "az",
}  # fmt: skip


@pytest.fixture
def apply(country: Any, acting_as: Any, as_owner: Any) -> Callable[..., Case]:
    with as_owner():
        load_entitlement_letters()

    def go(**told: Any) -> Case:
        with acting_as(country["worker"]) as by:
            return take_application(unit=country["here"], told=replace(ASKED, **told), by=by)

    return go


@pytest.fixture
def assessed(apply: Any, country: Any, make_person: Any, acting_as: Any) -> Case:
    """An older person alone, visited and assessed; the report approved."""
    case = apply()
    person = make_person(country["here"], birth_date=date(1944, 3, 2), birth_precision="exact")
    with acting_as(country["supervisor"]) as by:
        offer_case(case=fresh(case), worker=country["worker"], by=by)
        add_member(case=fresh(case), person=person, role="person", by=by)
    with acting_as(country["worker"]) as by:
        accept_case(case=fresh(case), by=by)
        complete_registration(case=fresh(case), urgent_needs="", consent="spoken", consent_note="", by=by)
        person = case.members.get(role="person")
        made = assessing.start_assessment(case=fresh(case), child=person, by=by)
        for part in ("safety", "needs"):
            found = Assessment.objects.get(pk=made.pk)
            answers = answers_for(getattr(found, part))
            assessing.finish_answers(assessment=found, part=part, answers=answers, by=by)
        assessing.decide_risk(
            assessment=Assessment.objects.get(pk=made.pk), level="low", why="Sakitdir", by=by
        )
        assessing.submit_assessment(assessment=Assessment.objects.get(pk=made.pk), by=by)
    with acting_as(country["supervisor"]) as by:
        assessing.approve_assessment(assessment=Assessment.objects.get(pk=made.pk), by=by)
        return fresh(case)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def clocks(case: Case) -> dict[str, Clock]:
    with database.as_owner():
        return {c.name: c for c in Clock.objects.filter(process="case", subject_id=case.pk).order_by("pk")}


def test_an_application_opens_a_case_and_the_laws_days_run_from_it(apply: Any) -> None:
    made = clock.now() - timedelta(days=1)
    case = apply(received_at=made)
    assert (case.kind, case.matter, case.status, case.risk) == (
        "social_service",
        "social_service",
        "screened_in",
        "low",
    )
    with database.as_owner():
        worker_due = add(made, norm("service.worker_due", on=clock.today()))
    assert clocks(case)["contact"].due_at == worker_due
    assert set(clocks(case)) == {"assignment", "contact"}


def test_what_cannot_wait_is_of_high_risk(apply: Any) -> None:
    assert apply(urgent=True).risk == "high"


def test_an_application_of_tomorrow_is_refused(apply: Any) -> None:
    with pytest.raises(Refused) as refused:
        apply(received_at=clock.now() + timedelta(hours=2))
    assert refused.value.field == "received_at"
    with database.as_owner():
        assert not Application.objects.exists()
        assert not Case.objects.exists()


def test_only_a_desk_takes_applications(country: Any, acting_as: Any) -> None:
    with acting_as(country["manager"]) as by, pytest.raises(PermissionDenied):
        take_application(unit=country["here"], told=ASKED, by=by)


def test_the_grounds_are_those_of_the_law(as_owner: Any, country: Any) -> None:
    with as_owner():
        codes = {item.code for item in legal_grounds(clock.today())}
    assert {"no_self_care", "elderly", "child_disability", "no_residence"} <= codes
    assert "martyr_family" not in codes


def test_the_need_is_assessed_by_questions_for_grown_ups(assessed: Case) -> None:
    with database.as_owner():
        made = Assessment.objects.select_related("needs__form__instrument").get(case=assessed)
        assert made.needs.form.instrument.code == "needs_adult"
    assert assessed.status == "assessed"
    found = clocks(assessed)
    assert found["assessment"].state == Clock.MET
    assert found["assessment"].norm == "service.assessment_due"
    assert found["decision"].state == Clock.RUNNING
    assert found["decision"].norm == "service.decision_due"


def test_who_assessed_does_not_decide(assessed: Case, country: Any) -> None:
    with database.as_owner():
        assert not another_decides_right(assessed, {"by": country["worker"].pk})
        assert another_decides_right(assessed, {"by": country["supervisor"].pk})
        assert another_decides_right(assessed, {})


def test_a_right_rests_on_a_ground() -> None:
    assert not ground_is_found(Case(), {"grounds": []})
    assert ground_is_found(Case(), {"grounds": ["elderly"]})
    assert ground_is_found(Case(), {})


def test_a_right_is_granted_with_a_letter_and_the_plan_has_its_days(
    assessed: Case, country: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        told = grant_services(case=assessed, by=by, expected=assessed.version, **GRANT)
        assert fresh(assessed).status == "entitled"
        assert told.letter is not None
        assert told.letter.number.startswith("SX-")
        assert content_of(told.letter).startswith(b"%PDF")
    found = clocks(assessed)
    assert found["decision"].state == Clock.MET
    assert (found["plan"].state, found["plan"].norm) == (Clock.RUNNING, "service.plan_due")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"grounds": ["martyr_family"]}, "grounds"), ({"reasons": " "}, "reasons")],
)
def test_a_right_without_ground_or_reasons_is_refused_and_nothing_is_written(
    assessed: Case, country: Any, acting_as: Any, given: dict[str, Any], field: str
) -> None:
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused) as refused:
        grant_services(case=assessed, by=by, **{**GRANT, **given})
    assert refused.value.field == field
    with database.as_owner():
        assert Application.objects.get(case=assessed).decision == ""
        assert fresh(assessed).status == "assessed"


def test_a_refusal_ends_the_case_and_its_letter_says_how_to_appeal(
    assessed: Case, country: Any, acting_as: Any
) -> None:
    with acting_as(country["supervisor"]) as by:
        told = refuse_services(
            case=assessed, refusal="met_elsewhere", reasons="Qızı baxır.", language="en", by=by
        )
        case = fresh(assessed)
        assert (case.status, case.closure_reason, told.refusal) == (
            "closed",
            "service_refused",
            "met_elsewhere",
        )
        assert told.letter is not None
    assert {c.state for c in clocks(assessed).values()}.isdisjoint({Clock.RUNNING})


def test_a_refusal_has_a_known_reason(assessed: Case, country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused) as refused:
        refuse_services(case=assessed, refusal="because", reasons="Belə", language="az", by=by)
    assert refused.value.field == "refusal"


def test_the_decision_stands_on_the_report(assessed: Case, country: Any, acting_as: Any) -> None:
    with acting_as(country["supervisor"]):
        [(instrument, sections)] = report_of(assessed)
        assert instrument.code == "needs_adult"
        assert sections


def test_a_case_that_came_from_a_report_is_decided_all_the_same(
    make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        load_entitlement_letters()
    case = make_case("assessed", matter="social_service", risk="low")
    with acting_as(country["supervisor"]) as by:
        told = grant_services(case=fresh(case), by=by, **GRANT)
        assert (told.channel, told.decision) == ("body", "granted")
        CaseWork.move(fresh(case), CaseWork.begin_support, by=by)
        assert fresh(case).status == "implementing"
