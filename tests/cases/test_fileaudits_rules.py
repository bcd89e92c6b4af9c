"""The checklist, the lot, who may look through a file, and what its records answer by themselves."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from himaya.cases.fileaudits import rules
from himaya.cases.fileaudits.rules import Checklist, Found, Kept, Said
from himaya.kit import clock
from himaya.reference.queries import CodeItem

SCALE = [
    CodeItem(code, (code, code, code), attributes={} if points is None else {"points": points})
    for code, points in (("met", 2), ("partly", 1), ("not_met", 0), ("na", None))
]
ALONE = CodeItem("alone", ("Təklikdə",) * 3, attributes={"weight": 3}, source="x")
PLAIN = CodeItem("plain", ("Sadə",) * 3)
LIST = Checklist([ALONE, PLAIN], SCALE)
A, B = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


def test_questions_count_by_their_weight_and_what_does_not_apply_not_at_all() -> None:
    assert rules.percent_of({"alone": Said("met"), "plain": Said("not_met")}, LIST) == 75
    assert rules.percent_of({"alone": Said("na"), "plain": Said("partly")}, LIST) == 50
    assert rules.percent_of({"alone": Said("na"), "plain": Said("na")}, LIST) is None
    assert LIST.sources == ["x"]


def test_every_question_is_answered_and_what_is_lacking_or_overruled_has_a_reason() -> None:
    known = Found("met", "görülüb")
    assert not rules.is_answered(ALONE, None, None, LIST)
    assert not rules.is_answered(ALONE, Said("?"), None, LIST)
    assert rules.is_answered(ALONE, Said("met"), known, LIST)
    assert not rules.is_answered(ALONE, Said("na"), known, LIST)
    assert not rules.is_answered(ALONE, Said("partly"), Found("partly", ""), LIST)
    assert rules.is_answered(ALONE, Said("not_met", "yoxdur"), known, LIST)
    assert rules.is_answered(ALONE, Said("na"), None, LIST)


def test_what_is_to_be_put_right_has_a_day_to_come() -> None:
    today = clock.today()
    assert rules.has_a_day([Said("met")], None)
    assert not rules.has_a_day([Said("partly", mend="x")], None)
    assert not rules.has_a_day([Said("partly", mend="x")], today - timedelta(days=1))
    assert rules.has_a_day([Said("partly", mend="x")], today)


def test_the_lot_is_the_same_for_the_same_seed_whatever_the_order() -> None:
    among = [f"case{n}" for n in range(40)]
    first = rules.drawn("seed", among, 5)
    assert first == rules.drawn("seed", reversed(among), 5)
    assert len(set(first)) == 5
    assert first != rules.drawn("another", among, 5)


def test_a_share_is_taken_and_at_least_so_many_and_never_more_than_there_are() -> None:
    assert rules.how_many(100, 2, 5) == 5
    assert rules.how_many(101, 2, 5) == 6
    assert rules.how_many(10, 2, 5) == 2
    assert rules.how_many(1, 2, 5) == 1


def test_nobody_looks_through_a_file_they_work_supervise_or_took_part_in() -> None:
    def of(**facts: Any) -> Any:
        return rules.is_independent(A, **{"worker": 9, "supervisors": {8}, "part": {7}, **facts})

    assert of()
    assert not of(worker=1)
    assert not of(supervisors={1})
    assert not of(part={1})


def test_a_file_has_a_worker_and_is_looked_through_once_at_a_time() -> None:
    assert rules.may_be_audited(SimpleNamespace(worker_id=1), under_audit=False)
    assert not rules.may_be_audited(SimpleNamespace(worker_id=1), under_audit=True)
    assert not rules.may_be_audited(SimpleNamespace(worker_id=None), under_audit=False)


def test_each_does_their_own_part() -> None:
    audit = SimpleNamespace(auditor_id=1, worker_id=2, case=SimpleNamespace(worker_id=2))
    assert rules.is_the_auditor(audit, A)
    assert not rules.is_the_auditor(audit, B)
    assert rules.may_answer(audit, B, leads=False)
    assert not rules.may_answer(audit, A, leads=True)
    left = SimpleNamespace(worker_id=2, case=SimpleNamespace(worker_id=None))
    assert rules.may_answer(left, A, leads=True)
    assert not rules.may_answer(left, A, leads=False)
    now = clock.now()
    mend = SimpleNamespace(audit=audit, done_at=None, checked_at=None, done_by_id=None)
    assert rules.may_mend(mend, B, leads=False)
    assert not rules.may_mend(mend, A, leads=False)
    assert rules.may_mend(mend, A, leads=True)
    assert not rules.may_check(mend, A)
    done = SimpleNamespace(audit=audit, done_at=now, checked_at=None, done_by_id=2)
    assert not rules.may_mend(done, B, leads=False)
    assert rules.may_check(done, A)
    assert not rules.may_check(done, B)
    assert not rules.may_check(SimpleNamespace(done_at=now, checked_at=now), A)


def test_deadlines_kept_late_running_or_none() -> None:
    now, day = clock.now(), timedelta(days=1)
    assert rules.by_deadlines([], now) == "na"
    assert rules.by_deadlines([Kept("running", now + day)], now) == "na"
    assert rules.by_deadlines([Kept("cancelled", now - day, now)], now) == "na"
    assert rules.by_deadlines([Kept("met", now, now - day), Kept("running", now + day)], now) == "met"
    assert rules.by_deadlines([Kept("met", now - day, now)], now) == "partly"
    assert rules.by_deadlines([Kept("met", now, now - day), Kept("running", now - day)], now) == "not_met"


def test_all_some_or_none() -> None:
    assert [rules.by_share(*pair) for pair in ((2, 2), (1, 2), (0, 2), (0, 0))] == [
        "met", "partly", "not_met", "not_met",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_checklist_that_is_shipped_is_whole() -> None:
    checklist = rules.checklist_on(clock.today())
    assert len(checklist.questions) == 12
    assert rules.number("fileaudit.sample") == 2
    for language in ("az", "en", "ru"):
        with translation.override(language):
            words = [rules.evidence_words(one) for one in checklist.questions]
            assert all(words)
            assert len(set(words)) == 12
