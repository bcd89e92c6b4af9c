"""Records of the sample country that may be one person: for the adjudicators to look at."""

from datetime import date
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.models import User
from himaya.access.roles import Adjudicator, Supervisor
from himaya.demo.country import Country
from himaya.demo.families import Families, Family
from himaya.registry.actions import add_former_name, judge_pair, raise_pair, receive, register_person, relate
from himaya.registry.models import Person, Source
from himaya.registry.rules import Details, NewPerson, Residence

# What people write who have no Azerbaijani letters.
_BARE = str.maketrans("əƏıİöÖğĞüÜşŞçÇ", "aAiIoOgGuUsScC")


def make_doubles(country: Country, families: Families) -> int:
    """A child registered again in another district, twins, a record joined already, and a name that the civil
    register tells differently; says how many records were added."""
    here = [f for f in families.all if f.children and f.unit.pk == country.districts[0].pk]
    waiting, twins, joined = here[0], here[1], here[-1]
    judge = country.staff[(country.nation.pk, Adjudicator.code)][0]
    twice = [(family.children[0], _again(country, family)) for family in (waiting, joined)]
    with_twin = (twins.children[0], _twin(country, twins))
    with acting_as(judge):
        pairs = [raise_pair(one=a.public_id, other=b.public_id, by=judge) for a, b in [*twice, with_twin]]
        done = pairs[1]
        if done and not done.risks:
            judge_pair(pair=done, verdict="same", reason="seen", words="Eyni uşaqdır.", by=judge)
    with acting_as(_registrar(country, twins)) as by:
        child = twins.children[0]
        receive(
            source=Source.objects.get(code="civil_register"),
            key=f"numune-{child.public_id}",
            facts={"given_name": f"{child.given_name}xan", "family_name": child.family_name},
            person=child,
            by=by,
        )
        _married(twins, by)
    return len(pairs)


def _married(family: Family, by: User) -> None:
    """The mother bore her father's name before she married."""
    for mother in family.parents:
        if mother.sex != Person.FEMALE or mother.birth_date is None:
            continue
        day = date(mother.birth_date.year + 20, 6, 1)
        told: Any = {"kind": "marriage", "ended_on": day, "source": "Nikah haqqında şəhadətnamə"}
        add_former_name(person=mother, name="Sultanzadə", by=by, **told)


def _registrar(country: Country, family: Family) -> User:
    return country.staff[(family.unit.pk, Supervisor.code)][0]


def _again(country: Country, family: Family) -> Person:
    """The family's first child, entered once more elsewhere by somebody without Azerbaijani letters."""
    child, by = family.children[0], country.staff[(country.districts[1].pk, Supervisor.code)][0]
    details = Details(
        family_name=child.family_name.translate(_BARE),
        given_name=child.given_name.translate(_BARE),
        fathers_name=child.fathers_name.translate(_BARE),
        sex=child.sex,
        born=child.born,
    )
    return _register(details, child, by)


def _twin(country: Country, family: Family) -> Person:
    """A twin of the family's first child, written as such."""
    child, by = family.children[0], _registrar(country, family)
    given = "Ləman" if child.sex == "female" else "Ləzif"
    details = Details(
        child.family_name, given, child.fathers_name, child.sex, child.born, multiple_birth=True
    )
    twin = _register(details, child, by)
    with acting_as(by):
        relate(person=child, other=twin, kind="twin", by=by)
    return twin


def _register(details: Details, child: Person, by: User) -> Person:
    new = NewPerson(details=details, lives=Residence(territory=child.territory), is_sample=True)
    with acting_as(by):
        return register_person(new=new, by=by, different="seen")
