"""Whose phone it is: by its key, on every request (OpenRosa Authentication API; RFC 7617)."""

import functools
from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from himaya.access.actions import note_use
from himaya.access.gate import act_as
from himaya.access.models import DeviceKey
from himaya.access.queries import key_that_opens
from himaya.exchange.openrosa.rules import largest_post
from himaya.exchange.openrosa.written import message
from himaya.kit import clock

XML = "text/xml; charset=utf-8"
BASIC = "basic "


class PhoneRequest(HttpRequest):
    """A request of a phone: its user is the phone's owner."""

    device: DeviceKey
    user: Any


def from_phone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for phones: acts for the phone's owner, in their language, and answers as OpenRosa says."""

    @functools.wraps(view)
    def run(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if key is None:
            return spoken(_unknown())
        request.device, request.user = key, key.user
        act_as(key.user)
        note_use(key=key)
        with translation.override(key.user.language):
            try:
                return spoken(view(request, *args, **kwargs))
            except PermissionDenied as denied:
                return spoken(answer(403, str(denied)))

    return run


def _key(request: HttpRequest) -> DeviceKey | None:
    said = request.headers.get("Authorization", "")
    if not said.lower().startswith(BASIC):
        return None
    try:
        name, _colon, secret = b64decode(said[len(BASIC) :], validate=True).decode().partition(":")
    except (Error, ValueError):
        return None
    return key_that_opens(name, secret)


def _unknown() -> HttpResponse:
    response = answer(
        401, _("This phone is not known, or its key has ended. Make a new key under “Sign-in and devices”.")
    )
    response.headers["WWW-Authenticate"] = 'Basic realm="Himaya", charset="UTF-8"'
    return response


def answer(status: int, words: str, nature: str = "") -> HttpResponse:
    """What the phone shows."""
    return HttpResponse(message(words, nature), status=status, content_type=XML)


def spoken(response: HttpResponse) -> HttpResponse:
    """With the headers by which a client knows a server of its kind."""
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(largest_post(clock.today()))
    response.headers["Date"] = formatdate(usegmt=True)
    response.headers["Cache-Control"] = "no-store"
    return response
