"""For whom a service is sought, as far as the case and the person's file tell."""

from dataclasses import dataclass, replace

from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face, faces_on, subjects_of
from himaya.cases.plan.models import Goal
from himaya.reference.models import Territory
from himaya.reference.queries import ids_downwards, ids_upwards, region_of, unit_of
from himaya.registry.models import Person
from himaya.registry.queries import groups_of
from himaya.services.queries import Wanted


@dataclass(frozen=True, slots=True)
class Sought:
    """The person it is for, and what is known of them."""

    face: Face | None
    place: Territory | None
    wanted: Wanted


def people_of(case: Case) -> list[Face]:
    """Whom a service may be for: whom the case is about."""
    return subjects_of(faces_on(case))


def sought_for(case: Case, person: str = "") -> Sought:
    """What is known of one person of the case (their public id; the first where none is named) today. Groups and
    language stand in the person's own file: where that is closed to the reader they are not known."""
    people = people_of(case)
    face = next((f for f in people if f.person == person), people[0] if people else None)
    known = Person.objects.filter(pk=face.person_id).first() if face else None
    place = case.territory or (known.territory if known else None)
    wanted = Wanted(
        age=face.age if face else None,
        groups=groups_of(known) if known else None,
        languages=frozenset(filter(None, [known.language])) if known else frozenset(),
    )
    return Sought(face, place, wanted)


def around(wanted: Wanted, place: Territory | None) -> Wanted:
    """The same at a place: served is what serves the place or what lies above it; near is its economic region."""
    if place is None:
        return wanted
    unit = unit_of(place) or place
    region = region_of(unit)
    here = {*ids_upwards(place.pk), *ids_downwards(unit)} - ({region.pk} if region else set())
    near = set(ids_downwards(region)) - here if region else set()
    return replace(wanted, here=frozenset(here), near=frozenset(near))


def need_of(case: Case, goal: str) -> str:
    """The domain of a goal of the case's plan, by its public id; empty where there is no such goal."""
    found = Goal.objects.filter(public_id=goal, plan__case=case).first() if goal else None
    return found.domain if found else ""
