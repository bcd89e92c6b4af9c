"""Ending sessions, and counting an invited address as verified."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.roles import DESK_USE
from himaya.access.users.models import User
from himaya.kit.errors import Refused


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
    known = EmailAddress.objects.filter(user=user, email=user.email.lower())
    if not known.update(verified=True, primary=True):
        EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)
