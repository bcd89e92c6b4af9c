"""What a page of staff needs to keep a draft on the device while there is no connection."""

from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "himaya.draft.device"


def device_key(request: HttpRequest) -> dict[str, Any]:
    """`device_key`: 256 bits that only this session's pages know. What the device keeps under it can be read by nobody
    once the session is over; the public's pages keep nothing on the device at all."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not request.session.session_key:
        return {}
    return {"device_key": salted_hmac(SALT, request.session.session_key, algorithm="sha256").hexdigest()}
