"""What may be written about people, one sentence a test. No database."""

from datetime import date
from typing import Any

import pytest

from himaya.kit.periods import BirthDate
from himaya.registry.consent.rules import counts_on, may_record
from himaya.registry.households import rules as households
from himaya.registry.households.rules import Side, inverse_of, is_restricted, may_relate
from himaya.registry.identifiers.rules import may_be_identifier, read_identifier
from himaya.registry.people.rules import Details, may_be_recorded
from himaya.registry.registration.rules import Purpose, may_register, read_purpose

TODAY = date(2026, 6, 1)


class Kind:
    def __init__(self, **attributes: Any) -> None:
        self.attributes = attributes


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The relationships these rules are tried on."""
    listed = {
        "mother": Kind(inverse="child"),
        "father": Kind(inverse="child"),
        "parent": Kind(inverse="child"),
        "child": Kind(inverse="parent"),
        "twin": Kind(inverse="twin"),
        "sibling": Kind(inverse="sibling"),
        "suspected_of_harm": Kind(inverse="harmed", restricts=True),
        "harmed": Kind(inverse="suspected_of_harm"),
    }
    monkeypatch.setattr(households, "codelist", lambda _key: listed)


@pytest.mark.parametrize(
    ("details", "may"),
    [
        (Details(family_name="Əliyeva"), True),
        (Details(given_name="Nigar"), True),
        (Details(), False),
        (Details(born=BirthDate.of_age(0, TODAY), sex="female"), True),
        (Details(born=BirthDate.of_age(0, TODAY)), False),
        (Details(family_name="A", born=BirthDate(date(2026, 6, 2))), False),
        (Details(family_name="A", born=BirthDate.of_year(2026)), True),
        (Details(family_name="A", born=BirthDate(date(1900, 1, 1))), False),
        (Details(family_name="A", life="asleep"), False),
        (Details(family_name="A", life="missing"), True),
        (Details(family_name="A", life="missing", died_on=date(2026, 5, 2)), False),
        (Details(family_name="A", died_on=date(2026, 6, 2)), False),
        (Details(family_name="A", born=BirthDate(date(2020, 1, 2)), died_on=date(2020, 1, 1)), False),
        (Details(family_name="A", born=BirthDate.of_year(2020), died_on=date(2020, 1, 1)), True),
    ],
)
def test_somebody_possible_is_recorded_and_nobody_else(details: Details, may: bool) -> None:
    assert bool(may_be_recorded(details, TODAY)) is may


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "may"),
    [
        ("fin", "5a o1bcd", "5A01BCD", True),
        ("fin", "5AI1BCD", "5AI1BCD", False),
        ("fin", "5A01BC", "5A01BC", False),
        ("fin", "5а01Вcd", "5A01BCD", True),
        ("id_card", "AA 1234567", "AA1234567", True),
        ("id_card", "AZE 12345678", "AZE12345678", True),
        ("id_card", "A 123", "A123", False),
        ("birth_certificate", "№ 123456", "123456", True),
        ("passport", "P", "P", False),
    ],
)
def test_identifiers_are_read_as_papers_print_them(kind: str, typed: str, stored: str, may: bool) -> None:
    assert read_identifier(kind, typed) == stored
    assert bool(may_be_identifier(kind, stored)) is may


def test_what_one_is_to_the_other_has_its_answer_the_other_way() -> None:
    assert inverse_of("mother") == "child"
    assert inverse_of("child", "female") == "mother"
    assert inverse_of("child", "male") == "father"
    assert inverse_of("child", "unknown") == "parent"
    assert is_restricted("suspected_of_harm")
    assert is_restricted("harmed")
    assert not is_restricted("sibling")


def side(pk: int, year: int | None = None, sex: str = "unknown") -> Side:
    return Side(pk, sex, BirthDate(date(year, 1, 1)) if year else None)


@pytest.mark.parametrize(
    ("person", "other", "kind", "pairs", "may"),
    [
        (side(1, 2014), side(2, 1990, "female"), "mother", (), True),
        (side(1, 2014), side(2, 1990, "male"), "mother", (), False),
        (side(1, 2014), side(2, 2010), "parent", (), False),
        (side(1, 1990), side(2, 2014), "child", (), True),
        (side(1, 2014), side(2, 1990), "child", (), False),
        (side(1), side(2), "parent", (), True),
        (side(1), side(1), "sibling", (), False),
        (side(1), side(2), "nobody", (), False),
        (side(1), side(2), "parent", ((2, 1),), False),
        (side(1), side(3), "parent", ((3, 2), (2, 1)), False),
        (side(1, 2014), side(2, 2014), "twin", (), True),
        (side(1, 2014), side(2, 2015), "twin", (), False),
        (side(1, 2014), side(2), "twin", (), True),
    ],
)
def test_nobody_is_what_they_cannot_be(
    person: Side, other: Side, kind: str, pairs: tuple[tuple[int, int], ...], may: bool
) -> None:
    assert bool(may_relate(person, other, kind, frozenset(pairs))) is may


def test_twins_may_be_born_on_either_side_of_midnight() -> None:
    late, early = Side(1, "male", BirthDate(date(2014, 3, 5))), Side(2, "male", BirthDate(date(2014, 3, 6)))
    assert may_relate(late, early, "twin", frozenset())


class Given:
    def __init__(self, on: date, until: date | None = None, withdrawn: date | None = None) -> None:
        self.given_on, self.valid_until, self.withdrawn_on = on, until, withdrawn


@pytest.mark.parametrize(
    ("consent", "counts"),
    [
        (Given(TODAY), True),
        (Given(date(2026, 6, 2)), False),
        (Given(date(2026, 1, 1), until=TODAY), True),
        (Given(date(2026, 1, 1), until=date(2026, 5, 31)), False),
        (Given(date(2026, 1, 1), withdrawn=TODAY), False),
        (Given(date(2026, 1, 1), withdrawn=date(2026, 6, 2)), True),
    ],
)
def test_a_consent_counts_from_its_day_until_it_runs_out_or_is_withdrawn(
    consent: Given, counts: bool
) -> None:
    assert bool(counts_on(consent, TODAY)) is counts


@pytest.mark.parametrize(
    ("given", "may"),
    [
        ({"ground": "consent", "form": "spoken", "given_by": "self", "giver_name": ""}, True),
        ({"ground": "consent", "form": "spoken", "given_by": "parent", "giver_name": "Ana"}, True),
        ({"ground": "consent", "form": "spoken", "given_by": "parent", "giver_name": " "}, False),
        ({"ground": "consent", "form": "", "given_by": "self", "giver_name": ""}, False),
        ({"ground": "court", "form": "", "given_by": "", "giver_name": ""}, True),
        ({"ground": "court", "form": "spoken", "given_by": "self", "giver_name": ""}, False),
    ],
)
def test_a_consent_says_how_and_by_whom_and_a_ground_stands_alone(given: dict[str, str], may: bool) -> None:
    assert bool(may_record(**given)) is may


@pytest.mark.parametrize(
    ("likely", "shown", "different", "may"),
    [
        ([], None, "", True),
        (["a"], None, "", False),
        (["a"], None, "twin", True),
        (["a"], frozenset(), "twin", False),
        (["a"], frozenset({"a"}), "", False),
        (["a"], frozenset({"a", "b"}), "twin", True),
        (["a", "c"], frozenset({"a", "b"}), "twin", False),
    ],
)
def test_nobody_is_registered_beside_someone_alike_unseen(
    likely: list[str], shown: frozenset[str] | None, different: str, may: bool
) -> None:
    assert bool(may_register(likely, shown=shown, different=different)) is may


def test_a_purpose_cannot_be_made_up_or_bent() -> None:
    purpose = Purpose(7, "case:1", "/cases/x/child/", "Register the child")
    assert read_purpose(purpose.token) == purpose
    assert read_purpose(purpose.token[:-1] + ("a" if purpose.token[-1] != "a" else "b")) is None
    assert read_purpose("") is None
    assert read_purpose("made-up") is None
