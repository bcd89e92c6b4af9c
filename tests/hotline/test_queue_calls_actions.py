"""What the queue does with callers nobody could answer: call-backs, hands of the supervisors, messages."""

from datetime import time, timedelta
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.hotline.callbacks.actions import agree_call, decide_call, record_attempt
from himaya.hotline.models import Arrival, CallBack, Contact
from himaya.hotline.queue import actions, rules
from himaya.kit import clock
from himaya.kit.errors import Refused
from tests.hotline.conftest import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NUMBER = "050 111 22 33"


def test_the_machine_promises_a_call_only_to_a_number_called_safe(
    line: Any, arrive: Any, acting_as: Any, later: Any, as_owner: Any, as_worker: Any
) -> None:
    def word(key: str, **said: Any) -> Arrival:
        call = arrive(channel_id=key, caller_number=NUMBER)
        with acting_as(PUBLIC):
            return actions.left_word(arrival=call, by=PUBLIC, **said)

    promised = word("c1", words="Evdə tək qalmışam", safe_number="050 777 88 99")
    assert promised.state == "promised"
    heard = word("c2", words="Zəng etməyin")
    assert (heard.state, heard.kind) == ("waiting", "voicemail")
    assert word("c3", safe_number="0900 123 45 67").kind == "voicemail", "dear numbers are not promised"
    with acting_as(PUBLIC):
        assert actions.left_word(arrival=promised, by=PUBLIC).state == "promised", (
            "told twice it changes nothing"
        )
    with as_owner():
        call = CallBack.objects.get()
        assert (call.status, call.why, call.number) == ("promised", "unanswered", "+994507778899")
    assert later(5)
    assert later(10) == 0, "one call-back waits once"
    assert Arrival.objects.get(kind=rules.CALL_BACK).call_back_id == call.pk


def test_a_call_back_is_taken_made_and_over(
    line: Any, ready: Any, arrive: Any, acting_as: Any, does: Any, later: Any
) -> None:
    call = arrive(caller_number=NUMBER)
    with acting_as(PUBLIC):
        actions.left_word(arrival=call, words="Kömək edin", safe_number=NUMBER, by=PUBLIC)
    later(1)
    waiting = Arrival.objects.get(kind=rules.CALL_BACK)
    taken = does("colleague", actions.accept, arrival=waiting)
    assert taken.call_back_id
    with acting_as(line["colleague"]):
        contact = Contact.objects.get()
        assert (contact.narrative, contact.safe_way) == ("Kömək edin", "call")
        promise = contact.call_backs.get()
        assert promise.number == "+994501112233"
    assert later(5) == 0, "while it is being made nobody else is sent"
    does("colleague", record_attempt, call_back=promise, result="no_answer")
    assert later(10)
    assert row(waiting).ended_at
    later(1900)
    again = Arrival.objects.filter(kind=rules.CALL_BACK).latest("pk")
    assert again.pk != waiting.pk
    with clock.fixed(clock.now() + timedelta(seconds=1900)):
        does("listener", actions.accept, arrival=again)
        with acting_as(line["listener"]):
            assert Contact.objects.get().counsellor == line["listener"], "the contact goes along"
        does("listener", record_attempt, call_back=promise, result="well")


def test_an_overdue_call_back_falls_to_the_supervisors_and_an_unsafe_one_waits(
    line: Any, acting_as: Any, later: Any, as_owner: Any, call: Any, at: Any
) -> None:
    with clock.fixed(clock.at(clock.today(), 12)):
        contact = call(caller_number=NUMBER)
        at(contact, agree_call, number=NUMBER, opens=time(10), closes=time(13))
        later(1)
        waiting = Arrival.objects.get()
        assert waiting.safe_until == clock.at(clock.today(), 13)
        later(3601)
        assert row(waiting).state == "postponed"
    with as_owner():
        promise = CallBack.objects.get()
        assert promise.next_at == clock.at(clock.today() + timedelta(days=1), 10)
        CallBack.objects.update(due_at=promise.next_at)
    with clock.fixed(promise.next_at):
        later(0)
    with acting_as(line["lead"]):
        held = CallBack.objects.get()
        assert held.status == "handed"
        assert Arrival.objects.latest("pk").state == "handed"
        decide_call(call_back=held, again=False, result="no_number", by=line["lead"])
    later(10)
    assert Arrival.objects.latest("pk").state == "settled"


def test_who_hangs_up_unheard_lies_with_the_supervisors(
    line: Any, ready: Any, arrive: Any, acting_as: Any, does: Any
) -> None:
    ready("listener")
    call = arrive()
    with acting_as(PUBLIC):
        actions.ended(arrival=call, by=PUBLIC)
        actions.ended(arrival=call, by=PUBLIC)
    assert (row(call).state, row(call).why) == ("handed", "hung_up")
    with pytest.raises(Refused):
        does("listener", actions.accept, arrival=call)
    with pytest.raises(Refused, match="became of it"):
        does("lead", actions.settle_handed, arrival=call, reason="x")
    does("lead", actions.settle_handed, arrival=call, reason="no_number")
    with pytest.raises(Refused, match="any more"):
        does("lead", actions.settle_handed, arrival=call, reason="no_number")
    other = arrive(channel_id="c2")
    with acting_as(PUBLIC):
        actions.ended(arrival=other, by=PUBLIC)
    assert does("lead", actions.accept, arrival=other).contact


def test_messages_of_one_number_are_read_together(line: Any, arrive: Any, does: Any, acting_as: Any) -> None:
    first = arrive("sms", "m1", caller_number=NUMBER, words="Salam")
    second = arrive("sms", "m2", caller_number=NUMBER, words="Qorxuram")
    does("listener", actions.accept, arrival=first)
    with acting_as(line["listener"]):
        assert Contact.objects.get().narrative == "Salam\n\nQorxuram"
    assert row(second).state == "answered"
    assert row(second).ended_at


def test_a_promise_whose_safe_hours_went_by_unseen_waits_for_the_next(
    line: Any, call: Any, at: Any, later: Any, as_owner: Any
) -> None:
    with clock.fixed(clock.at(clock.today(), 12)):
        at(call(), agree_call, number=NUMBER, opens=time(13), closes=time(14))
        later(3 * 3600)
    with as_owner():
        assert CallBack.objects.get().next_at == clock.at(clock.today() + timedelta(days=1), 13)
    assert not Arrival.objects.exists()
