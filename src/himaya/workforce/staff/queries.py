"""How much work somebody can take."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from himaya.access.models import Membership, Unit, User
from himaya.access.roles import CASE_ASSIGN, SocialWorker
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.reference.queries import norm
from himaya.workforce.staff.models import Absence, Profile

MOST = 200


@dataclass(frozen=True, slots=True)
class Capacity:
    """One worker's limit of open cases, skills, places, and until when they are away (None: here)."""

    limit: int
    skills: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    away_until: date | None = None
    away_kind: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A worker by name, to choose from."""

    pk: int
    public_id: str
    name: str


def capacity_of(users: Iterable[User], on: date | None = None) -> dict[int, Capacity]:
    """The capacity of each on a day (today), by user id. Two queries however many they are."""
    on = on or clock.today()
    wanted = [user.pk for user in users]
    standard = int(norm("caseload.limit", on=on).number)
    profiles = {p.user_id: p for p in Profile.objects.filter(user_id__in=wanted)}
    away = {a.user_id: a for a in absences_on(on).filter(user_id__in=wanted)}
    found = {}
    for pk in wanted:
        profile, absence = profiles.get(pk), away.get(pk)
        limit = profile.caseload_limit if profile and profile.caseload_limit is not None else standard
        found[pk] = Capacity(
            limit=limit,
            skills=frozenset(profile.skills) if profile else frozenset(),
            places=frozenset(profile.places) if profile else frozenset(),
            away_until=absence.last_on if absence else None,
            away_kind=absence.kind if absence else "",
        )
    return found


def colleague(public_id: str) -> User | None:
    """An active member of staff."""
    return User.objects.filter(public_id=public_id, is_active=True).first()


def absence_by(public_id: str) -> Absence | None:
    """Days away, by their id in an address."""
    return Absence.objects.filter(public_id=public_id).select_related("user").first()


def profile_of(user: User) -> Profile:
    """The worker's profile, or an empty one that is not stored yet."""
    return Profile.objects.filter(user=user).first() or Profile(user=user, version=1)


def staff_under(leader: User) -> list[User]:
    """Social workers of the units in which somebody shares out work, and of those below, by name."""
    return list(_staff_under(leader))


def names_under(leader: User) -> list[Named]:
    """The same, where only their names are read: every list of cases offers them as a filter."""
    rows = _staff_under(leader).values_list("pk", "public_id", "full_name", "email")
    return [Named(pk, public_id, name or email) for pk, public_id, name, email in rows]


def _staff_under(leader: User) -> QuerySet[User]:
    units = [m.unit_id for m in leader.current_memberships]
    if not units or not leader.can(CASE_ASSIGN):
        return User.objects.none()
    holding = Membership.objects.filter(
        role=SocialWorker.code, ended_at__isnull=True, unit__path__overlap=units
    )
    rows = User.objects.filter(is_active=True, pk__in=holding.values("user"))
    return rows.order_by("full_name")[:MOST]


def territories_of(user: User) -> list[Territory]:
    """The places that the worker's units answer for."""
    units = [m.unit_id for m in user.current_memberships]
    found = Territory.objects.filter(
        pk__in=Unit.territories.through.objects.filter(unit_id__in=units).values("territory_id")
    )
    return list(found)


def absences_on(day: date) -> QuerySet[Absence]:
    """Absences that cover a day; of several of one person the last to end comes last."""
    return Absence.objects.filter(cancelled_at__isnull=True, first_on__lte=day, last_on__gte=day).order_by(
        "last_on"
    )


def coming_absences(user: User) -> QuerySet[Absence]:
    """Present and future absences, the nearest first."""
    return Absence.objects.filter(user=user, cancelled_at__isnull=True, last_on__gte=clock.today()).order_by(
        "first_on"
    )
