"""A family that is helped before its child would leave it: grounds, support in time, and where the child lives."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from himaya.cases.casefile.process import CaseWork
from himaya.cases.closing.actions import close_case, finish_feedback, propose_closure
from himaya.cases.models import Case, SeparationRisk
from himaya.cases.separation.actions import tell_outcome, tell_threat
from himaya.cases.separation.queries import ends
from himaya.cases.separation.rules import are_no_ground_alone, outcome_is_told, threat_is_told
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.workflow.models import Clock
from tests import database
from tests.cases.answers import LAST_WORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TOLD: dict[str, Any] = {
    "grounds": ["child_disability", "poverty"],
    "asked_by": "parent",
    "asked_for": "boarding_school",
    "what_helps": "Gündərzi mərkəz, müavinət",
    "kin_asked": "Nənə: kömək edəcək",
}
ENDED: dict[str, Any] = {
    "outcome": "with_parents",
    "outcome_on": date(2026, 11, 2),
    "outcome_why": "Dəstək kömək etdi",
}


@pytest.fixture
def make(make_case: Any) -> Callable[[str], Case]:
    return lambda until: make_case(until, matter="prevention", risk="medium")


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def running(case: Case) -> dict[str, str]:
    return {c.name: c.norm for c in Clock.objects.filter(process="case", subject_id=case.pk, state="running")}


def test_the_matter_of_prevention_opens_a_case_of_this_kind(make: Any, make_case: Any) -> None:
    assert make("screened_in").kind == "separation_risk"
    assert make_case("screened_in").kind == "protection"


def test_from_registration_on_the_support_and_the_plan_of_the_family_have_their_days(
    make: Any, as_owner: Any
) -> None:
    case = make("registered")
    with as_owner():
        clocks = running(case)
    assert clocks["support"] == "separation.support_due"
    assert clocks["plan"] == "separation.plan_due"


def test_support_waits_for_the_grounds_and_for_the_kin(make: Any, country: Any, acting_as: Any) -> None:
    case = make("assessed")
    with acting_as(country["worker"]) as by:
        assert not threat_is_told(fresh(case), {})
        tell_threat(case=fresh(case), by=by, **{**TOLD, "kin_asked": " "})
        assert "kin" in str(threat_is_told(fresh(case), {}).reason)
        told = SeparationRisk.objects.get(case=case)
        tell_threat(case=fresh(case), by=by, expected=told.version, **TOLD)
        assert threat_is_told(fresh(case), {})
    with acting_as(country["supervisor"]) as by:
        CaseWork.move(fresh(case), CaseWork.begin_support, by=by)
        assert fresh(case).status == "implementing"
    with database.as_owner():
        assert Clock.objects.get(process="case", subject_id=case.pk, name="support").state == Clock.MET


def test_without_grounds_the_support_does_not_begin(make: Any, country: Any, acting_as: Any) -> None:
    case = make("assessed")
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="threatens to part the child"):
        CaseWork.move(fresh(case), CaseWork.begin_support, by=by)


def test_poverty_and_disability_alone_are_no_ground(as_owner: Any, country: Any) -> None:
    with as_owner():
        assert are_no_ground_alone(["poverty", "child_disability"])
        assert not are_no_ground_alone(["poverty", "violence"])
        assert not are_no_ground_alone(["no_such_code"])
        assert not are_no_ground_alone([])


def test_two_who_write_at_once_are_told(make: Any, country: Any, acting_as: Any) -> None:
    case = make("registered")
    with acting_as(country["worker"]) as by:
        tell_threat(case=case, by=by, expected=0, **TOLD)
        with pytest.raises(Stale):
            tell_threat(case=fresh(case), by=by, expected=0, **{**TOLD, "asked_by": "school"})
        assert SeparationRisk.objects.get(case=case).asked_by == "parent"


def test_only_a_case_of_this_kind_that_is_open_is_written_in(
    make_case: Any, make: Any, country: Any, acting_as: Any
) -> None:
    other = make_case("registered")
    with acting_as(country["worker"]) as by, pytest.raises(Refused, match="may be parted"):
        tell_threat(case=other, by=by, **TOLD)
    case = make("registered")
    tomorrow = date.fromordinal(clock.today().toordinal() + 1)
    with acting_as(country["worker"]) as by, pytest.raises(Refused) as refused:
        tell_outcome(case=case, by=by, **{**ENDED, "outcome_on": tomorrow})
    assert refused.value.field == "outcome_on"


def test_the_case_does_not_end_before_it_is_told_where_the_child_lives(
    make: Any, country: Any, acting_as: Any
) -> None:
    case = make("registered")
    with acting_as(country["worker"]) as by:
        finish_feedback(case=fresh(case), answers=LAST_WORD, by=by)
        propose_closure(
            case=fresh(case),
            reason="moved_abroad",
            note="Köçüb",
            interests="Bir yerdə",
            stable_since=None,
            by=by,
        )
    with acting_as(country["supervisor"]) as by, pytest.raises(Refused, match="where the child lives"):
        close_case(case=fresh(case), by=by)
    with acting_as(country["worker"]) as by:
        tell_outcome(case=fresh(case), by=by, **{**ENDED, "outcome_on": clock.today()})
        assert outcome_is_told(fresh(case), {})
    with acting_as(country["supervisor"]) as by:
        assert close_case(case=fresh(case), by=by).status == "closed"


def test_families_that_kept_their_children_are_counted(make: Any, country: Any, acting_as: Any) -> None:
    today = clock.today()
    for outcome in ("with_parents", "with_kin", "institution"):
        with acting_as(country["worker"]) as by:
            tell_outcome(
                case=make("registered"), by=by, outcome=outcome, outcome_on=today, outcome_why="Səbəb"
            )
    with acting_as(country["supervisor"]) as by:
        found = ends(by, today, date.fromordinal(today.toordinal() + 1))
        assert found.counts == {"with_parents": 1, "with_kin": 1, "institution": 1}
        assert (found.prevented, found.total) == (2, 3)
        assert ends(by, date(2020, 1, 1), date(2020, 2, 1)).total == 0
    with acting_as(country["neighbour"]) as by:
        assert ends(by, today, date.fromordinal(today.toordinal() + 1)).total == 0
