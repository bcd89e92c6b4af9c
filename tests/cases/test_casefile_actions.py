"""A case from its opening on."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from himaya.access.actions import wall_off
from himaya.access.models import AuditEvent
from himaya.cases.casefile.actions import add_member, complete_registration, end_member, open_case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.models import Case, Report
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.registry.models import Person
from himaya.workflow.models import Clock, Notice

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_in_the_competent_unit_and_its_clocks_run_from_the_report(
    country: Any, make_report: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 08:00"):
        report = make_report(country["nation"])
    with clock.fixed("2026-03-02 09:00"), acting_as(country["duty"]):
        case = open_case(
            report=report, risk="high", matter="protection", unit=country["here"], by=country["duty"]
        )
    with acting_as(country["supervisor"]):
        seen = Case.objects.visible_to(country["supervisor"]).get()
        assert seen == case
        assert seen.summary == "Qonşu uşaq gecələr tək qalır."
        clocks = {c.name: c for c in CaseWork.clocks_of(seen)}
        assert clock.local(clocks["contact"].due_at).isoformat()[:16] == "2026-03-03T08:00"
        assert clock.local(clocks["assignment"].due_at).isoformat()[:16] == "2026-03-02T11:00"
    with acting_as(country["duty"]):
        assert Report.objects.get(pk=report.pk).case_id == case.pk


def test_the_other_district_does_not_see_it(country: Any, make_report: Any, acting_as: Any) -> None:
    report = make_report(country["nation"])
    with acting_as(country["duty"]):
        open_case(report=report, risk="high", matter="protection", unit=country["here"], by=country["duty"])
    for stranger in ("neighbour", "stranger", "worker"):
        with acting_as(country[stranger]):
            assert not Case.objects.visible_to(country[stranger]).exists()


def test_who_is_walled_off_from_the_report_is_walled_off_from_the_case(
    country: Any, make_report: Any, acting_as: Any, as_owner: Any
) -> None:
    report = make_report(country["nation"])
    with as_owner():
        wall_off(dossier=report.dossier, user=country["supervisor"], reason="named", by=None)
    with acting_as(country["duty"]):
        open_case(report=report, risk="high", matter="protection", unit=country["here"], by=country["duty"])
    with acting_as(country["supervisor"]):
        assert not Case.objects.visible_to(country["supervisor"]).exists()
    with acting_as(country["second"]):
        assert Case.objects.visible_to(country["second"]).exists()
    told = Notice.objects.filter(kind="case.unassigned")
    assert [notice.user for notice in told] == [country["second"]], "nor hears that there is one"


def test_a_social_worker_cannot_open_a_case_and_nothing_is_kept(
    country: Any, make_report: Any, acting_as: Any, as_owner: Any
) -> None:
    report = make_report(country["here"])
    with acting_as(country["worker"]), pytest.raises(PermissionDenied):
        open_case(report=report, risk="high", matter="protection", unit=country["here"], by=country["worker"])
    with as_owner():
        assert not Case.objects.exists()
        assert not Clock.objects.exists()


def test_a_person_named_by_mistake_goes_once_and_the_last_child_stays(
    country: Any, make_case: Any, make_person: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("accepted")
    wrong, right = (make_person(country["here"], given_name=name) for name in ("Aysel", "Elvin"))
    with acting_as(country["supervisor"]) as by:
        first = add_member(case=case, person=wrong, role="child", by=by)
        assert end_member(member=first, by=by).ended_at is not None, (
            "before registration the wrong one may go"
        )
        second = add_member(case=case, person=right, role="child", by=by)
    with acting_as(country["worker"]) as by:
        assert Person.objects.get() == right, "who left the case is no longer shown to its worker"
        complete_registration(case=case, urgent_needs="", consent="spoken", consent_note="", by=by)
    with acting_as(country["supervisor"]) as by:
        with translation.override("en"), pytest.raises(Refused, match="keeps at least one person"):
            end_member(member=second, by=by)
        moment = first.ended_at
        with clock.fixed(clock.now() + timedelta(days=1)):
            assert end_member(member=first, by=by).ended_at == moment, "the first end stands"
        assert [m.person for m in case.members.filter(ended_at__isnull=True)] == [right]


def test_opening_is_audited(country: Any, make_report: Any, acting_as: Any, as_owner: Any) -> None:
    report = make_report(country["nation"])
    with acting_as(country["duty"]):
        case = open_case(
            report=report, risk="low", matter="protection", unit=country["here"], by=country["duty"]
        )
    with as_owner():
        line = AuditEvent.objects.get(verb="casefile.open_case")
        assert (line.actor_id, line.dossier_id, line.object_id) == (
            country["duty"].pk,
            case.dossier_id,
            case.pk,
        )
