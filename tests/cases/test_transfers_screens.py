"""The pages of transfers."""

from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, Transfer

pytestmark = pytest.mark.django_db


def test_a_case_goes_to_another_district_through_the_pages(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    worker, neighbour = english(country["worker"]), english(country["neighbour"])
    url = reverse("cases:case-transfer", args=[case.public_id])
    sent = {"to": f"u:{country['there'].public_id}", "reason": "moved", "handover": "Ana razıdır."}
    assert worker.post(url, {**sent, "to": "u:nowhere"}).status_code == 200
    assert worker.post(url, {**sent, "handover": ""}).status_code == 200
    assert worker.post(url, sent).status_code == 302
    with acting_as(country["worker"]):
        offer = Transfer.objects.get()
    assert "Waiting for the other side" in worker.get(offer.get_absolute_url()).content.decode()
    assert "Əliyeva Ülkər" in neighbour.get(reverse("cases:transfer-list")).content.decode()
    assert neighbour.get(offer.get_absolute_url()).status_code == 200
    assert neighbour.get(case.get_absolute_url()).status_code == 200
    assert english(country["stranger"]).get(offer.get_absolute_url()).status_code == 404
    answer = {"answer": "accept", "worker": country["stranger"].public_id}
    assert neighbour.post(offer.get_absolute_url(), {"answer": "accept"}).status_code == 200
    assert neighbour.post(offer.get_absolute_url(), answer).status_code == 302
    assert english(country["stranger"]).get(case.get_absolute_url()).status_code == 200
    assert worker.get(case.get_absolute_url()).status_code == 404


def test_a_declined_or_withdrawn_offer_leaves_the_case(
    country: Any, make_case: Any, english: Any, acting_as: Any
) -> None:
    case = make_case("implementing")
    worker, neighbour = english(country["worker"]), english(country["neighbour"])
    url = reverse("cases:case-transfer", args=[case.public_id])
    sent = {"to": f"u:{country['there'].public_id}", "reason": "moved", "handover": "Ana razıdır."}
    worker.post(url, sent)
    with acting_as(country["worker"]):
        first = Transfer.objects.get()
    no = {"answer": "decline", "reason": "wrong_place", "note": "Ünvan başqadır."}
    assert neighbour.post(first.get_absolute_url(), no).status_code == 302
    page = worker.get(case.get_absolute_url()).content.decode()
    assert "Ünvan başqadır." in page
    worker.post(url, sent)
    with acting_as(country["worker"]):
        second = Transfer.objects.get(status="offered")
    assert worker.post(reverse("cases:transfer-withdraw", args=[second.public_id])).status_code == 302
    with acting_as(country["worker"]):
        assert Case.objects.get(pk=case.pk).worker == country["worker"]
