"""Who keeps which unit."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import ROLES, UNIT_MANAGE
from himaya.access.units.models import Unit
from himaya.access.users.models import User
from himaya.kit.verdict import Verdict, no, yes


def kept_roots(by: User) -> list[int]:
    """Ids of the units from which down this user keeps the tree."""
    return [m.unit_id for m in by.current_memberships if m.role in ROLES and UNIT_MANAGE in ROLES[m.role].may]


def may_keep_unit(by: User, unit: Unit | None) -> Verdict:
    """A unit is kept from itself or above; a new top unit (None) by the administrator of a top unit."""
    roots = set(kept_roots(by))
    if unit is None:
        tops = {m.unit_id for m in by.current_memberships if m.unit.parent_id is None}
        return (
            yes() if roots & tops else no(_("Only the administrator of a topmost unit adds an organisation."))
        )
    return yes() if roots & set(unit.path) else no(_("Another unit's administrator keeps this unit."))


def may_close_unit(unit: Unit, *, people: int, below: int) -> Verdict:
    """Records and people must not be left without a unit, nor a report without a desk."""
    if unit.is_national_desk:
        return no(_("The national desk takes what has no other place. It stays open."))
    if people:
        return no(_("People still hold roles in this unit. Move them first."))
    if below:
        return no(_("Units below this one are still open. Close or move them first."))
    return yes()
