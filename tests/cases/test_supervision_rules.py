"""Who holds a session, who adds to it, and until when the next is due."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.supervision import rules
from himaya.kit import clock

A, B, C = (SimpleNamespace(pk=pk) for pk in (1, 2, 3))
SESSION = SimpleNamespace(worker_id=1, held_by_id=2, status="held")


def test_nobody_supervises_themselves() -> None:
    assert rules.may_hold(A, B)
    assert not rules.may_hold(A, A)


def test_only_the_two_who_talked_read_and_add() -> None:
    assert rules.is_of_the_two(SESSION, A)
    assert rules.is_of_the_two(SESSION, B)
    assert not rules.is_of_the_two(SESSION, C)


def test_only_the_worker_confirms() -> None:
    assert rules.is_the_worker(SESSION, A)
    assert not rules.is_the_worker(SESSION, B)


def test_only_who_held_it_writes_what_was_agreed_and_only_before_the_worker_confirms() -> None:
    assert rules.is_the_holder(SESSION, B)
    assert not rules.is_the_holder(SESSION, A)
    assert not rules.is_the_holder(SimpleNamespace(worker_id=1, held_by_id=2, status="read"), B)


def test_a_session_is_written_down_once_it_was_held_and_a_task_has_a_day_to_come() -> None:
    now = clock.now()
    assert rules.is_past(now)
    assert not rules.is_past(now + timedelta(hours=1))
    assert rules.is_to_come(clock.today())
    assert not rules.is_to_come(clock.today() - timedelta(days=1))


@pytest.mark.django_db
def test_the_next_session_is_agreed_for_a_day_before_it_is_due() -> None:
    now = clock.now()
    last = clock.local(rules.due_at(now)).date()
    assert rules.is_soon_enough(None, now)
    assert rules.is_soon_enough(last, now)
    assert not rules.is_soon_enough(last + timedelta(days=1), now)
    assert not rules.is_soon_enough(clock.today() - timedelta(days=1), now)


def test_only_cases_of_the_worker_are_spoken_of() -> None:
    assert rules.is_theirs(SimpleNamespace(worker_id=1), SESSION)
    assert not rules.is_theirs(SimpleNamespace(worker_id=3), SESSION)


def test_what_was_agreed_is_finished_once_by_whose_task_it_is_or_who_works_the_case_or_leads() -> None:
    def point(**facts: Any) -> Any:
        return SimpleNamespace(done_at=None, owner_id=1, case=SimpleNamespace(worker_id=2), **facts)

    assert rules.may_finish(point(), A, leads=False)
    assert rules.may_finish(point(), B, leads=False)
    assert not rules.may_finish(point(), C, leads=False)
    assert rules.may_finish(point(), C, leads=True)
    done = SimpleNamespace(done_at=clock.now())
    assert not rules.may_finish(done, A, leads=True)


def test_who_moved_is_owed_a_session_where_they_serve_now_and_who_left_none() -> None:
    gone, owed = rules.where_now({1: 10, 2: 10, 3: 10}, {1: 10, 2: 11, 4: 10})
    assert gone == {2, 3}
    assert owed == {2, 4}
