"""Families of the sample country: made-up people, registered as a social worker would register them."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.db import connection

from himaya.access.gate import acting_as
from himaya.access.models import Unit, User
from himaya.access.roles import Supervisor
from himaya.demo.country import FIRST, Country
from himaya.demo.names import BOYS, FAMILY, GIRLS, MEN, family_name
from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.reference.models import Territory
from himaya.registry.actions import join_household, register_person, relate
from himaya.registry.models import Household, Person
from himaya.registry.rules import Details, NewPerson, Residence


@dataclass
class Family:
    """One household."""

    unit: Unit
    parents: list[Person] = field(default_factory=list)
    children: list[Person] = field(default_factory=list)


@dataclass
class Families:
    """All of them, and how many people they hold."""

    all: list[Family] = field(default_factory=list)
    people: int = 0


class Maker:
    """Makes one family after another."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self.chance: Random = country.chance
        self.today = clock.today()

    def family(self, unit: Unit, place: Territory, registrar: User) -> Family:
        """A mother, mostly a father, one to four children, now and then a grandmother."""
        chance, root = self.chance, self.chance.choice(FAMILY)
        made = Family(unit)
        father_name = chance.choice(MEN + BOYS)
        mother = self._person(
            chance.choice(FAMILY),
            chance.choice(GIRLS),
            chance.choice(MEN),
            "female",
            24,
            46,
            place,
            registrar,
        )
        home = join_household(person=mother, role="mother", by=registrar).household
        made.parents.append(mother)
        if chance.random() < 0.75:
            father = self._person(root, father_name, chance.choice(MEN), "male", 27, 52, place, registrar)
            join_household(person=father, role="father", household=home, by=registrar)
            made.parents.append(father)
        for _n in range(chance.choice([1, 1, 2, 2, 2, 3, 4])):
            self._child(made, root, father_name, place, home, registrar)
        if chance.random() < 0.2:
            granny = self._person(
                root, chance.choice(GIRLS), chance.choice(MEN), "female", 56, 79, place, registrar
            )
            join_household(person=granny, role="grandparent", household=home, by=registrar)
        return made

    def _child(
        self, made: Family, root: str, father_name: str, place: Territory, home: Household, registrar: User
    ) -> None:
        sex = self.chance.choice(["female", "male"])
        given = self.chance.choice(GIRLS if sex == "female" else BOYS)
        oldest = min(17, *(self._years(parent) - 19 for parent in made.parents))
        child = self._person(root, given, father_name, sex, 0, oldest, place, registrar)
        join_household(person=child, role="child", household=home, by=registrar)
        for parent in made.parents:
            relate(
                person=child,
                other=parent,
                kind="mother" if parent.sex == "female" else "father",
                by=registrar,
            )
        made.children.append(child)

    def _years(self, person: Person) -> int:
        return self.today.year - (person.birth_date or self.today).year

    def _person(
        self,
        root: str,
        given: str,
        father: str,
        sex: str,
        youngest: int,
        oldest: int,
        place: Territory,
        by: User,
    ) -> Person:
        days = self.chance.randint(youngest * 365 + 5, oldest * 365 + 300)
        born = BirthDate(self.today - timedelta(days=days))
        if self.chance.random() < 0.06:
            born = BirthDate.of_year(born.day.year - 1)
        details = Details(
            family_name=family_name(root, sex == "female"),
            given_name=given,
            fathers_name=father,
            sex=sex,
            born=born,
        )
        fin = (
            "".join(self.chance.choices("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", k=7))
            if self.chance.random() < 0.8
            else ""
        )
        phones = (f"+99450{self.chance.randint(2000000, 9999999)}",) if youngest > 20 else ()
        new = NewPerson(
            details=details, fin=fin, phones=phones, lives=Residence(territory=place), is_sample=True
        )
        return register_person(new=new, by=by, different="seen")


def know_the_tables() -> None:
    """Lets the planner see what this one long transaction has written, and sorts into the index of the search what
    waits beside it: nobody else will do either before the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "analyze registry_person, registry_name_word, registry_name_key, access_dossier, access_grant"
        )
        cursor.execute(
            "select gin_clean_pending_list(oid) from pg_class "
            "where relname = 'person_search_keys' and pg_has_role(relowner, 'usage')"
        )


def make_families(country: Country, *, people: int) -> Families:
    """Families all over the country, more of them in the districts shown first."""
    maker, made = Maker(country), Families()
    units = country.districts
    while made.people < people:
        unit = units[len(made.all) % 2] if maker.chance.random() < 0.35 else maker.chance.choice(units)
        place = unit.territories.order_by("pk").first()
        registrar = country.staff[(unit.pk, Supervisor.code)][0]
        with acting_as(registrar):
            family = maker.family(unit, place or Territory.objects.get(code=FIRST[0]), registrar)
        made.all.append(family)
        before, made.people = made.people, made.people + len(family.parents) + len(family.children)
        if made.people // 250 > before // 250:
            know_the_tables()
    know_the_tables()
    return made
