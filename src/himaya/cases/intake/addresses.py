"""Visitors' network addresses: only as keyed hashes, and only as long as their counting needs."""

from django.utils.crypto import salted_hmac


def address_digest(address: str) -> str:
    """The address as kept: hashed with the installation's secret, so that a list of addresses does not help."""
    return salted_hmac("himaya.intake.address", address, algorithm="sha256").hexdigest()
