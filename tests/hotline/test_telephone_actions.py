"""Calls of the exchange carried in, and the exchange told what follows: in any order, once, whatever breaks."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.clients.telephone import Command, Event, NotTaken, Unreadable, written
from himaya.demo.exchange import OUT_OF_ORDER, SampleExchange
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.models import (
    Arrival,
    ArrivalCaller,
    CallBack,
    Contact,
    ExchangeMessage,
    PhoneCall,
    PhoneCommand,
    PhoneEvent,
    Seat,
)
from himaya.hotline.queue.actions import accept, ended, left_word, tick
from himaya.hotline.telephone import actions
from himaya.hotline.telephone.actions import (
    carry_in,
    dial_back,
    end_lost,
    follow,
    keep_message,
    set_telephone,
    tell_call,
)
from himaya.hotline.telephone.queries import call_of, is_live
from himaya.kit import clock
from himaya.kit.errors import Refused
from tests.hotline.telephone_cast import NUMBER, Wire, the_call, wire

__all__ = ["wire"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
AT = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_a_call_rings_is_taken_held_and_ended_at_the_desk(
    line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any
) -> None:
    ready("listener")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        call = the_call()
        assert call.arrival.rings.user == line["listener"]
        assert call.arrival.caller_key == caller_key(NUMBER)
    does("listener", accept, arrival=call.arrival)
    wire.work()
    with as_owner():
        call = the_call()
        assert (call.state, call.endpoint, call.strange) == ("talking", "tel-listener", 0)
        assert call.answered_at
    for do, state in (("hold", "held"), ("resume", "talking"), ("conference", "talking")):
        does("listener", tell_call, call=call, do=do, party="112" if do == "conference" else "")
        wire.work()
        with as_owner():
            call = the_call()
            assert call.state == state
    does("listener", ended, arrival=call.arrival)
    wire.work()
    with as_owner():
        call = the_call()
        assert (call.state, call.ended_by) == ("ended", "counsellor")
        assert not PhoneCommand.objects.filter(done_at__isnull=True).exists()
        told = dict(PhoneEvent.objects.values_list("kind", "facts"))
        assert "caller" not in told["offered"], "numbers lie closed"
        assert PhoneEvent.objects.get(kind="offered").party == NUMBER
    assert not wire.exchange.living()


def test_what_cannot_be_done_with_a_call_is_refused(
    line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any
) -> None:
    ready("listener")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        call = the_call()
    does("listener", accept, arrival=call.arrival)
    wire.work()
    for do, words in (("resume", "as it stands"), ("sing", "no such thing")):
        with pytest.raises(Refused, match=words):
            does("listener", tell_call, call=call, do=do)
    with pytest.raises(Refused, match="no telephone number"):
        does("listener", tell_call, call=call, do="conference", party="home")
    does("listener", tell_call, call=call, do="hold")
    with pytest.raises(Refused, match="just been told"):
        does("listener", tell_call, call=call, do="hang_up")


def test_a_caller_who_goes_before_anybody_answers_is_in_the_supervisors_hands(
    wire: Wire, ready: Any, as_owner: Any
) -> None:
    ready("listener")
    call = wire.exchange.call_in(NUMBER)
    wire.work()
    wire.exchange.caller_hangs_up(call)
    wire.work()
    with as_owner():
        assert (the_call().ended_by, Arrival.objects.get().state) == ("caller", "handed")


def test_where_nobody_is_the_caller_speaks_to_the_machine(wire: Wire, as_owner: Any) -> None:
    call = wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        assert Arrival.objects.get().state == "recording"
        assert the_call().state == "voicemail"
    wire.exchange.caller_speaks_to_recorder(call, 30)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
        assert (arrival.kind, arrival.state) == ("voicemail", "waiting"), "somebody listens to it"
        assert the_call().voicemail == f"{call}.opus"


def test_a_dead_telephone_is_skipped(line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any) -> None:
    does("listener", set_telephone, endpoint=OUT_OF_ORDER)
    ready("listener", "colleague")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    does("listener", accept, arrival=arrival)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
        assert arrival.state == "waiting"
        assert arrival.rings.user == line["colleague"]
        assert Seat.objects.get(user=line["listener"]).state == "paused"
    does("colleague", accept, arrival=arrival)
    wire.work()
    with as_owner():
        assert the_call().endpoint == "tel-colleague"


def test_who_has_no_telephone_cannot_take_a_call_away_from_the_others(
    line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any
) -> None:
    does("listener", set_telephone, endpoint="")
    ready("listener", "colleague")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    does("listener", accept, arrival=arrival)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
        assert arrival.state == "waiting"
        assert arrival.rings.user == line["colleague"]


def test_an_answer_that_the_exchange_refuses_leaves_the_caller_waiting(
    wire: Wire, ready: Any, does: Any, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready("listener", "colleague")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    does("listener", accept, arrival=arrival)

    def refuse(command: Command) -> None:
        raise NotTaken("no such telephone")

    with monkeypatch.context() as patch:
        patch.setattr(wire.exchange, "perform", refuse)
        wire.work(1)
    with as_owner():
        assert Arrival.objects.get().state == "waiting"
        assert PhoneCommand.objects.get().refused == "no such telephone"


def test_while_the_exchange_cannot_be_reached_commands_wait(
    wire: Wire, ready: Any, does: Any, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready("listener")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    does("listener", accept, arrival=arrival)

    def fail(*_: Any) -> None:
        raise OSError("unreachable")

    with monkeypatch.context() as patch:
        patch.setattr(wire.exchange, "perform", fail)
        patch.setattr(wire.exchange, "living", fail)
        wire.work(1)
        with wire.as_worker():
            assert end_lost(wire.exchange) == 0
    with as_owner():
        assert PhoneCommand.objects.get().done_at is None
    wire.work()
    with as_owner():
        assert the_call().state == "talking"


def test_news_in_any_order_and_twice_are_one_call(wire: Wire, ready: Any, as_owner: Any) -> None:
    ready("listener")
    offered = Event("x", 1, "offered", AT, {"line": "116111", "caller": NUMBER})
    over = Event("x", 2, "hung_up", AT + timedelta(seconds=9), {"by": "caller"})
    wire.bring(over)
    wire.work()
    with as_owner():
        call = the_call()
        assert (call.state, call.told) == ("", 0)
        assert Arrival.objects.get().state == "waiting", "it rang before we knew who"
        assert not Arrival.objects.get().caller_key
    wire.bring(over, offered, over)
    wire.bring(offered, key="m2")
    wire.work()
    with as_owner():
        call = the_call()
        assert (call.state, call.told, call.strange) == ("ended", 2, 0)
        assert call.ended_at == over.at
        assert PhoneEvent.objects.count() == 2
        assert Arrival.objects.get().caller_key == caller_key(NUMBER)
        assert ArrivalCaller.objects.get().number == NUMBER
        assert not ExchangeMessage.objects.exists()


def test_news_that_contradict_the_log_change_nothing_and_are_counted(wire: Wire, as_owner: Any) -> None:
    offered = Event("x", 1, "offered", AT, {"line": "116111", "caller": NUMBER})
    wire.bring(offered, Event("x", 2, "held", AT))
    wire.work(1)
    wire.bring(Event("x", 1, "offered", AT, {"line": "116112", "caller": NUMBER}))
    wire.work(1)
    with as_owner():
        call = the_call()
        assert (call.state, call.strange) == ("offered", 2)


@pytest.mark.parametrize(
    "told", [{}, [], [written(Event("x", 1, "held", AT))] * 501], ids=["object", "none", "many"]
)
def test_what_is_no_list_of_events_is_refused(told: Any, acting_as: Any) -> None:
    with acting_as(PUBLIC), pytest.raises(Unreadable, match="1 to 500"):
        keep_message(key="k", told=told, by=PUBLIC)


def test_one_wrong_event_refuses_the_message_and_says_where(acting_as: Any, as_owner: Any) -> None:
    good = written(Event("x", 1, "held", AT))
    with acting_as(PUBLIC), pytest.raises(Unreadable) as wrong:
        keep_message(key="k", told=[good, {**good, "number": 0}], by=PUBLIC)
    assert wrong.value.field == "1.number"
    with as_owner():
        assert not ExchangeMessage.objects.exists()


def test_what_was_brought_lies_closed_until_it_is_carried_in(wire: Wire, as_owner: Any) -> None:
    wire.bring(Event("x", 1, "offered", AT, {"line": "116111", "caller": NUMBER}))
    with as_owner():
        assert NUMBER not in ExchangeMessage.objects.get().closed


def test_calls_that_the_exchange_forgot_are_ended(wire: Wire, ready: Any, does: Any, as_owner: Any) -> None:
    ready("listener")
    wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    restarted = SampleExchange(wire.news.append)
    does("listener", accept, arrival=arrival)
    with wire.as_worker():
        follow()
        assert end_lost(restarted) == 0, "a command is on its way"
    wire.work()
    with wire.as_worker():
        assert end_lost(wire.exchange) == 0
        assert end_lost(restarted) == 1
    with as_owner():
        assert the_call().ended_by == "lost"
        assert Arrival.objects.get().ended_at


def test_what_another_worker_holds_is_left_to_it(
    wire: Wire, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.bring(Event("x", 1, "offered", AT, {"line": "116111"}))
    with monkeypatch.context() as patch:  # as `skip locked` answers while another holds the row
        held = ExchangeMessage.objects.filter(pk=0)
        patch.setattr(ExchangeMessage.objects, "select_for_update", lambda **_: held)
        with wire.as_worker():
            assert carry_in() == 0
    with wire.as_worker():
        assert carry_in() == 1
    with as_owner():
        assert the_call().state == "offered"


@pytest.fixture
def owed(line: Any, wire: Wire, ready: Any, does: Any, as_owner: Any, as_worker: Any) -> Any:
    """A call-back that the listener has taken from the queue, at an hour that is safe."""
    call = wire.exchange.call_in(NUMBER)
    wire.work()
    wire.exchange.caller_hangs_up(call)
    with wire.as_worker():
        left_word(arrival=Arrival.objects.get(), safe_number=NUMBER, opens=time(0), closes=time(0))
    wire.work()
    ready("listener")
    with as_worker():
        tick()
    with as_owner():
        waiting = Arrival.objects.get(call_back__isnull=False)
    does("listener", accept, arrival=waiting)
    with as_owner():
        return CallBack.objects.get()


def test_a_caller_is_called_back_from_ones_own_telephone(
    line: Any, wire: Wire, owed: Any, does: Any, as_owner: Any, acting_as: Any
) -> None:
    made = does("listener", dial_back, call_back=owed)
    assert does("listener", dial_back, call_back=owed).pk == made.pk, "pressed twice it rings once"
    wire.work()
    assert [line.line for line in wire.exchange.lines().values()] == [NUMBER]
    wire.exchange.called_picks_up(made.exchange_id)
    wire.work()
    with as_owner():
        call = PhoneCall.objects.get(pk=made.pk)
        assert (call.state, call.outgoing, call.endpoint) == ("talking", True, "tel-listener")
        contact = Contact.objects.get()
    with acting_as(line["listener"]):
        assert call_of(contact, line["listener"]) == call
        assert is_live(call)
    with acting_as(line["colleague"]):
        assert call_of(contact, line["colleague"]) is None
    wire.exchange.caller_hangs_up(made.exchange_id)
    wire.work()
    with as_owner():
        call = PhoneCall.objects.get(pk=made.pk)
        assert not is_live(call)
        held = Arrival.objects.get(call_back=owed)
        assert held.ended_at is None, "what came of it is still to be written"
    assert not is_live(None)


def test_a_call_of_ours_that_the_exchange_forgot_is_over_and_still_owed(
    wire: Wire, owed: Any, does: Any, as_owner: Any
) -> None:
    does("listener", dial_back, call_back=owed)
    wire.work()
    with wire.as_worker():
        assert end_lost(SampleExchange(wire.news.append)) == 1
    with as_owner():
        assert PhoneCall.objects.get(outgoing=True).ended_by == "lost"
        assert Arrival.objects.get(call_back=owed).ended_at is None


def test_nobody_is_called_where_or_when_it_is_not_safe(
    line: Any, wire: Wire, owed: Any, does: Any, as_owner: Any, ready: Any
) -> None:
    with as_owner():
        Arrival.objects.filter(call_back=owed).update(accepted_by=line["colleague"])
    with pytest.raises(Refused, match="from the queue first"):
        does("listener", dial_back, call_back=owed)
    with as_owner():
        Arrival.objects.filter(call_back=owed).update(accepted_by=line["listener"])
        hour = clock.local(clock.now()).hour
        owed.opens, owed.closes = time((hour + 2) % 24), time((hour + 3) % 24)
        owed.save()
    with pytest.raises(Refused, match="not call this hour safe"):
        does("listener", dial_back, call_back=owed)
    with as_owner():
        owed.opens = owed.closes = time(0)
        owed.number = "+442079460000"
        owed.save()
    with pytest.raises(Refused, match="abroad"):
        does("listener", dial_back, call_back=owed)
    does("listener", set_telephone, endpoint="")
    with pytest.raises(Refused, match="reaches your telephone"):
        does("listener", dial_back, call_back=owed)
    with as_owner():
        assert not PhoneCall.objects.filter(outgoing=True).exists()


def test_two_have_not_the_same_telephone(wire: Wire, does: Any) -> None:
    with pytest.raises(Refused, match="colleague's telephone"):
        does("listener", set_telephone, endpoint="tel-colleague")
    does("listener", set_telephone, endpoint="tel-listener")
    assert actions.MOST == 500
