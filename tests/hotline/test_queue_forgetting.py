"""What came and nobody took is forgotten when its time is over, never before."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from himaya.access.gate import PUBLIC, SYSTEM, acting_as
from himaya.access.models import History
from himaya.hotline.callbacks.actions import decide_call, hand_to_supervisor
from himaya.hotline.models import Arrival, ArrivalCaller, CallBack
from himaya.hotline.queue import actions, doors
from himaya.kit import clock

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=3 * 365)


@pytest.fixture
def told(line: Any, arrive: Any) -> Arrival:
    """A chat that nobody could answer."""
    return arrive("chat", "t1", caller_number="050 111 22 33", words="Kömək edin")


def test_it_goes_with_its_number_and_words_and_stays_counted(
    told: Arrival, as_worker: Any, as_owner: Any
) -> None:
    with as_worker():
        assert actions.forget_arrivals() == 0
    with clock.fixed(clock.now() + YEARS), as_worker():
        assert actions.forget_arrivals() == 1
        assert actions.forget_arrivals() == 0
    row = Arrival.objects.get()
    assert (row.state, row.caller_key, row.channel_key) == ("told", "", row.public_id)
    with as_owner():
        assert list(ArrivalCaller.objects.values_list("number", "words")) == [("", "")]
        assert not History.objects.filter(table_name="hotline_arrivalcaller").exists()


def test_what_waits_or_is_owed_is_never_forgotten(line: Any, arrive: Any, as_worker: Any) -> None:
    waiting = arrive("sms", "m1")
    promised = arrive(channel_id="c1")
    with acting_as(PUBLIC):
        actions.left_word(
            arrival=promised, safe_number="050 111 22 33", opens=time(0), closes=time(0), by=PUBLIC
        )
    with clock.fixed(clock.now() + YEARS), as_worker():
        assert actions.forget_arrivals() == 0
        for row in (waiting, promised):
            with acting_as(SYSTEM), pytest.raises(DatabaseError, match="not over"), transaction.atomic():
                doors.forget(row.pk)


def test_a_promise_that_ended_goes_too(line: Any, arrive: Any, as_worker: Any, as_owner: Any) -> None:
    promised = arrive(channel_id="c1", caller_number="050 111 22 33")
    with acting_as(PUBLIC):
        actions.left_word(arrival=promised, words="Zəng edin", safe_number="050 111 22 33", by=PUBLIC)
    with acting_as(line["lead"]):
        call = CallBack.objects.get()
        hand_to_supervisor(call_back=call, by=line["lead"])
        decide_call(call_back=call, again=False, result="no_number", by=line["lead"])
    with clock.fixed(clock.now() + YEARS), as_worker():
        assert actions.forget_arrivals() == 1
    with as_owner():
        assert list(CallBack.objects.values_list("number", "caller_key")) == [("", "")]
        assert set(ArrivalCaller.objects.values_list("number", "words")) == {("", "")}
