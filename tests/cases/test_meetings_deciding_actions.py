"""Holding a meeting, voting, deciding, and the minutes."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.cases.meetings import actions
from himaya.cases.meetings.models import (
    AgendaItem,
    Attendee,
    Meeting,
    Minutes,
    Vote,
)
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Paper, Task
from himaya.workflow.papers.queries import content_of
from tests.cases.meetings_cast import (
    PASSWORD,
    SAID,
    body,
    close,
    decided,
    held,
    listed,
    noon,
    votes,
)
from tests.pdf import text_of

__all__ = ["body", "noon"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


# --- holding, voting, deciding -----------------------------------------------------------------------------


def test_the_chair_is_somebody_who_is_there_and_votes(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]) as by:
        people = {p.name: p for p in Attendee.objects.filter(meeting=item.meeting)}
        anar = people["Üzv Anar"].public_id
        here = dict.fromkeys((p.public_id for p in people.values()), "present")
        for chair, attendance in (("", here), (anar, {**here, anar: "absent"})):
            with pytest.raises(Refused, match="who is present"):
                actions.hold_meeting(
                    meeting=item.meeting, held_at=clock.now(), chair=chair, attendance=attendance, by=by
                )
        guest = actions.add_attendee(meeting=item.meeting, part="guest", name="Qonaq", by=by)
        with pytest.raises(Refused, match="has a vote"):
            actions.hold_meeting(
                meeting=item.meeting, held_at=clock.now(), chair=guest.public_id,
                attendance={**here, guest.public_id: "present"}, by=by,
            )  # fmt: skip


def test_attendance_may_be_written_anew_until_the_minutes_are_signed(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    held(body, item, acting_as, absent=("anar",))
    with acting_as(body["secretary"]):
        assert Attendee.objects.get(user=body["anar"]).attendance == "absent"


def test_members_vote_while_the_meeting_is_held_and_say_why_they_are_against(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with acting_as(body["anar"]) as by, pytest.raises(Refused, match="while the meeting is held"):
        actions.cast_vote(item=AgendaItem.objects.get(), vote="for", by=by)
    held(body, item, acting_as, absent=("banu",))
    with acting_as(body["anar"]) as by:
        with pytest.raises(Refused, match="why you are against"):
            actions.cast_vote(item=AgendaItem.objects.get(), vote="against", by=by)
        actions.cast_vote(item=AgendaItem.objects.get(), vote="for", by=by)
        noted = actions.cast_vote(item=AgendaItem.objects.get(), vote="against", dissent="Tezdir.", by=by)
        assert (Vote.objects.count(), noted.vote) == (1, "against")
        assert str(noted).startswith("against")
    with acting_as(body["banu"]) as by, pytest.raises(Refused, match="no vote"):
        actions.cast_vote(item=AgendaItem.objects.get(), vote="for", by=by)


def test_nothing_is_decided_without_a_quorum_save_in_an_emergency_which_leaves_a_task(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as, absent=("anar", "banu", "cavid"))
    with pytest.raises(Refused, match="there is no quorum"):
        decided(body, item, acting_as)
    done = decided(body, item, acting_as, without_quorum_why="Uşaq bu gecə küçədə qalardı.")
    assert (done.present, done.needed, done.status) == (2, 3, "decided")
    with as_owner():
        assert Task.objects.filter(kind="gap", process="agenda", subject_id=item.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"child_view": ""}, "child's view is obligatory"),
        ({"best_interests": " "}, "best interests"),
        ({"decision_kind": "not_carried"}, "carry the proposal"),
        ({"votes": {}}, "A vote is missing"),
    ],
)
def test_what_must_be_heard_and_said_is_asked_for(
    body: Any, make_case: Any, acting_as: Any, wrong: Any, words: str
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    with pytest.raises(Refused, match=words):
        decided(body, item, acting_as, **wrong)


def test_in_an_emergency_too_the_votes_are_true(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    with pytest.raises(Refused, match="A vote is missing"):
        decided(body, item, acting_as, votes={}, without_quorum_why="Təcili")


def test_against_without_a_word_is_refused(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    with acting_as(body["secretary"]):
        silent = votes(AgendaItem.objects.get(), banu=("against", ""))
    with pytest.raises(Refused, match="Write why"):
        decided(body, item, acting_as, votes=silent)


def test_two_who_write_the_decision_at_once_one_wins(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    first = decided(body, item, acting_as)
    with pytest.raises(Stale):
        decided(body, item, acting_as, expected=first.version - 1)


def test_until_the_minutes_are_signed_the_decision_is_written_anew_under_the_same_rules(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    with pytest.raises(Refused, match="best interests"):
        decided(body, item, acting_as, best_interests="")
    again = decided(body, item, acting_as, best_interests="", without_quorum_why="Təcili idi.")
    assert again.without_quorum_why == "Təcili idi."


def test_only_the_keeper_writes_and_only_while_it_is_held(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with pytest.raises(Refused, match="while the meeting is held"):
        decided(body, item, acting_as)
    held(body, item, acting_as)
    with acting_as(body["anar"]) as by, pytest.raises(Refused, match="Only who keeps"):
        actions.record_decision(item=AgendaItem.objects.get(), votes={}, by=by, **SAID)


# --- minutes -----------------------------------------------------------------------------------------------


def minuted(body: Any, make_case: Any, acting_as: Any) -> AgendaItem:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    sign(body, acting_as)
    return item


def sign(body: Any, acting_as: Any, **changes: Any) -> None:
    """Written, signed by the chair, signed and closed by the secretary."""
    with acting_as(body["secretary"]) as by:
        actions.write_minutes(meeting=Meeting.objects.get(), by=by)
    with acting_as(body["chair"]) as by:
        actions.sign_as_chair(meeting=Meeting.objects.get(), name=by.full_name, password=PASSWORD, by=by)
    close(body, acting_as, **changes)


def test_minutes_wait_until_every_item_is_settled(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]) as by, pytest.raises(Refused, match="of a meeting that was held"):
        actions.write_minutes(meeting=item.meeting, by=by)
    held(body, item, acting_as)
    with acting_as(body["secretary"]) as by, pytest.raises(Refused, match="Decide each item"):
        actions.write_minutes(meeting=Meeting.objects.get(), by=by)
    decided(body, item, acting_as)
    with pytest.raises(Refused, match="not been written"):
        close(body, acting_as)


def test_only_the_chair_signs_as_chair(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    with acting_as(body["secretary"]) as by:
        actions.write_minutes(meeting=Meeting.objects.get(), by=by)
        assert str(actions.write_minutes(meeting=Meeting.objects.get(), by=by)).startswith("minutes 1")
    with acting_as(body["anar"]) as by, pytest.raises(Refused, match="Only who was in the chair"):
        actions.sign_as_chair(meeting=Meeting.objects.get(), name=by.full_name, password=PASSWORD, by=by)


def test_what_was_changed_after_writing_is_written_again(body: Any, make_case: Any, acting_as: Any) -> None:
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as)
    decided(body, item, acting_as)
    with acting_as(body["secretary"]) as by:
        actions.write_minutes(meeting=Meeting.objects.get(), by=by)
    decided(body, item, acting_as, decision="Başqa qərar.")
    with pytest.raises(Refused, match="Something was changed"):
        close(body, acting_as)


def test_the_sheet_of_the_session_names_no_child_and_the_excerpt_is_about_one(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = minuted(body, make_case, acting_as)
    with acting_as(body["secretary"]):
        sheet = text_of_pdf(Paper.objects.get(process="meeting"))
        excerpt = text_of_pdf(Paper.objects.get(process="agenda"))
    assert item.title.split()[0] not in sheet
    assert item.case_reference in sheet
    assert "Məktəbə qayıtmaq istəyir" in excerpt
    assert "Ailə ilə iş kifayətdir" in excerpt


def text_of_pdf(paper: Paper) -> str:
    return text_of(content_of(paper))


def test_a_correction_is_a_new_version_and_the_old_paper_stays(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    item = minuted(body, make_case, acting_as)
    with acting_as(body["secretary"]) as by:
        first = Meeting.objects.get()
        with pytest.raises(Stale):
            actions.correct_minutes(meeting=first, correction="x", by=by, expected=0)
        actions.correct_minutes(meeting=first, correction="Tarix səhv idi.", by=by)
    decided(body, item, acting_as, decision="Düzəldilmiş qərar.")
    sign(body, acting_as)
    with acting_as(body["secretary"]):
        assert [m.number for m in Minutes.objects.all()] == [1, 2]
        papers = list(Paper.objects.filter(process="agenda").order_by("pk"))
        assert papers[0].number in text_of_pdf(papers[1])
        assert "Tarix səhv idi" in text_of_pdf(papers[1])


def test_when_the_minutes_are_signed_the_secretarys_sight_is_limited_too(
    noon: Any, body: Any, make_case: Any, acting_as: Any
) -> None:
    minuted(body, make_case, acting_as)
    with acting_as(body["secretary"]):
        assert AgendaItem.objects.count() == 1
    with clock.fixed(clock.now() + timedelta(days=30)), acting_as(body["secretary"]):
        assert AgendaItem.objects.count() == 0
