"""A report told again is joined to what is known of it, and who works on that hears of it."""

from typing import Any

import pytest
from django.db import Error, transaction

from himaya.access.actions import wall_off
from himaya.access.roles import Supervisor
from himaya.cases.assigning.actions import offer_case
from himaya.cases.casefile.actions import follow_report
from himaya.cases.intake.actions import (
    link_report,
    screen_in,
)
from himaya.cases.intake.queries import similar_reports
from himaya.cases.models import Case, Report
from himaya.kit.errors import Refused
from himaya.workflow.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_report_told_again_is_found_and_joined(receive: Any, desks: Any, acting_as: Any) -> None:
    first = receive()
    again = receive(narrative="Yenə həmin uşağı axşam döyür, ata içki içib, qolunda göyərmə")
    receive(narrative="Maşın yuma məntəqəsində gecə işləyirlər")
    with acting_as(desks["duty"]):
        again = Report.objects.get(pk=again.pk)
        found = similar_reports(again, desks["duty"])
        assert [s.report.pk for s in found] == [first.pk]
        assert found[0].why
        joined = link_report(report=again, to=found[0].report, by=desks["duty"])
        assert (joined.status, joined.linked_to_id) == ("linked", first.pk)


def told_of_joining(desks: Any) -> set[Any]:
    return {n.user for n in Notice.objects.filter(kind="report.joined")}


def test_who_works_on_the_case_hears_of_a_further_report_and_else_who_leads_the_unit(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    first, second, third = receive(), receive(), receive()
    with acting_as(desks["duty"]):
        screen_in(report=Report.objects.get(pk=first.pk), matter="child_in_difficulty", by=desks["duty"])
        first = Report.objects.get(pk=first.pk)
        link_report(report=Report.objects.get(pk=second.pk), to=first, by=desks["duty"])
    assert told_of_joining(desks) == {desks["supervisor"]}
    with acting_as(desks["supervisor"]) as by:
        offer_case(case=Case.objects.get(), worker=desks["worker"], by=by)
    with acting_as(desks["duty"]):
        second, third = (Report.objects.get(pk=one.pk) for one in (second, third))
        link_report(report=third, to=second, by=desks["duty"])
        assert (third.linked_to, third.case) == (first, first.case), "joined to the first of them all"
        with pytest.raises(Refused):
            link_report(report=first, to=third, by=desks["duty"])
    assert told_of_joining(desks) == {desks["supervisor"], desks["worker"]}
    with acting_as(desks["supervisor"]):
        page = Case.objects.get().get_absolute_url()
    assert Notice.objects.filter(kind="report.joined", url=page).count() == 2


def test_a_report_is_joined_to_one_whose_case_lies_in_another_district(
    receive: Any, desks: Any, acting_as: Any, as_owner: Any
) -> None:
    first, again = receive(), receive()
    with as_owner():
        theirs = factories.user((Supervisor, desks["there"]))
        wall_off(dossier=again.dossier, user=desks["stranger"], reason="named", by=None)
    with acting_as(desks["duty"]) as by:
        first = Report.objects.get(pk=first.pk)
        screen_in(report=first, matter="child_in_difficulty", territory=desks["masalli"], by=by)
    with acting_as(desks["duty"]) as by:
        assert not Case.objects.exists(), "it is the other district's now"
        first, again = (Report.objects.get(pk=one.pk) for one in (first, again))
        assert link_report(report=again, to=first, by=by).status == "linked"
    assert told_of_joining(desks) == {theirs}
    with acting_as(theirs):
        case = Case.objects.get()
        assert Notice.objects.get(user=theirs, kind="report.joined").reference == case.reference
    with as_owner():
        assert Report.objects.get(pk=again.pk).case == case
    with acting_as(desks["stranger"]):
        assert not Case.objects.exists(), "whom the further report names no longer sees the case"


def test_a_report_is_followed_into_its_case_only_by_who_sees_the_report(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    report = receive()
    with (
        acting_as(desks["stranger"]),
        pytest.raises(Error, match="no such report"),
        transaction.atomic(),
    ):
        follow_report(report)
    with acting_as(desks["duty"]):
        assert follow_report(report) is None, "it has no case"
