"""A prankster whom two people have blocked."""

from typing import Any

import pytest

from himaya.hotline.callers.actions import decide_block, open_profile, propose_block
from himaya.hotline.contacts.actions import set_kind
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.models import CallerBlock, CallerProfile

NUMBER = "050 777 00 01"
KEY = caller_key(NUMBER)


@pytest.fixture
def pranks(call: Any, at: Any) -> Any:
    """`pranks(times)`: prank calls of one number, and its profile."""

    def make(times: int = 3) -> CallerProfile:
        for _n in range(times):
            contact = call(caller_number=NUMBER)
            at(contact, set_kind, kind="prank")
        return at(contact, open_profile, known_as="Gülən oğlan")

    return make


@pytest.fixture
def block(line: Any, pranks: Any, acting_as: Any) -> Any:
    """`block()`: a caller whom two people have blocked for three days."""

    def make() -> CallerBlock:
        profile = pranks()
        with acting_as(line["listener"]):
            made = propose_block(profile=profile, reason="prank", by=line["listener"])
        with acting_as(line["lead"]):
            return decide_block(block=made, approve=True, days=3, by=line["lead"])

    return make
