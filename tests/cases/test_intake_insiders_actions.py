"""Those a report names never see it; a lane of a flood is answered as one."""

from typing import Any

import pytest
from django.db import transaction

from himaya.cases.intake.actions import (
    answer_lane,
    judge_report,
    name_insiders,
    route_report,
    screen_in,
    take_out_of_lane,
)
from himaya.cases.intake.actions.receiving import Contact
from himaya.cases.intake.queries import counts
from himaya.cases.models import Case, MandatoryNotice, Report, Reporter
from himaya.kit.errors import Refused
from himaya.workflow.models import Clock, Notice, Step, Task
from tests.cases.screening_cast import BRUISED, judged

pytestmark = pytest.mark.django_db


def test_those_named_see_nothing_of_it_at_all(
    receive: Any, desks: Any, acting_as: Any, as_owner: Any
) -> None:
    receive(
        names_insider=True, insider_text="Növbətçi Nərmin", contact=Contact(name="Ana"), is_anonymous=False
    )
    with acting_as(desks["chief"]):
        judged(BRUISED, desks["chief"])
        report = name_insiders(
            report=Report.objects.get(), users=[desks["head"]], units=[desks["here"]], by=desks["chief"]
        )
        screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["chief"])
        assert report.dossier.unit == desks["nation"]
    for name in ("head", "duty", "supervisor", "worker"):
        with acting_as(desks[name]):
            assert (Report.objects.count(), Reporter.objects.count(), Case.objects.count()) == (0, 0, 0), name
            assert MandatoryNotice.objects.count() == Step.objects.count() == Clock.objects.count() == 0
            assert counts(desks[name])["waiting"] == 0
    with as_owner():
        from himaya.access.actions import grant

        case = Case.objects.get()
        grant(dossier=case.dossier, user=desks["head"], ground="breakglass", by=None)
    with acting_as(desks["head"]):
        assert Case.objects.count() == 0
    with acting_as(desks["chief"]):
        assert Case.objects.get().dossier.unit == desks["nation"]


def test_naming_somebody_later_walls_off_the_case_as_well(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["duty"]):
        screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
    with acting_as(desks["supervisor"]):
        assert Case.objects.count() == 1
    with acting_as(desks["chief"]):
        name_insiders(report=Report.objects.get(), users=[desks["supervisor"]], by=desks["chief"])
    with acting_as(desks["supervisor"]):
        assert (Report.objects.count(), Case.objects.count()) == (0, 0)


def test_naming_somebody_later_walls_off_a_case_of_another_district_too(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]) as by:
        screen_in(
            report=Report.objects.get(), matter="child_in_difficulty", territory=desks["masalli"], by=by
        )
    with acting_as(desks["stranger"]):
        assert Case.objects.count() == 1
    with acting_as(desks["duty"]) as by:
        name_insiders(report=Report.objects.get(), users=[desks["stranger"], desks["chief"]], by=by)
    for who in ("stranger", "chief"):
        with acting_as(desks[who]):
            assert Case.objects.count() == 0
    arrived = Notice.objects.filter(kind="report.arrived", key__contains=":moved:")
    assert not arrived.filter(user=desks["chief"]).exists(), (
        "brought to the desk, and not told to whom it names"
    )


def test_the_national_desk_is_never_shut_out_whole(receive: Any, desks: Any, acting_as: Any) -> None:
    receive(territory=None)
    with acting_as(desks["chief"]), pytest.raises(Refused):
        name_insiders(report=Report.objects.get(), units=[desks["nation"]], by=desks["chief"])


def test_a_report_sent_on_leaves_with_its_reporter_clock_and_tasks(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive(contact=Contact(phone="050"), is_anonymous=False)
    with acting_as(desks["duty"]):
        judged(BRUISED, desks["duty"])
        route_report(
            report=Report.objects.get(),
            matter="child_in_difficulty",
            territory=desks["masalli"],
            by=desks["duty"],
        )
    with acting_as(desks["duty"]):
        assert (Report.objects.count(), Reporter.objects.count(), Task.objects.count()) == (0, 0, 0)
    with acting_as(desks["stranger"]):
        assert Report.objects.get().territory == desks["masalli"]
        assert Reporter.objects.count() == 1
        assert {c.unit for c in Clock.objects.filter(state="running")} == {desks["there"]}
        assert Task.objects.filter(unit=desks["there"]).exists()
    assert Notice.objects.filter(user=desks["stranger"], kind="report.arrived").count() == 1


def test_one_answer_for_a_lane_is_still_read_a_second_time_each(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    for _n in range(3):
        receive(trapped=True)
    with acting_as(desks["duty"]):
        waiting = list(Report.objects.filter(flood_lane="trap"))
        assert (
            answer_lane(reports=waiting[:2], answer="out", reason="test", note="reklam", by=desks["duty"])
            == 2
        )
        assert take_out_of_lane(reports=waiting[2:], by=desks["duty"]) == 1
        found = counts(desks["duty"])
        assert (found["waiting"], found["second"], found["flood"]) == (1, 2, 0)


def test_a_lane_is_joined_to_one_of_it_or_to_nothing_at_all(receive: Any, desks: Any, acting_as: Any) -> None:
    for _n in range(3):
        receive(trapped=True)
    with acting_as(desks["duty"]) as by:
        waiting = list(Report.objects.order_by("pk"))
        with pytest.raises(Refused) as refused:
            answer_lane(reports=waiting, answer="link", to=None, by=by)
        assert refused.value.field == "reference"
        assert answer_lane(reports=waiting, answer="link", to=waiting[0], by=by) == 3
        assert list(Report.objects.order_by("pk").values_list("status", "linked_to")) == [
            ("received", None),
            ("linked", waiting[0].pk),
            ("linked", waiting[0].pk),
        ]


def test_a_lane_is_answered_whole_or_not_at_all(receive: Any, desks: Any, acting_as: Any) -> None:
    for _n in range(2):
        receive(trapped=True)
    with acting_as(desks["duty"]):
        one, two = Report.objects.all()
        judge_report(report=two, answers=BRUISED, by=desks["duty"])
        with pytest.raises(Refused), transaction.atomic():
            answer_lane(reports=[one, two], answer="inform", reason="services", by=desks["duty"])
        assert Report.objects.filter(status="received").count() == 2
