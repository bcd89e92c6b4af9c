"""Who may take a case over."""

from types import SimpleNamespace
from typing import Any

import pytest

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.transfers import rules


def person(pk: int, role: Any, unit: int, path: list[int] | None = None) -> Any:
    held = SimpleNamespace(role=role.code, unit_id=unit, unit=SimpleNamespace(pk=unit, path=path or [unit]))
    return SimpleNamespace(pk=pk, current_memberships=[held])


def unit(pk: int) -> Any:
    return SimpleNamespace(pk=pk, path=[1, pk])


def case(status: str = "implementing", worker: int | None = 7) -> Any:
    return SimpleNamespace(status=status, worker_id=worker, dossier=SimpleNamespace(unit_id=5))


@pytest.mark.parametrize(
    ("status", "to", "worker", "may"),
    [
        ("implementing", 6, None, True),
        ("screened_in", 6, None, True),
        ("assigned", 6, None, False),
        ("implementing", 6, person(9, SocialWorker, 6), False),
        ("implementing", 5, person(9, SocialWorker, 5), True),
        ("implementing", 5, person(7, SocialWorker, 5), False),
        ("implementing", 5, None, False),
        ("screened_in", 5, person(9, SocialWorker, 5), False),
        ("implementing", 5, person(9, SocialWorker, 6), False),
        ("implementing", 5, person(9, Supervisor, 5), False),
    ],
)
def test_a_case_goes_to_another_unit_as_a_whole_or_to_another_worker_here(
    status: str, to: int, worker: Any, may: bool
) -> None:
    assert bool(rules.may_offer(case(status), unit(to), worker)) is may


def test_the_receiving_side_is_the_named_worker_or_who_leads_the_receiving_unit() -> None:
    here: Any = SimpleNamespace(between_units=False, to_worker_id=9)
    assert rules.is_receiver(here, person(9, SocialWorker, 5))
    assert not rules.is_receiver(here, person(8, Supervisor, 5))
    there: Any = SimpleNamespace(between_units=True, to_unit=unit(6))
    assert rules.is_receiver(there, person(3, Supervisor, 6))
    assert rules.is_receiver(there, person(3, UnitManager, 1))
    assert not rules.is_receiver(there, person(3, Supervisor, 5))
    assert not rules.is_receiver(there, person(3, SocialWorker, 6))


def test_only_the_receiving_side_answers() -> None:
    here: Any = SimpleNamespace(between_units=False, to_worker_id=9)
    assert rules.receiver_answers(here, {})
    assert rules.receiver_answers(here, {"by": person(9, SocialWorker, 5)})
    assert not rules.receiver_answers(here, {"by": person(8, SocialWorker, 5)})


def test_a_case_at_work_never_lands_without_a_worker() -> None:
    at_work: Any = SimpleNamespace(case=case())
    waiting: Any = SimpleNamespace(case=case("screened_in"))
    assert not rules.worker_is_named(at_work, {})
    assert rules.worker_is_named(at_work, {"worker": 9})
    assert rules.worker_is_named(waiting, {})
