"""Screening: judged, decided, read twice, walled off."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.models import AuditEvent
from himaya.access.roles import Supervisor
from himaya.cases.intake.actions import (
    confirm_out,
    decide_lowering,
    inform,
    judge_report,
    propose_out,
    record_notice,
    return_to_screening,
    route_report,
    screen_in,
)
from himaya.cases.models import Case, MandatoryNotice, Report, Reporter
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.gaps.actions import close_filled
from himaya.workflow.models import Clock, Notice, Step, Task
from himaya.workflow.process import Moved
from tests import factories
from tests.cases.screening_cast import BRUISED, judged

pytestmark = pytest.mark.django_db

CALM = {"life_danger": "no"}


def test_the_level_is_computed_with_its_reasons_and_the_law_s_duties_are_opened(
    receive: Any,
    desks: Any,
    acting_as: Any,
) -> None:
    receive()
    with acting_as(desks["duty"]):
        report = judged(BRUISED, desks["duty"])
        assert (report.risk_computed, report.risk, report.risk_proposed) == ("high", "high", "")
        assert report.risk_reasons == ["injuries", "repeated"]
        notice = MandatoryNotice.objects.get(duty="police_injuries")
        assert Task.objects.get(key=f"report.notify:{notice.pk}").due_at == notice.due_at
        assert notice.due_at - clock.now() < timedelta(hours=25)


def test_the_officer_raises_freely(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["duty"]):
        assert judged(CALM, desks["duty"], level="critical").risk == "critical"


def test_lowering_waits_for_a_supervisor_and_the_higher_level_holds(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        with pytest.raises(Refused):
            judged(BRUISED, desks["duty"], level="low")
        report = judged(BRUISED, desks["duty"], level="low", note="Həkim baxıb, köhnə izdir.")
        assert (report.risk, report.risk_proposed) == ("high", "low")
        assert Task.objects.get(kind="report.lowering", closed_at=None).role == "supervisor"
        assert Notice.objects.filter(kind="report.lowering", user=desks["supervisor"]).count() == 1
    with acting_as(desks["duty"]), pytest.raises(PermissionDenied):
        decide_lowering(report=Report.objects.get(), approve=True, by=desks["duty"])
    with acting_as(desks["supervisor"]):
        report = decide_lowering(report=Report.objects.get(), approve=True, by=desks["supervisor"])
        assert (report.risk, report.risk_proposed) == ("low", "")
        assert not Task.objects.filter(kind="report.lowering", closed_at=None).exists()


def test_nobody_approves_their_own_lowering(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["supervisor"]):
        judged(BRUISED, desks["supervisor"], level="low", note="köhnə iz")
        with pytest.raises(Refused):
            decide_lowering(report=Report.objects.get(), approve=True, by=desks["supervisor"])


def test_a_refused_lowering_leaves_the_higher_level(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["duty"]):
        judged(BRUISED, desks["duty"], level="medium", note="köhnə iz")
    with acting_as(desks["supervisor"]):
        assert (
            decide_lowering(report=Report.objects.get(), approve=False, by=desks["supervisor"]).risk == "high"
        )


def test_answers_corrected_downwards_do_not_lower_by_themselves(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        judged({"life_danger": "yes"}, desks["duty"])
        report = judged(CALM, desks["duty"])
        assert (report.risk_computed, report.risk, report.risk_proposed) == ("low", "critical", "low")


def test_screening_in_opens_the_case_with_the_competent_unit_from_the_time_of_the_report(
    receive: Any,
    desks: Any,
    acting_as: Any,
) -> None:
    with clock.fixed("2026-03-05T20:00") as told_at:
        receive(territory=None, place_text="bilmirəm")
    with clock.fixed("2026-03-05T20:30"), acting_as(desks["chief"]):
        judged(BRUISED, desks["chief"])
        report = screen_in(
            report=Report.objects.get(),
            matter="child_in_difficulty",
            territory=desks["masalli"],
            by=desks["chief"],
        )
        assert report.status == "screened_in"
        assert report.case.dossier.unit == desks["there"]
        assert report.case.risk == "high"
    with acting_as(desks["stranger"]):
        case = Case.objects.get()
        assert case.reported_at == told_at
        assert Clock.objects.get(name="contact").due_at == told_at + timedelta(hours=24)
        assert Reporter.objects.count() == 0


def test_an_emergency_is_never_held_back_by_unanswered_questions(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive(urgent_now=True)
    with acting_as(desks["duty"]):
        report = screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
        assert report.case.risk == "critical"
        assert Step.objects.get(move="screen_in").gaps == ["danger_is_judged"]
        assert Task.objects.filter(kind="gap").count() == 1


def test_screening_in_with_a_lowering_undecided_keeps_the_higher_level(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        judged(BRUISED, desks["duty"], level="low", note="köhnə iz")
        report = screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
        assert report.case.risk == "high"
        assert not Task.objects.filter(kind="report.lowering", closed_at=None).exists()


def test_a_screening_out_is_read_by_another_within_its_clock(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        judged(CALM, desks["duty"])
        report = propose_out(
            report=Report.objects.get(), reason="no_concern", note="Məktəblə danışdım.", by=desks["duty"]
        )
        assert report.status == "second_reading"
        running = Clock.objects.get(name="second_reading", state="running")
        assert running.due_at - running.started_at == timedelta(hours=24)
        with pytest.raises(Refused):
            confirm_out(report=report, by=desks["duty"])
    with acting_as(desks["second"]):
        assert confirm_out(report=Report.objects.get(), by=desks["second"]).status == "screened_out"


def test_a_second_reader_may_send_it_back(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["duty"]):
        propose_out(report=Report.objects.get(), reason="no_concern", note="", by=desks["duty"])
    with acting_as(desks["supervisor"]):
        report = return_to_screening(
            report=Report.objects.get(), by=desks["supervisor"], note="Həkimi soruşun."
        )
        assert report.status == "received"
        assert Clock.objects.filter(name="screening", state="running").count() == 1


def test_a_high_report_is_read_out_only_by_a_supervisor(receive: Any, desks: Any, acting_as: Any) -> None:
    receive()
    with acting_as(desks["duty"]):
        judged(BRUISED, desks["duty"])
        propose_out(report=Report.objects.get(), reason="handled", note="", by=desks["duty"])
    with acting_as(desks["second"]), pytest.raises(Refused):
        confirm_out(report=Report.objects.get(), by=desks["second"])
    with acting_as(desks["supervisor"]):
        assert confirm_out(report=Report.objects.get(), by=desks["supervisor"]).status == "screened_out"


def test_a_wrong_number_is_information_and_a_high_report_never_is(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive(narrative="Alo Vüqar? Səhv düşdüm.")
    with acting_as(desks["duty"]):
        assert (
            inform(report=Report.objects.get(), reason="wrong_number", by=desks["duty"]).status
            == "information"
        )
        assert Case.objects.count() == 0
    receive()
    with acting_as(desks["duty"]):
        high = Report.objects.get(status="received")
        judge_report(report=high, answers=BRUISED, by=desks["duty"])
        with pytest.raises(Refused):
            inform(report=high, reason="services", by=desks["duty"])


def test_what_is_screened_already_is_neither_judged_nor_sent_on_and_no_lowering_decided_unasked(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["supervisor"]) as by:
        with pytest.raises(Refused):
            decide_lowering(report=Report.objects.get(), approve=True, by=by)
        inform(report=Report.objects.get(), reason="services", by=by)
        for act in (
            lambda: judged(BRUISED, by),
            lambda: route_report(
                report=Report.objects.get(), matter="child_in_difficulty", territory=desks["masalli"], by=by
            ),
        ):
            with pytest.raises(Refused):
                act()
        kept = Report.objects.get()
        assert (kept.status, kept.risk, kept.territory) == ("information", "", desks["sumqayit"])
        assert not MandatoryNotice.objects.exists()


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        mine = theirs = Report.objects.get()
        theirs = Report.objects.get()
        propose_out(report=mine, reason="no_concern", note="", by=desks["duty"])
        with pytest.raises(Moved):
            inform(report=theirs, reason="services", by=desks["duty"])
        with pytest.raises(
            Moved, match=str(desks["duty"])
        ):  # a page that is no longer current hears who was first
            inform(report=Report.objects.get(), reason="services", by=desks["duty"], expected=1)


def test_a_second_tab_never_overwrites_the_answers_of_the_first(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        mine, theirs = Report.objects.get(), Report.objects.get()
        seen = mine.version
        judge_report(report=mine, answers=CALM, by=desks["duty"], note="first", level="high", expected=seen)
        with pytest.raises(Stale):
            judge_report(report=theirs, answers=CALM, by=desks["duty"], note="second", expected=seen)
        assert Report.objects.get().risk_note == "first"


def test_the_questions_skipped_in_an_emergency_are_made_up_for_and_only_ever_raise_the_level(
    receive: Any, desks: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        report = screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
        assert (report.risk, report.danger) == ("high", {})
        judge_report(report=report, answers=CALM, by=desks["duty"])
        assert report.risk == "high"
        assert report.danger
        with pytest.raises(Refused):
            judge_report(report=report, answers=CALM, by=desks["duty"])
    with as_owner():
        assert Task.objects.filter(kind="gap", closed_at__isnull=True).exists()
    with as_worker():
        assert close_filled() == 1
    with as_owner():
        assert not Task.objects.filter(kind="gap", closed_at__isnull=True).exists()


def test_a_higher_level_found_afterwards_is_told_to_those_who_work_on_the_case(
    receive: Any, desks: Any, acting_as: Any, as_owner: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        report = screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
        judge_report(report=report, answers={**CALM, "life_danger": "yes"}, by=desks["duty"])
        assert report.risk == "critical"
    with as_owner():
        told = Notice.objects.filter(kind="report.judged_later")
        assert {n.user for n in told} == {desks["supervisor"]}


def test_a_higher_level_found_afterwards_is_told_in_the_district_the_case_went_to(
    receive: Any, desks: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        theirs = factories.user((Supervisor, desks["there"]))
    receive()
    with acting_as(desks["duty"]) as by:
        screen_in(
            report=Report.objects.get(), matter="child_in_difficulty", territory=desks["masalli"], by=by
        )
    with acting_as(desks["duty"]) as by:
        made_up = judge_report(report=Report.objects.get(), answers={"life_danger": "yes"}, by=by)
        assert made_up.risk == "critical"
    assert {n.user for n in Notice.objects.filter(kind="report.judged_later")} == {theirs}


def test_strangers_and_workers_do_not_screen(receive: Any, desks: Any, acting_as: Any) -> None:
    report = receive()
    for name in ("stranger", "worker", "counsellor"):
        with acting_as(desks[name]), pytest.raises(PermissionDenied):
            judge_report(report=report, answers=CALM, by=desks[name])


def test_an_emergency_opens_its_duties_before_anybody_answered(
    receive: Any, desks: Any, acting_as: Any
) -> None:
    receive(urgent_now=True)
    with acting_as(desks["duty"]):
        screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
        assert {n.duty for n in MandatoryNotice.objects.all()} >= {"ambulance_life", "police_violence_now"}


def test_an_unfulfilled_duty_climbs_even_when_the_report_is_done(
    receive: Any, desks: Any, acting_as: Any, as_worker: Any
) -> None:
    from himaya.workflow.clocks.jobs import tick

    with clock.fixed("2026-03-05T10:00") as start:
        receive()
        with acting_as(desks["duty"]):
            judged({"missing": "yes"}, desks["duty"])
            screen_in(report=Report.objects.get(), matter="child_in_difficulty", by=desks["duty"])
            running = Clock.objects.get(process="notifying", state="running", norm="missing_child.police")
            assert running.due_at == start + timedelta(minutes=30)
    with clock.fixed(start + timedelta(minutes=31)):
        with as_worker():
            tick()
        assert Notice.objects.filter(user=desks["supervisor"], kind="clock.climbed").exists()
        with acting_as(desks["duty"]):
            notice = MandatoryNotice.objects.get(duty="police_missing")
            told = record_notice(notice=notice, told_at=clock.now(), told_whom="102", by=desks["duty"])
            assert told.status == "told"
            running.refresh_from_db()
            assert running.state == "met"


def test_a_duty_is_fulfilled_once_and_written_down(
    receive: Any, desks: Any, acting_as: Any, as_owner: Any
) -> None:
    receive()
    with acting_as(desks["duty"]):
        judged(BRUISED, desks["duty"])
        notice = MandatoryNotice.objects.get(duty="police_injuries")
        with pytest.raises(Refused):
            record_notice(
                notice=notice, told_at=clock.now() + timedelta(hours=2), told_whom="102", by=desks["duty"]
            )
        record_notice(
            notice=notice, told_at=clock.now(), told_whom="102", their_number="A-17", by=desks["duty"]
        )
        assert Task.objects.get(key=f"report.notify:{notice.pk}").outcome == "told"
        with pytest.raises(Refused):
            record_notice(notice=notice, told_at=clock.now(), told_whom="102", by=desks["duty"])
    with as_owner():
        assert AuditEvent.objects.filter(verb="intake.record_notice", actor_id=desks["duty"].pk).exists()
