"""How long a phone's key lasts, and of how many phones somebody may have one."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import norm_or_none

DAYS, MOST = 365, 5  # careful defaults of a system not yet set up
NOTED_EVERY = timedelta(minutes=10)


def _number(key: str, default: int) -> int:
    found = norm_or_none(key, clock.today())
    return int(found.number) if found else default


def expires_at(now: datetime) -> datetime:
    """Until when a key made now lasts (norm `device.key.days`)."""
    return now + timedelta(days=_number("device.key.days", DAYS))


def require_room(held: int) -> None:
    """Refused where somebody has as many phones as one may (norm `device.key.most`)."""
    most = _number("device.key.most", MOST)
    if held >= most:
        raise Refused(_("You have %(most)s phones already. End the key of one first.") % {"most": most})


def secret_for(form_key: str) -> str:
    """160 bits in letters that can be typed. The same for the same opened form, so that pressing twice makes one key."""
    if not form_key:
        return b32encode(secrets.token_bytes(20)).decode().lower()
    said = hmac.new(settings.SECRET_KEY.encode(), f"device key {form_key}".encode(), "sha1").digest()
    return b32encode(said).decode().lower()


def digest_of(secret: str) -> str:
    """As it is kept. The secret is random and long, so that a fast digest is enough (NIST SP 800-63B, 5.1.2.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()
