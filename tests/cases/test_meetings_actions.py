"""Meetings: what is put before them, who reads it and until when, papers and conflicts of interest."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.actions import store_closed, wall_off
from himaya.access.models import AuditEvent
from himaya.access.queries import opened_file
from himaya.cases.commission.actions import end_seat
from himaya.cases.commission.models import CommissionSeat
from himaya.cases.commission.queries import known_commissions
from himaya.cases.meetings import actions
from himaya.cases.meetings.laying import choices_for
from himaya.cases.meetings.models import (
    AgendaItem,
    Attendee,
    ConflictOfInterest,
    LaidPaper,
    Meeting,
)
from himaya.cases.meetings.queries import excerpts_of
from himaya.cases.meetings.rules import voting_on
from himaya.cases.models import Case
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.kit.ids import new_public_id
from himaya.registry.models import Document
from himaya.workflow.models import Notice, Paper
from tests.cases.meetings_cast import (
    PASSWORD,
    body,
    called,
    conference,
    decided,
    held,
    listed,
    noon,
    put,
    session,
)

__all__ = ["body", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


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
        actions.invite_people(meeting=meeting, by=body["secretary"])
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


# --- what is put before a commission -----------------------------------------------------------------------


def test_a_case_is_put_before_a_commission_once_at_a_time(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    put(body, case, acting_as)
    with pytest.raises(Refused, match="already waits"):
        put(body, case, acting_as)


def test_nothing_is_put_before_a_commission_without_a_secretary(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    with acting_as(body["manager"]):
        own = CommissionSeat.objects.get(user=body["secretary"])
        end_seat(seat=own, ends_on=clock.today(), by=body["manager"])
    with pytest.raises(Refused, match="no secretary"):
        put(body, case, acting_as)


def test_a_closed_case_is_put_before_nobody(body: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("closed")
    with acting_as(body["supervisor"]), pytest.raises(Refused, match="closed"):
        actions.submit_item(
            case=case, commission=known_commissions()[0], question="?", proposal="", by=body["supervisor"]
        )
    with acting_as(body["supervisor"]), pytest.raises(Refused, match="closed"):
        actions.call_conference(case=case, by=body["supervisor"], **called())


def test_the_secretary_returns_it_with_a_reason(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    item = put(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]) as by:
        with pytest.raises(Stale):
            actions.return_item(item=item, reason="unclear", by=by, expected=0)
        actions.return_item(item=item, reason="unclear", note="Sualı dəqiqləşdirin.", by=by)
        with pytest.raises(Refused, match="already moved"):
            actions.return_item(item=item, reason="unclear", by=by, expected=0)
    with as_owner():
        assert AgendaItem.objects.get().return_note == "Sualı dəqiqləşdirin."
        assert Notice.objects.filter(user=body["worker"], kind="agenda.returned").exists()


def test_it_is_taken_onto_a_session_of_the_same_commission_to_come(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item, meeting = put(body, make_case("registered"), acting_as), session(body, acting_as)
    with acting_as(body["secretary"]) as by:
        actions.cancel_meeting(meeting=meeting, reason="no_items", by=by)
        with pytest.raises(Refused, match="still to come"):
            actions.take_item(item=item, meeting=Meeting.objects.get(), by=by)


def test_what_a_session_does_not_decide_is_put_off_and_no_longer_read(
    noon: Any, body: Any, make_case: Any, acting_as: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]) as by:
        put_off = actions.put_off_item(item=AgendaItem.objects.get(), by=by)
        assert (put_off.status, put_off.meeting) == ("submitted", None)
        with pytest.raises(Refused, match="Only a case on the agenda"):
            actions.put_off_item(item=AgendaItem.objects.get(pk=item.pk), by=by)
    with acting_as(body["anar"]):
        assert AgendaItem.objects.count() == 0


def test_the_worker_takes_it_back_until_the_session_is_held(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with acting_as(body["anar"]), pytest.raises(Refused, match="Only who put"):
        actions.withdraw_item(item=AgendaItem.objects.get(), by=body["anar"])
    held(body, item, acting_as)
    with acting_as(body["worker"]), pytest.raises(Refused, match="has been held"):
        actions.withdraw_item(item=AgendaItem.objects.get(), by=body["worker"])


def test_taken_back_nobody_of_the_commission_reads_it(body: Any, make_case: Any, acting_as: Any) -> None:
    listed(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]):
        actions.withdraw_item(item=AgendaItem.objects.get(), by=body["worker"])
    with acting_as(body["anar"]):
        assert AgendaItem.objects.count() == 0


def test_before_any_session_it_is_taken_back_too(body: Any, make_case: Any, acting_as: Any) -> None:
    put(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]):
        assert actions.withdraw_item(item=AgendaItem.objects.get(), by=body["worker"]).status == "withdrawn"


def test_a_matter_without_a_case_is_the_secretarys(body: Any, acting_as: Any) -> None:
    meeting = session(body, acting_as)
    with acting_as(body["secretary"]) as by:
        matter = actions.put_matter(meeting=meeting, title="Plan", question="?", proposal="", by=by)
        again = actions.put_matter(meeting=meeting, title="Hesabat", question="?", proposal="", by=by)
        assert (matter.position, again.position) == (1, 2)
        actions.withdraw_item(item=again, by=by)
        actions.cancel_meeting(meeting=Meeting.objects.get(), reason="other", by=by)
        assert {i.status for i in AgendaItem.objects.all()} == {"withdrawn"}
        with pytest.raises(Refused, match="put off or cancelled"):
            actions.put_matter(meeting=Meeting.objects.get(), title="x", question="?", proposal="", by=by)


# --- papers ------------------------------------------------------------------------------------------------


def test_a_paper_is_a_copy_and_only_of_what_was_chosen(
    noon: Any, body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    item = put(body, case, acting_as)
    with as_owner():
        document = factories_document(case)
    with acting_as(body["worker"]) as by:
        fresh = Case.objects.get(pk=case.pk)
        keys = [one.key for one in choices_for(fresh, by)]
        assert keys == [f"document:{document.public_id}"]
        with pytest.raises(Refused, match="no longer there"):
            actions.lay_papers(case=fresh, item=item, chosen=["plan:x"], by=by)
        laid = actions.lay_papers(case=fresh, item=item, chosen=keys, by=by)
        assert [p.kind for p in laid] == ["document"]
        assert actions.lay_papers(case=fresh, item=item, chosen=keys, by=by) == []
    with acting_as(body["secretary"]):
        paper = LaidPaper.objects.get()
        assert b"".join(opened_file(paper, paper.stored_as)) == b"%PDF-1.4 sinaq"
        assert str(paper).startswith("document")
        assert paper.lines == []
    with acting_as(body["worker"]) as by:
        actions.lay_papers(case=Case.objects.get(pk=case.pk), item=item, chosen=[], by=by)
        assert LaidPaper.objects.get().removed_at is not None


def factories_document(case: Case) -> Document:
    """A document of the case that a scanner called harmless."""
    document = Document(
        dossier=case.dossier, type="letter", series=new_public_id(), name="məktub.pdf", kind="pdf", size=14,
        uploaded_at=clock.now(), scan=Document.CLEAN,
    )  # fmt: skip
    document.stored_as = store_closed([b"%PDF-1.4 sinaq"], row=document, name=f"documents/{new_public_id()}")
    document.save()
    return document


def test_papers_are_of_the_items_own_case_and_laid_before_the_meeting_is_held(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    case, other = make_case("registered"), make_case("registered")
    item = listed(body, case, acting_as)
    with acting_as(body["worker"]) as by, pytest.raises(Refused, match="another case"):
        actions.lay_papers(case=Case.objects.get(pk=other.pk), item=item, chosen=[], by=by)
    held(body, item, acting_as)
    with acting_as(body["worker"]) as by, pytest.raises(Refused, match="before the meeting is held"):
        actions.lay_papers(case=Case.objects.get(pk=case.pk), item=item, chosen=[], by=by)


# --- conflicts ---------------------------------------------------------------------------------------------


def test_who_is_kept_out_of_the_case_stands_aside_from_its_item(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    case = make_case("registered")
    with acting_as(body["supervisor"]) as by:
        wall_off(dossier=Case.objects.get(pk=case.pk).dossier, user=body["anar"], reason="named", by=by)
    item = listed(body, case, acting_as)
    with acting_as(body["anar"]):
        assert AgendaItem.objects.count() == 0
    with acting_as(body["secretary"]):
        assert [c.why for c in ConflictOfInterest.objects.filter(item=item)] == ["walled"]


def test_a_conflict_is_declared_by_oneself_or_written_down_by_the_keeper(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    listed(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]) as by, pytest.raises(Refused, match="Only who takes part"):
        actions.declare_conflict(item=AgendaItem.objects.get(), why="kin", by=by)
    with acting_as(body["anar"]) as by:
        other = Attendee.objects.get(user=body["banu"])
        with pytest.raises(Refused, match="Only who keeps"):
            actions.declare_conflict(item=AgendaItem.objects.get(), why="kin", attendee=other, by=by)
    with acting_as(body["secretary"]) as by:
        item = AgendaItem.objects.get()
        noted = actions.declare_conflict(
            item=item, why="kin", attendee=Attendee.objects.get(user=body["banu"]), by=by
        )
        assert str(noted).startswith("conflict")
        with pytest.raises(Refused, match="written down already"):
            actions.declare_conflict(
                item=item, why="kin", attendee=Attendee.objects.get(user=body["banu"]), by=by
            )
        with pytest.raises(Refused, match="cannot stand aside"):
            actions.declare_conflict(item=item, why="kin", by=by)
    with acting_as(body["banu"]):
        assert AgendaItem.objects.count() == 0


def test_after_the_decision_no_conflict_is_declared(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    with acting_as(body["anar"]) as by, pytest.raises(Refused, match="before the item is decided"):
        actions.declare_conflict(item=AgendaItem.objects.get(), why="kin", by=by)


def test_a_guest_without_an_account_stands_aside_on_paper(body: Any, make_case: Any, acting_as: Any) -> None:
    meeting = conference(body, make_case("registered"), acting_as)
    with acting_as(body["worker"]) as by:
        guest = actions.add_attendee(meeting=meeting, part="school", name="Müəllim", has_vote=True, by=by)
        actions.declare_conflict(item=AgendaItem.objects.get(), why="involved", attendee=guest, by=by)
        assert [a.name for a in voting_on(AgendaItem.objects.get())] == []
