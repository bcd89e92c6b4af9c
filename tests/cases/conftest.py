"""A small country for the tests of cases: two districts, the desk above them, and who works there."""

from typing import Any

import pytest

from himaya.access.actions import open_dossier
from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.models import Report
from himaya.kit import clock
from tests import factories


@pytest.fixture
def country(as_owner: Any) -> dict[str, Any]:
    """`nation` over `here` and `there`, with a cast in each."""
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        return {
            "nation": nation,
            "here": here,
            "there": there,
            "duty": factories.user((DutyOfficer, nation), full_name="Növbətçi Nərmin"),
            "supervisor": factories.user((Supervisor, here), full_name="Nəzarətçi Nigar"),
            "second": factories.user((Supervisor, here), full_name="Nəzarətçi Solmaz"),
            "manager": factories.user((UnitManager, here), full_name="Müdir Məmməd"),
            "worker": factories.user((SocialWorker, here), full_name="İşçi İlqar"),
            "colleague": factories.user((SocialWorker, here), full_name="İşçi Aygün"),
            "neighbour": factories.user((Supervisor, there), full_name="Qonşu Qəmər"),
            "stranger": factories.user((SocialWorker, there), full_name="Yad Yasəmən"),
        }


@pytest.fixture
def make_report(as_owner: Any) -> Any:
    """`make_report(unit, **fields)`: a received report lying with a unit."""

    def make(unit: Any, **fields: Any) -> Report:
        with as_owner():
            return Report.objects.create(
                dossier=open_dossier(kind="report", unit=unit),
                status="received",
                channel="web",
                received_at=fields.pop("received_at", None) or clock.now(),
                narrative=fields.pop("narrative", "Qonşu uşaq gecələr tək qalır."),
                **fields,
            )

    return make
