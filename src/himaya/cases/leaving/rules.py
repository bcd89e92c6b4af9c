"""Who can still do the work they hold."""

from collections.abc import Iterable

from himaya.access.models import Membership, Unit, User
from himaya.access.roles import ROLES


def can_still(user: User, held: Iterable[Membership], unit: Unit, role: str = "") -> bool:
    """Whether somebody not suspended still holds a role that works with the records of a unit: this role, where
    the work asks for one. A role held above the unit, or in a part of it, counts."""
    return user.is_active and any(
        (m.role == role if role else m.role in ROLES and ROLES[m.role].sees_records)
        and (m.unit_id in unit.path or unit.pk in m.unit.path)
        for m in held
    )
