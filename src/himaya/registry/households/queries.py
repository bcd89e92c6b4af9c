"""A person's kin and household, through the door: in full, masked, or not at all."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from himaya.access.models import Unit
from himaya.reference.queries import label
from himaya.registry.households.models import Household, HouseholdMember, Relationship
from himaya.registry.households.rules import PARENTS, is_restricted
from himaya.registry.people.models import Person


@dataclass(frozen=True, slots=True)
class Kin:
    """Someone beside a person: by relation, or by household. Masked where the reader may not see their file."""

    public_id: str
    kind: str
    kind_label: str
    person: Person | None
    initials: str
    unit: Unit | None = None
    row: Any = field(default=None, compare=False)
    household: str = ""
    until: date | None = None
    lives_together: bool = False

    @property
    def is_restricted(self) -> bool:
        """Said only here, in the file of the person harmed."""
        return self.row is not None and is_restricted(self.kind)

    @property
    def is_masked(self) -> bool:
        """Known, but not open to the reader."""
        return self.person is None


@dataclass(frozen=True, slots=True)
class Family:
    """All of a person's kin and the people they live with."""

    ties: list[Kin]
    home: list[Kin]
    memberships: list[HouseholdMember]

    @property
    def homes(self) -> list["Home"]:
        """Each household the person lives in now, and with whom."""
        return [
            Home(own, [kin for kin in self.home if kin.household == own.household.public_id])
            for own in self.memberships
        ]


@dataclass(frozen=True, slots=True)
class Home:
    """One household: the person's own place in it, and the others."""

    member: HouseholdMember
    others: list[Kin]

    @property
    def words(self) -> str:
        """By whom it is told from another one: "Ana; Əliyeva Nigar (Uşaq)"."""
        names = [f"{kin.person or kin.initials} ({kin.kind_label})" for kin in self.others]
        return "; ".join([label("household.role", self.member.role), *names])


def family_of(person: Person) -> Family:
    """Relations and current household members of a person whom the reader may see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select source, row_id, kind, other, public_id, sight, initials, unit, household from registry_kin(%s)",
            [person.pk],
        )
        rows = cursor.fetchall()
    people: dict[int, Any] = Person.objects.in_bulk({row[3] for row in rows if row[3]})
    units = Unit.objects.in_bulk({row[7] for row in rows if not row[3]})
    ties: dict[int, Any] = Relationship.objects.in_bulk({row[1] for row in rows if row[0] == "tie"})
    kin: dict[str, list[Kin]] = {"tie": [], "home": []}
    at_home = {row[4] for row in rows if row[0] == "home"}
    for source, row_id, kind, other, public_id, _sight, initials, unit, household in rows:
        tie = ties.get(row_id) if source == "tie" else None
        kin[source].append(
            Kin(
                public_id=public_id,
                kind=kind,
                kind_label=label("relationship.type" if source == "tie" else "household.role", kind),
                person=people.get(other) if other else None,
                initials=initials,
                unit=units.get(unit),
                row=tie,
                household=household,
                until=tie.ended_on if tie else None,
                lives_together=public_id in at_home,
            )
        )
    memberships = HouseholdMember.objects.filter(person=person, ended_on__isnull=True).select_related(
        "household"
    )
    return Family(kin["tie"], kin["home"], list(memberships))


def households_of(person: Person) -> list[Household]:
    """The households a person lives in now."""
    return list(Household.objects.filter(members__person=person, members__ended_on__isnull=True).distinct())


PARENTS_UPWARDS = """
with recursive upwards(child, parent, far) as (
  select person_id, other_id, 1 from registry_relationship
    where person_id = any(%(people)s) and kind = any(%(kinds)s) and ended_on is null
  union
  select r.person_id, r.other_id, u.far + 1 from upwards u
    join registry_relationship r on r.person_id = u.parent
    where u.far < %(depth)s and r.kind = any(%(kinds)s) and r.ended_on is null)
select distinct child, parent from upwards
"""


def parent_pairs(people: set[int], depth: int = 6) -> frozenset[tuple[int, int]]:
    """(child, parent) pairs upwards from some people, as far as the reader sees them."""
    asked: dict[str, Any] = {"people": sorted(people), "kinds": sorted(PARENTS), "depth": depth}
    with connection.cursor() as cursor:
        cursor.execute(PARENTS_UPWARDS, asked)
        return frozenset(cursor.fetchall())
