"""Meetings from the case put before them to the signed minutes: done, refused, who sees what, and until when."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.models import AuditEvent
from himaya.cases.meetings import actions
from himaya.cases.meetings.models import (
    AgendaItem,
    ConflictOfInterest,
    Meeting,
)
from himaya.cases.meetings.queries import excerpts_of
from himaya.cases.models import Case
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.models import Notice, Paper
from tests.cases.meetings_cast import PASSWORD, body, decided, held, listed, put, session

__all__ = ["body"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def noon() -> Any:
    with clock.fixed("2026-11-02T12:00"):
        yield


def test_the_secretary_reads_what_was_put_and_nothing_of_the_case(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = put(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]):
        seen = AgendaItem.objects.get()
        assert (seen.pk, seen.question) == (item.pk, "Məktəb nə edəcək?")
        assert Case.objects.count() == 0
        assert Notice.objects.filter(user=body["secretary"], kind="agenda.submitted").count() == 1
    with acting_as(body["anar"]):
        assert AgendaItem.objects.count() == 0


def test_members_read_from_the_invitation_until_the_norms_days_after(
    noon: Any, body: Any, make_case: Any, acting_as: Any
) -> None:
    item, meeting = put(body, make_case("registered"), acting_as), session(body, acting_as)
    with acting_as(body["secretary"]):
        actions.take_item(item=AgendaItem.objects.get(), meeting=meeting, by=body["secretary"])
    with acting_as(body["anar"]):
        assert (Meeting.objects.count(), AgendaItem.objects.count()) == (0, 0)
    with acting_as(body["secretary"]):
        actions.invite(meeting=meeting, by=body["secretary"])
    with acting_as(body["anar"]):
        assert AgendaItem.objects.get().pk == item.pk
        assert Case.objects.count() == 0
        assert Notice.objects.filter(user=body["anar"], kind="meeting.invited").count() == 1
    with clock.fixed(clock.now() + timedelta(days=30)), acting_as(body["anar"]):
        assert AgendaItem.objects.count() == 0
        assert Meeting.objects.count() == 1


def test_the_whole_way_to_signed_minutes(
    noon: Any, body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    item = listed(body, case, acting_as)
    with acting_as(body["cavid"]):
        actions.declare_conflict(item=AgendaItem.objects.get(), why="kin", by=body["cavid"])
    with acting_as(body["cavid"]):
        assert AgendaItem.objects.count() == 0
        assert ConflictOfInterest.objects.count() == 1
    meeting = held(body, item, acting_as)
    done = decided(body, item, acting_as)
    assert (done.status, done.present, done.needed) == ("decided", 4, 3)
    by = body["secretary"]
    with acting_as(by):
        actions.write_minutes(meeting=meeting, by=body["secretary"])
        with pytest.raises(Refused, match="chair has not signed"):
            actions.sign_minutes(meeting=meeting, name=body["secretary"].full_name, password=PASSWORD, language="az",
                                 by=body["secretary"])  # fmt: skip
    with acting_as(body["chair"]):
        actions.sign_as_chair(
            meeting=Meeting.objects.get(), name=body["chair"].full_name, password=PASSWORD, by=body["chair"]
        )
    with acting_as(body["secretary"]):
        actions.sign_minutes(meeting=Meeting.objects.get(), name=by.full_name, password=PASSWORD, language="az",
                             by=by)  # fmt: skip
        assert Meeting.objects.get().status == "minuted"
        assert Paper.objects.filter(process="meeting").count() == 1
    with acting_as(body["worker"]):
        assert [p.subject_id for p in excerpts_of(Case.objects.get(pk=case.pk))] == [item.pk]
        assert Notice.objects.filter(user=body["worker"], kind="agenda.decided").exists()
    with as_owner():
        assert AuditEvent.objects.filter(verb="meetings.sign_minutes").exists()
