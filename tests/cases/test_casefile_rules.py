"""What must be true of a case before it moves: a sentence a test."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from himaya.cases.casefile import rules
from himaya.cases.models import CaseMember
from himaya.kit import clock
from himaya.reference.norms.rules import NormValue


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Norms and codes without a database; the reasons in English."""
    lengths = {"closure.stability": NormValue("closure.stability", 3, "months")}
    lengths["closure.lost_tries"] = NormValue("closure.lost_tries", 3, "count")
    monkeypatch.setattr(rules, "norm", lambda key, **words: lengths[key])
    asks = {"goals_met": {"needs_stability": True}, "lost": {"needs_attempts": True}}
    monkeypatch.setattr(
        rules, "code_item", lambda key, code: SimpleNamespace(attributes=asks.get(code, {})) if code else None
    )
    monkeypatch.setattr("himaya.reference.calendar.rules.changes", dict)
    with translation.override("en"), clock.fixed("2026-06-15"):
        yield


class Rows(list[Any]):
    """Stands for related rows."""

    def filter(self, **wanted: Any) -> "Rows":
        return self

    def exclude(self, *, pk: Any) -> "Rows":
        return Rows(row for row in self if row != pk)

    def exists(self) -> bool:
        return bool(self)

    def count(self) -> int:
        return len(self)

    def values_list(self, *names: str, **words: Any) -> list[Any]:
        return list(self)


def case(**facts: Any) -> Any:
    usual = {
        "status": "implementing",
        "risk": "high",
        "worker": "İşçi",
        "worker_id": 7,
        "closure_reason": "moved",
        "closure_answers": None,
        "closure_by_id": None,
        "stable_since": None,
        "last_seen_at": None,
        "territory": None,
        "members": Rows(),
        "visits": Rows(),
    }
    return SimpleNamespace(**{**usual, **facts})


@pytest.mark.parametrize(
    ("status", "open_"), [("screened_in", True), ("closing", True), ("closed", False), ("merged", False)]
)
def test_only_an_open_case_is_written_in(status: str, open_: bool) -> None:
    assert rules.is_open(case(status=status)) is open_
    assert bool(rules.may_write(case(status=status))) is open_


def test_nobody_away_is_given_a_case() -> None:
    assert rules.worker_is_here(case(), {})
    verdict = rules.worker_is_here(case(), {"away_until": date(2026, 6, 20)})
    assert str(verdict.reason) == "İşçi is away until 20.06.2026."


@pytest.mark.parametrize(
    ("load", "limit", "risk", "room"),
    [(24, 25, "high", True), (25, 25, "high", False), (99, 25, "critical", True), (5, None, "low", True)],
)
def test_the_caseload_limit_holds_save_for_critical_risk(
    load: int, limit: int | None, risk: str, room: bool
) -> None:
    assert bool(rules.worker_has_room(case(risk=risk), {"load": load, "limit": limit, "words": "x"})) is room


def test_only_the_worker_who_was_asked_answers() -> None:
    assert rules.worker_was_asked(case(), {})
    assert rules.worker_was_asked(case(), {"by": 7})
    assert not rules.worker_was_asked(case(), {"by": 8})


def test_a_case_is_registered_when_it_names_its_child() -> None:
    assert not rules.subject_is_registered(case(), {})
    assert rules.subject_is_registered(case(members=Rows(["child"])), {})


@pytest.mark.parametrize(
    ("is_child", "role", "already", "may"),
    [
        (True, "child", [], True),
        (None, "child", [], True),
        (False, "child", [], False),
        (False, "mother", [], True),
        (True, "child", ["perpetrator"], False),
        (True, "perpetrator", ["sibling"], False),
        (False, "perpetrator", ["father"], True),
        (False, "mother", ["perpetrator"], True),
    ],
)
def test_the_child_of_a_case_is_a_child_and_never_its_perpetrator(
    is_child: bool | None, role: str, already: list[str], may: bool
) -> None:
    person: Any = SimpleNamespace(is_child=is_child)
    assert bool(rules.may_be_member(case(members=Rows(already)), person, role)) is may


@pytest.mark.parametrize(
    ("status", "role", "children", "may"),
    [
        ("screened_in", "child", [1], True),
        ("accepted", "child", [1], True),
        ("registered", "child", [1], False),
        ("implementing", "child", [1], False),
        ("implementing", "child", [1, 2], True),
        ("implementing", "child", [2], True),
        ("implementing", "mother", [2], True),
    ],
)
def test_a_registered_case_keeps_a_child(status: str, role: str, children: list[int], may: bool) -> None:
    member: Any = SimpleNamespace(pk=1, role=role)
    assert bool(rules.may_leave(case(status=status, members=Rows(children)), member)) is may


def test_who_proposed_a_closure_does_not_approve_it() -> None:
    assert rules.another_decides(case(closure_by_id=3), {})
    assert rules.another_decides(case(closure_by_id=3), {"by": 4})
    assert not rules.another_decides(case(closure_by_id=3), {"by": 3})


@pytest.mark.parametrize(
    ("since", "sound"), [(None, False), (date(2026, 3, 15), True), (date(2026, 3, 16), False)]
)
def test_goals_met_needs_three_months_of_safety(since: date | None, sound: bool) -> None:
    verdict = rules.closing_is_sound(case(closure_reason="goals_met", stable_since=since), {})
    assert bool(verdict) is sound


@pytest.mark.parametrize(("tries", "sound"), [(0, False), (2, False), (3, True)])
@pytest.mark.parametrize("last_seen", [None, "2026-01-01"])
def test_lost_needs_three_attempts(tries: int, sound: bool, last_seen: Any) -> None:
    lost = case(closure_reason="lost", visits=Rows(range(tries)), last_seen_at=last_seen)
    assert bool(rules.closing_is_sound(lost, {})) is sound


@pytest.mark.parametrize("reason", ["moved", "unheard-of", ""])
def test_other_reasons_ask_for_nothing_more(reason: str) -> None:
    assert rules.closing_is_sound(case(closure_reason=reason), {})


def test_the_family_s_word_belongs_to_the_closure() -> None:
    begun, sealed = (SimpleNamespace(is_submitted=done, answers={}) for done in (False, True))
    assert not rules.feedback_is_given(case(), {})
    assert not rules.feedback_is_given(case(closure_answers=begun), {})
    assert rules.feedback_is_given(case(closure_answers=sealed), {})


@pytest.mark.parametrize(
    ("reason", "said", "allowed"),
    [
        ("goals_met", "yes", True),
        ("goals_met", "no", False),
        ("goals_met", "unknown", False),
        ("moved_abroad", "no", True),
        ("", "no", True),
    ],
)
def test_goals_are_not_met_while_it_is_answered_that_the_child_is_not_safe(
    reason: str, said: str, allowed: bool, monkeypatch: Any
) -> None:
    asks = {"goals_met": {"needs_stability": True}}
    monkeypatch.setattr(
        rules, "code_item", lambda _list, code: SimpleNamespace(attributes=asks.get(code, {}))
    )
    answers = SimpleNamespace(is_submitted=True, answers={"safe_now": said})
    assert bool(rules.child_is_said_safe(case(closure_reason=reason, closure_answers=answers), {})) is allowed


def test_a_possible_perpetrator_is_restricted() -> None:
    assert CaseMember(role="perpetrator").is_restricted
    assert not CaseMember(role="mother").is_restricted
