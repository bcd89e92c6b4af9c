"""Proving again who one is, and ending sessions."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.utils.translation import gettext as _

from himaya.access.audit.actions import record
from himaya.access.gate import action
from himaya.access.roles import DESK_USE
from himaya.access.signin.rules import locked_minutes, tries_allowed
from himaya.access.users.models import User
from himaya.kit.errors import Refused


def confirm_identity(*, by: User, secret: str, field: str | None = "secret") -> None:
    """Stops whoever cannot prove again that they are this user: the password, or a code from their app.

    For signatures and other sensitive acts, inside the act's own transaction. Raises Refused."""
    key = f"himaya:confirm:{by.pk}"
    tries, waits = int(cache.get(key) or 0), locked_minutes() * 60
    if tries >= tries_allowed():
        message = _("Too many wrong tries. Wait %(minutes)s minutes.") % {"minutes": locked_minutes()}
        raise Refused(message, field=field)
    if _is_right(by, secret.strip()):
        cache.delete(key)
        return
    cache.set(key, tries + 1, waits)
    record(by=by, verb="signin.not_confirmed", on=by)
    raise Refused(_("The password or code is not right."), field=field)


def _is_right(user: User, secret: str) -> bool:
    if secret.isdigit() and len(secret) == 6:
        found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        if found is not None and found.wrap().validate_code(secret):
            return True
    # A user without a password (identity provider only) proves it with a code.
    return user.has_usable_password() and check_password(secret, user.password)


@action(DESK_USE)
def end_session(*, session: UserSession, by: Any) -> None:
    """Signs one's own other device out."""
    if session.user_id != by.pk:
        raise Refused(_("This is not your session."))
    session.end()


def end_sessions(*, user: User) -> int:
    """Signs a user out everywhere (inside the action that suspends them); says of how many devices."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def verify_email(*, user: User) -> None:
    """Counts the user's address as verified: the administrator invited it, and the link came there."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
