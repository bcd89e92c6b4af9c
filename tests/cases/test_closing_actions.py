"""The end of a case, and what brings it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from himaya.access.actions import move_dossier, wall_off
from himaya.access.models import AuditEvent
from himaya.cases.casefile.actions import add_member, follow_report, write_note
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.rules import interests_at_the_end
from himaya.cases.closing.actions import (
    close_case,
    finish_feedback,
    join_earlier,
    propose_closure,
    reopen_case,
    return_closure,
    save_feedback,
)
from himaya.cases.closing.queries import obstacles
from himaya.cases.models import Case, CaseMember, Note, Proceeding
from himaya.cases.proceedings.process import ProceedingWork
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.models import Clock, Notice, Step
from tests.cases.answers import LAST_WORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def propose(case: Any, by: Any, acting_as: Any, **said: Any) -> Case:
    words = {"reason": "goals_met", "note": "Bitdi.", "interests": "Evdədir.", "stable_since": None, **said}
    answers = words.pop("answers", LAST_WORD)
    with acting_as(by):
        if answers:
            finish_feedback(case=Case.objects.get(pk=case.pk), answers=answers, by=by)
        return propose_closure(case=Case.objects.get(pk=case.pk), by=by, **words)


def close(case: Any, by: Any, acting_as: Any, **more: Any) -> Case:
    with acting_as(by):
        return close_case(case=Case.objects.get(pk=case.pk), by=by, **more)


def test_goals_met_closes_only_when_stable_long_enough(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    propose(case, country["worker"], acting_as, stable_since=clock.today() - timedelta(days=20))
    with pytest.raises(Refused, match="long enough only from"):
        close(case, country["supervisor"], acting_as)
    assert close(case, country["supervisor"], acting_as, override="court_decision").status == "closed"
    with acting_as(country["supervisor"]):
        step = Step.objects.get(process="case", move="close")
        assert (step.gaps, step.override_reason) == (["closing_is_sound"], "court_decision")


def test_no_childs_case_ends_without_what_that_means_for_the_child(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    with pytest.raises(Refused, match="means for the child") as refused:
        propose(case, country["worker"], acting_as, reason="moved", interests=" ")
    assert refused.value.field == "interests"
    with acting_as(country["worker"]):
        assert interests_at_the_end(case, "died", "")
        CaseMember.objects.filter(case=case).update(role="person")
        assert interests_at_the_end(case, "moved", "")


def test_what_has_not_ended_stands_against_closing(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    propose(case, country["worker"], acting_as, reason="moved")
    with acting_as(country["worker"]) as by:
        claim = Proceeding(case=case, dossier=case.dossier, kind="claim", opened_by=by)
        ProceedingWork.begin(claim, ProceedingWork.note, by=by)
    with acting_as(country["supervisor"]) as by:
        against = "Not ended yet: Proceeding."
        assert [str(reason) for reason in obstacles(Case.objects.get(), by)] == [against]
    with pytest.raises(Refused, match="Not ended yet"):
        close(case, country["supervisor"], acting_as)
    with acting_as(country["worker"]) as by:
        ProceedingWork.move(claim, ProceedingWork.drop, by=by, reason="withdrawn")
    assert close(case, country["supervisor"], acting_as).status == "closed"


def test_three_months_of_safety_close_without_a_word_more(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    propose(case, country["worker"], acting_as, stable_since=clock.today() - timedelta(days=93))
    assert close(case, country["supervisor"], acting_as).status == "closed"


def test_feedback_belongs_to_the_closure(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    propose(case, country["worker"], acting_as, reason="moved_abroad", answers=None)
    with pytest.raises(Refused, match="Ask those concerned"):
        close(case, country["supervisor"], acting_as)


def test_goals_are_not_met_while_the_child_is_said_not_to_be_safe(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    since = clock.today() - timedelta(days=93)
    propose(case, country["worker"], acting_as, stable_since=since, answers={**LAST_WORD, "safe_now": "no"})
    with pytest.raises(Refused, match="not safe now"):
        close(case, country["supervisor"], acting_as)
    with acting_as(country["supervisor"]):
        return_closure(case=Case.objects.get(), note="Yenidən görüşün.", by=country["supervisor"])
    propose(case, country["worker"], acting_as, stable_since=since)
    assert close(case, country["supervisor"], acting_as).status == "closed"
    with acting_as(country["supervisor"]):
        later = Case.objects.get().closure_answers
        assert (later.follows.answers["safe_now"], later.answers["safe_now"]) == ("no", "yes")


def test_when_nobody_answers_it_is_said_why(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    nobody = {"safe_now": "unknown", "support_after": "—", "knows_where": "unknown", "who_answers": "nobody"}
    with pytest.raises(Refused) as refused:
        propose(case, country["worker"], acting_as, reason="moved_abroad", answers=nobody)
    assert refused.value.field == "why_nobody"
    told = {**nobody, "why_nobody": "Ailə xaricə köçüb, telefon cavab vermir."}
    propose(case, country["worker"], acting_as, reason="moved_abroad", answers=told)
    assert close(case, country["supervisor"], acting_as).status == "closed"


def test_the_answers_are_kept_half_done_sealed_once_and_read_with_the_proposal(
    country: Any, make_case: Any, english: Any
) -> None:
    case = make_case("implementing")
    worker = english(country["worker"])
    there = reverse("cases:case-closure-answers", args=[case.public_id])
    propose_page = reverse("cases:case-propose-closure", args=[case.public_id])
    assert there in worker.get(propose_page).content.decode()
    assert worker.post(there, {"who_answers": "parent", "_save": "yes"}).status_code == 302
    assert 'value="parent"' in worker.get(there).content.decode()
    unfinished = worker.post(there, {"who_answers": "parent"}).content.decode()
    assert "Please answer this." in unfinished
    assert worker.post(there, LAST_WORD).url == propose_page
    assert "Sağ olun." in worker.get(propose_page).content.decode()
    since = f"{clock.today() - timedelta(days=93):%d.%m.%Y}"
    sent = worker.post(
        propose_page,
        {"reason": "goals_met", "stable_since": since, "note": "Bitdi.", "interests": "Evdədir."},
    )
    assert sent.status_code == 302
    late = worker.post(there, LAST_WORD).content.decode()
    assert "answered before the closure is proposed" in late
    decision = reverse("cases:case-decide-closure", args=[case.public_id])
    supervisor = english(country["supervisor"])
    page = supervisor.get(decision).content.decode()
    assert "Sağ olun." in page
    assert "Nothing stands against closing" in page
    assert supervisor.post(decision, {"override": ""}).status_code == 302


def test_a_second_tab_of_the_answers_sees_both(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    worker = english(country["worker"])
    there = reverse("cases:case-closure-answers", args=[case.public_id])
    worker.post(there, {"support_after": "Nənə", "_save": "yes"})
    with acting_as(country["worker"]):
        version = str(Case.objects.get().closure_answers.version)
    worker.post(there, {"support_after": "Dayı", "_save": "yes", "_version": version})
    clash = worker.post(
        there, {"support_after": "Bibi", "_save": "yes", "_version": version}
    ).content.decode()
    for words in ("Saved now", "Dayı", "Bibi"):
        assert words in clash


def test_only_those_who_work_on_the_case_answer(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    with acting_as(country["worker"]):
        save_feedback(case=Case.objects.get(), typed={"support_after": "Nənə"}, by=country["worker"])
    with acting_as(country["stranger"]), pytest.raises(PermissionDenied):
        save_feedback(case=case, typed={"support_after": "Yad"}, by=country["stranger"])


def test_who_proposed_a_closure_does_not_approve_it(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("implementing")
    propose(case, country["supervisor"], acting_as, reason="moved_abroad")
    with pytest.raises(Refused, match="somebody else"):
        close(case, country["supervisor"], acting_as)
    assert close(case, country["second"], acting_as).status == "closed"


def test_closing_stops_every_deadline_and_the_worker_still_reads_for_a_while(
    country: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("closed")
    with as_owner():
        assert not Clock.objects.filter(state="running").exists()
        assert AuditEvent.objects.filter(verb="closing.close_case").count() == 1
    with acting_as(country["worker"]):
        seen = Case.objects.visible_to(country["worker"]).get(pk=case.pk)
        with pytest.raises(Refused, match="closed"):
            write_note(case=seen, text="Gec qalmış qeyd", by=country["worker"])
    with clock.fixed(clock.now() + timedelta(days=91)), acting_as(country["worker"]):
        assert not Case.objects.exists()


@pytest.mark.parametrize("state", ["accepted", "registered", "assessed", "implementing"])
def test_a_returned_closure_goes_back_to_where_the_work_stood(
    country: Any, make_case: Any, acting_as: Any, state: str
) -> None:
    case = make_case(state)
    propose(case, country["worker"], acting_as, reason="moved_abroad")
    with acting_as(country["supervisor"]):
        case = return_closure(
            case=Case.objects.get(pk=case.pk), note="Ünvanı yoxlayın.", by=country["supervisor"]
        )
        assert case.status == state
        assert Note.objects.get(case=case).text == "Ünvanı yoxlayın."
        assert "closure" not in {c.name for c in CaseWork.clocks_of(case)}


def test_a_new_report_reopens_a_closed_case_and_its_clocks_run_from_that_report(
    country: Any, make_case: Any, make_report: Any, acting_as: Any
) -> None:
    case = make_case("closed", risk="low")
    with clock.fixed("2027-05-04 09:00"):
        report = make_report(country["nation"], risk="critical")
        with acting_as(country["duty"]):
            case = reopen_case(
                case=Case.objects.get(pk=case.pk), reason="new_report", report=report, by=country["duty"]
            )
            assert case.reports.count() == 2
        with acting_as(country["supervisor"]):
            case = Case.objects.get(pk=case.pk)
            assert (case.status, case.worker, case.risk) == ("screened_in", None, "critical")
            clocks = {c.name: c for c in CaseWork.clocks_of(case)}
            assert clock.local(clocks["contact"].due_at).isoformat()[:16] == "2027-05-04T13:00"
        with acting_as(country["worker"]):
            assert not Case.objects.exists()


def test_who_is_walled_off_from_the_new_report_is_walled_off_from_the_case_it_reopens(
    country: Any, make_case: Any, make_report: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("closed")
    report = make_report(country["nation"])
    with as_owner():
        wall_off(dossier=report.dossier, user=country["supervisor"], reason="named", by=None)
    with acting_as(country["duty"]) as by:
        reopen_case(case=Case.objects.get(pk=case.pk), reason="new_report", report=report, by=by)
    with acting_as(country["supervisor"]):
        assert not Case.objects.exists()
    with acting_as(country["second"]):
        assert Case.objects.get().status == "screened_in"


def test_a_case_that_is_open_is_not_reopened(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("accepted")
    with acting_as(country["supervisor"]), pytest.raises(Refused, match="already moved"):
        reopen_case(case=Case.objects.get(pk=case.pk), reason="new_report", by=country["supervisor"])


def twins_of(case: Any, country: Any, acting_as: Any, role: str = "child") -> Any:
    """The child of a case, who is then named in another."""
    with acting_as(country["supervisor"]):
        return CaseMember.objects.get(case=case, role=role).person


def test_the_work_goes_on_in_the_closed_case_of_the_same_child(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    before = make_case("closed", risk="low")
    child = twins_of(before, country, acting_as)
    case = make_case("accepted", risk="critical")
    with acting_as(country["supervisor"]):
        add_member(case=Case.objects.get(pk=case.pk), person=child, role="child", by=country["supervisor"])
        joined = join_earlier(case=Case.objects.get(pk=case.pk), into=before, by=country["supervisor"])
        assert (joined.status, joined.merged_into, joined.closure_reason) == ("merged", before, "merged")
        again = Case.objects.get(pk=before.pk)
        assert (again.status, again.risk, again.worker) == ("screened_in", "critical", None)
        assert again.reported_at == case.reported_at
        assert not Clock.objects.filter(dossier=case.dossier, state="running").exists()
    with acting_as(country["worker"]):
        assert not Case.objects.filter(pk=case.pk, merged_into=None).exists()


def test_cases_of_different_children_are_never_joined(country: Any, make_case: Any, acting_as: Any) -> None:
    before, case = make_case("closed"), make_case("registered")
    with acting_as(country["supervisor"]):
        mine = Case.objects.get(pk=case.pk)
        for into, words in ((before, "same person"), (mine, "itself")):
            with pytest.raises(Refused, match=words):
                join_earlier(case=mine, into=into, by=country["supervisor"])
        assert Case.objects.get(pk=case.pk).status == "registered"


def test_an_open_case_that_is_joined_tells_its_worker(country: Any, make_case: Any, acting_as: Any) -> None:
    open_one = make_case("implementing", worker="colleague")
    child = twins_of(open_one, country, acting_as)
    case = make_case("screened_in")
    with acting_as(country["supervisor"]):
        held = Case.objects.get(pk=case.pk)
        add_member(case=held, person=child, role="child", by=country["supervisor"])
        join_earlier(case=held, into=open_one, by=country["supervisor"])
        assert Case.objects.get(pk=open_one.pk).status == "implementing"
    with acting_as(country["colleague"]):
        assert Notice.objects.filter(user=country["colleague"], kind="case.report_added").exists()


def test_who_is_shut_out_of_a_case_is_shut_out_of_the_one_it_is_joined_to_and_reports_go_there(
    country: Any, make_case: Any, make_person: Any, make_report: Any, acting_as: Any, as_owner: Any
) -> None:
    into, case = make_case("screened_in"), make_case("screened_in")
    child = make_person(country["here"], given_name="Aysel")
    with as_owner():
        wall_off(dossier=case.dossier, user=country["second"], reason="named", by=None)
        report = make_report(country["nation"], case=case)
    with acting_as(country["supervisor"]) as by:
        for one in (into, case):
            add_member(case=Case.objects.get(pk=one.pk), person=child, role="child", by=by)
        join_earlier(case=Case.objects.get(pk=case.pk), into=into, by=by)
    with acting_as(country["second"]):
        assert not Case.objects.exists()
    with acting_as(country["duty"]):
        gone_on = follow_report(report)
        assert (gone_on.reference, gone_on.people) == (into.reference, [country["supervisor"]])
        report.refresh_from_db()
        assert report.case == into


def test_a_joined_case_tells_where_the_work_goes_on_even_where_that_is_out_of_sight(
    country: Any, make_case: Any, make_person: Any, acting_as: Any, as_owner: Any, english: Any
) -> None:
    into, case = make_case("screened_in"), make_case("screened_in")
    child = make_person(country["here"], given_name="Aysel")
    with acting_as(country["supervisor"]) as by:
        for one in (into, case):
            add_member(case=Case.objects.get(pk=one.pk), person=child, role="child", by=by)
        join_earlier(case=Case.objects.get(pk=case.pk), into=into, by=by)
    page = english(country["supervisor"]).get(case.get_absolute_url()).content.decode()
    assert f"goes on in case № {into.reference}" in page
    with as_owner():
        move_dossier(dossier=into.dossier, unit=country["there"])
    page = english(country["supervisor"]).get(case.get_absolute_url()).content.decode()
    assert "goes on in a case of another unit" in page
    assert into.reference not in page


def test_a_case_that_waits_for_a_worker_tells_its_unit_of_the_one_joined_to_it(
    country: Any, make_case: Any, make_person: Any, acting_as: Any
) -> None:
    waiting, case = make_case("screened_in"), make_case("screened_in")
    child = make_person(country["here"], given_name="Aysel")
    with acting_as(country["supervisor"]) as by:
        for one in (waiting, case):
            add_member(case=Case.objects.get(pk=one.pk), person=child, role="child", by=by)
        joined = join_earlier(case=Case.objects.get(pk=case.pk), into=waiting, by=by)
        assert Notice.objects.filter(user=by, kind="case.report_added").count() == 1
        other = make_case("screened_in")
        add_member(case=other, person=child, role="child", by=by)
        with pytest.raises(Refused, match="joined to another itself"):
            join_earlier(case=Case.objects.get(pk=other.pk), into=joined, by=by)


def test_a_report_after_the_end_asks_for_reopening(
    country: Any, make_case: Any, make_report: Any, acting_as: Any, english: Any, as_owner: Any
) -> None:
    case = make_case("closed")
    with clock.fixed(clock.now() + timedelta(days=2)):
        report = make_report(country["here"])
        with as_owner():
            report.case = case
            report.save()
        page = english(country["supervisor"]).get(case.get_absolute_url()).content.decode()
        assert f"?report={report.public_id}" in page
        url = reverse("cases:case-reopen", args=[case.public_id])
        answer = english(country["supervisor"]).post(
            f"{url}?report={report.public_id}", {"reason": "new_report"}
        )
        assert answer.status_code == 302
        with acting_as(country["supervisor"]):
            assert Case.objects.get(pk=case.pk).reported_at == report.received_at
