"""Meetings: calling, agenda, papers, holding, deciding, minutes."""

from himaya.cases.meetings.actions.agenda import (
    put_matter,
    put_off_item,
    return_item,
    submit_item,
    take_item,
    withdraw_item,
)
from himaya.cases.meetings.actions.calling import (
    add_attendee,
    call_conference,
    cancel_meeting,
    invite_people,
    plan_again,
    plan_session,
    postpone_meeting,
    remove_attendee,
)
from himaya.cases.meetings.actions.deciding import cast_vote, declare_conflict, hold_meeting, record_decision
from himaya.cases.meetings.actions.minutes import (
    correct_minutes,
    load_minutes_letters,
    sign_as_chair,
    sign_minutes,
    write_minutes,
)
from himaya.cases.meetings.actions.papers import lay_papers

__all__ = [
    "add_attendee",
    "call_conference",
    "cancel_meeting",
    "cast_vote",
    "correct_minutes",
    "declare_conflict",
    "hold_meeting",
    "invite_people",
    "lay_papers",
    "load_minutes_letters",
    "plan_again",
    "plan_session",
    "postpone_meeting",
    "put_matter",
    "put_off_item",
    "record_decision",
    "remove_attendee",
    "return_item",
    "sign_as_chair",
    "sign_minutes",
    "submit_item",
    "take_item",
    "withdraw_item",
    "write_minutes",
]
