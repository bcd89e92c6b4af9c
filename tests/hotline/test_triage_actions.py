"""A girl who has pills at hand is kept safe: asked, helped, planned, called back, passed on."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.hotline.closing.actions import caller_left, decide_leaving, finish_contact
from himaya.hotline.contacts.actions import write_contact
from himaya.hotline.contacts.process import DECIDED, GRAVE, LEFT, LOWERING
from himaya.hotline.followups.actions import record_call
from himaya.hotline.followups.rules import HIGH
from himaya.hotline.models import CallerPlan, Contact, FollowUp
from himaya.hotline.triage.actions import (
    ask_about_danger,
    decide_lowering,
    make_plan,
    record_outcome,
    send_help,
)
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.clocks.jobs import tick
from himaya.workflow.models import Clock, Notice
from tests.hotline.conftest import PILLS, PLAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def heard(as_owner: Any, who: Any) -> list[str]:
    with as_owner():
        return list(Notice.objects.filter(user=who).order_by("pk").values_list("kind", flat=True))


def test_the_answers_compute_a_level_and_the_supervisors_hear_of_a_top_one(
    line: Any, told: Any, at: Any, as_owner: Any
) -> None:
    contact = told(PILLS)
    assert (contact.status, contact.risk, contact.kind) == ("counselling", "critical", "counselling")
    assert heard(as_owner, line["lead"]) == heard(as_owner, line["deputy"]) == [GRAVE]
    at(contact, ask_about_danger, answers=PILLS, level="critical")
    assert heard(as_owner, line["lead"]) == [GRAVE], "once"
    assert heard(as_owner, line["head"]) == [], "a district's supervisor hears nothing"


def test_raising_is_free_and_lowering_a_top_level_waits_for_a_supervisor(
    line: Any, told: Any, at: Any, as_owner: Any
) -> None:
    contact = told({"wish_dead": "yes"})
    raised = at(contact, ask_about_danger, answers={"wish_dead": "yes"}, level="high", note="Səsi titrəyir")
    assert (raised.risk, raised.risk_computed, raised.risk_proposed) == ("high", "low", "")
    lower = at(contact, ask_about_danger, answers={"wish_dead": "yes"}, level="low")
    assert (lower.risk, lower.risk_proposed) == ("high", "low"), "until then the higher one holds"
    assert LOWERING in heard(as_owner, line["lead"])
    with pytest.raises(PermissionDenied):
        at(contact, decide_lowering, approve=True)
    assert at(contact, decide_lowering, "lead", approve=False).risk == "high"
    with pytest.raises(Refused, match="No lower level"):
        at(contact, decide_lowering, "lead", approve=True)
    at(contact, ask_about_danger, "lead", answers={"wish_dead": "yes"}, level="low")
    with pytest.raises(Refused, match="Another person"):
        at(contact, decide_lowering, "lead", approve=True)
    now = at(contact, decide_lowering, "deputy", approve=True)
    assert (now.risk, now.risk_proposed) == ("low", "")
    assert heard(as_owner, line["listener"]).count(DECIDED) == 2


def test_a_later_answer_never_lowers_by_itself(line: Any, told: Any, at: Any) -> None:
    assert at(told(PILLS), ask_about_danger, answers={}).risk == "critical"


def test_help_is_sent_at_once_and_followed_to_its_end(line: Any, call: Any, at: Any, acting_as: Any) -> None:
    contact = call()
    sent = at(contact, send_help, agency="ambulance", their_number="103/7")
    assert Contact.objects.filter(pk=contact.pk).count() in {0, 1}
    with acting_as(line["listener"]):
        assert Contact.objects.get(pk=contact.pk).status == "emergency", (
            "before a single question was answered"
        )
    with pytest.raises(Refused, match="still to come"):
        at(contact, send_help, agency="police", called_at=clock.now() + timedelta(hours=1))
    at(contact, write_contact, said={"caller_kind": "child", "main_reason": "suicide_attempt"})
    at(contact, ask_about_danger, answers=PILLS)
    at(contact, make_plan, agreed=PLAN)
    with pytest.raises(Refused, match="what became of the help"):
        at(contact, finish_contact)
    with acting_as(line["listener"]):
        done = record_outcome(sent=sent, outcome="hospital", by=line["listener"], note="Anası yanındadır")
        assert (done.outcome, done.their_number, done.outcome_at is not None) == ("hospital", "103/7", True)
        with pytest.raises(Refused, match="already recorded"):
            record_outcome(sent=sent, outcome="not_found", by=line["listener"])
    assert at(contact, finish_contact).status == "follow_up"
    at(contact, send_help, agency="police")
    with acting_as(line["listener"]):
        assert Contact.objects.get(pk=contact.pk).status == "follow_up", "help may be sent later too"


def test_a_plan_made_again_takes_the_place_of_the_former(
    line: Any, safe: Any, at: Any, acting_as: Any
) -> None:
    contact = safe()
    at(
        contact,
        make_plan,
        agreed=type(PLAN)(signs="Səhərlər", coping="Qaçış", people="Nənəm", means="Seyfdə"),
    )
    with acting_as(line["lead"]):
        assert CallerPlan.objects.get(contact=contact).signs == "Səhərlər"


def test_at_the_top_levels_a_plan_stands_before_the_contact_ends(line: Any, told: Any, at: Any) -> None:
    contact = told(PILLS)
    with pytest.raises(Refused, match="safety plan"):
        at(contact, finish_contact)
    at(contact, make_plan, agreed=PLAN)
    with pytest.raises(Stale):
        at(contact, finish_contact, expected=0)
    assert at(contact, finish_contact).status == "follow_up"


def test_call_backs_at_24_and_72_hours_7_and_30_days_have_clocks_that_climb_inside_the_hotline(
    line: Any, safe: Any, at: Any, acting_as: Any, as_worker: Any, as_owner: Any
) -> None:
    contact = at(safe(), finish_contact)
    today = clock.today()
    with acting_as(line["listener"]):
        calls = list(FollowUp.objects.filter(contact=contact).order_by("due_at"))
        clocks = Clock.objects.filter(process="call_back", state=Clock.RUNNING)
        assert [c.due_at for c in calls] == [add(contact.ended_at, norm(key, on=today)) for key in HIGH]
        assert sorted(c.due_at for c in clocks) == [c.due_at for c in calls]
        assert {c.holder for c in clocks} == {line["listener"]}
        assert str(calls[0]).startswith(HIGH[0])
    with clock.fixed(contact.ended_at + timedelta(hours=24, minutes=5)), as_worker():
        tick()
    for who, count in (("listener", 1), ("lead", 1), ("head", 0), ("chief", 0)):
        late = [kind for kind in heard(as_owner, line[who]) if kind in {"clock.missed", "clock.climbed"}]
        assert len(late) == count, who


def test_the_contact_closes_when_the_last_call_back_is_over(
    line: Any, safe: Any, at: Any, acting_as: Any
) -> None:
    contact = at(safe(), finish_contact)
    with acting_as(line["listener"]):
        calls = list(FollowUp.objects.filter(contact=contact).select_related("contact").order_by("due_at"))
        for n, one in enumerate(calls):
            assert Contact.objects.get(pk=contact.pk).status == "follow_up"
            result = "no_answer" if n == 2 else "well"
            done = record_call(follow_up=one, result=result, by=line["listener"], feeling=7)
            assert done.status == ("not_reached" if n == 2 else "made")
        assert Contact.objects.get(pk=contact.pk).status == "closed"
        with pytest.raises(Refused, match="already recorded"):
            record_call(follow_up=calls[0], result="well", by=line["listener"])
        with pytest.raises(Refused, match="what came of the call"):
            record_call(follow_up=calls[0], result="gone", by=line["listener"])
    with pytest.raises(Refused, match="has ended"):
        at(contact, ask_about_danger, answers={})


def test_without_danger_a_contact_closes_at_once(line: Any, told: Any, at: Any) -> None:
    done = at(told({"hurt_now": "no", "wish_dead": "no"}), finish_contact)
    assert (done.status, done.ended_at is not None) == ("closed", True)


def test_a_caller_who_left_is_let_go_by_a_supervisor_who_considered_rescue(
    line: Any, told: Any, at: Any, as_owner: Any, acting_as: Any
) -> None:
    contact = at(told(PILLS), caller_left, what="Ağladı və xətti kəsdi.")
    assert contact.status == "left"
    assert LEFT in heard(as_owner, line["lead"])
    with pytest.raises(PermissionDenied):
        at(contact, decide_leaving, approve=True, trace="traced")
    with pytest.raises(Refused, match="traced or help"):
        at(contact, decide_leaving, "lead", approve=True)
    assert at(contact, decide_leaving, "lead", approve=False, note="Yenə zəng et").status == "counselling"
    with pytest.raises(Refused, match="Nobody waits"):
        at(contact, decide_leaving, "lead", approve=True, trace="traced")
    at(contact, caller_left, what="Cavab vermir.")
    done = at(contact, decide_leaving, "lead", approve=True, trace="impossible")
    with acting_as(line["listener"]):
        assert (done.status, FollowUp.objects.filter(contact=contact).count()) == ("follow_up", 4)
    assert heard(as_owner, line["listener"]).count(DECIDED) == 2


def test_who_left_without_danger_owes_no_call(line: Any, call: Any, at: Any) -> None:
    contact = at(call(), caller_left, what="Xətt kəsildi.")
    assert at(contact, decide_leaving, "lead", approve=True, trace="not_needed").status == "closed"
