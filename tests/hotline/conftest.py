"""A hotline, the desks that its reports go to, and who works there."""

from datetime import timedelta
from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.contacts.actions import receive_contact, write_contact
from himaya.hotline.models import Arrival, Contact, Seat
from himaya.hotline.queue import actions
from himaya.hotline.triage.actions import Agreed, ask_about_danger, make_plan
from himaya.kit import clock
from himaya.workflow.models import Notice
from tests import factories
from tests.cases.conftest import english, in_english
from tests.cases.reports_cast import desks

__all__ = ["desks", "english", "in_english"]

PILLS = {
    "wish_dead": "yes",
    "thoughts": "yes",
    "method": "yes",
    "intent": "yes",
    "means": "yes",
    "hurt_now": "no",
}
PLAN = Agreed(signs="Gecələr", coping="Musiqi", people="Xalam", means="Dərmanlar qonşuya verildi")


@pytest.fixture
def line(desks: dict[str, Any], as_owner: Any) -> dict[str, Any]:
    """The cast of the desks, and a hotline of its own beside them."""
    with as_owner():
        unit = factories.unit(kind="hotline")
        return {
            **desks,
            "hotline": unit,
            "listener": factories.user((Counsellor, unit), full_name="Məsləhətçi Lalə"),
            "colleague": factories.user((Counsellor, unit), full_name="Məsləhətçi Kənan"),
            "lead": factories.user((HotlineSupervisor, unit), full_name="Nəzarətçi Rəna"),
            "deputy": factories.user((HotlineSupervisor, unit), full_name="Nəzarətçi Tural"),
        }


@pytest.fixture
def call(line: dict[str, Any], acting_as: Any) -> Any:
    """`call(who, **more)`: a contact that this counsellor has just taken."""

    def make(who: str = "listener", **more: Any) -> Contact:
        with acting_as(line[who]):
            return receive_contact(channel=more.pop("channel", "phone"), by=line[who], **more)

    return make


@pytest.fixture
def at(line: dict[str, Any], acting_as: Any) -> Any:
    """`at(contact, action, who, **said)`: somebody does something to a contact, as it is now."""

    def do(contact: Contact, act: Any, who: str = "listener", **said: Any) -> Any:
        with acting_as(line[who]):
            return act(contact=Contact.objects.get(pk=contact.pk), by=line[who], **said)

    return do


@pytest.fixture
def told(call: Any, at: Any) -> Any:
    """`told(answers)`: a contact of which enough is written, after these answers about danger."""

    def make(answers: dict[str, str] | None = None, **more: Any) -> Contact:
        contact = call(caller_number="050 111 22 33")
        said = {
            "caller_kind": "child",
            "main_reason": "suicidal_thoughts",
            "narrative": "Dərmanlar əlimdədir.",
        }
        at(contact, write_contact, said={**said, **more})
        return at(contact, ask_about_danger, answers=answers or {"hurt_now": "no"})

    return make


@pytest.fixture
def safe(told: Any, at: Any) -> Any:
    """`safe()`: a girl who had pills at hand, with her plan made."""

    def make(**more: Any) -> Contact:
        contact = told(PILLS, **more)
        at(contact, make_plan, agreed=PLAN)
        return contact

    return make


@pytest.fixture
def ready(line: Any, acting_as: Any) -> Any:
    """`ready("listener", …)`: these are at the line."""

    def come(*names: str, state: str = "ready", reason: str = "") -> None:
        for name in names:
            with acting_as(line[name]):
                actions.set_state(state=state, by=line[name], reason=reason)

    return come


@pytest.fixture
def arrive(line: Any, acting_as: Any) -> Any:
    """`arrive(channel, id, …)`: a child calls or writes; nobody is signed in."""

    def come(channel: str = "phone", channel_id: str = "c1", **more: Any) -> Arrival:
        with acting_as(PUBLIC):
            return actions.arrive(
                channel=channel, channel_id=channel_id, by=PUBLIC, unit=line["hotline"], **more
            )

    return come


@pytest.fixture
def does(line: Any, acting_as: Any) -> Any:
    """`does("listener", actions.accept, arrival=…)`."""

    def do(who: str, act: Any, **said: Any) -> Any:
        with acting_as(line[who]):
            return act(by=line[who], **said)

    return do


@pytest.fixture
def later(as_worker: Any) -> Any:
    """`later(seconds)`: the worker's tick so much later; who is at the line gives signs."""

    def pass_time(seconds: float, *, signs: bool = True) -> int:
        moment = clock.now() + timedelta(seconds=seconds)
        if signs:
            Seat.objects.update(beat_at=moment)
        with clock.fixed(moment), as_worker():
            return actions.tick()

    return pass_time


def notices(as_owner: Any, who: Any) -> list[str]:
    with as_owner():
        return list(Notice.objects.filter(user=who).order_by("pk").values_list("kind", flat=True))


def row(arrival: Arrival) -> Arrival:
    return Arrival.objects.select_related("contact", "line", "call_back").get(pk=arrival.pk)
