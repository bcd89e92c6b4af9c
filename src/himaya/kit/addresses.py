"""Addresses of records. A long list shows hundreds, and resolving each name anew took a tenth of the page."""

from functools import cache

from django.urls import reverse

from himaya.kit.ids import PUBLIC_ALPHABET, PUBLIC_LENGTH

_PLACE = PUBLIC_ALPHABET[0] * PUBLIC_LENGTH


@cache
def _around(name: str) -> tuple[str, str]:
    before, _place, after = reverse(name, args=[_PLACE]).partition(_PLACE)
    return before, after


def address(name: str, public_id: str) -> str:
    """The address of a page that is named by one record's opaque id: `address("cases:visit-detail", id)`."""
    before, after = _around(name)
    return f"{before}{public_id}{after}"
