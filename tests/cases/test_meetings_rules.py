"""When a decision stands, and who keeps a meeting: sentences of the rules."""

from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any

import pytest

from himaya.cases.meetings import rules
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting
from himaya.cases.meetings.process import CONFERENCE
from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.reference.calendar.rules import add
from himaya.reference.models import Norm
from himaya.reference.queries import forget, norm
from tests.cases.meetings_cast import body, conference, decided, held, listed, put, session, votes

__all__ = ["body"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_an_item_on_no_agenda_has_no_quorum() -> None:
    item: Any = Thing(meeting=None)
    assert not rules.quorum_on(item)
    assert rules.voting_on(Thing(meeting=None, conflicts=Nothing())) == []  # type: ignore[arg-type]


class Nothing:
    """A relation without rows."""

    def values_list(self, *names: str, **how: Any) -> list[Any]:
        return []


def test_a_quorum_is_said_in_words() -> None:
    assert rules.Quorum(5, 9, 5)
    assert rules.Quorum(5, 9, 5).words == "5 of 9 are present; 5 are needed: there is a quorum."
    assert not rules.Quorum(4, 9, 5)
    assert rules.Quorum(4, 9, 5).words == "4 of 9 are present; 5 are needed: there is no quorum."


def test_a_conference_needs_the_number_of_its_norm_whoever_is_invited() -> None:
    meeting: Any = Thing(is_conference=True)
    needed = int(norm("conference.quorum", clock.today()).number)
    assert rules.needed_of(meeting, 20, clock.today()) == needed


def two_against_two(body: Any, make_case: Any, acting_as: Any, **told: Any) -> AgendaItem:
    """Four vote (one is absent): the chair and one for, two against."""
    item = listed(body, make_case("registered"), acting_as)
    held(body, item, acting_as, absent=("cavid",))
    with acting_as(body["secretary"]):
        split = {"banu": ("against", "Yox."), "anar": ("against", "Yox.")}
        said = votes(AgendaItem.objects.get(), **{**split, **told.pop("said", {})})
    return decided(body, item, acting_as, votes=said, **told)


def test_on_a_tie_the_vote_of_the_chair_decides(body: Any, make_case: Any, acting_as: Any) -> None:
    assert two_against_two(body, make_case, acting_as).decision_kind == "measures"


def test_on_a_tie_with_the_chair_against_nothing_is_carried(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    said = {"chair": ("against", "Yox."), "anar": ("for", "")}
    item = two_against_two(body, make_case, acting_as, said=said, decision_kind="not_carried")
    with acting_as(body["secretary"]):
        assert not rules.is_carried(AgendaItem.objects.get(pk=item.pk))
    with pytest.raises(Exception, match="do not carry"):
        decided(body, item, acting_as, votes={})


def test_where_the_norm_says_so_a_tie_carries_nothing(
    body: Any, make_case: Any, acting_as: Any, as_owner: Any
) -> None:
    with as_owner():
        Norm.objects.filter(key="commission.tie.chair").update(value="0")
        forget()
    try:
        item = two_against_two(body, make_case, acting_as, decision_kind="not_carried")
        assert item.decision_kind == "not_carried"
    finally:
        with as_owner():
            Norm.objects.filter(key="commission.tie.chair").update(value="1")
            forget()


def test_the_keeper_keeps_and_so_do_the_secretary_of_today_the_worker_and_who_leads(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    meeting = session(body, acting_as)
    with acting_as(body["secretary"]):
        fresh = Meeting.objects.get(pk=meeting.pk)
        assert rules.keeps(fresh, body["secretary"])
        assert not rules.keeps(fresh, body["anar"])
        Meeting.objects.filter(pk=meeting.pk).update(keeper=body["anar"])
        assert rules.keeps(Meeting.objects.get(pk=meeting.pk), body["secretary"])
    called = conference(body, make_case("registered"), acting_as, "supervisor")
    for who, expected in (("supervisor", True), ("worker", True), ("second", True), ("colleague", False)):
        with acting_as(body[who] if expected else body["supervisor"]):
            assert rules.keeps(Meeting.objects.get(pk=called.pk), body[who]) is expected, who


def test_before_it_is_on_an_agenda_the_secretary_keeps_an_item(
    body: Any, make_case: Any, acting_as: Any
) -> None:
    put(body, make_case("registered"), acting_as)
    with acting_as(body["secretary"]):
        item = AgendaItem.objects.get()
        assert rules.keeps_item(item, body["secretary"])
        assert not rules.keeps_item(item, body["manager"])
        assert str(item).startswith("item")
        assert item.reference == item.case_reference


def test_a_meeting_is_called_with_somebody_something_and_in_its_time(body: Any, acting_as: Any) -> None:
    meeting = session(body, acting_as)
    with acting_as(body["secretary"]):
        fresh = Meeting.objects.get(pk=meeting.pk)
        assert rules.somebody_may_decide(fresh, {})
        assert not rules.something_is_to_decide(fresh, {})
        assert rules.its_time_has_come(fresh, {})
        fresh.starts_at += timedelta(days=2)
        assert "planned for" in str(rules.its_time_has_come(fresh, {}).reason)
        Attendee.objects.update(has_vote=False)
        assert not rules.somebody_may_decide(fresh, {})
        assert str(Attendee.objects.first()).startswith("chair")


def test_what_needs_no_case_asks_for_no_view(body: Any) -> None:
    item: Any = Thing(case_id=None, view_duty="", best_interests="")
    assert rules.child_is_heard(item, {})
    assert rules.interests_are_stated(item, {})


@pytest.mark.parametrize(("age", "duty"), [(3, rules.NONE), (8, rules.POSSIBLE), (12, rules.OBLIGATORY)])
def test_of_several_children_the_strictest_duty_to_hear_counts(age: int, duty: str) -> None:
    on = date(2026, 11, 2)
    assert rules.strictest_view([BirthDate(date(on.year - age, 1, 1), "exact")], on) == duty
    both = [BirthDate(date(on.year - years, 1, 1), "exact") for years in (age, 3)]
    assert rules.strictest_view(both, on) == duty
    assert rules.strictest_view([], on) == rules.POSSIBLE


def test_what_was_laid_stays_open_for_the_norm_after_the_meeting() -> None:
    planned, later = clock.at(date(2026, 11, 2), 10), clock.at(date(2026, 11, 4), 10)
    length = norm("meeting.papers.after", date(2026, 11, 2))
    assert rules.open_until(Thing(starts_at=planned, held_at=None)) == add(planned, length)  # type: ignore[arg-type]
    assert rules.open_until(Thing(starts_at=planned, held_at=later)) == add(later, length)  # type: ignore[arg-type]


def test_a_conference_is_due_by_the_level_of_risk() -> None:
    for level in rules.GRAVE:
        assert CONFERENCE.norm_for(Thing(risk=level)) == f"conference.due.{level}"
    assert CONFERENCE.norm_for(Thing(risk="low")) == "conference.due"
