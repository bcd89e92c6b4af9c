"""From where a visitor asks."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, as the nearest proxy we trust tells it: counted as a keyed hash, never stored."""
    forwarded = [a.strip() for a in request.headers.get("X-Forwarded-For", "").split(",") if a.strip()]
    hops = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))


def address_key(request: HttpRequest, purpose: str) -> str:
    """The visitor's address as it may be counted: hashed with the installation's secret, for each purpose another."""
    return salted_hmac(f"himaya.visitor.{purpose}", address_of(request), algorithm="sha256").hexdigest()
