"""To whom a referral may be handed by a link, how long it holds, and what it shows."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.access.roles import ProviderStaff
from himaya.cases.links import rules
from himaya.kit import clock
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def referral(unit: Any, status: str = "sent", sensitivity: int = 0) -> Any:
    return SimpleNamespace(
        status=status, dossier=SimpleNamespace(sensitivity=sensitivity), service=SimpleNamespace(unit=unit)
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"status": "completed"}, "come to its end"), ({"sensitivity": 2}, "sealed"), ({}, "")],
)
def test_what_may_leave_by_a_link(as_owner: Any, changes: Any, why: str) -> None:
    with as_owner():
        verdict = rules.may_be_handed(referral(factories.unit(), **changes))
    assert bool(verdict) is not bool(why)
    assert why in str(verdict.reason)


def test_an_organisation_with_an_account_needs_none(as_owner: Any) -> None:
    with as_owner():
        unit = factories.unit()
        factories.user((ProviderStaff, unit))
        assert "account" in str(rules.may_be_handed(referral(unit)).reason)


def test_it_holds_longer_once_the_family_was_taken_on() -> None:
    now = clock.now()
    assert rules.lasts_until(now, False) - now == timedelta(days=14)
    assert rules.lasts_until(now, True) - now == timedelta(days=180)
    assert rules.stays_inside_until(now) - now == timedelta(minutes=30)
    assert rules.most_tries() == 5


@pytest.mark.parametrize(("status", "shown"), [("sent", False), ("accepted", True), ("started", True)])
def test_how_to_reach_the_family_is_shown_once_it_is_taken_on(status: str, shown: bool) -> None:
    assert rules.shows_contact(SimpleNamespace(status=status)) is shown


@pytest.mark.parametrize(
    ("changes", "dead"),
    [
        ({}, False), ({"tries": 5}, True), ({"withdrawn_at": clock.now()}, True), ({"left": -1}, True),
        ({"status": "declined"}, True),
    ],
)  # fmt: skip
def test_when_it_leads_nowhere(changes: Any, dead: bool) -> None:
    link: Any = SimpleNamespace(
        expires_at=clock.now() + timedelta(days=changes.get("left", 1)), tries=changes.get("tries", 0),
        withdrawn_at=changes.get("withdrawn_at"), matter=SimpleNamespace(status=changes.get("status", "sent")),
    )  # fmt: skip
    assert rules.is_dead(link, 5) is dead


def test_a_link_is_ended_once() -> None:
    ended: Any = SimpleNamespace(withdrawn_at=clock.now())
    assert "already" in str(rules.may_be_withdrawn(ended).reason)
