"""What a status asks for and who can have it."""

from datetime import date

import pytest

from himaya.kit.periods import BirthDate
from himaya.registry.statuses.rules import Claim, checks, may_be_fact, may_end, may_hold, may_name

TODAY = date(2026, 6, 1)
LISTS = {
    "grounds": {"parents_died": {}},
    "disability.degree": {"p61_80": {}},
    "disability.group": {"physical": {}},
    "care.aspect": {"mother": {"codes": "parent.standing"}},
    "parent.standing": {"died": {}},
}
NO_CARE = {"child": True, "grounds": "grounds"}
DISABLED = {"degrees": "disability.degree", "natures": "disability.group"}


def claim(**fields: object) -> Claim:
    return Claim(**{"status": "x", "started_on": date(2024, 1, 1), "source": "Qərar", **fields})  # type: ignore[arg-type]


def refused(what: Claim, asks: dict[str, object], born: BirthDate | None = None) -> list[str]:
    return [field for field, verdict in checks(what, asks, LISTS, born, TODAY) if not verdict]


def test_a_child_without_care_has_a_ground_from_its_list() -> None:
    assert refused(claim(ground="parents_died"), NO_CARE) == []
    assert refused(claim(ground="whim"), NO_CARE) == ["ground"]
    assert refused(claim(ground="parents_died"), {}) == ["ground"]
    assert refused(claim(), NO_CARE) == [], "what is not known yet may be missing; the register marks it"


def test_only_a_disability_has_degree_and_kind() -> None:
    assert refused(claim(degree="p61_80", nature="physical"), DISABLED) == []
    assert refused(claim(degree="p61_80", nature="physical"), NO_CARE) == ["degree", "nature"]
    assert refused(claim(degree="x", nature="y"), DISABLED) == ["degree", "nature"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"started_on": date(2026, 6, 2)}, ["started_on"]),
        ({"decided_on": date(2026, 6, 2)}, ["decided_on"]),
        ({"valid_until": date(2023, 12, 31)}, ["valid_until"]),
        ({"source": "  "}, ["source"]),
        ({"valid_until": date(2030, 1, 1), "decided_on": date(2024, 1, 1)}, []),
    ],
)
def test_days_and_the_source_are_looked_at(fields: dict[str, object], wrong: list[str]) -> None:
    assert refused(claim(**fields), {}) == wrong


def test_statuses_of_children_are_for_who_may_be_a_child() -> None:
    grown, child = BirthDate(date(2000, 1, 1)), BirthDate(date(2014, 1, 1))
    unsure = BirthDate.of_age(18, date(2024, 1, 1))
    assert not may_hold({"child": True}, grown, date(2024, 1, 1))
    assert may_hold({"child": True}, child, date(2024, 1, 1))
    assert may_hold({"child": True}, unsure, date(2024, 1, 1)), "in doubt a child is a child"
    assert may_hold({"child": True}, None, date(2024, 1, 1))
    assert not may_hold({"adult": True}, child, date(2024, 1, 1))
    assert may_hold({"adult": True}, grown, date(2024, 1, 1))
    assert may_hold({}, child, date(2024, 1, 1))
    assert refused(claim(), {"child": True}, grown) == ["started_on"]


def test_a_status_ends_between_its_first_day_and_today() -> None:
    assert may_end(date(2024, 1, 1), TODAY, TODAY)
    assert not may_end(date(2024, 1, 1), date(2026, 6, 2), TODAY)
    assert not may_end(date(2024, 1, 1), date(2023, 1, 1), TODAY)


def test_shelters_and_adopters_are_not_named() -> None:
    assert may_name({"unnamed": True}, " ")
    assert may_name({"family": True}, "Quliyevlər")
    assert not may_name({"unnamed": True}, "Quliyevlər")


def test_facts_of_the_central_register_follow_each_other() -> None:
    def may(aspect: str = "mother", code: str = "died", day: date = TODAY, since: date | None = None) -> bool:
        return bool(may_be_fact(aspect, code, day, since, LISTS, TODAY))

    assert may()
    assert may(since=date(2020, 1, 1))
    assert not may(aspect="cousin")
    assert not may(code="whim")
    assert not may(day=date(2026, 6, 2))
    assert not may(day=date(2019, 1, 1), since=date(2020, 1, 1))
