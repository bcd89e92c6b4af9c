"""The one-time link."""

import secrets
from hashlib import sha256

from django.db import transaction

from himaya.access.staff.mail import send_invitation_mail
from himaya.access.staff.models import Invitation
from himaya.access.users.models import User
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return sha256(token.encode()).hexdigest()


def invite_by_letter(*, user: User, by: User | None, site: str) -> str:
    """A fresh link, sent once the transaction is done; the earlier ones no longer open. Gives the link."""
    now, length = clock.now(), norm("staff.invitation.length", on=clock.today())
    earlier = Invitation.objects.filter(user=user, accepted_at__isnull=True, expires_at__gt=now)
    earlier.update(expires_at=now)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        user=user, digest=digest_of(token), sent_by=by, sent_at=now, expires_at=add(now, length)
    )
    address = f"{site.rstrip('/')}/account/welcome/{token}/"
    days = int(length.number)
    transaction.on_commit(lambda: send_invitation_mail(invitation=made, address=address, days=days))
    return address
