"""What the tests of people share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from himaya.kit import clock
from himaya.registry.models import Person

Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-06-01T10:00"):
        yield


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def url(name: str, person: Person | None = None) -> str:
    return reverse(f"people:{name}", args=[person.public_id] if person else [])
