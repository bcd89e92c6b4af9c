"""Whose phone it is."""

from hmac import compare_digest

from django.db.models import QuerySet

from himaya.access.devicekeys.models import DeviceKey
from himaya.access.devicekeys.rules import digest_of
from himaya.access.users.models import User
from himaya.kit import clock


def keys_of(user: User) -> QuerySet[DeviceKey]:
    """The keys of somebody's phones that still hold, the newest first."""
    return DeviceKey.objects.filter(user=user, ended_at__isnull=True, expires_at__gt=clock.now())


def key_that_opens(name: str, secret: str) -> DeviceKey | None:
    """The key by what a phone says; None where it says something wrong, or the key or its owner's work has ended."""
    holding = DeviceKey.objects.filter(
        public_id=name, ended_at__isnull=True, expires_at__gt=clock.now(), user__is_active=True
    )
    found = holding.select_related("user").first()
    said = digest_of(secret)
    return found if compare_digest(found.digest if found else "", said) else None
