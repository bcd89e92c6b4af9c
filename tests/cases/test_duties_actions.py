"""What a decision asks of an agency: accepted, done, and checked by somebody independent of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.access.models import AuditEvent
from himaya.access.roles import Administrator, SocialWorker
from himaya.cases.duties.actions import (
    accept_duty,
    confirm_duty,
    give_duty,
    refuse_duty,
    report_duty,
    send_back_duty,
    withdraw_duty,
)
from himaya.cases.duties.models import Duty
from himaya.cases.duties.queries import agencies, duties_to_check, is_late
from himaya.cases.duties.rules import is_independent
from himaya.cases.meetings.actions import invite_people, put_matter, record_decision
from himaya.cases.meetings.models import AgendaItem, Meeting
from himaya.cases.models import Case, Transfer
from himaya.cases.transfers.actions import accept_transfer, offer_transfer
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock, Notice
from tests import factories
from tests.cases.meetings_cast import SAID, body, decided, held, listed, session, votes

__all__ = ["body"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def given(body: Any, make_case: Any, acting_as: Any) -> dict[str, Any]:
    """A decision that asked something of the school."""
    case = make_case("registered")
    item = listed(body, case, acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    return {**body, "case": case, "item": item, "duty": give(body, item, acting_as)}


def give(body: Any, item: AgendaItem, acting_as: Any, **changes: Any) -> Duty:
    with acting_as(body["secretary"]):
        words = {
            "unit": body["school"],
            "what": "Fərdi dərs dəstəyi.",
            "due_on": clock.today() + timedelta(days=10),
        }
        fresh = AgendaItem.objects.get(pk=item.pk)
        return give_duty(item=fresh, by=body["secretary"], **{**words, **changes})


def by_school(cast: Any, acting_as: Any, action: Any, **said: Any) -> Duty:
    with acting_as(cast["teacher"]):
        return action(duty=Duty.objects.get(), by=cast["teacher"], **said)  # type: ignore[no-any-return]


def checked(cast: Any, acting_as: Any, action: Any, who: str = "worker", **said: Any) -> Duty:
    with acting_as(cast[who]):
        return action(duty=Duty.objects.get(), by=cast[who], note="Jurnala baxdım.", **said)  # type: ignore[no-any-return]


def test_the_agency_sees_its_task_and_nothing_of_the_case_or_the_meeting(given: Any, acting_as: Any) -> None:
    with acting_as(given["teacher"]):
        assert Duty.objects.get().what == "Fərdi dərs dəstəyi."
        assert (Case.objects.count(), AgendaItem.objects.count(), Meeting.objects.count()) == (0, 0, 0)
        assert Notice.objects.filter(user=given["teacher"], kind="duty.given").count() == 1
    with acting_as(given["stranger"]):
        assert Duty.objects.count() == 0
    with acting_as(given["worker"]):
        assert Duty.objects.get().case_id == given["case"].pk


def test_a_task_is_given_with_a_decision_by_who_keeps_the_meeting_to_somebody_who_can_answer(
    given: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        nobody = factories.unit(kind="school")
        factories.user((Administrator, nobody))
    for wrong, words in (
        ({"unit": nobody}, "Nobody in this organisation"),
        ({"due_on": clock.today() - timedelta(days=1)}, "has passed"),
    ):
        with pytest.raises(Refused, match=words):
            give(given, given["item"], acting_as, **wrong)
    with acting_as(given["anar"]), pytest.raises(Refused, match="Only who keeps"):
        give_duty(
            item=AgendaItem.objects.get(),
            unit=given["school"],
            what="x",
            due_on=clock.today(),
            by=given["anar"],
        )
    with as_owner():
        assert given["school"] in agencies()
        assert nobody not in agencies()


def test_before_the_decision_there_is_no_task(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with pytest.raises(Refused, match="with a decision"):
        give(body, item, acting_as)


def test_accepted_done_and_confirmed_by_the_worker(given: Any, acting_as: Any, as_owner: Any) -> None:
    by_school(given, acting_as, accept_duty, note="Olar.")
    with as_owner():
        running = Clock.objects.get(process="duty", name="done", state=Clock.RUNNING)
        assert clock.local(running.due_at).date() == given["duty"].due_on + timedelta(days=1)
        assert (running.holder, running.unit) == (given["teacher"], given["here"])
        assert running.fires_at < running.due_at
    by_school(given, acting_as, report_duty, note="Dərslər keçirilir.")
    with acting_as(given["worker"]):
        assert list(duties_to_check(given["worker"])) == [given["duty"]]
    assert checked(given, acting_as, confirm_duty).status == "confirmed"
    with as_owner():
        duty = Duty.objects.get()
        assert (duty.verified_by, duty.verify_note) == (given["worker"], "Jurnala baxdım.")
        assert Notice.objects.filter(user=given["teacher"], kind="duty.confirmed").exists()
        assert AuditEvent.objects.filter(verb="duties.confirm_duty", object_id=duty.pk).exists()
        assert str(duty) == duty.reference


def test_what_was_not_done_goes_back_with_a_new_day(given: Any, acting_as: Any, as_owner: Any) -> None:
    by_school(given, acting_as, accept_duty)
    by_school(given, acting_as, report_duty, note="Oldu.")
    with pytest.raises(Refused, match="has passed"):
        checked(given, acting_as, send_back_duty, due_on=clock.today() - timedelta(days=1))
    later = clock.today() + timedelta(days=20)
    back = checked(given, acting_as, send_back_duty, "secretary", due_on=later)
    assert (back.status, back.due_on) == ("accepted", later)
    with as_owner():
        running = Clock.objects.get(process="duty", name="done", state=Clock.RUNNING)
        assert clock.local(running.due_at).date() == later + timedelta(days=1)
        assert Notice.objects.filter(user=given["teacher"], kind="duty.sent_back").exists()


def test_nobody_of_the_agency_checks_its_own_work(given: Any, acting_as: Any, as_owner: Any) -> None:
    by_school(given, acting_as, accept_duty)
    by_school(given, acting_as, report_duty, note="Oldu.")
    with as_owner():
        inside = factories.user((SocialWorker, factories.unit(parent=given["school"])))
        duty = Duty.objects.get()
    with acting_as(given["teacher"]), pytest.raises(PermissionDenied):
        confirm_duty(duty=Duty.objects.get(), note="x", by=given["teacher"])
    assert "yourself" in str(is_independent(duty, {"by": given["teacher"]}).reason)
    assert "independent of it" in str(is_independent(duty, {"by": inside}).reason)
    assert is_independent(duty, {"by": given["worker"]})
    assert is_independent(duty, {})


def test_refusing_needs_a_reason_and_ends_the_sight(given: Any, acting_as: Any, as_owner: Any) -> None:
    by_school(given, acting_as, refuse_duty, reason="no_means", note="Müəllim yoxdur.")
    with acting_as(given["teacher"]):
        assert Duty.objects.count() == 0
    with as_owner():
        assert Duty.objects.get().refuse_reason == "no_means"
        for who in ("worker", "secretary"):
            assert Notice.objects.filter(user=given[who], kind="duty.refused").exists(), who


def test_who_gave_it_takes_it_back_and_nobody_else(given: Any, acting_as: Any, as_owner: Any) -> None:
    with acting_as(given["supervisor"]), pytest.raises(Refused, match="Only who gave"):
        withdraw_duty(duty=Duty.objects.get(), by=given["supervisor"])
    with acting_as(given["secretary"]):
        withdraw_duty(duty=Duty.objects.get(), by=given["secretary"])
        assert Duty.objects.get().status == "withdrawn"
    with acting_as(given["teacher"]):
        assert Duty.objects.count() == 0


def test_a_second_tab_is_told_and_two_answers_do_not_both_count(given: Any, acting_as: Any) -> None:
    with pytest.raises(Stale):
        by_school(given, acting_as, accept_duty, expected=given["duty"].version - 1)
    by_school(given, acting_as, accept_duty)
    with pytest.raises(Refused, match="already moved"):
        by_school(given, acting_as, refuse_duty, reason="no_means", expected=0)


def test_a_task_is_late_when_its_day_has_passed(given: Any) -> None:
    duty = given["duty"]
    assert not is_late(duty)
    with clock.fixed(clock.now() + timedelta(days=11)):
        assert is_late(duty)


def test_a_task_follows_its_case_to_the_colleague_who_takes_it_over(
    given: Any, acting_as: Any, as_owner: Any
) -> None:
    with acting_as(given["worker"]):
        offer_transfer(
            case=Case.objects.get(), to_unit=given["here"], to_worker=given["colleague"], reason="leave",
            handover="Hər şey işdədir.", by=given["worker"],
        )  # fmt: skip
    with acting_as(given["colleague"]):
        accept_transfer(transfer=Transfer.objects.get(), worker=None, by=given["colleague"])
    with acting_as(given["colleague"]):
        assert (Duty.objects.count(), AgendaItem.objects.count(), Meeting.objects.count()) == (1, 1, 1)
    with acting_as(given["worker"]):
        assert (Duty.objects.count(), AgendaItem.objects.count(), Meeting.objects.count()) == (0, 0, 0)
    with as_owner():
        assert Duty.objects.get().answer_to == given["colleague"]


def test_a_matter_without_a_case_may_ask_something_too(body: Any, acting_as: Any) -> None:
    meeting = session(body, acting_as)
    with acting_as(body["secretary"]) as by:
        item = put_matter(meeting=meeting, title="İllik plan", question="Nə edək?", proposal="", by=by)
        invite_people(meeting=Meeting.objects.get(), by=by)
    held(body, item, acting_as)
    with acting_as(body["secretary"]) as by:
        fresh = AgendaItem.objects.get()
        told = {k: v for k, v in SAID.items() if k in {"facts", "decision", "decision_kind"}}
        record_decision(item=fresh, votes=votes(fresh), by=by, **told)
    assert give(body, item, acting_as).case_id is None
