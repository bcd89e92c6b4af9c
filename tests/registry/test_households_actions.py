"""Who is who to whom: told from both sides, without circles, for a time and for a reason; by rule and by the database."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.periods import BirthDate
from himaya.registry.actions import (
    correct_person,
    end_relation,
    join_household,
    leave_household,
    live_together,
    relate,
)
from himaya.registry.households.rules import Side, may_be_born, may_end, may_live
from himaya.registry.models import Household, HouseholdMember, Person, Relationship
from himaya.registry.queries import family_of
from himaya.registry.rules import Details

pytestmark = pytest.mark.django_db
Make = Callable[..., Person]
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.fixed("2026-06-01T10:00"), translation.override("en"):
        yield


@pytest.fixture
def by(country: dict[str, Any]) -> Any:
    return country["supervisor"]


def both(one: Person, other: Person, kind: str, back: str, **more: Any) -> Relationship:
    """Two sides written past the action."""
    pair = uuid4()
    first = Relationship.objects.create(
        dossier=one.dossier, person=one, other=other, kind=kind, pair=pair, **more
    )
    Relationship.objects.create(dossier=other.dossier, person=other, other=one, kind=back, pair=pair, **more)
    return first


def settle_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def refused_when_settled(why: str) -> None:
    """The database refuses what stands now, and all of it goes."""
    with pytest.raises(IntegrityError, match=why), transaction.atomic():
        settle_constraints()
    transaction.set_rollback(True)


# --- rules --------------------------------------------------------------------------------------------


def test_nothing_ends_before_it_began_or_tomorrow() -> None:
    assert may_end(None, None, TODAY)
    assert may_end(date(2020, 1, 1), TODAY, TODAY)
    assert not may_end(None, date(2026, 6, 2), TODAY)
    assert not may_end(date(2020, 1, 1), date(2019, 1, 1), TODAY)


def test_one_lives_once_at_a_time_in_one_household() -> None:
    year = date(2020, 1, 1), date(2021, 1, 1)
    assert may_live(date(2021, 1, 1), None, [year], TODAY)
    assert not may_live(date(2020, 6, 1), None, [year], TODAY)
    assert not may_live(None, None, [(None, None)], TODAY)
    assert not may_live(date(2026, 6, 2), None, [], TODAY)
    assert not may_live(None, date(2026, 6, 2), [], TODAY)
    assert not may_live(date(2021, 1, 1), date(2020, 1, 1), [], TODAY)


def test_a_birth_fits_parents_and_children() -> None:
    me = Side(1, born=BirthDate(date(1990, 1, 1)))
    old, young = Side(2, born=BirthDate(date(1960, 1, 1))), Side(3, born=BirthDate(date(1995, 1, 1)))
    assert may_be_born(me, [old], [])
    assert may_be_born(me, [Side(4)], [])
    assert not may_be_born(me, [young], [])
    assert not may_be_born(me, [], [young])


# --- both sides ---------------------------------------------------------------------------------------


def test_a_relation_told_from_one_side_is_refused_by_the_database(make_person: Make, as_owner: Any) -> None:
    one, other = make_person(), make_person("Əliyeva Aysel", "1990-01-01")
    with as_owner(), transaction.atomic():
        Relationship.objects.create(dossier=one.dossier, person=one, other=other, kind="mother")
        refused_when_settled("without its reciprocal")


@pytest.mark.parametrize(
    ("kind", "back"),
    [
        ("mother", "child"),
        ("parent", "child"),
        ("child", "father"),
        ("sibling", "sibling"),
        ("guardian", "ward"),
    ],
)
def test_both_sides_of_the_inverse_kind_stand(kind: str, back: str, make_person: Make, as_owner: Any) -> None:
    with as_owner():
        both(make_person("Birinci Ad", "1990-01-01"), make_person("İkinci Ad", "1990-01-01"), kind, back)
        settle_constraints()
        assert Relationship.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "back"), [("mother", "sibling"), ("ward", "foster_parent"), ("guardian", "child")]
)
def test_sides_that_do_not_answer_each_other_are_refused(
    kind: str, back: str, make_person: Make, as_owner: Any
) -> None:
    one, other = make_person("Birinci Ad", "1990-01-01"), make_person("İkinci Ad", "1990-01-01")
    with as_owner(), transaction.atomic():
        both(one, other, kind, back)
        refused_when_settled("without its reciprocal")


def test_one_side_cannot_end_alone(make_person: Make, as_owner: Any, by: Any, acting_as: Any) -> None:
    child, mother = make_person(), make_person("Əliyeva Aysel", "1990-01-01")
    with acting_as(by):
        tie = relate(person=child, other=mother, kind="mother", by=by)
    with as_owner(), transaction.atomic():
        Relationship.objects.filter(pk=tie.pk).update(ended_on=TODAY)
        refused_when_settled("without its reciprocal")


# --- circles ------------------------------------------------------------------------------------------


def test_nobody_becomes_their_own_ancestor(make_person: Make, by: Any, acting_as: Any) -> None:
    one, two, three = (make_person(f"{n} Ad", None) for n in ("Bir", "İki", "Üç"))
    with acting_as(by):
        relate(person=one, other=two, kind="parent", by=by)
        relate(person=two, other=three, kind="parent", by=by)
        with pytest.raises(Refused, match="own ancestor"):
            relate(person=three, other=one, kind="parent", by=by)
        with pytest.raises(Refused, match="own ancestor"):
            relate(person=one, other=three, kind="child", by=by)


def test_a_circle_that_closes_in_another_district_is_refused_by_the_database(
    make_person: Make, by: Any, acting_as: Any, as_owner: Any
) -> None:
    mine, shared, hidden = (
        make_person("Bir Ad", None),
        make_person("İki Ad", None),
        make_person("Üç Ad", None, unit="there"),
    )
    with as_owner():
        both(hidden, mine, "parent", "child")
        both(shared, hidden, "parent", "child")
    with acting_as(by), pytest.raises(Refused, match="own ancestor"):
        relate(person=mine, other=shared, kind="parent", by=by)
    with as_owner():
        assert Relationship.objects.count() == 4, "nothing of the refused one is kept"


@pytest.mark.parametrize(("kind", "back"), [("mother", "child"), ("child", "parent")])
def test_the_database_refuses_circles_whoever_writes(
    kind: str, back: str, make_person: Make, as_owner: Any
) -> None:
    one, two = make_person("Bir Ad", None), make_person("İki Ad", None)
    with as_owner():
        both(one, two, kind, back)
        with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
            both(two, one, kind, back)
        ended = both(two, one, kind, back, ended_on=TODAY)
        with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
            Relationship.objects.filter(pk=ended.pk).update(ended_on=None)


# --- ages ---------------------------------------------------------------------------------------------


def test_a_birth_date_that_makes_a_child_older_than_the_mother_is_refused_with_the_reason(
    make_person: Make, by: Any, acting_as: Any
) -> None:
    child, mother, friend = make_person(), make_person("Əliyeva Aysel", "1990-01-01"), make_person("Dost Ad")
    with acting_as(by):
        relate(person=child, other=mother, kind="mother", by=by)
        relate(person=child, other=friend, kind="cousin", by=by)
        for person, born in ((child, date(1985, 1, 1)), (mother, date(2010, 1, 1))):
            details = Details(family_name="Əliyeva", sex="female", born=BirthDate(born))
            with pytest.raises(Refused, match="older than the child") as refused:
                correct_person(person=person, details=details, by=by)
            assert refused.value.field == "born"
        correct_person(person=child, details=Details(family_name="Əliyeva", sex="female"), by=by)
        correct_person(
            person=child, details=Details(family_name="Əliyeva", born=BirthDate(date(2013, 1, 1))), by=by
        )


def test_what_was_written_by_mistake_holds_nobody_back(make_person: Make, by: Any, acting_as: Any) -> None:
    child, other = make_person(), make_person("Əliyeva Aysel", "1990-01-01")
    with acting_as(by):
        tie = relate(person=child, other=other, kind="mother", by=by)
        end_relation(relationship=tie, by=by, reason="mistake")
        correct_person(
            person=other, details=Details(family_name="Əliyeva", born=BirthDate(date(2012, 1, 1))), by=by
        )
        assert family_of(child).ties == [], "and is told no more"


# --- ends ---------------------------------------------------------------------------------------------


def test_a_marriage_ends_on_its_day_with_its_reason_on_both_sides(
    make_person: Make, by: Any, acting_as: Any, as_owner: Any
) -> None:
    she, he = make_person("Əliyeva Aysel", "1990-01-01"), make_person("Əliyev Rauf", "1985-01-01", sex="male")
    with acting_as(by):
        tie = relate(person=she, other=he, kind="spouse", by=by, started_on=date(2012, 1, 1))
        for wrong in ({"on": date(2011, 1, 1)}, {"on": date(2027, 1, 1)}, {"reason": "whim"}):
            with pytest.raises(Refused):
                end_relation(relationship=tie, by=by, **wrong)
        end_relation(relationship=tie, by=by, on=date(2020, 5, 1), reason="divorced")
        end_relation(relationship=tie, by=by, reason="over")
    with as_owner():
        assert set(Relationship.objects.values_list("ended_on", "end_reason")) == {
            (date(2020, 5, 1), "divorced")
        }
        settle_constraints()


def test_the_same_relation_twice_at_the_same_moment_is_one(
    make_person: Make, by: Any, acting_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = make_person(), make_person("Quliyeva Nərmin")
    with acting_as(by):
        relate(person=one, other=other, kind="cousin", by=by)
        with pytest.raises(Refused, match="already written"):
            relate(person=one, other=other, kind="cousin", by=by)
        from himaya.registry.households import actions

        monkeypatch.setattr(actions.Relationship.objects, "filter", lambda **_kw: Relationship.objects.none())
        with pytest.raises(Refused, match="already written"):
            relate(person=one, other=other, kind="cousin", by=by)


# --- households ---------------------------------------------------------------------------------------


def test_a_child_lives_with_the_grandmother_for_a_time_and_again_later(
    make_person: Make, by: Any, acting_as: Any
) -> None:
    child, granny = make_person(), make_person("Əliyeva Sona", "1955-01-01")
    with acting_as(by):
        first = live_together(
            person=child, other=granny, role="child", other_role="grandparent", by=by,
            started_on=date(2017, 1, 1), ended_on=date(2019, 6, 1),
        )  # fmt: skip
        again = join_household(
            person=child, role="child", household=first.household, by=by, started_on=date(2021, 1, 1)
        )
        with pytest.raises(Refused, match="already lives"):
            join_household(
                person=child, role="child", household=first.household, by=by, started_on=date(2018, 1, 1)
            )
        for wrong in (date(2020, 1, 1), date(2027, 1, 1)):
            with pytest.raises(Refused):
                leave_household(member=again, by=by, on=wrong)
        leave_household(member=again, by=by, on=date(2023, 1, 1))
        leave_household(member=again, by=by)
        assert again.ended_on == date(2023, 1, 1), "who left before keeps that day"
        assert Household.objects.count() == 1
        assert HouseholdMember.objects.filter(person=child).count() == 2
