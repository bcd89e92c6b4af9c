"""Adding and changing units and organisations. None is deleted: a unit is closed."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.organisations.queries import open_below, people_in
from himaya.access.organisations.rules import may_close_unit, may_keep_unit
from himaya.access.roles import UNIT_MANAGE
from himaya.access.units.models import Organisation, Unit
from himaya.access.users.models import User
from himaya.kit.errors import Refused
from himaya.kit.verdict import Verdict
from himaya.reference.models import Territory


def _require(verdict: Verdict, field: str | None = None) -> None:
    if not verdict:
        raise Refused(str(verdict.reason), field=field)


def _save(row: Organisation | Unit) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(_("This name is taken already."), field="name_az") from error


@action(UNIT_MANAGE)
def add_organisation(
    *, kind: str, name_az: str, name_en: str, name_ru: str, voen: str = "", by: User
) -> Unit:
    """A new body and its topmost unit."""
    _require(may_keep_unit(by, None))
    names = {"kind": kind, "name_az": name_az, "name_en": name_en, "name_ru": name_ru}
    body = Organisation(voen=voen, **names)
    _save(body)
    unit = Unit(organisation=body, **names)
    _save(unit)
    return unit


@action(UNIT_MANAGE)
def add_unit(
    *,
    parent: Unit,
    kind: str,
    name_az: str,
    name_en: str,
    name_ru: str,
    territories: Iterable[Territory] = (),
    by: User,
) -> Unit:
    """A new unit below one of one's own, of the same organisation."""
    _require(may_keep_unit(by, parent), "parent")
    unit = Unit(
        organisation_id=parent.organisation_id,
        parent=parent,
        kind=kind,
        name_az=name_az,
        name_en=name_en,
        name_ru=name_ru,
    )
    _save(unit)
    unit.territories.set(territories)
    unit.refresh_from_db()
    return unit


@action(UNIT_MANAGE)
def change_unit(
    *,
    unit: Unit,
    parent: Unit | None,
    kind: str,
    name_az: str,
    name_en: str,
    name_ru: str,
    territories: Iterable[Territory] = (),
    by: User,
) -> Unit:
    """New names, another place in the tree, other territories. Without a `parent` it stays where it is, and the
    topmost unit always does: nobody lifts their unit out of what stands above it."""
    _require(may_keep_unit(by, unit))
    if parent is not None and unit.parent_id is not None:
        _require(may_keep_unit(by, parent), "parent")
        if unit.pk in parent.path:
            raise Refused(_("A unit cannot stand below itself."), field="parent")
        unit.parent = parent
    unit.kind, unit.name_az, unit.name_en, unit.name_ru = kind, name_az, name_en, name_ru
    _save(unit)
    unit.territories.set(territories)
    return unit


@action(UNIT_MANAGE)
def close_unit(*, unit: Unit, by: User) -> Unit:
    """No longer offered. Its records are first handed over by transfer, its people moved."""
    _require(may_keep_unit(by, unit))
    _require(may_close_unit(unit, people=people_in(unit), below=open_below(unit)))
    unit.is_active = False
    unit.save(update_fields=["is_active"])
    return unit


@action(UNIT_MANAGE)
def reopen_unit(*, unit: Unit, by: User) -> Unit:
    """In use again."""
    _require(may_keep_unit(by, unit))
    unit.is_active = True
    unit.save(update_fields=["is_active"])
    return unit
