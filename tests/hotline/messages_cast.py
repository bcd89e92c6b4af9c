"""A gateway that remembers, and a child who writes."""

from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.access.models import Membership
from himaya.clients.sms_in import Heard
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.messages import page
from himaya.hotline.messages.actions import carry_in, keep_sms, send_waiting, sending, taking
from himaya.hotline.models import Arrival, Contact, TextMessage
from himaya.hotline.queue.actions import accept
from himaya.kit import clock
from tests.sms_memory import Gateway

__all__ = ["NUMBER", "Child", "Gateway", "child", "gateway", "heard", "ours", "taken"]

NUMBER = "+994501112233"


def heard() -> list[TextMessage]:
    """What children wrote, in its order, as far as the reader sees it."""
    return list(TextMessage.objects.filter(ground="heard").order_by("pk"))


def ours() -> list[TextMessage]:
    """What the hotline wrote."""
    return list(TextMessage.objects.exclude(ground="heard").order_by("pk"))


class Child:
    """Somebody with a telephone; the worker carries in what they write."""

    def __init__(self, as_worker: Any, acting_as: Any) -> None:
        self.as_worker, self.acting_as = as_worker, acting_as
        self.written = 0

    def brings(self, text: str, *, number: str = NUMBER, id: str | None = None, **more: Any) -> None:
        """The gateway brings it; nobody carries it in yet."""
        self.written += 1
        with self.acting_as(PUBLIC):
            keep_sms(
                heard=Heard(f"g{self.written}" if id is None else id, number, "116111", text, **more),
                by=PUBLIC,
            )

    def writes(self, text: str, **more: Any) -> None:
        self.brings(text, **more)
        self.carry()

    def carry(self) -> int:
        with self.as_worker():
            return carry_in()

    def send(self, gateway: Gateway) -> int:
        with self.as_worker():
            return send_waiting(gateway)


@pytest.fixture
def gateway(settings: Any, monkeypatch: Any) -> Gateway:
    memory = Gateway()
    settings.SMS_URL = "kannel://a:b@localhost/x"
    settings.SITE_URL = "https://himaya.example"
    for module in (taking, page):
        monkeypatch.setattr(module, "sms_gateway", lambda: memory)
    assert sending.SALT
    return memory


@pytest.fixture
def child(line: Any, as_owner: Any, as_worker: Any, acting_as: Any, gateway: Gateway) -> Child:
    with as_owner():  # one hotline in the country: what comes is its
        elsewhere = Membership.objects.filter(role="counsellor").exclude(unit=line["hotline"])
        elsewhere.update(ended_at=clock.now())
    return Child(as_worker, acting_as)


@pytest.fixture
def taken(line: Any, child: Child, ready: Any, acting_as: Any, as_owner: Any) -> Any:
    """`taken(words)`: a child wrote, the listener has it."""

    def make(words: str = "Salam, kömək edin", who: str = "listener", **more: Any) -> Contact:
        ready(who)
        child.writes(words, **more)
        with acting_as(line[who]):
            waits = Arrival.objects.filter(caller_key=caller_key(more.get("number", NUMBER)))
            row = accept(arrival=waits.latest("pk"), by=line[who])
            return Contact.objects.get(pk=row.contact_id)

    return make
