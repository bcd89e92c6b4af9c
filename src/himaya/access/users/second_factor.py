"""How a person must sign in."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from himaya.access.roles import ROLES
from himaya.access.users.models import User


def must_have_second_factor(user: User) -> bool:
    """Whoever works with records of people signs in with more than a password (domain §6)."""
    return any(ROLES[code].professional for code in user.roles if code in ROLES)


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether this signed-in person must set up a second factor before anything else.

    One who set it up is asked for it at every sign-in, so having it is enough here. Where the identity
    provider asks for it, the installation says so (`OIDC_CHECKS_SECOND_FACTOR`)."""
    user = request.user
    if not settings.SECOND_FACTOR or not isinstance(user, User) or not must_have_second_factor(user):
        return False
    methods = {record.get("method") for record in get_authentication_records(request, user)}
    if "mfa" in methods or ("socialaccount" in methods and settings.OIDC_CHECKS_SECOND_FACTOR):
        return False
    return not is_mfa_enabled(user)
