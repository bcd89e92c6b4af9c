"""Proactive support: approved rules raise leads once, a worker asks, and the person may say no."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.actions import wall_off
from himaya.access.models import AuditEvent
from himaya.access.roles import NORMAL, SEALED
from himaya.cases.models import Lead, LeadContact, OutreachRule, Report, ReportedChild
from himaya.cases.outreach.actions import (
    Answer,
    Tried,
    answer_lead,
    assign_lead,
    begin_help,
    end_lead,
    note_contact,
    report_danger,
    take_lead,
)
from himaya.cases.outreach.own_file import _leads as own_pieces
from himaya.cases.outreach.process import LeadWork
from himaya.cases.outreach.retained import _leads as own_work
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.models import Person
from himaya.workflow.models import Clock, Notice
from himaya.workflow.process import Moved
from tests import database
from tests.cases.outreach_cast import a_night, again, born, lead, office, running, someone, taken

__all__ = ["lead", "office", "running", "someone", "taken"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
YES = Answer(agreed=True, said_by="parent", way="phone", name="Sevda", note="Bağça axtarırıq")
NO = Answer(agreed=False, said_by="parent", way="phone", name="Sevda", refusal="no_wish")


def tried(outcome: str = "reached", days: int = 0) -> Tried:
    return Tried(at=clock.now() - timedelta(days=days), way="phone", outcome=outcome)


# --- the night ---


def test_a_lead_is_raised_once_for_the_unit_of_the_place_and_its_leaders_hear(
    lead: Lead, office: Any
) -> None:
    assert (lead.dossier.unit, lead.status, lead.rule_code) == (office["here"], "raised", "disability_three")
    assert lead.facts == {
        "age": 3,
        "group": "child_disability",
        "on": f"{clock.today() + timedelta(days=10)}",
    }
    assert len(a_night()) == 1
    with database.as_owner():
        told = Notice.objects.filter(kind="lead.raised")
        assert {one.user_id for one in told} == {office["supervisor"].pk, office["second"].pk}
        assert Clock.objects.get(process="lead").norm == "outreach.first_contact.normal"
        assert AuditEvent.objects.filter(verb="outreach.raise_lead", object_id=lead.pk).exists()
        assert str(lead) == lead.reference


def test_nobody_is_found_by_a_rule_that_is_not_approved(someone: Any) -> None:
    someone(born(3, 10), "child_disability")
    assert a_night() == []


def test_the_dead_the_sealed_and_who_has_an_open_case_are_left_alone(
    running: Any, someone: Any, make_case: Any, office: Any
) -> None:
    running("disability_three")
    someone(born(3, 1), "child_disability", life="dead")
    sealed = someone(born(3, 2), "child_disability")
    with database.as_owner():
        sealed.dossier.sensitivity = SEALED
        sealed.dossier.save()
    case = make_case("registered")
    with database.as_owner():
        member = case.members.get(role="child")
        helped = someone(born(3, 3), "child_disability")
        member.person = helped
        member.save()
    assert a_night() == []
    with database.as_owner():
        case.members.update(ended_at=clock.now())
    assert [one.person_id for one in a_night()] == [helped.pk]


def test_who_is_walled_off_from_the_person_is_so_from_the_lead(
    running: Any, someone: Any, office: Any, acting_as: Any
) -> None:
    running("disability_three")
    person = someone(born(3, 1), "child_disability")
    with database.as_owner():
        wall_off(dossier=person.dossier, user=office["second"], reason="kin", by=None)
    [found] = a_night()
    for who, sees in (("supervisor", True), ("second", False), ("neighbour", False), ("worker", True)):
        with acting_as(office[who]):
            assert Lead.objects.filter(pk=found.pk).exists() is sees, who


def test_the_norm_bounds_what_one_night_brings(running: Any, someone: Any) -> None:
    running("disability_three")
    with database.as_owner():
        from himaya.reference.models import Norm

        Norm.objects.filter(key="outreach.most_a_night").update(value="2")
    for day in (1, 2, 3):
        someone(born(3, day), "child_disability")
    assert len(a_night()) == 2
    assert len(a_night()) == 3


def test_where_the_place_is_not_known_the_national_desk_has_it(
    running: Any, someone: Any, office: Any
) -> None:
    running("disability_three")
    someone(born(3, 1), "child_disability", territory=None)
    [found] = a_night()
    assert found.dossier.unit == office["nation"]


# --- taking it ---


def test_before_a_lead_is_taken_the_workers_of_the_unit_see_it_without_the_person(
    lead: Lead, office: Any, acting_as: Any
) -> None:
    for who, sees in (("worker", True), ("colleague", True), ("stranger", False)):
        with acting_as(office[who]):
            assert Lead.objects.exists() is sees
            assert not Person.objects.exists()


def test_whoever_takes_it_sees_the_person_and_nobody_else_of_the_workers_sees_the_lead(
    taken: Lead, office: Any, acting_as: Any
) -> None:
    assert (taken.status, taken.worker) == ("taken", office["worker"])
    with acting_as(office["worker"]):
        assert Person.objects.filter(pk=taken.person_id).exists()
    with acting_as(office["colleague"]) as by:
        assert not Lead.objects.exists()
        with pytest.raises(PermissionDenied):
            take_lead(lead=taken, by=by)
    with database.as_owner():
        assert Clock.objects.get(process="lead").holder == office["worker"]


def test_of_two_who_take_it_the_second_is_told(lead: Lead, taken: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["worker"]) as by, pytest.raises(Moved):
        take_lead(lead=lead, by=by)


def test_a_supervisor_cannot_take_what_only_a_worker_takes(lead: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]) as by, pytest.raises(Refused, match="social worker of the unit"):
        take_lead(lead=lead, by=by)


def test_a_leader_gives_it_and_gives_it_to_another(lead: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]) as by:
        assign_lead(lead=lead, worker=office["worker"], by=by, expected=lead.version)
    with acting_as(office["supervisor"]) as by:
        with pytest.raises(Stale):
            assign_lead(lead=again(lead), worker=office["colleague"], by=by, expected=1)
        with pytest.raises(Refused, match="social worker of the unit"):
            assign_lead(lead=again(lead), worker=office["stranger"], by=by)
        assign_lead(lead=again(lead), worker=office["colleague"], by=by)
    with acting_as(office["worker"]):
        assert not Person.objects.exists()
        assert not Lead.objects.exists()
    with acting_as(office["colleague"]):
        assert Person.objects.exists()
    with database.as_owner():
        assert Notice.objects.filter(kind="lead.given").count() == 2
    with acting_as(office["worker"]) as by, pytest.raises(PermissionDenied):
        assign_lead(lead=again(lead), worker=office["worker"], by=by)


# --- reaching the person ---


def test_reaching_the_person_meets_the_first_deadline_and_a_miss_does_not(
    taken: Lead, office: Any, acting_as: Any
) -> None:
    with acting_as(office["worker"]) as by:
        note_contact(lead=taken, tried=tried("no_answer"), by=by)
        assert again(taken).status == "taken"
        made = note_contact(lead=again(taken), tried=tried(), by=by)
        first = again(taken).contacted_at
        note_contact(lead=again(taken), tried=tried(), by=by)
    now = again(taken)
    assert (now.status, now.contacted_at) == ("contacted", first)
    assert str(made) == f"contact {made.pk}"
    with database.as_owner():
        assert LeadContact.objects.count() == 3
        states = dict(Clock.objects.filter(process="lead").order_by("pk").values_list("name", "state"))
    assert states == {"contact": Clock.MET, "answer": Clock.RUNNING}


def test_a_try_has_a_known_end_and_is_not_tomorrow(taken: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["worker"]) as by:
        with pytest.raises(Refused, match="what came of it"):
            note_contact(lead=taken, tried=tried("shouted"), by=by)
        with pytest.raises(Refused, match="still to come"):
            note_contact(lead=taken, tried=tried(days=-1), by=by)


# --- yes or no ---


def test_yes_to_help_is_the_parent_s_for_a_child(taken: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["worker"]) as by:
        for wrong, words in (
            (Answer(True, "self", "phone"), "parent or guardian"),
            (Answer(True, "parent", "phone"), "name of who said it"),
            (Answer(True, "neighbour", "phone", "X"), "who said it"),
            (Answer(False, "parent", "phone", "X"), "what was said"),
        ):
            with pytest.raises(Refused, match=words):
                answer_lead(lead=again(taken), answer=wrong, by=by)
        answer_lead(lead=again(taken), answer=YES, by=by)
    now = again(taken)
    assert (now.status, now.agreed, now.said_by, now.said_name) == ("agreed", True, "parent", "Sevda")
    assert now.contacted_at == now.answered_at


def test_from_yes_an_application_begins_with_what_is_known(taken: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["worker"]) as by:
        answer_lead(lead=taken, answer=YES, by=by)
        begin_help(lead=again(taken), asked="Gündüz mərkəzi", by=by)
        with pytest.raises(Moved):
            begin_help(lead=again(taken), asked="Gündüz mərkəzi", by=by)
    now = again(taken)
    assert (now.status, now.result, now.led_to_help, now.was_false) == ("helped", "application", True, False)
    assert now.case is not None
    assert now.became == now.case.reference
    with database.as_owner():
        told = now.case.application
        assert (told.channel, told.applied_by, told.applicant) == ("phone", "parent", "Sevda")
        assert now.case.members.get().person_id == now.person_id
        assert now.case.dossier.unit == office["here"]
    with acting_as(office["worker"]):
        assert not Person.objects.exists()
        assert Lead.objects.exists()
    assert len(a_night()) == 1


def test_where_the_rule_leads_to_the_desk_a_report_begins_that_it_screens(
    taken: Lead, office: Any, acting_as: Any
) -> None:
    with database.as_owner():
        OutreachRule.objects.update(leads_to="report")
    with acting_as(office["worker"]) as by:
        answer_lead(lead=taken, answer=YES, by=by)
        begin_help(lead=again(taken), asked="Ailəyə kömək lazımdır", by=by)
    now = again(taken)
    with database.as_owner():
        report = Report.objects.get()
        child = ReportedChild.objects.get()
    assert (now.result, now.led_to_help, now.became) == ("intake", True, report.reference)
    assert (report.narrative, report.status, report.urgent_now) == (
        "Ailəyə kömək lazımdır",
        "received",
        False,
    )
    assert (child.name, child.age_years) == ("Əliyeva Ülkər", 2)


def test_a_no_is_respected_and_the_rule_leaves_the_person_alone_for_its_time(
    taken: Lead, office: Any, acting_as: Any
) -> None:
    with acting_as(office["worker"]) as by:
        answer_lead(lead=taken, answer=NO, by=by)
    now = again(taken)
    assert (now.status, now.result, now.led_to_help) == ("refused", "refused", False)
    assert now.quiet_until is not None
    assert now.quiet_until > clock.today() + timedelta(days=360)
    assert len(a_night()) == 1
    with database.as_owner():
        Lead.objects.update(quiet_until=clock.today())
    assert len(a_night()) == 2


def test_a_yes_may_be_taken_back(taken: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["worker"]) as by:
        answer_lead(lead=taken, answer=YES, by=by)
        answer_lead(lead=again(taken), answer=NO, by=by)
    now = again(taken)
    assert (now.status, now.agreed) == ("refused", False)


def test_danger_is_reported_whatever_was_said(taken: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["worker"]) as by:
        answer_lead(lead=taken, answer=YES, by=by)
        report_danger(lead=again(taken), what="Uşaq tək buraxılır", urgent=True, by=by)
    now = again(taken)
    assert (now.status, now.result) == ("reported", "danger")
    with database.as_owner():
        report = Report.objects.get()
        assert (report.channel, report.urgent_now, now.became) == ("proactive", True, report.reference)
        assert ReportedChild.objects.get().person_id == now.person_id


def test_nothing_holds_a_report_of_danger_back_not_even_a_closed_file(
    taken: Lead, office: Any, acting_as: Any, make_person: Any
) -> None:
    with database.as_owner():
        other = make_person(office["there"])
        Lead.objects.filter(pk=taken.pk).update(person=other)
    with acting_as(office["supervisor"]) as by:
        with pytest.raises(Refused, match="not open to you"):
            answer_lead(lead=taken, answer=YES, by=by)
        report_danger(lead=again(taken), what="Uşaq tək buraxılır", urgent=False, by=by)
    with database.as_owner():
        child = ReportedChild.objects.get()
        assert (child.person_id, child.name) == (other.pk, "")


# --- the end ---


def test_not_found_is_written_only_after_the_tries_of_the_norm(
    taken: Lead, office: Any, acting_as: Any
) -> None:
    with acting_as(office["worker"]) as by:
        for day in (2, 1, 1):
            note_contact(lead=again(taken), tried=tried("no_answer", day), by=by)
        with pytest.raises(Refused, match="at least 3 times"):
            end_lead(lead=again(taken), result="not_found", note="", by=by)
        note_contact(lead=again(taken), tried=tried("no_answer"), by=by)
        end_lead(lead=again(taken), result="not_found", note="", by=by)
    assert again(taken).status == "ended"


@pytest.mark.parametrize(
    ("result", "helped", "false"),
    [("wrong_data", False, True), ("advice", True, False), ("no_need", False, False)],
)
def test_a_result_says_whether_it_was_help_or_a_false_lead(
    lead: Lead, office: Any, acting_as: Any, result: str, helped: bool, false: bool
) -> None:
    with acting_as(office["supervisor"]) as by:
        with pytest.raises(Refused, match="result"):
            end_lead(lead=lead, result="application", note="", by=by)
        end_lead(lead=lead, result=result, note="Yoxlanıldı", by=by)
    now = again(lead)
    assert (now.led_to_help, now.was_false, now.result_note) == (helped, false, "Yoxlanıldı")
    with database.as_owner():
        assert not Clock.objects.filter(process="lead", state=Clock.RUNNING).exists()


def test_who_moved_is_found_again_where_they_live_now(lead: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]) as by:
        end_lead(lead=lead, result="moved", note="", by=by)
    assert len(a_night()) == 2


def test_the_person_s_own_file_tells_of_it_and_retention_waits_for_it(
    taken: Lead, office: Any, acting_as: Any
) -> None:
    with acting_as(office["worker"]) as by:
        assert (own_work(taken.person).open, own_work(taken.person).ended) == (True, None)
        answer_lead(lead=taken, answer=YES, by=by)
        told = [piece.text for piece in own_pieces(taken.person)]
        assert "turns 3 · Child with disability; reaches the age of 3" in told[0]
        assert told[1] == "Bağça axtarırıq"
        end_lead(lead=again(taken), result="advice", note="", by=by)
        work = own_work(taken.person)
        assert (work.open, work.ended, work.dossiers) == (False, clock.today(), {taken.dossier_id})
        assert len(list(own_pieces(taken.person))) == 2
    with acting_as(office["colleague"]):
        assert list(own_pieces(taken.person)) == []


def test_a_lead_keeps_the_sensitivity_of_the_file(lead: Lead) -> None:
    assert lead.dossier.sensitivity == NORMAL
    assert LeadWork.raised.name == lead.status
