"""A district with an office of the agency, people of its register, and rules that run."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as as_actor
from himaya.access.roles import Coordinator, Methodologist
from himaya.cases.models import Lead, OutreachRule
from himaya.cases.outreach.actions import approve_rule, load_outreach_rules, take_lead
from himaya.cases.outreach.jobs import raise_leads
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.registry.models import GroupMembership, Household, HouseholdMember, Person
from tests import database, factories

PLACE = "AZ-SM"


@pytest.fixture
def office(country: Any, as_owner: Any) -> dict[str, Any]:
    """The cast of `country`; `here` is the agency's office of Sumqayıt."""
    with as_owner():
        here = country["here"]
        here.kind = "social_services_agency"
        here.save()
        place = Territory.objects.get(code=PLACE)
        here.territories.add(place)
        load_outreach_rules()
        return {
            **country,
            "place": place,
            "coordinator": factories.user((Coordinator, country["nation"])),
            "methodologist": factories.user((Methodologist, country["nation"])),
        }


@pytest.fixture
def running(office: Any, acting_as: Any) -> Callable[..., OutreachRule]:
    """`running("alone_seventy", age=60)`: the shipped rule, approved from today, its values changed before."""

    def approve(code: str, **values: Any) -> OutreachRule:
        with database.as_owner():
            rule = OutreachRule.objects.get(code=code)
            rule.parameters = {**rule.parameters, **values}
            rule.save()
        with acting_as(office["methodologist"]) as by:
            return approve_rule(rule=rule, on=clock.today(), by=by)

    return approve


@contextmanager
def at_night() -> Any:
    """As the worker, for the system."""
    database.settle()
    with database.as_worker(), as_actor(SYSTEM):
        yield
    database.settle()


def a_night() -> list[Lead]:
    """The nightly job; every lead there is afterwards, the oldest first."""
    database.settle()
    with database.as_worker():
        raise_leads(0)
    database.settle()
    with database.as_owner():
        rows = Lead.objects.select_related("person", "dossier__unit", "rule", "worker", "case", "report")
        return list(rows.order_by("pk"))


def again(lead: Lead) -> Lead:
    """As it is now."""
    with database.as_owner():
        rows = Lead.objects.select_related("dossier__unit", "rule", "worker", "territory", "case", "report")
        found: Lead = rows.get(pk=lead.pk)
        return found


@pytest.fixture
def someone(office: Any, make_person: Any) -> Callable[..., Person]:
    """`someone(born, "child_disability")`: a person of the district, in a group."""

    def make(born: date, group: str = "", **fields: Any) -> Person:
        given = {"birth_date": born, "birth_precision": "exact", "territory": office["place"], **fields}
        person: Person = make_person(office["here"], **given)
        if group:
            with database.as_owner():
                GroupMembership.objects.create(
                    dossier=person.dossier, person=person, status=group, started_on=born, source="Arayış"
                )
        return person

    return make


def born(years: int, days: int = 0) -> date:
    """Somebody who is so many years old in so many days (or was, days ago)."""
    day = clock.today() + timedelta(days=days)
    return (
        day.replace(year=day.year - years)
        if (day.month, day.day) != (2, 29)
        else date(day.year - years, 2, 28)
    )


def at_home(person: Person, *others: Person) -> None:
    """They live in one household."""
    with database.as_owner():
        home = Household.objects.create()
        for one in (person, *others):
            HouseholdMember.objects.create(dossier=one.dossier, person=one, household=home, role="other")


@pytest.fixture
def lead(running: Any, someone: Any) -> Lead:
    """About a child with disability who turns 3 in ten days."""
    running("disability_three")
    someone(born(3, 10), "child_disability")
    [found] = a_night()
    return found


@pytest.fixture
def taken(lead: Lead, office: Any, acting_as: Any) -> Lead:
    """The same, taken by the worker."""
    with acting_as(office["worker"]) as by:
        take_lead(lead=lead, by=by)
    return again(lead)
