"""The sample exchange and the desk, with the worker between them."""

from typing import Any

import pytest

from himaya.access.gate import PUBLIC
from himaya.access.models import Membership
from himaya.clients.telephone import Event, written
from himaya.demo.exchange import SampleExchange
from himaya.hotline.models import PhoneCall
from himaya.hotline.telephone.actions import carry_in, follow, keep_message, send_commands, set_telephone
from himaya.kit import clock

NUMBER = "+994501112233"


class Wire:
    """The sample exchange and the site, with the worker between them; `lost` keeps news back."""

    def __init__(self, as_worker: Any, acting_as: Any) -> None:
        self.news: list[Event] = []
        self.exchange = SampleExchange(self.news.append)
        self.as_worker, self.acting_as = as_worker, acting_as
        self.brought = 0

    def bring(self, *events: Event, key: str = "") -> None:
        self.brought += 1
        with self.acting_as(PUBLIC):
            told = [written(event) for event in events]
            keep_message(key=key or f"m{self.brought}", told=told, by=PUBLIC)

    def work(self, rounds: int = 3) -> None:
        """News in, commands out, until nothing moves."""
        for _round in range(rounds):
            if self.news:
                self.bring(*self.news)
                self.news.clear()
            with self.as_worker():
                carry_in()
                follow()
                send_commands(self.exchange)


@pytest.fixture
def wire(line: Any, as_owner: Any, as_worker: Any, acting_as: Any) -> Wire:
    with as_owner():  # one hotline in the country: the exchange's calls are its
        elsewhere = Membership.objects.filter(role="counsellor").exclude(unit=line["hotline"])
        elsewhere.update(ended_at=clock.now())
    for who in ("listener", "colleague"):
        with acting_as(line[who]):
            set_telephone(endpoint=f"tel-{who}", by=line[who])
    return Wire(as_worker, acting_as)


def the_call() -> PhoneCall:
    return PhoneCall.objects.select_related("arrival").get()
