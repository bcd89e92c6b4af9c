"""Who moves in with whom, and who is who to whom."""

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from himaya.access.actions import move_dossier
from himaya.access.gate import action
from himaya.access.models import Dossier
from himaya.access.roles import PERSON_WRITE, SENSITIVE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import codelist
from himaya.registry.households.models import Household, HouseholdMember, Relationship
from himaya.registry.households.queries import households_of, parent_pairs
from himaya.registry.households.rules import (
    END_REASONS,
    NEW_HOME,
    Side,
    harms_person,
    inverse_of,
    is_restricted,
    may_end,
    may_live,
    may_relate,
)
from himaya.registry.people.models import Person
from himaya.registry.people.signals import page_written


@action(PERSON_WRITE, on="person")
def join_household(
    *,
    person: Person,
    role: str,
    by: Any,
    household: Household | None = None,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> HouseholdMember:
    """The person lives (or lived, until `ended_on`) in a household, as what, since when. Without one given, a new
    household begins."""
    before = HouseholdMember.objects.filter(household=household, person=person) if household else None
    times = [] if before is None else list(before.values_list("started_on", "ended_on"))
    verdict = may_live(started_on, ended_on, times, clock.today())
    if not verdict:
        raise Refused(verdict.reason, "started_on")
    household = household or Household.objects.create(is_sample=person.is_sample)
    return HouseholdMember.objects.create(
        dossier=person.dossier,
        household=household,
        person=person,
        role=role,
        started_on=started_on,
        ended_on=ended_on,
    )


@action(PERSON_WRITE, on="person")
def live_together(
    *,
    person: Person,
    other: Person,
    role: str,
    by: Any,
    other_role: str = "",
    home: str = "",
    started_on: date | None = None,
    ended_on: date | None = None,
) -> HouseholdMember:
    """The person lives (or lived) in the other's household; where the other has none yet, one begins with both.

    `home`: which one where the other has several (its public id), or `new`: another one, that begins with both."""
    if person.pk == other.pk:
        raise Refused(_("Choose another person."), "other")
    household = _which(households_of(other), home)
    if household is None:
        first = join_household(
            person=other, role=other_role or "other", by=by, started_on=started_on, ended_on=ended_on
        )
        household = first.household
    return join_household(
        person=person, role=role, by=by, household=household, started_on=started_on, ended_on=ended_on
    )


def _which(homes: list[Household], home: str) -> Household | None:
    """The household that is meant; None where one is to begin."""
    if home == NEW_HOME or not homes:
        return None
    found = next((one for one in homes if home in ("", one.public_id)), None)
    if found is None:
        raise Refused(_("The chosen one does not live in this household any more. Choose again."), "home")
    return found


@action(PERSON_WRITE, on="member")
def leave_household(*, member: HouseholdMember, by: Any, on: date | None = None) -> HouseholdMember:
    """The person no longer lives there from a day on (today). Who left before keeps that day."""
    verdict = may_end(member.started_on, on, clock.today())
    if not verdict:
        raise Refused(verdict.reason, "on")
    HouseholdMember.objects.filter(pk=member.pk, ended_on__isnull=True).update(ended_on=on or clock.today())
    member.refresh_from_db()
    return member


@action(PERSON_WRITE, on="person")
def relate(
    *,
    person: Person,
    other: Person,
    kind: str,
    by: Any,
    started_on: date | None = None,
    note: str = "",
) -> Relationship:
    """`other` is the person's `kind`; the reciprocal is written with it. A suspicion of harm is kept in the file
    of the person harmed, which from then on is sensitive; the suspect's own file says nothing of it."""
    pairs = parent_pairs({person.pk, other.pk})
    verdict = may_relate(_side(person), _side(other), kind, pairs)
    if not verdict:
        raise Refused(verdict.reason, "kind")
    back = inverse_of(kind, person.sex)
    more = {"pair": uuid.uuid4(), "started_on": started_on, "note": note}
    mine, theirs = _dossiers(person, other, kind)
    first = _tie(dossier=mine, person=person, other=other, kind=kind, **more)
    _tie(dossier=theirs, person=other, other=person, kind=back, **more)
    if kind == "twin":
        _are_twins(person, other, by)
    return first


def _tie(**row: Any) -> Relationship:
    """One side. The database knows the whole register: it refuses what is written already, and a circle that the
    writer cannot see. The action is then undone as a whole."""
    try:
        return Relationship.objects.create(**row)
    except IntegrityError as clash:
        if "relationship_no_circle" in _constraint(clash):
            raise Refused(
                _("This person would be their own ancestor. Check who is whose parent."), "kind"
            ) from clash
        raise Refused(_("This relationship is already written here."), "kind") from clash


def _constraint(clash: IntegrityError) -> str:
    return str(getattr(getattr(clash.__cause__, "diag", None), "constraint_name", ""))


def _are_twins(person: Person, other: Person, by: Any) -> None:
    for twin in Person.objects.filter(pk__in=[person.pk, other.pk], multiple_birth=False):
        twin.multiple_birth = True
        twin.save(update_fields=["multiple_birth"])
        page_written.send(sender=Person, person=twin, by=by, first=False)


def _side(person: Person) -> Side:
    return Side(person.pk, person.sex, person.born)


def _dossiers(person: Person, other: Person, kind: str) -> tuple[Dossier, Dossier]:
    if not is_restricted(kind):
        return person.dossier, other.dossier
    harmed = person if harms_person(kind) else other
    dossier = harmed.dossier
    if dossier.sensitivity < SENSITIVE:
        move_dossier(dossier=dossier, unit=dossier.unit, sensitivity=SENSITIVE)
    return dossier, dossier


@action(PERSON_WRITE, on="relationship")
def end_relation(
    *, relationship: Relationship, by: Any, on: date | None = None, reason: str = ""
) -> Relationship:
    """The relationship ended on a day (today), or was written by mistake; so did its reciprocal."""
    today = max(clock.today(), relationship.started_on or date.min)
    verdict = may_end(relationship.started_on, on, today)
    if not verdict:
        raise Refused(verdict.reason, "on")
    if reason and reason not in codelist(END_REASONS):
        raise Refused(_("Choose from the list."), "reason")
    rows = Relationship.objects.filter(pair=relationship.pair, ended_on__isnull=True)
    rows.update(ended_on=on or today, end_reason=reason)
    relationship.refresh_from_db()
    return relationship
