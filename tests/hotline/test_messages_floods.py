"""One number floods us: every word is kept, in one place of the queue, answered once; nobody else waits for it."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.hotline.messages import queries
from himaya.hotline.messages.actions import climb_unread, read_messages, write_message
from himaya.hotline.messages.queries import folds_into, in_turn, is_full
from himaya.hotline.models import Arrival, ArrivalCaller, Contact, GatewayWord, TextMessage
from himaya.kit import clock
from himaya.workflow.models import Notice
from tests.hotline.messages_cast import NUMBER, Child, Gateway, child, gateway, heard, taken

__all__ = ["child", "gateway", "taken"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ANOTHER = "+994501110000"


@pytest.fixture
def share(monkeypatch: Any) -> int:
    """Beyond three messages of one number they are kept in one."""
    known = queries.number
    most = {"hotline.message.most": 3}
    monkeypatch.setattr(queries, "number", lambda key, now: most.get(key) or known(key, now))
    return 3


def test_a_flood_is_one_place_in_the_queue_answered_once_and_nothing_is_lost(
    child: Child, gateway: Gateway, share: int, as_owner: Any
) -> None:
    child.writes("başqası", number=ANOTHER)
    for number in range(10):
        child.writes(f"söz{number}")
    with as_owner():
        mine = [one for one in heard() if one.party == NUMBER]
        assert len(mine) == share
        assert mine[-1].words.split() == [f"söz{number}" for number in range(2, 10)]
        assert Arrival.objects.count() == 2
        assert ArrivalCaller.objects.count() == 1 + share
        automatic = TextMessage.objects.filter(ground="automatic", party_key=mine[0].party_key)
        assert automatic.count() == 1, "nobody is at the line: told once"
        assert folds_into("", "sms", clock.now()) is None
    child.writes("söz10", id="g11")
    child.brings("söz10", id="g11")
    assert child.carry() == 0, "told twice it is one"
    child.writes("Kömək edin, məni döyürlər")
    with as_owner():
        assert heard()[-1].words == "Kömək edin, məni döyürlər", "danger stands for itself"


def test_what_is_folded_into_a_contact_under_way_is_unread_again_and_climbs(
    child: Child, taken: Any, share: int, as_owner: Any, at: Any, as_worker: Any, line: Any
) -> None:
    contact = taken("söz0")
    for number in range(1, 6):
        child.writes(f"söz{number}")
    at(contact, read_messages)
    child.writes("söz6")
    with as_owner():
        last = heard()[-1]
        assert (last.contact_id, last.read_at, last.words.split()[-1]) == (contact.pk, None, "söz6")
        told = Notice.objects.filter(kind="queue.more", user=line["listener"])
        assert told.count() == 1, "whoever has it was told, and not anew each time"
    with as_worker(), clock.fixed(clock.now() + timedelta(minutes=11)):
        assert climb_unread() >= 1
    at(contact, write_message, text="Buradayam.")
    child.writes("söz7")
    with as_owner():
        assert heard()[-1].words == "söz7", "what follows an answer stands after it"
        assert Contact.objects.count() == 1


def test_a_message_does_not_grow_without_end(
    child: Child, share: int, as_owner: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "LONGEST", 10)
    for number in range(8):
        child.writes(f"söz{number}")
    with as_owner():
        assert [len(one.words.split()) for one in heard()] == [1, 1, 3, 3]


def test_nobody_waits_for_the_flood_of_another_nor_finds_the_door_shut(
    child: Child, share: int, as_owner: Any, monkeypatch: Any
) -> None:
    for number in range(9):
        child.brings(f"söz{number}")
    child.brings("başqası", number=ANOTHER)
    with as_owner():
        assert [word.turn for word in in_turn()][:3] == [1, 1, 2]
        senders = list(in_turn().values_list("sender", flat=True))
        assert senders[1] != senders[0] == senders[2], "each in turn"
        monkeypatch.setattr(queries, "FULL", 5)
        assert not is_full(), "ten wait, of which one number counts for its share"
        monkeypatch.setattr(queries, "FULL", 4)
        assert is_full()
        assert GatewayWord.objects.filter(carried_at=None).count() == 10
    child.carry()
    with as_owner():
        assert Arrival.objects.count() == 2
        assert not is_full()
