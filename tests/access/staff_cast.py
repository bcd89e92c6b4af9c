"""What the tests of staff share."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from himaya.access.models import User
from himaya.access.roles import Administrator, SocialWorker, Supervisor
from himaya.access.signin.actions import verify_email
from himaya.reference.actions import load_reference
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]


PASSWORD = "dörd-sadə-uzun-söz"


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        load_reference()
        nation = factories.unit(national=True)
        region = factories.unit(parent=nation)
        here, there = factories.unit(parent=region), factories.unit(parent=nation)
        made = {
            "nation": nation,
            "region": region,
            "here": here,
            "there": there,
            "beside": factories.unit(parent=region),
            "chief": factories.user((Administrator, nation)),
            "keeper": factories.user((Administrator, region)),
            "local": factories.user((Administrator, here)),
            "worker": factories.user((SocialWorker, here), full_name="Elçin Quliyev"),
            "stranger": factories.user((SocialWorker, there), full_name="Şəhla Vəliyeva"),
            "supervisor": factories.user((Supervisor, here)),
        }
        verify_email(user=made["worker"])
    database.settle()
    return made


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)
