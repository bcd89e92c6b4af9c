"""Who keeps whose account."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import ROLES, STAFF_MANAGE, Administrator, Auditor, Role
from himaya.access.units.models import Unit
from himaya.access.users.models import User
from himaya.kit.verdict import Verdict, first_no, no, yes


def administered(by: User) -> list[int]:
    """Ids of the units in which this user keeps the staff; those below them go with them."""
    return [
        m.unit_id for m in by.current_memberships if m.role in ROLES and STAFF_MANAGE in ROLES[m.role].may
    ]


def may_keep_staff(by: User, unit: Unit) -> Verdict:
    """By the administrator of the unit or of one above it."""
    if set(administered(by)) & set(unit.path):
        return yes()
    return no(_("Another unit's administrator keeps the staff of this unit."))


def may_keep(by: User, user: User, units: Collection[Unit]) -> Verdict:
    """An account is kept by the administrators of the units in which the person serves or last served; never
    by the person. `units`: those units."""
    if by.pk == user.pk:
        return no(_("Nobody keeps their own account. Ask another administrator."))
    if any(may_keep_staff(by, unit) for unit in units):
        return yes()
    return no(_("Another unit's administrator keeps this account."))


def may_give(by: User, user: User | None, role: type[Role], unit: Unit) -> Verdict:
    """Whether a role may be given in a unit. `user` is None for somebody new."""
    if user is not None and by.pk == user.pk:
        return no(_("Nobody gives themselves a role."))
    return first_no(may_keep_staff(by, unit), _auditor_from_above(by, role, unit), _kept_apart(user, role))


def _auditor_from_above(by: User, role: type[Role], unit: Unit) -> Verdict:
    """Who is checked does not choose who checks."""
    if role is Auditor and unit.path[0] not in administered(by):
        return no(_("Auditors are named by the administrator of the topmost unit."))
    return yes()


def _kept_apart(user: User | None, role: type[Role]) -> Verdict:
    """Who keeps accounts or reads the audit does not work with records, and the other way round."""
    held = {ROLES[code] for code in user.roles if code in ROLES} if user else set()
    keepers = {Administrator, Auditor}
    if (role in keepers and any(r.sees_records for r in held)) or (role.sees_records and held & keepers):
        return no(
            _("Administrators and auditors do not work with records of people. Give the role to another.")
        )
    return yes()
