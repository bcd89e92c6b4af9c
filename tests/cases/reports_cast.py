"""Desks that receive reports: the national one, commissions of two districts, and who works there."""

from typing import Any

import pytest

from himaya.access.roles import Counsellor, DutyOfficer, ProviderStaff, SocialWorker, Supervisor
from himaya.cases.intake.actions import Told, receive_report
from himaya.cases.models import Report
from himaya.reference.models import Territory
from tests import factories

COMMISSION = "childrens_commission"
SINK = "Ata içki içir, uşağı hər axşam döyür, qolunda göyərmə var."


@pytest.fixture
def desks(as_owner: Any) -> dict[str, Any]:
    """`nation` over the commissions of Sumqayıt and Masallı."""
    with as_owner():
        sumqayit = Territory.objects.get(code="AZ-SM")
        masalli = Territory.objects.get(code="AZ-MAS")
        nation = factories.unit(national=True)
        here = factories.unit(parent=nation, kind=COMMISSION)
        there = factories.unit(parent=nation, kind=COMMISSION)
        here.territories.add(sumqayit)
        there.territories.add(masalli)
        return {
            "nation": nation,
            "here": here,
            "there": there,
            "sumqayit": sumqayit,
            "masalli": masalli,
            "chief": factories.user((DutyOfficer, nation), full_name="Milli Növbətçi Nərgiz"),
            "head": factories.user((Supervisor, nation), full_name="Milli Nəzarətçi Həcər"),
            "duty": factories.user((DutyOfficer, here), full_name="Növbətçi Nərmin Əliyeva"),
            "second": factories.user((DutyOfficer, here), full_name="Növbətçi Sevda"),
            "supervisor": factories.user((Supervisor, here), full_name="Nəzarətçi Nigar"),
            "worker": factories.user((SocialWorker, here), full_name="İşçi İlqar"),
            "stranger": factories.user((DutyOfficer, there), full_name="Yad Yasəmən"),
            "counsellor": factories.user((Counsellor, nation), full_name="Məsləhətçi Leyla"),
            "provider": factories.user((ProviderStaff, factories.unit()), full_name="Xidmət Xəyal"),
        }


@pytest.fixture
def receive(desks: dict[str, Any], acting_as: Any) -> Any:
    """`receive(**told)`: a report from the public, by default from Sumqayıt."""
    from himaya.access.gate import PUBLIC

    def make(by: Any = PUBLIC, **told: Any) -> Report:
        given = {"narrative": SINK, "territory": desks["sumqayit"], "place_text": "Sumqayıt"} | told
        action = {name: given.pop(name) for name in ("files", "key", "address", "trapped") if name in given}
        with acting_as(None if by is PUBLIC else by):
            return receive_report(told=Told(**given), by=by, **action)

    return make
