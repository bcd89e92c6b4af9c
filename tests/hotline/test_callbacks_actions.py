"""Promised call-backs: agreed once, tried in safe hours, decided by a supervisor when nobody is reached."""

from datetime import time, timedelta
from typing import Any

import pytest

from himaya.hotline.callbacks import actions, queries
from himaya.hotline.closing.actions import finish_contact
from himaya.hotline.models import CallBack
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.clocks.jobs import tick
from himaya.workflow.models import Clock, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NUMBER = "050 111 22 33"
ANY = {"opens": time(0), "closes": time(0)}


@pytest.fixture
def promised(call: Any, at: Any) -> Any:
    """`promised()`: a call-back agreed with the counsellor, at any hour or in these."""

    def make(**hours: time) -> CallBack:
        return at(call(), actions.agree_call, number=NUMBER, **(hours or ANY))

    return make


@pytest.fixture
def tries(line: Any, acting_as: Any) -> Any:
    def attempt(call: CallBack, result: str, who: str = "listener") -> CallBack:
        with acting_as(line[who]):
            return actions.record_attempt(call_back=call, result=result, by=line[who])

    return attempt


@pytest.fixture
def decides(line: Any, acting_as: Any) -> Any:
    def decide(call: CallBack, **said: Any) -> CallBack:
        with acting_as(line["lead"]):
            return actions.decide_call(call_back=call, by=line["lead"], **said)

    return decide


def test_a_call_back_is_promised_once_for_a_number(line: Any, promised: Any, call: Any, at: Any) -> None:
    made = promised()
    assert made.status == "promised"
    assert made.due_at - made.promised_at == timedelta(hours=2)
    with pytest.raises(Refused, match="promised already"):
        at(call("colleague"), actions.agree_call, "colleague", number="+994 50 111 22 33", **ANY)
    with pytest.raises(Refused, match="no telephone number"):
        at(call(), actions.agree_call, number="12", **ANY)


def test_where_danger_owes_call_backs_there_is_no_second_promise(safe: Any, at: Any) -> None:
    contact = at(safe(), finish_contact)
    with pytest.raises(Refused, match="owed to this caller already"):
        at(contact, actions.agree_call, number=NUMBER, **ANY)


def test_it_is_tried_and_reached(promised: Any, tries: Any, line: Any, acting_as: Any) -> None:
    made = promised()
    with acting_as(line["listener"]):
        assert list(queries.open_calls(line["listener"])) == [made]
    with pytest.raises(Refused, match="what came"):
        tries(made, "x")
    again = tries(made, "no_answer")
    assert (again.status, again.tried) == ("promised", 1)
    assert tries(made, "well").status == "reached"
    with pytest.raises(Refused, match="already recorded"):
        tries(made, "well")


def test_outside_the_safe_hours_nothing_is_recorded(promised: Any, tries: Any) -> None:
    with clock.fixed(clock.at(clock.today(), 12)):
        made = promised(opens=time(16), closes=time(18))
        assert made.next_at == clock.at(clock.today(), 16)
        with pytest.raises(Refused, match="safe"):
            tries(made, "well")
    assert str(made) == made.reference


def test_after_three_attempts_the_supervisor_decides(
    line: Any, promised: Any, tries: Any, decides: Any, as_owner: Any
) -> None:
    made = promised()
    with pytest.raises(Refused, match="any more"):
        decides(made, again=True)
    for _n in range(3):
        made = tries(made, "no_answer")
    assert (made.status, made.next_at) == ("handed", None)
    with as_owner():
        assert Notice.objects.filter(user=line["lead"], kind="call_back.handed").count() == 1
    with pytest.raises(Refused, match="let go"):
        decides(made, again=False)
    retried = decides(made, again=True)
    assert (retried.status, retried.tried) == ("promised", 0)
    assert tries(made, "no_number").status == "handed", "who cannot be called is not called three times"
    assert tries(made, "no_answer").status == "handed"
    assert decides(made, again=False, result="no_number").status == "let_go"


def test_an_overdue_one_climbs(line: Any, promised: Any, as_owner: Any, as_worker: Any) -> None:
    made = promised()
    with clock.fixed(made.due_at + timedelta(minutes=1)), as_worker():
        assert tick()
    with as_owner():
        assert Clock.objects.get(name="agreed_call").missed_at
        assert list(Notice.objects.filter(user=line["lead"]).values_list("kind", flat=True)) == [
            "clock.missed"
        ]


def test_it_is_handed_to_the_supervisors_once(line: Any, promised: Any, acting_as: Any) -> None:
    made = promised()
    with acting_as(line["lead"]):
        for _n in range(2):
            actions.hand_to_supervisor(call_back=made, by=line["lead"])
        assert CallBack.objects.get().status == "handed"


def test_what_was_forgotten_is_never_dialled(promised: Any, tries: Any, decides: Any, as_owner: Any) -> None:
    made = promised()
    for _n in range(3):
        made = tries(made, "no_answer")
    with as_owner():
        CallBack.objects.update(number="")
    with pytest.raises(Refused, match="safe"):
        tries(made, "well")
    with pytest.raises(Refused, match="not kept"):
        decides(made, again=True)
