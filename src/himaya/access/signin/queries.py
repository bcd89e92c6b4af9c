"""Whom the sign-in page offers in a sample country; one's own devices."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.functional import Promise

from himaya.access.roles import ROLES
from himaya.access.users.models import Membership, User

OFFERED_PER_ROLE = 2


@dataclass(frozen=True)
class SampleUser:
    """One sample person to sign in as."""

    public_id: str
    name: str
    unit: str
    email: str


@dataclass(frozen=True)
class SampleRole:
    """A role and the sample people who hold it."""

    label: Promise | str
    does: Promise | str
    users: list[SampleUser]


def sample_sign_ins() -> list[SampleRole]:
    """The sample users by role, each in a unit of its own; nobody outside a sample country."""
    if not settings.DEMO:
        return []
    held = Membership.objects.filter(ended_at__isnull=True, user__is_sample=True, user__is_active=True)
    offered: dict[str, dict[int, SampleUser]] = {}
    for membership in held.select_related("user", "unit").order_by("unit_id", "user_id"):
        in_role = offered.setdefault(membership.role, {})
        if membership.unit_id not in in_role and len(in_role) < OFFERED_PER_ROLE:
            who = membership.user
            in_role[membership.unit_id] = SampleUser(who.public_id, str(who), str(membership.unit), who.email)
    return [
        SampleRole(role.label, role.does, list(offered[code].values()))
        for code, role in ROLES.items()
        if code in offered
    ]


def sample_user(public_id: str) -> User | None:
    """A sample person by their opaque id; nobody outside a sample country."""
    if not settings.DEMO:
        return None
    return User.objects.filter(public_id=public_id, is_sample=True, is_active=True).first()


def devices(user: User) -> list[UserSession]:
    """Where the user is signed in, the latest first; ended sessions are dropped."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


def own_session(user: User, pk: int) -> UserSession | None:
    """One of the user's own sessions."""
    return UserSession.objects.filter(user=user, pk=pk).first()
