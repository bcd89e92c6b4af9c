"""Who is what to whom, and who lives with whom."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from himaya.access.actions import grant
from himaya.access.roles import NORMAL, SENSITIVE
from himaya.kit.errors import Refused
from himaya.kit.language import COOKIE
from himaya.registry.actions import (
    end_relation,
    join_household,
    leave_household,
    live_together,
    relate,
)
from himaya.registry.models import (
    Household,
    HouseholdMember,
    Person,
    Relationship,
)
from himaya.registry.queries import family_of, households_of
from tests.registry.people_cast import Make, english, today

__all__ = ["english", "today"]
pytestmark = pytest.mark.django_db


def test_a_relationship_is_written_both_ways_and_ends_both_ways(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    with acting_as(country["supervisor"]):
        tie = relate(person=child, other=mother, kind="mother", by=country["supervisor"])
        back = Relationship.objects.get(person=mother)
        assert (back.kind, back.pair, back.dossier) == ("child", tie.pair, mother.dossier)
        with pytest.raises(Refused, match="already"):
            relate(person=child, other=mother, kind="mother", by=country["supervisor"])
        with pytest.raises(Refused):
            relate(person=mother, other=child, kind="parent", by=country["supervisor"])
        end_relation(relationship=tie, by=country["supervisor"])
        assert not Relationship.objects.filter(ended_on__isnull=True).exists()


def test_a_suspicion_of_harm_is_read_only_in_the_child_s_file(
    country: Any, make_person: Make, acting_as: Any, as_owner: Any, today: Any
) -> None:
    child, man = make_person(), make_person("Quliyev Vaqif Rauf", "1980-01-01", sex="male", unit="there")
    with as_owner():
        for dossier in (child.dossier, man.dossier):
            grant(dossier=dossier, user=country["worker"], ground="case", source="case:1", by=None)
    with acting_as(country["worker"]):
        relate(person=child, other=man, kind="suspected_of_harm", by=country["worker"])
    with acting_as(country["worker"]):
        child.dossier.refresh_from_db()
        assert child.dossier.sensitivity == SENSITIVE
        assert [k.kind for k in family_of(child).ties] == ["suspected_of_harm"]
        assert family_of(child).ties[0].is_restricted
        assert [k.kind for k in family_of(man).ties] == ["harmed"]
    with acting_as(country["neighbour"]):
        assert family_of(man).ties == [], "the suspect's own unit reads nothing of it"


def test_a_second_suspect_is_kept_in_the_same_file_from_whichever_side_it_is_written(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child = make_person(sensitivity=SENSITIVE)
    man = make_person("Quliyev Vaqif Rauf", "1980-01-01", sex="male")
    with acting_as(country["supervisor"]) as by:
        tie = relate(person=man, other=child, kind="harmed", by=by)
        assert (tie.kind, tie.dossier) == ("harmed", child.dossier)
        assert Relationship.objects.get(person=child).kind == "suspected_of_harm"
        for dossier, sensitivity in ((child.dossier, SENSITIVE), (man.dossier, NORMAL)):
            dossier.refresh_from_db()
            assert dossier.sensitivity == sensitivity


def test_kin_one_may_not_see_are_masked_and_the_sealed_are_not_there(
    country: Any, make_person: Make, sealed: Person, acting_as: Any, as_owner: Any, today: Any
) -> None:
    child, aunt = make_person(), make_person("Quliyeva Aysel Rauf", "1990-01-01", unit="there")
    with as_owner():
        home = Household.objects.create()
        for person in (child, aunt, sealed):
            HouseholdMember.objects.create(
                dossier=person.dossier, household=home, person=person, role="other"
            )
        for other, kind, back in ((aunt, "aunt_uncle", "nephew_niece"), (sealed, "sibling", "sibling")):
            pair = uuid4()
            Relationship.objects.create(
                dossier=child.dossier, person=child, other=other, kind=kind, pair=pair
            )
            Relationship.objects.create(
                dossier=other.dossier, person=other, other=child, kind=back, pair=pair
            )
    with acting_as(country["supervisor"]):
        family = family_of(child)
        assert [(k.initials, k.is_masked, k.unit) for k in family.ties] == [("Q. A.", True, country["there"])]
        assert [k.public_id for k in family.home] == [aunt.public_id]
    with acting_as(country["neighbour"]):
        assert family_of(child).ties == []


def test_people_move_in_together_and_out(country: Any, make_person: Make, acting_as: Any, today: Any) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    with acting_as(country["supervisor"]):
        member = live_together(
            person=child, other=mother, role="child", other_role="mother", by=country["supervisor"]
        )
        assert households_of(mother) == [member.household]
        with pytest.raises(Refused, match="already"):
            join_household(person=child, role="child", household=member.household, by=country["supervisor"])
        assert family_of(child).home[0].person == mother
        leave_household(member=member, by=country["supervisor"])
        assert family_of(child).home == []


def test_nobody_moves_in_with_themselves_or_tomorrow_and_two_move_into_the_home_one_has(
    country: Any, make_person: Make, acting_as: Any, today: Any
) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel Kamran", "1990-01-01")
    with acting_as(country["supervisor"]) as by:
        with pytest.raises(Refused, match="still to come"):
            join_household(person=child, role="child", by=by, started_on=date(2026, 6, 2))
        with pytest.raises(Refused, match="another person"):
            live_together(person=child, other=child, role="child", by=by)
        assert not Household.objects.exists()
        home = join_household(person=mother, role="mother", by=by).household
        assert live_together(person=child, other=mother, role="child", by=by).household == home
        assert Household.objects.count() == 1


def test_a_child_lives_in_two_households_at_once_and_is_put_into_the_right_one(
    country: Any, make_person: Make, acting_as: Any, browser_of: Any, as_owner: Any
) -> None:
    girl, boy = make_person("Əliyeva Nigar"), make_person("Əliyev Orxan", sex="male")
    mother, father = (
        make_person("Əliyeva Leyla", "1988-01-01"),
        make_person("Əliyev Rauf", "1985-01-01", sex="male"),
    )
    with acting_as(country["chief"]) as by:
        for parent, role in ((mother, "mother"), (father, "father")):
            told = {"role": "child", "other_role": role, "home": "new", "started_on": date(2020, 1, 1)}
            live_together(person=girl, other=parent, by=by, **told)
        homes = family_of(girl).homes
        assert [[str(kin.person) for kin in home.others] for home in homes] == [
            ["Əliyeva Leyla"],
            ["Əliyev Rauf"],
        ]
        with pytest.raises(Refused, match="does not live in this household"):
            live_together(person=boy, other=girl, role="child", home="elsewhere", by=by)
    browser = browser_of(country["supervisor"])
    browser.cookies[COOKIE] = "en"
    join = reverse("people:household-join", args=[boy.public_id])
    asked = browser.get(f"{join}?person={girl.public_id}").content.decode()
    assert "Child; Əliyev Rauf (Father)" in asked
    assert "Another household, which begins with both" in asked
    typed = {"other": girl.public_id, "home": homes[1].member.household.public_id, "role": "sibling"}
    page = browser.post(join, typed, follow=True).content.decode()
    assert "Place in this household: Sibling" in page
    page = browser.get(girl.get_absolute_url()).content.decode()
    assert page.index("Household 1") < page.index("Household 2")
    with as_owner():
        assert {m.person_id for m in homes[1].member.household.members.all()} == {girl.pk, father.pk, boy.pk}
    alone = browser.get(f"{join}?person={make_person('Tək').public_id}").content.decode()
    assert "In which household" not in alone
