"""Questionnaires loaded, and a record that asks them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from himaya.access.actions import open_dossier
from himaya.access.roles import SocialWorker, Supervisor
from himaya.instruments.actions import load_instruments
from tests import factories


@pytest.fixture
def asked(as_owner: Any) -> dict[str, Any]:
    """The shipped questionnaires, a unit with its people, and a dossier of theirs."""
    with as_owner():
        load_instruments(by=None)
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        return {
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
            "worker": factories.user((SocialWorker, here)),
            "dossier": open_dossier(kind="case", unit=here),
        }


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What these tests expect is said in English."""
    with translation.override("en"):
        yield
