"""The level of risk of a case: raised freely, lowered with a second pair of eyes."""

from typing import Any

import pytest

from himaya.cases.casefile.process import CaseWork
from himaya.cases.models import Case, RiskChange
from himaya.cases.risk.actions import approve_lowering, change_risk, refuse_lowering
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def change(case: Any, level: str, by: Any, acting_as: Any) -> RiskChange:
    with acting_as(by):
        return change_risk(case=Case.objects.get(pk=case.pk), level=level, why="Yeni məlumat.", by=by)


def contact_due(case: Any) -> str:
    due = next(c.due_at for c in CaseWork.clocks_of(case) if c.name == "contact")
    return clock.local(due).isoformat()[:16]


def test_raising_is_free_and_shortens_what_is_running(country: Any, make_case: Any, acting_as: Any) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("accepted", risk="medium")
    with clock.fixed("2026-03-02 10:00"):
        made = change(case, "high", country["worker"], acting_as)
        with acting_as(country["worker"]):
            assert made.status == "in_force"
            assert Case.objects.get(pk=case.pk).risk == "high"
            assert contact_due(case) == "2026-03-03T08:00"
            held = next(c for c in CaseWork.clocks_of(case) if c.name == "contact")
            assert (held.holder, held.ladder) == (country["worker"], "urgent")
        with acting_as(country["supervisor"]):
            assert Notice.objects.filter(user=country["supervisor"], kind="risk.raised").exists()


def test_a_worker_only_asks_to_lower_high_risk(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("accepted", risk="high")
    asked = change(case, "low", country["worker"], acting_as)
    with acting_as(country["worker"]):
        assert asked.status == "proposed"
        assert Case.objects.get(pk=case.pk).risk == "high"
    with pytest.raises(Refused, match="already waits"):
        change(case, "medium", country["worker"], acting_as)


def test_a_supervisor_approves_or_refuses_what_was_asked(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    with clock.fixed("2026-03-02 08:00"):
        case = make_case("accepted", risk="high")
        first = change(case, "low", country["worker"], acting_as)
        with acting_as(country["supervisor"]):
            refuse_lowering(change=first, by=country["supervisor"], note="Hələ tezdir.")
            assert Case.objects.get(pk=case.pk).risk == "high"
        second = change(case, "low", country["worker"], acting_as)
        with acting_as(country["supervisor"]):
            approve_lowering(change=second, by=country["supervisor"])
            assert Case.objects.get(pk=case.pk).risk == "low"
            assert contact_due(case) == "2026-03-09T08:00"


def test_medium_is_lowered_by_one_person(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("accepted", risk="medium")
    assert change(case, "low", country["worker"], acting_as).status == "in_force"


def test_a_supervisor_lowers_at_once(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("accepted", risk="critical")
    assert change(case, "high", country["supervisor"], acting_as).status == "in_force"


def test_what_was_asked_before_another_change_is_asked_anew(
    country: Any, make_case: Any, acting_as: Any
) -> None:
    case = make_case("accepted", risk="high")
    asked = change(case, "low", country["worker"], acting_as)
    with acting_as(country["supervisor"]):
        Case.objects.filter(pk=case.pk).update(risk="critical")
        with pytest.raises(Refused, match="has changed"):
            approve_lowering(change=asked, by=country["supervisor"])


def test_the_same_level_and_an_unknown_one_are_refused(country: Any, make_case: Any, acting_as: Any) -> None:
    case = make_case("accepted", risk="high")
    for level in ("high", "enormous"):
        with pytest.raises(Refused):
            change(case, level, country["worker"], acting_as)
    with acting_as(country["supervisor"]):
        assert not RiskChange.objects.exists()
