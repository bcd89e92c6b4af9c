"""Who holds which role, where."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, Q, QuerySet

from himaya.access.roles import ROLES, Permission, Role, roles_with
from himaya.access.units.models import Unit
from himaya.access.users.models import Membership, User
from himaya.kit.rows import columns, fields_of, loaded

USER, MEMBERSHIP, UNIT = fields_of(User), fields_of(Membership), fields_of(Unit)
WITH_ROLES = f"""
select {columns("u", USER)}, {columns("m", MEMBERSHIP)}, {columns("n", UNIT)}
from access_user u left join access_membership m on m.user_id = u.id and m.ended_at is null
  left join access_unit n on n.id = m.unit_id
where u.id = %s
"""  # noqa: S608  columns of ours


def with_roles(pk: int) -> User | None:
    """A person, with the roles they hold now (`User.current_memberships`) and the units of these."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_ROLES, [pk])
        rows = cursor.fetchall()
    if not rows:
        return None
    after = len(USER), len(USER) + len(MEMBERSHIP)
    user = loaded(User, USER, rows[0][: after[0]])
    held = []
    for row in rows:
        if row[after[0]] is not None:
            membership = loaded(Membership, MEMBERSHIP, row[after[0] : after[1]])
            membership.user, membership.unit = user, loaded(Unit, UNIT, row[after[1] :])
            held.append(membership)
    user.current_memberships = held
    return user


def users_in(role: type[Role], unit: Unit) -> QuerySet[User]:
    """Active users who hold the role in exactly this unit."""
    return User.objects.filter(
        is_active=True,
        memberships__role=role.code,
        memberships__unit=unit,
        memberships__ended_at__isnull=True,
    ).distinct()


def has_account(unit: Unit) -> bool:
    """Whether anybody at all signs in for exactly this unit."""
    people = User.objects.filter(is_active=True, memberships__unit=unit, memberships__ended_at__isnull=True)
    return people.exists()


def nearest_users(role: type[Role], unit: Unit, *, without: Iterable[int] = ()) -> list[User]:
    """Those who hold the role in this unit or, where nobody does, in the nearest unit above it. `without`: ids of
    users who do not count."""
    ranked = (
        Membership.objects.filter(
            role=role.code, ended_at__isnull=True, unit_id__in=unit.path, user__is_active=True
        )
        .select_related("user", "unit")
        .annotate(depth=Func(F("unit__path"), function="cardinality", output_field=IntegerField()))
        .exclude(user__in=without)
        .order_by("-depth", "user_id")
    )
    found: list[User] = []
    depth = None
    for membership in ranked:
        row_depth = membership.depth
        if depth is not None and row_depth < depth:
            break
        depth = row_depth
        found.append(membership.user)
    return found


def holds_over(user: User, permission: Permission, unit: Unit, sensitivity: int) -> bool:
    """Whether a role that carries the permission reaches records of this unit and sensitivity."""
    return any(
        permission in ROLES[m.role].may and ROLES[m.role].reach >= sensitivity and m.unit_id in unit.path
        for m in user.current_memberships
        if m.role in ROLES
    )


def units_under(user: User, permission: Permission) -> QuerySet[Unit]:
    """The units in and below which a role of the user carries the permission, top first."""
    held = [
        m.unit_id for m in user.current_memberships if m.role in ROLES and permission in ROLES[m.role].may
    ]
    return Unit.objects.filter(path__overlap=held).order_by("path")


def role_over(user: Any, roles: tuple[type[Role], ...], unit: Unit) -> type[Role] | None:
    """The first of these roles that the user holds in the unit or above it."""
    for role in roles:
        if any(
            m.role == role.code and m.unit_id in unit.path for m in getattr(user, "current_memberships", [])
        ):
            return role
    return None


def may_anywhere(permission: Permission) -> frozenset[str]:
    """Codes of roles that carry the permission."""
    return roles_with(permission)


def user_called(words: str) -> User | None:
    """The one user with this work e-mail, opaque id or full name; None where there is none, or more than one."""
    by_key = User.objects.filter(Q(email=words.lower()) | Q(public_id=words))
    found = list(by_key[:2]) or list(User.objects.filter(full_name=words)[:2])
    return found[0] if len(found) == 1 else None
