"""Territories as a tree, and as people name them."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.reference.release.queries import remembered
from himaya.reference.territory.models import Settlement, Territory

UNIT_KINDS = (Territory.Kind.CITY, Territory.Kind.RAYON)


@remembered
def _tree() -> dict[int, Territory]:
    rows = {row.pk: row for row in Territory.objects.defer("search_key")}
    for row in rows.values():
        if row.parent_id:
            row.parent = rows[row.parent_id]
        if row.administered_with_id:
            row.administered_with = rows[row.administered_with_id]
    return rows


def territories(kind: str | None = None, on: date | None = None) -> list[Territory]:
    """Territories in being on a day (today), in Azerbaijani order."""
    on = on or clock.today()
    found = [t for t in _tree().values() if (kind is None or t.kind == kind) and is_in_being(t, on)]
    return sorted(found, key=lambda t: (t.name_sort, t.kind))


def units(on: date | None = None) -> list[Territory]:
    """The rayons and the cities of their rank: 78 of them today."""
    return [t for t in territories(on=on) if t.kind in UNIT_KINDS]


def is_in_being(territory: Territory | Settlement, on: date) -> bool:
    """Did it exist on that day?"""
    valid = territory.valid
    return (valid.lower is None or valid.lower <= on) and (valid.upper is None or on < valid.upper)


def by_code(code: str) -> Territory | None:
    """The territory with this code."""
    return next((t for t in _tree().values() if t.code == code), None)


def by_id(pk: int) -> Territory | None:
    """The territory with this primary key, with its parents, without a query."""
    return _tree().get(pk)


def upwards(territory: Territory) -> list[Territory]:
    """The territory and all above it, from the nearest up to the country."""
    found = _tree().get(territory.pk, territory)
    chain = [found]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain


def ids_upwards(pk: int) -> tuple[int, ...]:
    """The keys of a territory and of all above it; a unit run by another's authority counts that one too."""
    known = _tree().get(pk)
    if known is None:
        return (pk,)
    chain = []
    for place in upwards(known):
        chain.append(place.pk)
        if place.administered_with_id:
            chain.append(place.administered_with_id)
    return tuple(chain)


def unit_of(territory: Territory) -> Territory | None:
    """The rayon or city in which a territory lies; None above that level."""
    return next((place for place in upwards(territory) if place.is_unit), None)


def region_of(territory: Territory) -> Territory | None:
    """Its economic region."""
    return next((place for place in upwards(territory) if place.kind == Territory.Kind.REGION), None)


def administration_of(territory: Territory) -> Territory | None:
    """The unit whose authority runs it: Lənkəran city is run with its rayon."""
    unit = unit_of(territory)
    return (unit.administered_with or unit) if unit else None


def same_administration(one: Territory, other: Territory) -> bool:
    """Does one authority run both?"""
    ours, theirs = administration_of(one), administration_of(other)
    return ours is not None and theirs is not None and ours.pk == theirs.pk


def ids_downwards(territory: Territory) -> tuple[int, ...]:
    """The keys of a territory and of all inside it, those run with it included."""
    inside = {territory.pk}
    while True:
        more = {
            t.pk for t in _tree().values() if t.parent_id in inside or t.administered_with_id in inside
        } - inside
        if not more:
            return tuple(sorted(inside))
        inside |= more


def full_name(territory: Territory) -> str:
    """Its name with its kind: “Quba rayonu”, “Bakı şəhəri”."""
    name = {"name": territory.name}
    if territory.kind == Territory.Kind.CITY:
        return _("%(name)s city") % name
    if territory.kind == Territory.Kind.RAYON:
        return _("%(name)s rayon") % name
    if territory.kind == Territory.Kind.DISTRICT:
        return _("%(name)s district") % name
    if territory.kind == Territory.Kind.REGION:
        return _("%(name)s economic region") % name
    return territory.name


def settlement_name(settlement: Settlement) -> str:
    """Its name with its kind: “Boradigah qəsəbəsi”."""
    name = {"name": settlement.name}
    if settlement.kind == Settlement.Kind.TOWN:
        return _("%(name)s town") % name
    if settlement.kind == Settlement.Kind.TOWNSHIP:
        return _("%(name)s township") % name
    return _("%(name)s village") % name


@dataclass(frozen=True, slots=True)
class Place:
    """A place as precisely as it is known. `territory` is always one of the 78 units."""

    territory: Territory
    district: Territory | None = None
    settlement: Settlement | None = None

    @property
    def code(self) -> str:
        """The code of its most precise part; `place_by_code` reads it."""
        return (self.settlement or self.district or self.territory).code

    @property
    def finest(self) -> Territory:
        """The city district where it is known, else the unit."""
        return self.district or self.territory

    @property
    def label(self) -> str:
        """From the near to the far: “Boradigah qəsəbəsi, Masallı rayonu”."""
        parts = [settlement_name(self.settlement)] if self.settlement else []
        parts += [full_name(self.district)] if self.district else []
        return ", ".join([*parts, full_name(self.territory)])


def place_of(territory: Territory, settlement: Settlement | None = None) -> Place | None:
    """The place a territory stands for; None above the level of units."""
    unit = unit_of(territory)
    if unit is None:
        return None
    known = _tree().get(territory.pk, territory)
    return Place(unit, known if known.kind == Territory.Kind.DISTRICT else None, settlement)


def place_by_code(code: str) -> Place | None:
    """The place with the code of a territory or a settlement."""
    territory = by_code(code)
    if territory is not None:
        return place_of(territory)
    settlement = _by_code().get(code)
    return place_of(_tree()[settlement.territory_id], settlement) if settlement else None


@remembered
def _by_code() -> dict[str, Settlement]:
    return {settlement.code: settlement for settlement in settlements()}


@remembered
def settlements() -> tuple[Settlement, ...]:
    """The whole gazetteer."""
    return tuple(Settlement.objects.defer("search_key"))


@cache
def tiles() -> dict[str, tuple[int, int]]:
    """Column and row of each unit on the schematic map, one tile a unit, by its code. The districts of Baku stand by
    themselves in the sea. Places are approximate: neighbours are near each other."""
    told = (files(__package__) / "data" / "tiles.csv").read_text(encoding="utf-8").splitlines()
    return {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(told)}
