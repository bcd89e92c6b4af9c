"""The queue at work: what the rules decide is kept, once, whoever presses first and whatever breaks."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from himaya.access.gate import PUBLIC, SYSTEM
from himaya.access.gate import acting_as as acting
from himaya.access.roles import Counsellor
from himaya.hotline.contacts.actions import set_kind
from himaya.hotline.models import ArrivalCaller, Contact, Seat
from himaya.hotline.queue import actions
from himaya.hotline.queue.actions.deciding import CALLED_IN, IN_HANDS
from himaya.hotline.queue.actions.entry import FLOOD
from himaya.hotline.queue.actions.taking import GIVEN
from himaya.hotline.queue.doors import take
from himaya.hotline.queue.queries import hotline
from himaya.hotline.shifts.actions import plan_shift
from himaya.kit import clock
from himaya.kit.errors import Refused
from tests import factories
from tests.hotline.conftest import notices, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NUMBER = "050 111 22 33"


def test_a_call_rings_at_who_is_ready_and_opens_at_one_press(
    line: Any, ready: Any, arrive: Any, does: Any, acting_as: Any
) -> None:
    ready("listener")
    call = arrive(caller_number=NUMBER, language="az")
    assert call.rings.user == line["listener"]
    assert arrive(caller_number=NUMBER).pk == call.pk, "told twice it is one"
    with acting_as(line["listener"]):
        assert not ArrivalCaller.objects.exists(), "nobody reads a waiting contact"
    taken = does("listener", actions.accept, arrival=call)
    assert does("listener", actions.accept, arrival=call).pk == taken.pk
    with acting_as(line["listener"]):
        contact = Contact.objects.get()
        assert (contact.counsellor, contact.channel_key, contact.caller_number) == (
            line["listener"],
            "c1",
            NUMBER,
        )
        assert (contact.language, contact.arrived_at) == ("az", call.arrived_at)
    with acting_as(line["colleague"]):
        assert not Contact.objects.exists()


def test_two_take_one_call_and_the_second_is_told(line: Any, ready: Any, arrive: Any, does: Any) -> None:
    ready("listener", "colleague")
    call = arrive()
    does("colleague", actions.accept, arrival=call)
    with pytest.raises(Refused, match="colleague has taken"):
        does("listener", actions.accept, arrival=call)
    second = arrive(channel_id="c2")
    with pytest.raises(Refused, match="on a call"):
        does("colleague", actions.accept, arrival=second)


def test_the_door_lets_in_only_to_what_waits_at_ones_own_line(
    line: Any, arrive: Any, does: Any, acting_as: Any
) -> None:
    call = arrive("sms", "m1")

    def refused(who: str) -> None:
        with acting_as(line[who]), pytest.raises(DatabaseError, match="does not wait"), transaction.atomic():
            take([call.pk])

    refused("duty")
    does("listener", actions.accept, arrival=call)
    refused("colleague")
    with pytest.raises(PermissionDenied):
        does("duty", actions.accept, arrival=call)


def test_who_does_not_answer_is_passed_over_and_must_say_that_they_are_back(
    line: Any, ready: Any, arrive: Any, later: Any
) -> None:
    ready("listener", "colleague")
    call = arrive()
    assert later(21)
    seat = Seat.objects.get(user=line["listener"])
    assert (seat.state, seat.reason) == ("paused", "no_answer")
    assert row(call).rings.user == line["colleague"]
    ready("listener")
    assert Seat.objects.get(user=line["listener"]).reason == ""


def test_a_worker_that_was_killed_loses_nothing_and_doubles_nothing(
    line: Any, ready: Any, arrive: Any, later: Any, as_owner: Any
) -> None:
    ready("listener")
    message = arrive("sms", "m1")
    assert later(10_000)
    assert later(10_005) == 0
    assert (row(message).state, row(message).why) == ("handed", "late")
    assert notices(as_owner, line["lead"]) == notices(as_owner, line["deputy"]) == [IN_HANDS]


def test_nobody_there_and_the_caller_is_told_at_once(line: Any, arrive: Any, as_owner: Any) -> None:
    call, chat = arrive(), arrive("chat", "t1")
    assert (call.state, call.why) == ("recording", "nobody")
    assert (chat.state, chat.why) == ("told", "nobody")


def test_a_broken_line_brings_the_caller_back_before_all_others(
    line: Any, ready: Any, arrive: Any, acting_as: Any, does: Any
) -> None:
    ready("listener", "colleague")
    call = arrive()
    with acting_as(PUBLIC):
        actions.failed(arrival=call, by=PUBLIC)
    assert row(call).rings.user == line["colleague"], "a dead endpoint is skipped"
    does("colleague", actions.accept, arrival=call)
    ready("listener")
    with acting_as(PUBLIC):
        actions.failed(arrival=call, by=PUBLIC)
    back = row(call)
    assert (back.state, back.priority, back.rings.user) == ("waiting", 140, line["listener"])
    with acting_as(PUBLIC):
        actions.failed(arrival=call, by=PUBLIC)
    assert row(call).state == "recording", "nobody else is there"
    ready("listener")
    second = arrive(channel_id="c2")
    assert second.rings.user == line["listener"]
    with acting_as(PUBLIC):
        actions.failed(arrival=second, by=PUBLIC)
        actions.failed(arrival=second, by=PUBLIC)


def test_who_is_back_is_rung_for_what_still_waits_and_a_call_taken_again_changes_hands(
    line: Any, ready: Any, arrive: Any, acting_as: Any, does: Any
) -> None:
    ready("listener", "colleague")
    call = arrive()
    does("colleague", actions.accept, arrival=call)
    with acting_as(PUBLIC):
        actions.failed(arrival=call, by=PUBLIC)
    assert row(call).passed == [Seat.objects.get(user=line["colleague"]).pk]
    ready("colleague")
    assert row(call).passed == []
    does("listener", actions.accept, arrival=call)
    with acting_as(line["listener"]):
        assert Contact.objects.get().counsellor == line["listener"]


def test_after_a_conversation_there_is_time_to_write(
    line: Any, ready: Any, arrive: Any, acting_as: Any, does: Any, later: Any
) -> None:
    ready("listener")
    call = arrive()
    does("listener", actions.accept, arrival=call)
    does("listener", actions.ended, arrival=call)
    second = arrive(channel_id="c2")
    assert second.rings is None
    assert second.state == "waiting"
    later(130)
    assert row(second).rings_id is None, "it went to the machine first"
    ready("listener")
    third = arrive(channel_id="c3")
    does("listener", actions.accept, arrival=third)
    with acting_as(line["listener"]):
        set_kind(contact=row(third).contact, kind="prank", by=line["listener"])
    assert later(5)
    assert row(third).ended_at


def test_a_flood_waits_behind_and_is_told_once(line: Any, ready: Any, arrive: Any, as_owner: Any) -> None:
    ready("listener", "colleague")
    calls = [arrive("sms", f"m{n}", caller_number=NUMBER) for n in range(8)]
    assert [one.flood for one in calls] == [False] * 6 + [True] * 2
    assert calls[-1].priority < 0
    assert notices(as_owner, line["lead"]) == [FLOOD]
    assert not arrive(channel_id="c9", caller_number=NUMBER, danger=True).flood, "danger is never put last"


def test_a_contact_goes_to_a_colleague_with_its_clocks_and_its_secrecy(
    line: Any, ready: Any, arrive: Any, does: Any, acting_as: Any, as_owner: Any
) -> None:
    ready("listener", "colleague")
    taken = does("listener", actions.accept, arrival=arrive())
    give = {"contact": taken.contact}
    for to in ("listener", "duty"):
        with pytest.raises(Refused, match="colleague"):
            does("listener", actions.hand_over, **give, to=line[to])
    does("listener", actions.hand_over, **give, to=line["colleague"])
    assert GIVEN in notices(as_owner, line["colleague"])
    with acting_as(line["listener"]):
        assert not Contact.objects.exists()
    with acting_as(line["colleague"]):
        assert Contact.objects.get().counsellor == line["colleague"]
    assert row(taken).accepted_by == line["colleague"]
    does("lead", actions.hand_over, **give, to=line["listener"])
    with pytest.raises(PermissionDenied):
        does("colleague", actions.hand_over, **give, to=line["colleague"])


def test_the_switch_of_the_line(line: Any, ready: Any, arrive: Any, does: Any) -> None:
    ready("listener")
    with pytest.raises(Refused, match="why"):
        does("lead", actions.stop_line, reason="x")
    with pytest.raises(PermissionDenied):
        does("listener", actions.stop_line, reason="drill")
    does("lead", actions.stop_line, reason="drill")
    assert (arrive().state, arrive().why) == ("recording", "stopped")
    does("lead", actions.divert_line)
    does("lead", actions.open_line)
    does("lead", actions.divert_line)
    ready("lead")
    assert arrive(channel_id="c2").rings.user == line["lead"]


def test_the_reserve_is_called_in_once_an_hour(line: Any, arrive: Any, does: Any, as_owner: Any) -> None:
    now = clock.now()
    does("lead", plan_shift, user=line["colleague"], starts_at=now - timedelta(hours=1),
         ends_at=now + timedelta(hours=2), duty="reserve")  # fmt: skip
    assert arrive().state == "waiting"
    arrive(channel_id="c2")
    assert notices(as_owner, line["colleague"]).count(CALLED_IN) == 1


def test_what_is_said_wrongly_is_refused(line: Any, does: Any, arrive: Any, acting_as: Any) -> None:
    for said in ({"state": "x"}, {"state": "paused", "reason": "x"}):
        with pytest.raises(Refused):
            does("listener", actions.set_state, **said)
    with pytest.raises(Refused):
        arrive("x", "1")
    with pytest.raises(Refused):
        arrive("phone", "")
    with pytest.raises(Refused, match="does not work"):
        does("lead", actions.equip_seat, user=line["duty"], languages=[], skills=[])
    does("lead", actions.equip_seat, user=line["listener"], languages=["ru"], skills=["law"])
    assert Seat.objects.get(user=line["listener"]).languages == ["ru"]
    does("listener", actions.set_state, state="paused", reason="meal")
    with acting_as(line["listener"]):
        actions.beat(by=line["listener"])
    assert SYSTEM.is_system


def test_nobody_answers_where_no_hotline_is(as_worker: Any) -> None:
    with as_worker(), acting(SYSTEM), pytest.raises(Refused, match="Nobody answers"):
        actions.arrive(channel="phone", channel_id="c1")


def test_where_nobody_says_the_line_at_which_counsellors_work_answers(line: Any, as_worker: Any) -> None:
    with as_worker(), acting(SYSTEM):
        assert actions.arrive(channel="phone", channel_id="c1").line.unit == hotline()
        assert line["hotline"].pk >= hotline().pk, "the first of them"


def test_another_line_takes_nothing(line: Any, arrive: Any, acting_as: Any, as_owner: Any) -> None:
    with as_owner():
        stranger = factories.user((Counsellor, factories.unit(kind="hotline")))
    with acting_as(stranger), pytest.raises(PermissionDenied, match="another line"):
        actions.accept(arrival=arrive("sms", "m1"), by=stranger)


def test_who_only_wrote_it_down_does_not_hand_it_on(line: Any, call: Any, at: Any) -> None:
    contact = call(counsellor=line["colleague"])
    with pytest.raises(PermissionDenied, match="Only who listens"):
        at(contact, actions.hand_over, to=line["listener"])


def test_who_lost_the_line_may_take_the_call_again(
    line: Any, ready: Any, arrive: Any, does: Any, acting_as: Any
) -> None:
    ready("listener", "colleague")
    call = arrive()
    does("listener", actions.accept, arrival=call)
    with acting_as(PUBLIC):
        actions.failed(arrival=call, by=PUBLIC)
    ready("listener")
    assert does("listener", actions.accept, arrival=call).contact.counsellor_id == line["listener"].pk
