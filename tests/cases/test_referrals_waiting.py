"""How long families wait for a service: measured from the referrals, told without pointing at anybody."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from himaya.access.gate import SYSTEM
from himaya.cases.models import Case, Referral
from himaya.cases.referrals.actions import accept_referral, decline_referral, send_referral, start_service
from himaya.cases.referrals.jobs import measure
from himaya.kit import clock
from himaya.services.actions import note_waiting
from himaya.services.models import Waiting
from tests import database
from tests.desk.conftest import SHARED, everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def refer(everyone: Any, make_case: Any, acting_as: Any) -> Any:
    """`refer(sent, answered, begun)`: a referral with these days between; None: not so far."""
    case = make_case("implementing")

    def run(answered: int | None, begun: int | None = None, ago: int = 60) -> None:
        cast, day = everyone, clock.now() - timedelta(days=ago)
        with clock.fixed(day), acting_as(cast["worker"]):
            case_ = Case.objects.get(pk=case.pk)
            made = send_referral(case=case_, service=cast["service"], by=cast["worker"], **SHARED)
        database.settle()
        if answered is None:
            return
        with clock.fixed(day + timedelta(days=answered)), acting_as(cast["provider_staff"]):
            held = Referral.objects.get(pk=made.pk)
            if begun is None:
                decline_referral(referral=held, reason="no_place", by=cast["provider_staff"])
                return
            accept_referral(referral=held, by=cast["provider_staff"])
        with clock.fixed(day + timedelta(days=answered + begun)), acting_as(cast["provider_staff"]):
            held = Referral.objects.get(pk=made.pk)
            start_service(referral=held, started_on=clock.today(), by=cast["provider_staff"])

    return run


def figures(as_owner: Any) -> Any:
    with as_owner():
        rows = Waiting.objects.values_list("answer_median", "answer_p90", "start_median", "start_p90")
        return list(rows)


def test_it_is_measured_to_the_first_answer_and_from_the_yes_to_the_beginning(
    refer: Any, everyone: Any, as_worker: Any, as_owner: Any, english: Any
) -> None:
    for begun in (2, 4, 6, 8, 30):
        refer(1, begun)
    refer(11)  # declined: an answer too
    refer(None)  # no answer yet: counts for nothing
    refer(3, 1, ago=500)  # long ago
    with as_worker():
        measure(0)
    assert figures(as_owner) == [(1, 6, 6, 21)]
    page = english().get(everyone["service"].get_absolute_url()).content.decode()
    assert "half of the families within 1 days" in page
    assert "half within 6 days" in page


def test_what_few_waited_is_kept_back_and_what_is_old_is_forgotten(
    refer: Any, everyone: Any, as_worker: Any, as_owner: Any, english: Any
) -> None:
    for _n in range(4):
        refer(1, 2)
    refer(1)
    with as_worker():
        measure(0)
    assert figures(as_owner) == [(1, 1, None, None)]
    with as_worker(), clock.fixed(clock.now() + timedelta(days=800)):
        measure(0)
    assert figures(as_owner) == [(None, None, None, None)]
    page = english().get(everyone["service"].get_absolute_url()).content.decode()
    assert "Too few referrals to tell" in page


def test_only_the_system_measures(everyone: Any) -> None:
    with pytest.raises(PermissionDenied):
        note_waiting(measured=[], by=everyone["provider_staff"])
    assert SYSTEM.is_system


def test_the_provider_tells_the_day_and_what_came_of_it(
    refer: Any, everyone: Any, english: Any, acting_as: Any
) -> None:
    refer(None)
    with acting_as(everyone["provider_staff"]):
        referral = Referral.objects.get()
        accept_referral(referral=referral, by=everyone["provider_staff"])
    at = lambda name: reverse(f"cases:{name}", args=[referral.public_id])  # noqa: E731
    browser = english(everyone["provider_staff"])
    today = f"{clock.today():%d.%m.%Y}"
    begin = at("referral-start")
    assert "started_on" in browser.post(begin, {"started_on": ""}).context["form"].errors
    assert browser.get(begin).status_code == 200
    assert browser.post(begin, {"started_on": today}).status_code == 302
    tell = at("referral-feedback")
    assert "started_on" not in browser.get(tell).context["form"].fields
    last = {"text": "Uşaq sərbəst danışır.", "ends": "on", "outcome": ""}
    assert "outcome" in browser.post(tell, last).context["form"].errors
    assert browser.post(tell, {**last, "outcome": "reached"}).status_code == 302
    worker = english(everyone["worker"])
    assert "The aim was reached" in worker.get(referral.get_absolute_url()).content.decode()
    with acting_as(everyone["worker"]):
        case = Case.objects.get(pk=referral.case_id)
    assert (
        "The aim was reached"
        in worker.get(reverse("cases:case-referrals", args=[case.public_id])).content.decode()
    )
    assert "The aim was reached" in worker.get(case.get_absolute_url()).content.decode()
