"""Recordings of calls at the exchange, when their time is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.clients.telephone import NotTaken
from himaya.hotline.models import Arrival, Contact, Forgetting, PhoneCommand
from himaya.hotline.queue.actions import accept
from himaya.hotline.retention.jobs import forget_what_is_over
from himaya.hotline.retention.queries import recordings_left
from himaya.hotline.telephone.actions import send_commands
from himaya.kit import clock
from himaya.registry.actions import hold_record
from tests.hotline.telephone_cast import NUMBER, Wire, wire

__all__ = ["wire"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def recorded(wire: Wire, ready: Any, does: Any, as_owner: Any) -> str:
    """A call that was spoken and recorded at the exchange, and is over; the file's name."""
    ready("listener")
    call = wire.exchange.call_in(NUMBER)
    wire.work()
    with as_owner():
        arrival = Arrival.objects.get()
    does("listener", accept, arrival=arrival)
    wire.work()
    wire.exchange.caller_hangs_up(call)
    wire.work()
    (file,) = wire.exchange.files
    return file


def a_night(wire: Wire, days: int) -> int:
    with clock.fixed(clock.now() + timedelta(days=days)), wire.as_worker():
        return forget_what_is_over()[Forgetting.RECORDINGS]


def test_a_recording_is_erased_at_the_exchange_after_ninety_days_and_once(
    wire: Wire, recorded: str, as_owner: Any
) -> None:
    assert a_night(wire, 89) == 0
    assert wire.exchange.files == {recorded}
    assert [a_night(wire, 91), a_night(wire, 92)] == [1, 0]
    with as_owner():
        assert recordings_left() == {"waiting": 1, "refused": 0}
        row = Forgetting.objects.get()
        assert (row.what, row.records, row.norm) == ("recordings", 1, "retention.recordings")
    wire.work()
    assert wire.exchange.files == set()
    with as_owner():
        assert recordings_left() == {"waiting": 0, "refused": 0}


def test_a_hold_keeps_the_recording(wire: Wire, recorded: str, does: Any, as_owner: Any) -> None:
    with as_owner():
        contact = Contact.objects.select_related("dossier").get()
    until = clock.today() + timedelta(days=300)
    does("lead", hold_record, dossier=contact.dossier, reason="court", expires_on=until)
    assert a_night(wire, 91) == 0
    assert wire.exchange.files == {recorded}


def test_a_refusal_to_erase_is_shown_to_who_oversees(
    line: Any, wire: Wire, recorded: str, english: Any, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(command: Any) -> None:
        raise NotTaken("the disk is read-only")

    assert a_night(wire, 91) == 1
    lead = english(line["lead"])
    assert "wait to be erased" in lead.get(reverse("hotline:forgetting")).content.decode()
    monkeypatch.setattr(wire.exchange, "perform", refuse)
    with wire.as_worker():
        send_commands(wire.exchange)
    assert "refuses to erase: 1" in lead.get(reverse("hotline:forgetting")).content.decode()
    with as_owner():
        assert PhoneCommand.objects.get(do="erase").refused == "the disk is read-only"


def test_what_is_live_goes_before_old_recordings(
    wire: Wire, recorded: str, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert a_night(wire, 91) == 1
    with as_owner():
        old = PhoneCommand.objects.select_related("call", "dossier").get(do="erase")
        PhoneCommand.objects.create(
            dossier=old.dossier, call=old.call, key="newer", do="hang_up", asked_at=clock.now()
        )
    done: list[str] = []
    monkeypatch.setattr(wire.exchange, "perform", lambda command: done.append(command.do))
    with wire.as_worker():
        send_commands(wire.exchange)
    assert done == ["hang_up", "erase"]
