"""Case conferences: called in time, who reads what, putting off, and what happens when the case changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from himaya.cases.closing.actions import close_case
from himaya.cases.meetings import actions
from himaya.cases.meetings.actions.watching import await_conference
from himaya.cases.meetings.models import (
    AgendaItem,
    Attendee,
    Meeting,
)
from himaya.cases.models import Case
from himaya.cases.risk.actions import change_risk
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.actions import open_task
from himaya.workflow.models import Clock, Notice, Task
from tests.cases.meetings_cast import (
    PASSWORD,
    SAID,
    body,
    close,
    conference,
    held,
    listed,
    noon,
    put,
    session,
)

__all__ = ["body", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


# --- conferences -------------------------------------------------------------------------------------------


def test_a_grave_case_waits_for_a_conference_from_its_registration(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered", risk="high")
    with as_owner():
        running = Clock.objects.get(process="case", name="conference", subject_id=case.pk)
        assert (running.norm, running.holder) == ("conference.due.high", body["worker"])
    meeting = conference(body, case, acting_as)
    with acting_as(body["worker"]) as by:
        for name in ("supervisor", "colleague"):
            user = body[name]
            actions.add_attendee(meeting=meeting, part="specialist", user=user, has_vote=True, by=by)
        actions.invite_people(meeting=Meeting.objects.get(), by=by)
        people = list(Attendee.objects.order_by("pk"))
        there = {p.public_id: "present" for p in people}
        actions.hold_meeting(
            meeting=Meeting.objects.get(),
            held_at=clock.now(),
            chair=people[0].public_id,
            attendance=there,
            by=by,
        )
        item = AgendaItem.objects.get()
        given = {p.public_id: ("for", "") for p in people}
        actions.record_decision(item=item, votes=given, by=by, **SAID)
        actions.write_minutes(meeting=Meeting.objects.get(), by=by)
        by.set_password(PASSWORD)
        assert actions.sign_minutes(
            meeting=Meeting.objects.get(), name=by.full_name, password=PASSWORD, language="en", by=by
        ).signed_at
    with as_owner():
        assert Clock.objects.get(process="case", name="conference").state == Clock.MET
        assert Meeting.objects.get().status == "minuted"
        assert str(meeting) == meeting.reference


def test_a_chair_without_an_account_signs_on_paper(body: Any, make_case: Any, acting_as: Any) -> None:
    meeting = conference(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]) as by:
        by.set_password(PASSWORD)
        guests = [
            actions.add_attendee(meeting=meeting, part="school", name=f"Qonaq {n}", has_vote=True, by=by)
            for n in (1, 2)
        ]
        people = list(Attendee.objects.order_by("pk"))
        actions.hold_meeting(
            meeting=Meeting.objects.get(), held_at=clock.now(), chair=guests[0].public_id,
            attendance={p.public_id: "present" for p in people}, by=by,
        )  # fmt: skip
        actions.record_decision(
            item=AgendaItem.objects.get(), votes={p.public_id: ("for", "") for p in people}, by=by, **SAID
        )
        actions.write_minutes(meeting=Meeting.objects.get(), by=by)
        with pytest.raises(Refused, match="chair has not signed"):
            close(body, acting_as, "worker")
        assert close(body, acting_as, "worker", chair_on_paper=True).signed_at


def test_a_task_of_a_review_for_a_conference_ends_when_one_is_called(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    with acting_as(body["worker"]):
        fresh = Case.objects.select_related("dossier__unit").get(pk=case.pk)
        open_task(
            kind="review.conference",
            key="review.conference:1",
            dossier=fresh.dossier,
            unit=fresh.dossier.unit,
        )
    conference(body, case, acting_as)
    with as_owner():
        assert Task.objects.get(kind="review.conference").outcome == "called"


def test_those_invited_to_a_conference_read_its_item_and_the_others_do_not(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    meeting = conference(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]) as by:
        actions.add_attendee(meeting=meeting, part="specialist", user=body["stranger"], by=by)
        actions.invite_people(meeting=Meeting.objects.get(), by=by)
        late = actions.add_attendee(
            meeting=Meeting.objects.get(), part="specialist", user=body["colleague"], by=by
        )
        for wrong, words in (
            ({"user": body["stranger"]}, "takes part already"),
            ({}, "Choose a colleague"),
        ):
            with pytest.raises(Refused, match=words):
                actions.add_attendee(meeting=Meeting.objects.get(), part="guest", by=by, **wrong)
    for who in ("stranger", "colleague"):
        with acting_as(body[who]):
            assert (AgendaItem.objects.count(), Case.objects.count()) == (1, 0), who
    with acting_as(body["worker"]) as by:
        actions.remove_attendee(attendee=Attendee.objects.get(pk=late.pk), by=by)
        own = Attendee.objects.get(user=body["worker"])
        with pytest.raises(Refused, match="stays on the list"):
            actions.remove_attendee(attendee=own, by=by)
    with acting_as(body["colleague"]):
        assert (AgendaItem.objects.count(), Meeting.objects.count()) == (0, 0)
    with acting_as(body["worker"]) as by:
        guest = actions.add_attendee(meeting=Meeting.objects.get(), part="guest", name="Qonaq", by=by)
        actions.remove_attendee(attendee=guest, by=by)


def test_postponed_nobody_reads_on_and_planned_anew_it_is_invited_again(
    noon: Any, body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    listed(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]) as by:
        meeting = Meeting.objects.get()
        with pytest.raises(Stale):
            actions.postpone_meeting(meeting=meeting, reason="papers", by=by, expected=meeting.version - 1)
        actions.postpone_meeting(meeting=meeting, reason="papers", note="Gözləyirik", by=by)
    with acting_as(body["anar"]):
        assert AgendaItem.objects.count() == 0
        assert Notice.objects.filter(user=body["anar"], kind="meeting.changed").count() == 1
    with acting_as(body["secretary"]) as by:
        with pytest.raises(Refused, match="has passed"):
            actions.plan_again(meeting=meeting, starts_at=clock.now() - timedelta(days=2), place="x", by=by)
        actions.plan_again(meeting=meeting, starts_at=clock.now() + timedelta(days=2), place="Zal 2", by=by)
        actions.invite_people(meeting=Meeting.objects.get(), by=by)
    with acting_as(body["anar"]):
        assert (AgendaItem.objects.count(), Meeting.objects.get().place) == (1, "Zal 2")


def test_cancelled_the_case_waits_for_another_session_and_a_conference_ends(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    listed(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]) as by:
        actions.cancel_meeting(meeting=Meeting.objects.get(), reason="no_quorum", by=by)
        assert (AgendaItem.objects.get().status, AgendaItem.objects.get().meeting) == ("submitted", None)
    meeting = conference(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]) as by:
        item = AgendaItem.objects.get(meeting=meeting)
        with pytest.raises(Refused, match="Cancel the conference"):
            actions.withdraw_item(item=item, by=by)
        with pytest.raises(Refused, match="Only a case on the agenda"), acting_as(body["worker"]):
            put_off(item)
        with pytest.raises(Refused, match="its one case"):
            actions.put_matter(meeting=meeting, title="x", question="?", proposal="", by=by)
        actions.cancel_meeting(meeting=meeting, reason="family", by=by)
        assert AgendaItem.objects.get(pk=item.pk).status == "withdrawn"


def put_off(item: AgendaItem) -> None:
    """Past the permission, which only a secretary has."""
    actions.put_off_item.__wrapped__(item=item, by=item.put_by)  # type: ignore[attr-defined]


def test_in_a_commission_only_members_vote(body: Any, acting_as: Any) -> None:
    meeting = session(body, acting_as)
    with acting_as(body["secretary"]) as by, pytest.raises(Refused, match="only its members"):
        actions.add_attendee(meeting=meeting, part="guest", name="Qonaq", has_vote=True, by=by)


def test_who_does_not_keep_a_meeting_does_not_change_it(body: Any, make_case: Any, acting_as: Any) -> None:
    listed(body, make_case("registered"), acting_as)
    with acting_as(body["anar"]) as by, pytest.raises(Refused, match="Only who keeps"):
        actions.cancel_meeting(meeting=Meeting.objects.get(), reason="other", by=by)
    with acting_as(body["stranger"]) as by, pytest.raises((PermissionDenied, Meeting.DoesNotExist)):
        actions.cancel_meeting(meeting=Meeting.objects.get(), reason="other", by=by)


def test_a_case_that_closes_leaves_the_agendas(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("closing")
    put(body, case, acting_as)
    conference(body, case, acting_as)
    with acting_as(body["supervisor"]) as by:
        close_case(case=Case.objects.get(pk=case.pk), by=by)
    with as_owner():
        assert {i.status for i in AgendaItem.objects.all()} == {"withdrawn"}
        assert Meeting.objects.get().status == "cancelled"


def test_what_is_being_decided_when_the_case_closes_is_decided(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("closing")
    held(body, listed(body, case, acting_as), acting_as)
    with acting_as(body["supervisor"]) as by:
        close_case(case=Case.objects.get(pk=case.pk), by=by)
    with as_owner():
        assert AgendaItem.objects.get().status == "listed"


def test_the_deadline_of_a_conference_follows_the_risk(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered", risk="medium")
    with as_owner():
        assert not Clock.objects.filter(process="case", name="conference").exists()
    for level, states in (("critical", ["running"]), ("high", ["running"]), ("low", ["cancelled"])):
        with acting_as(body["supervisor"]) as by:
            change_risk(case=Case.objects.get(pk=case.pk), level=level, why="Dəyişdi", by=by)
        with as_owner():
            rows = Clock.objects.filter(process="case", name="conference").exclude(norm="x").order_by("pk")
            assert rows.last().state == states[-1]


def test_the_deadline_is_started_once(body: Any, make_case: Any, acting_as: Any, as_owner: Any) -> None:
    case = make_case("registered", risk="high")
    with acting_as(body["worker"]):
        await_conference(Case.objects.get(pk=case.pk))
    with as_owner():
        assert Clock.objects.filter(process="case", name="conference").count() == 1
