"""A blocked caller at the exchange: told that they are blocked, heard the moment they say that a child is in danger."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.hotline.models import Arrival, BlockedCall, CallerBlock, PhoneCall, PhoneCommand
from himaya.hotline.queue.actions.entry import DANGER
from himaya.hotline.telephone.actions import end_lost, follow
from himaya.kit import clock
from tests.hotline.callers_cast import block, pranks
from tests.hotline.telephone_cast import Wire, the_call, wire

__all__ = ["block", "pranks", "wire"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
BLOCKED = "+994507770001"


@pytest.fixture
def blocked(wire: Wire, block: Any, ready: Any) -> str:
    """A call of a number that two people have blocked, asked by the exchange; its id."""
    block()
    ready("listener")
    call = wire.exchange.call_in(BLOCKED)
    wire.work()
    return call


def test_a_blocked_caller_is_asked_and_rings_at_nobody(blocked: str, as_owner: Any) -> None:
    with as_owner():
        call = the_call()
        assert (call.state, call.arrival) == ("asked", None)
        assert not Arrival.objects.exists()
        assert BlockedCall.objects.get().through is False


def test_who_says_that_a_child_is_in_danger_is_put_through_before_all_others(
    line: Any, wire: Wire, blocked: str, as_owner: Any, does: Any
) -> None:
    wire.exchange.caller_presses(blocked, "7")
    wire.work()
    with as_owner():
        assert not Arrival.objects.exists(), "another key says nothing"
    wire.exchange.caller_presses(blocked, "1")
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
        assert arrival.priority >= DANGER
        assert arrival.rings.user == line["listener"]
        call = the_call()
        assert (call.arrival, call.dossier) == (arrival, arrival.dossier)
        assert CallerBlock.objects.get().status == "heard"
    wire.exchange.caller_presses(blocked, "1")
    wire.work()
    with as_owner():
        assert Arrival.objects.count() == 1, "pressed twice it is one call"
        assert the_call().strange == 0


def test_a_blocked_caller_who_says_nothing_does_not_hold_a_line(
    wire: Wire, blocked: str, as_owner: Any
) -> None:
    with wire.as_worker():
        assert follow() == 0
    with clock.fixed(clock.now() + timedelta(hours=1)):
        wire.work()
    with as_owner():
        assert (the_call().state, the_call().ended_by) == ("ended", "counsellor")
        assert not Arrival.objects.exists()


def test_a_blocked_caller_who_hangs_up_leaves_only_the_attempt(
    wire: Wire, blocked: str, as_owner: Any
) -> None:
    wire.exchange.caller_hangs_up(blocked)
    wire.work()
    with as_owner():
        assert the_call().ended_by == "caller"
        assert not Arrival.objects.exists()
        assert BlockedCall.objects.count() == 1


def test_a_blocked_call_that_the_exchange_forgot_is_ended(wire: Wire, blocked: str, as_owner: Any) -> None:
    from himaya.demo.exchange import SampleExchange

    with wire.as_worker():
        assert end_lost(SampleExchange(wire.news.append)) == 1
    with as_owner():
        assert PhoneCall.objects.get().ended_by == "lost"


def test_words_that_the_exchange_cannot_say_leave_the_call_as_it_is(
    wire: Wire, block: Any, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from himaya.clients.telephone import NotTaken

    def refuse(command: Any) -> None:
        raise NotTaken("no words here")

    block()
    monkeypatch.setattr(wire.exchange, "perform", refuse)
    wire.exchange.call_in(BLOCKED)
    wire.work(1)
    with as_owner():
        assert PhoneCommand.objects.get().refused == "no words here"
        assert the_call().arrival is None
