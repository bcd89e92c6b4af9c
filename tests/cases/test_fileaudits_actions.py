"""Audits of case files: drawn or picked by somebody independent, looked through, answered, put right, over."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.models import AuditEvent
from himaya.cases.assessment.actions import approve_assessment
from himaya.cases.fileaudits import rules
from himaya.cases.fileaudits.actions import (
    answer_audit,
    check_mend,
    draw_month,
    drop_audit,
    finish_mend,
    look_through,
    pick_case,
    say_to_audit,
)
from himaya.cases.fileaudits.evidence import SOURCES, evidence
from himaya.cases.fileaudits.models import AuditAnswer, AuditDraw, AuditWord, FileAudit, Mend
from himaya.cases.fileaudits.queries import eligible
from himaya.cases.fileaudits.rules import Said
from himaya.cases.models import Assessment, Case
from himaya.cases.visits.actions import record_visit
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice, Task
from tests import database
from tests.cases.test_visits_actions import seen
from tests.cases.work import Work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def case(make_case: Any, as_owner: Any) -> Case:
    made = make_case("registered")
    with as_owner():
        return Case.objects.select_related("dossier__unit").get(pk=made.pk)


@pytest.fixture
def audit(case: Case, country: Any, acting_as: Any) -> FileAudit:
    """Picked by the manager, who took no part in it."""
    with acting_as(country["manager"]):
        made = pick_case(case=case, picked_for="Ağır iş", by=country["manager"])
    database.settle()
    return made


def said(case: Case, **changes: Said) -> dict[str, Said]:
    """The records' own answers, with a remark where something is lacking; what they cannot say is met."""
    found = evidence(case)
    answers = {}
    for question in rules.checklist_on(clock.today()).questions:
        known = found.get(question.attributes.get("from", ""))
        answer = known.answer if known else "met"
        answers[question.code] = Said(answer, "Yoxdur." if answer in rules.LACKING else "")
    return {**answers, **changes}


def look(audit: FileAudit, country: Any, acting_as: Any, **changes: Any) -> FileAudit:
    with acting_as(country["manager"]):
        case = Case.objects.select_related("dossier__unit").get(pk=audit.case_id)
        mend = Said("not_met", "Uşaq görülməyib.", "Uşağı təklikdə görmək")
        answers = said(case, seen_alone=mend)
        given = {
            "said": answers,
            "due_on": clock.today() + timedelta(days=14),
            "remark": "Səliqəlidir.",
            **changes,
        }
        return look_through(audit=fresh(audit), by=country["manager"], **given)


def fresh(audit: FileAudit) -> FileAudit:
    return FileAudit.objects.select_related("dossier__unit").get(pk=audit.pk)


def the_mend() -> Mend:
    return Mend.objects.select_related("dossier__unit").get()


def test_who_works_supervises_or_took_part_does_not_look_through(
    case: Case, country: Any, acting_as: Any, make_case: Any
) -> None:
    for who, words in (("supervisor", "You supervise"), ("second", "You supervise")):
        with acting_as(country[who]), pytest.raises(Refused, match=words):
            pick_case(case=case, picked_for="x", by=country[who])
    with acting_as(country["worker"]), pytest.raises(PermissionDenied):
        pick_case(case=case, picked_for="x", by=country["worker"])
    with acting_as(country["manager"]):
        waiting = make_case("screened_in")
        with pytest.raises(Refused, match="Nobody works"):
            pick_case(case=Case.objects.get(pk=waiting.pk), picked_for="x", by=country["manager"])


def test_a_file_is_under_audit_once(audit: FileAudit, case: Case, country: Any, acting_as: Any) -> None:
    with acting_as(country["manager"]), pytest.raises(Refused, match="under audit already"):
        pick_case(case=case, picked_for="Yenə", by=country["manager"])


def test_before_it_is_looked_through_the_worker_sees_nothing(
    audit: FileAudit, country: Any, acting_as: Any
) -> None:
    for who, sees in (("manager", 1), ("supervisor", 1), ("worker", 0), ("colleague", 0), ("neighbour", 0)):
        with acting_as(country[who]):
            assert FileAudit.objects.count() == sees, who
    with acting_as(country["manager"]), pytest.raises(Refused, match="not looked through yet"):
        say_to_audit(audit=audit, text="x", by=country["manager"])


def test_from_the_checklist_to_the_last_thing_put_right(
    audit: FileAudit, country: Any, acting_as: Any, as_owner: Any
) -> None:
    looked = look(audit, country, acting_as)
    assert (looked.status, looked.remark) == ("shared", "Səliqəlidir.")
    assert looked.percent is not None
    database.settle()
    with as_owner():
        assert AuditAnswer.objects.count() == 12
        one = AuditAnswer.objects.get(question="seen_alone")
        assert (one.answer, one.found) == ("not_met", "not_met")
        assert AuditAnswer.objects.get(question="privacy").found == ""
        assert Notice.objects.filter(user=country["worker"], kind="fileaudit.shared").count() == 1
        assert Notice.objects.filter(user=country["supervisor"], kind="fileaudit.leaders").count() == 1
        task = Task.objects.get(kind="fileaudit.mend")
        assert task.assignee == country["worker"]
        assert AuditEvent.objects.filter(verb="fileaudits.look_through").count() == 1
    with acting_as(country["worker"]):
        answered = answer_audit(audit=fresh(audit), text="Razıyam.", by=country["worker"])
        assert answered.status == "mending"
        mend = finish_mend(mend=the_mend(), note="Bu gün gördüm.", by=country["worker"])
        assert mend.done_by == country["worker"]
    with as_owner():
        assert Task.objects.get(kind="fileaudit.mend").outcome == "done"
        assert Task.objects.get(kind="fileaudit.check").assignee == country["manager"]
        assert Clock.objects.get(process="file_audit", name="mending").state == Clock.RUNNING
    with acting_as(country["supervisor"]):
        say_to_audit(audit=fresh(audit), text="Baxdım.", by=country["supervisor"])
        assert AuditWord.objects.count() == 2
    later = clock.today() + timedelta(days=20)
    with acting_as(country["manager"]):
        back = check_mend(
            mend=the_mend(), holds=False, note="Vaxtı yoxdur.", due_on=later, by=country["manager"]
        )
        assert (back.done_at, back.due_on, back.back_note) == (None, later, "Vaxtı yoxdur.")
    with acting_as(country["worker"]):
        finish_mend(mend=the_mend(), note="Vaxtını yazdım.", by=country["worker"])
    with acting_as(country["manager"]):
        check_mend(mend=the_mend(), holds=True, by=country["manager"])
        assert fresh(audit).status == "closed"
    with as_owner():
        assert not Clock.objects.filter(process="file_audit", state=Clock.RUNNING).exists()
        assert Task.objects.filter(kind__startswith="fileaudit", closed_at__isnull=True).count() == 0
        assert Notice.objects.filter(user=country["worker"], kind="fileaudit.ended").count() == 1


def test_what_was_put_right_before_the_answer_ends_with_it(
    audit: FileAudit, country: Any, acting_as: Any
) -> None:
    look(audit, country, acting_as)
    with acting_as(country["supervisor"]):
        finish_mend(mend=the_mend(), note="İşçi ilə birlikdə.", by=country["supervisor"])
    with acting_as(country["manager"]):
        check_mend(mend=the_mend(), holds=True, by=country["manager"])
        assert fresh(audit).status == "shared"
    with acting_as(country["worker"]):
        assert answer_audit(audit=fresh(audit), text="Sağ olun.", by=country["worker"]).status == "closed"


def test_what_the_auditor_puts_right_another_looks_at(
    audit: FileAudit, country: Any, acting_as: Any, as_owner: Any
) -> None:
    look(audit, country, acting_as)
    with acting_as(country["manager"]):
        finish_mend(mend=the_mend(), note="Özüm.", by=country["manager"])
        with pytest.raises(Refused, match="somebody else looks"):
            check_mend(mend=the_mend(), holds=True, by=country["manager"])
    with as_owner():
        assert Task.objects.get(kind="fileaudit.check").assignee is None


def test_what_is_refused(audit: FileAudit, country: Any, acting_as: Any) -> None:
    for wrong, words in (
        ({"said": {}}, "Answer every question"),
        ({"due_on": None}, "by which day"),
    ):
        with pytest.raises(Refused, match=words):
            look(audit, country, acting_as, **wrong)
    with pytest.raises(Stale):
        look(audit, country, acting_as, expected=99)
    with acting_as(country["supervisor"]):
        for act, more in ((look_through, {"said": {}}), (drop_audit, {"reason": "case_closed"})):
            with pytest.raises(Refused, match="Only who took this file"):
                act(audit=fresh(audit), by=country["supervisor"], **more)
    look(audit, country, acting_as)
    with acting_as(country["manager"]):
        with pytest.raises(Refused, match="Only the worker"):
            answer_audit(audit=fresh(audit), text="x", by=country["manager"])
        finish_mend(mend=the_mend(), note="x", by=country["manager"])
    with acting_as(country["supervisor"]):
        for more, words in (({}, "still missing"), ({"note": "x"}, "by which day")):
            with pytest.raises(Refused, match=words):
                check_mend(mend=the_mend(), holds=False, by=country["supervisor"], **more)


def test_a_file_without_anything_to_put_right_ends_with_the_answer(
    audit: FileAudit, country: Any, acting_as: Any
) -> None:
    with acting_as(country["manager"]):
        answers = said(Case.objects.get(pk=audit.case_id))
    look(audit, country, acting_as, said=answers, due_on=None)
    with acting_as(country["worker"]):
        assert answer_audit(audit=fresh(audit), text="Oxudum.", by=country["worker"]).status == "closed"


def test_where_the_worker_has_left_the_case_who_leads_the_unit_answers(
    audit: FileAudit, country: Any, acting_as: Any, as_owner: Any
) -> None:
    look(audit, country, acting_as)
    with as_owner():
        Case.objects.filter(pk=audit.case_id).update(worker=None)
    with acting_as(country["supervisor"]):
        answered = answer_audit(audit=fresh(audit), text="İşçi getdi.", by=country["supervisor"])
        assert answered.status == "mending"


def test_a_file_is_dropped_for_a_reason(audit: FileAudit, country: Any, acting_as: Any) -> None:
    with acting_as(country["manager"]):
        assert drop_audit(audit=audit, reason="case_closed", by=country["manager"]).status == "dropped"


# --- the lot --------------------------------------------------------------------------------------------


def test_the_lot_can_be_drawn_again_by_whoever_doubts_it(
    make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    for _n in range(4):
        make_case("accepted")
    with acting_as(country["manager"]):
        draw = draw_month(unit=country["here"], by=country["manager"])
        assert (len(draw.among), len(draw.taken)) == (4, 2)
        assert rules.drawn(draw.seed, draw.among, 2) == draw.taken
        audits = FileAudit.objects.filter(draw=draw).select_related("case")
        assert {one.case.public_id for one in audits} == set(draw.taken)
        with pytest.raises(Refused, match="drawn already"):
            draw_month(unit=country["here"], by=country["manager"])
        assert len(eligible(country["here"], country["manager"])) == 2
        with pytest.raises(Refused, match="one of your units"):
            draw_month(unit=country["there"], by=country["manager"])


def test_who_supervises_draws_nothing(make_case: Any, country: Any, acting_as: Any) -> None:
    make_case("accepted")
    with acting_as(country["supervisor"]):
        with pytest.raises(Refused, match="another person draws"):
            draw_month(unit=country["here"], by=country["supervisor"])
        assert AuditDraw.objects.count() == 0


# --- what the records answer ----------------------------------------------------------------------------


def test_the_records_answer_what_they_can(make_case: Any, country: Any, acting_as: Any) -> None:
    made = make_case("registered")
    with acting_as(country["manager"]):
        found = evidence(Case.objects.get(pk=made.pk))
        assert set(found) == set(SOURCES)
        assert {key: one.answer for key, one in found.items()} == {
            "seen_alone": "not_met", "views": "not_met", "assessment": "na", "risk": "not_met", "ground": "met",
            "goals": "not_met", "services": "not_met", "visits": "na", "oversight": "not_met", "review": "na",
        }  # fmt: skip
        assert all(one.words and one.url for one in found.values())


def test_a_file_well_kept_answers_well_and_an_old_word_on_risk_only_partly(
    make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    work = Work(country, make_case, acting_as, as_owner)
    case = work.case()
    with acting_as(country["worker"]) as by:
        record_visit(case=case, seen=seen(case, child_words="Məktəbə getmək istəyirəm."), by=by)
    assessment = work.submitted_assessment(case)
    with acting_as(country["supervisor"]) as by:
        approve_assessment(assessment=Assessment.objects.get(pk=assessment.pk), by=by)
    with as_owner():
        assessed = Case.objects.select_related("dossier__unit").get(pk=case.pk)
    work.plan_in_force(assessed)
    with acting_as(country["manager"]):
        found = {key: one.answer for key, one in evidence(Case.objects.get(pk=case.pk)).items()}
        assert found == {
            "seen_alone": "met", "views": "met", "assessment": "met", "risk": "met", "ground": "met", "goals": "met",
            "services": "not_met", "visits": "met", "oversight": "partly", "review": "na",
        }  # fmt: skip
    with clock.fixed(clock.now() + timedelta(days=120)), acting_as(country["manager"]):
        found = {key: one.answer for key, one in evidence(Case.objects.get(pk=case.pk)).items()}
        assert (found["risk"], found["visits"], found["review"]) == ("partly", "not_met", "not_met")
