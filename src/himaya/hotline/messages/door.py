"""Who may bring messages: the gateway that knows the secret, from an address that the settings name."""

from hmac import compare_digest
from ipaddress import ip_address, ip_network
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest

from himaya.kit.visitors import address_of

BEARER = "Bearer "


def is_known(request: HttpRequest) -> bool:
    """Whether this is our gateway. Without a secret in the settings nobody is."""
    wanted = str(settings.SMS_IN_SECRET)
    return (
        bool(wanted)
        and compare_digest(_secret(request).encode(), wanted.encode())
        and _is_from_there(request)
    )


def _secret(request: HttpRequest) -> str:
    """By its header, or, where a gateway sends none, in the address."""
    said = request.headers.get("Authorization", "")
    if said.startswith(BEARER):
        return said.removeprefix(BEARER)
    return dict(parse_qsl(request.META.get("QUERY_STRING", ""), encoding="latin-1")).get("secret", "")


def _is_from_there(request: HttpRequest) -> bool:
    try:
        caller = ip_address(address_of(request))
    except ValueError:
        return False
    return any(caller in ip_network(one, strict=False) for one in settings.SMS_IN_FROM)
