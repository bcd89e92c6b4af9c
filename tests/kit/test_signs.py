"""The null sign, which any program can send and no database keeps."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from himaya.kit.signs import NoNullSigns


def door(request: HttpRequest, **address: Any) -> HttpRequest:
    """What a view behind the door is given."""
    NoNullSigns(lambda request: HttpResponse()).process_view(request, None, (), address)
    return request


def test_what_is_typed_loses_it_and_nothing_else() -> None:
    sent = door(RequestFactory().post("/", {"name": ["a\x00b", "c"], "x\x00": "1", "plain": " ə "})).POST
    assert dict(sent.lists()) == {"name": ["ab", "c"], "x": ["1"], "plain": [" ə "]}


def test_what_is_asked_loses_it() -> None:
    asked = door(RequestFactory().get("/?q=a%00b&page=2")).GET
    assert dict(asked.lists()) == {"q": ["ab"], "page": ["2"]}


def test_an_address_with_it_leads_nowhere() -> None:
    with pytest.raises(Http404):
        door(RequestFactory().get("/"), public_id="a\x00b")


def test_files_arrive_beside_it() -> None:
    file = SimpleUploadedFile("x.png", b"\x00\x01")
    request = door(RequestFactory().post("/", {"note": "a\x00", "file": file}))
    assert request.POST["note"] == "a"
    assert request.FILES["file"].read() == b"\x00\x01"


@pytest.mark.django_db
def test_an_address_with_a_null_sign_leads_nowhere(client: Client) -> None:
    assert client.get("/services/a%00b/").status_code == 404
    assert client.get("/services/%ED%A0%80/").status_code == 404


@pytest.mark.django_db
def test_a_null_sign_in_a_question_is_dropped(client: Client) -> None:
    assert client.get("/services/?ask=a%00b&page=%00").status_code == 200
