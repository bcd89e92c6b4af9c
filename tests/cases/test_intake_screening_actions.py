"""Screening: judged, decided, read twice, walled off."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction

from himaya.access.actions import wall_off
from himaya.access.models import AuditEvent
from himaya.access.roles import Supervisor
from himaya.cases.assigning.actions import offer_case
from himaya.cases.casefile.actions import follow_report
from himaya.cases.intake.actions import (
    answer_lane,
    confirm_out,
    decide_lowering,
    inform,
    judge_report,
    link_report,
    name_insiders,
    propose_out,
    record_notice,
    return_to_screening,
    route_report,
    screen_in,
    take_out_of_lane,
)
from himaya.cases.intake.actions.receiving import Contact
from himaya.cases.intake.queries import counts, similar_reports
from himaya.cases.models import Case, MandatoryNotice, Report, Reporter
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.gaps.actions import close_filled
from himaya.workflow.models import Clock, Notice, Step, Task
from himaya.workflow.process import Moved
from tests import factories

pytestmark = pytest.mark.django_db
CALM = {"life_danger": "no"}
BRUISED = {"life_danger": "no", "injuries": "yes", "repeated": "yes"}


def judged(answers: dict[str, str], by: Any, **more: Any) -> Report:
    return judge_report(report=Report.objects.get(), answers=answers, by=by, **more)


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


# --- those inside ---


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


# --- the flood lane ---


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
