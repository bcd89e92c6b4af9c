"""Statuses of the sample country's people, some old, some run out, some without a decision: the registers stand on them,
and there is something to mend."""

from datetime import date, timedelta
from random import Random
from typing import Any

from himaya.access.gate import acting_as
from himaya.access.roles import Supervisor
from himaya.demo.country import Country
from himaya.demo.families import Families, Family
from himaya.kit import clock
from himaya.registry.actions import count_quality, end_status, record_care_fact, record_status
from himaya.registry.models import Person

# (ground, what is so of the mother, of the father)
WITHOUT_CARE = [
    ("rights_removed", "rights_removed", "rights_removed"),
    ("parents_died", "died", "died"),
    ("parents_imprisoned", "rights_restricted", "imprisoned"),
    ("refused", "consented", "unknown"),
    ("parents_missing", "missing", "rights_removed"),
]
PLACED = [
    ("kin", "nənəsinin ailəsi"),
    ("guardianship", "əmisinin ailəsi"),
    ("foster", "himayədar ailə"),
    ("childrens_home", "“Nümunə” uşaq evi"),
    ("shelter", ""),
]
UNSUPERVISED = [
    ("neglected", "no_supervision", "police"),
    ("homeless_minor", "no_home", "childrens_commission"),
    ("endangered", "out_of_school", "childrens_commission"),
]
DISABLED = ["physical", "sensory_hearing", "sensory_sight", "intellectual", "psychosocial", "multiple"]


class Teller:
    """Writes statuses as registrars do, each on the day on which it was told."""

    def __init__(self, country: Country, families: Families) -> None:
        self.country = country
        self.chance = Random(families.people)  # noqa: S311 - made-up people, not secrets
        self.today = clock.today()
        self.made = 0

    def tell(self, number: int, family: Family) -> None:
        """What the family's place in the row says."""
        by = self.country.staff[(family.unit.pk, Supervisor.code)][0]
        child, parent = family.children[0], family.parents[0]
        since = self._day(child)
        with clock.fixed(clock.at(since + timedelta(days=self.chance.randint(1, 20)), 11)), acting_as(by):
            if number % 9 == 0:
                self._without_care(child, since, by)
            elif number % 14 == 3:
                self._unsupervised(number, child, since, by)
            if number % 6 == 1:
                self._disabled(child, since, by)
            if number % 5 == 2:
                self._write(parent, by, status="low_income", started_on=since, source="DOST mərkəzi")
            if number % 11 == 4:
                for one in (*family.parents, child):
                    self._write(one, by, status="idp", started_on=since, source="Vəsiqə")

    def _day(self, child: Person) -> date:
        """Some day of the child's life, mostly of the last year."""
        longest = (self.today - (child.birth_date or self.today)).days - 30
        far = 1100 if self.chance.random() < 0.25 else 330
        return self.today - timedelta(days=max(25, self.chance.randint(25, max(26, min(far, longest)))))

    def _write(self, person: Person, by: Any, **said: Any) -> Any:
        self.made += 1
        return record_status(person=person, by=by, **said)

    def _without_care(self, child: Person, since: date, by: Any) -> None:
        ground, mother, father = self.chance.choice(WITHOUT_CARE)
        decided = {
            "decided_by": "court",
            "decision": f"№ {self.chance.randint(10, 900)}",
            "decided_on": since,
        }
        self._write(child, by, status="no_parental_care", ground=ground, started_on=since, source="Məhkəmə qərarı",
                    **(decided if self.chance.random() < 0.8 else {}))  # fmt: skip
        place, which = self.chance.choice(PLACED)
        facts = [("mother", mother, ""), ("father", father, ""), ("placement", place, which)]
        if self.chance.random() < 0.7:
            facts.append(("adoptability", self.chance.choice(["not_examined", "may_be", "may_not_be"]), ""))
        for aspect, code, detail in facts:
            record_care_fact(person=child, aspect=aspect, code=code, detail=detail, started_on=since,
                             source="Məhkəmə qərarı", by=by)  # fmt: skip

    def _unsupervised(self, number: int, child: Person, since: date, by: Any) -> None:
        status, ground, body = UNSUPERVISED[number % 3]
        kept = self._write(child, by, status=status, ground=ground, started_on=since, source="Komissiyanın qərarı",
                           decided_by=body, decided_on=since, decision=f"№ {self.chance.randint(1, 99)}")  # fmt: skip
        if self.chance.random() < 0.3:
            end_status(membership=kept, reason="back_home", by=by)

    def _disabled(self, child: Person, since: date, by: Any) -> None:
        until = since + timedelta(days=self.chance.choice([180, 365, 730]))
        self._write(child, by, status="child_disability", degree="child", nature=self.chance.choice(DISABLED),
                    started_on=since, valid_until=until, decided_by="disability_expertise",
                    decision=f"№ {self.chance.randint(100, 9999)}", decided_on=since, source="Arayış")  # fmt: skip


def make_statuses(country: Country, families: Families) -> int:
    """Statuses all over the country; counts how good the data is. Says how many statuses were written."""
    teller = Teller(country, families)
    for number, family in enumerate(families.all):
        teller.tell(number, family)
    count_quality()
    return teller.made
