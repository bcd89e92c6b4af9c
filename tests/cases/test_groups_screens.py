"""Visits, reports and late deadlines narrowed to a vulnerable group: by the statuses of a case's children on the day, as
far as their files are open to the reader."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, CaseMember, Visit
from himaya.cases.overdue.queries import late_clocks
from himaya.kit import clock
from himaya.registry.models import GroupMembership
from himaya.workflow.models import Clock

pytestmark = pytest.mark.django_db
VISITS, REPORTS, OVERDUE = (reverse(f"cases:{name}") for name in ("visit-list", "reports", "overdue"))


@pytest.fixture
def displaced(make_case: Any, as_owner: Any) -> tuple[Case, Case]:
    """A registered case of a displaced child, and one of another."""
    inside, outside = make_case("registered"), make_case("registered")
    with as_owner():
        child = CaseMember.objects.get(case=inside, role="child").person
        GroupMembership.objects.create(
            dossier=child.dossier, person=child, status="idp", source="Vəsiqə", started_on=clock.today()
        )
    return inside, outside


@pytest.fixture
def shown(english: Any, country: Any) -> Any:
    """`shown(address, "supervisor", group="idp")`: the page."""

    def get(address: str, who: str = "supervisor", **asked: str) -> str:
        answer = english(country[who]).get(address, asked)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return get


def test_the_agenda_shows_only_visits_to_children_of_the_group(
    displaced: Any, country: Any, shown: Any, as_owner: Any
) -> None:
    with as_owner():
        visits = [
            Visit.objects.create(
                dossier=case.dossier, case=case, worker=country["worker"], status="planned",
                planned_for=clock.now() + timedelta(days=2), contact_type="home",
            )
            for case in displaced
        ]  # fmt: skip
    both = shown(VISITS)
    assert all(visit.public_id in both for visit in visits)
    for who, more in (("supervisor", {"whose": "all"}), ("worker", {})):
        page = shown(VISITS, who, group="idp", **more)
        assert visits[0].public_id in page
        assert visits[1].public_id not in page
    assert "No visit to anybody in this group" in shown(VISITS, group="low_income")
    assert visits[0].public_id not in shown(VISITS, "stranger", group="idp")
    assert all(visit.public_id in shown(VISITS, group="' or 1=1") for visit in visits)


def test_who_must_be_seen_and_has_no_visit_planned_is_narrowed_too(displaced: Any, shown: Any) -> None:
    inside, outside = displaced
    everybody, few = shown(VISITS, "worker"), shown(VISITS, "worker", group="idp")
    assert inside.public_id in everybody
    assert outside.public_id in everybody
    assert inside.public_id in few
    assert outside.public_id not in few
    assert "Nobody of this group." in shown(VISITS, "worker", group="low_income")


def test_reports_are_narrowed_by_the_children_of_their_case(
    displaced: Any, shown: Any, make_report: Any, country: Any, as_owner: Any
) -> None:
    with as_owner():
        reports = [case.reports.get() for case in displaced]
    waiting = make_report(country["nation"])
    page = shown(REPORTS, "duty", list="all")
    assert all(report.reference in page for report in (*reports, waiting))
    few = shown(REPORTS, "duty", list="all", group="idp")
    assert reports[0].reference in few
    assert reports[1].reference not in few
    assert waiting.reference not in few
    assert f"{REPORTS}?list=mine&amp;group=idp" in few, "the group stays from one list to the next"
    assert "No report of a child in this group" in shown(REPORTS, "duty", list="waiting", group="low_income")


def test_late_deadlines_are_narrowed_and_the_key_of_the_next_page_too(
    displaced: Any, shown: Any, country: Any, acting_as: Any
) -> None:
    inside, outside = displaced
    later = (clock.now() + timedelta(days=30)).isoformat()
    with clock.fixed(later), acting_as(country["supervisor"]) as by:
        late, following = late_clocks(by, group="idp")
        assert {line.reference for line in late} == {inside.reference}
        assert following == ""
        assert {line.reference for line in late_clocks(by)[0]} >= {inside.reference, outside.reference}
    assert "Nothing late of this group" in shown(OVERDUE, group="low_income")


def test_what_is_late_in_a_report_is_narrowed_by_the_children_of_its_case(
    displaced: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        reports = [case.reports.get() for case in displaced]
        for report in reports:
            Clock.objects.create(
                dossier=report.dossier, process="intake", subject_id=report.pk, name="screening", norm="screening.high",
                started_at=clock.now(), due_at=clock.now() - timedelta(hours=1), unit=report.dossier.unit,
            )  # fmt: skip
    with acting_as(country["duty"]) as by:
        assert {line.reference for line in late_clocks(by)[0]} >= {report.reference for report in reports}
        assert [line.reference for line in late_clocks(by, group="idp")[0]] == [reports[0].reference]
