"""Figures of case work: counts alone, small ones kept back, only for who works with figures, each as it is defined."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from himaya.access.actions import move_dossier, open_dossier
from himaya.access.roles import SEALED, Analyst
from himaya.cases.closing.actions import reopen_case
from himaya.cases.models import Assessment, Case, Referral
from himaya.cases.outcomes.queries import Change, Outcomes, changes, outcomes
from himaya.cases.outcomes.rules import DEFINITIONS, year_ends
from himaya.cases.separation.actions import tell_outcome
from himaya.instruments.models import Response
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.services.models import Service
from himaya.workflow.models import Clock
from tests import database, factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Read = Callable[..., Outcomes]


@pytest.fixture
def analyst(country: Any, as_owner: Any) -> Any:
    """Somebody who reads figures and sees no case."""
    with as_owner():
        return factories.user((Analyst, country["nation"]))


@pytest.fixture
def read(analyst: Any, acting_as: Any) -> Read:
    """This year's figures, as the analyst reads them."""

    def figures(**narrowed: Any) -> Outcomes:
        ends = year_ends(clock.today().year)
        assert ends
        database.settle()
        with clock.fixed(clock.now()), acting_as(analyst):
            return outcomes(*ends, **narrowed)

    return figures


def rates(found: Outcomes) -> dict[str, tuple[int | None, int | None]]:
    return {rate.definition.code: (rate.many, rate.whole) for rate in found.rates}


def test_an_empty_country_has_rates_of_nothing_and_no_tables(read: Read) -> None:
    found = read()
    assert set(rates(found).values()) == {(0, 0)}
    assert len(found.rates) == len(DEFINITIONS)
    assert (found.tables, found.load, found.open_cases) == ([], None, 0)
    assert {rate.percent for rate in found.rates} == {"–"}


def test_first_meetings_in_time_are_counted_over_those_whose_time_has_come(
    read: Read, make_case: Any, as_owner: Any
) -> None:
    cases = [make_case("screened_in") for _n in range(11)]
    with as_owner():
        for n, case in enumerate(cases):
            rows = Clock.objects.filter(process="case", subject_id=case.pk, name="contact")
            due = clock.now() - timedelta(hours=1) if n < 10 else clock.now() + timedelta(hours=5)
            met = {"state": Clock.MET, "ended_at": due - timedelta(minutes=5)} if n < 5 else {}
            rows.update(due_at=due, **met)
    found = read()
    assert rates(found)["CM1"] == (5, 10)
    assert next(rate.percent for rate in found.rates if rate.definition.code == "CM1") == "50 %"


def test_small_parts_and_what_tells_them_are_kept_back(read: Read, make_case: Any, as_owner: Any) -> None:
    cases = [make_case("screened_in") for _n in range(6)]
    with as_owner():
        for n, case in enumerate(cases):
            rows = Clock.objects.filter(process="case", subject_id=case.pk, name="contact")
            due = clock.now() - timedelta(hours=1)
            rows.update(due_at=due, **({"state": Clock.MET, "ended_at": due} if n < 2 else {}))
    assert rates(read())["CM1"] == (None, 6)
    with as_owner():
        Clock.objects.filter(subject_id__in=[case.pk for case in cases[:3]], name="contact").update(
            due_at=clock.now() + timedelta(hours=2)
        )
    assert rates(read())["CM1"] == (None, None)


def test_closing_with_the_goals_met_and_coming_back_within_a_year(
    read: Read, make_case: Any, country: Any, acting_as: Any, as_owner: Any
) -> None:
    with clock.fixed(clock.now() - timedelta(days=2)):
        cases = [make_case("closed") for _n in range(10)]
    with as_owner():
        Case.objects.filter(pk__in=[case.pk for case in cases[:5]]).update(closure_reason="goals_met")
    assert rates(read())["CM5"] == (5, 10)
    assert rates(read())["CM4"] == (0, 10)
    for case in cases[5:]:
        with acting_as(country["supervisor"]) as by:
            reopen_case(case=Case.objects.get(pk=case.pk), reason="new_report", by=by)
    found = read()
    assert rates(found)["CM4"] == (5, 10)
    assert rates(found)["CM5"] == (5, 5)


def test_needs_are_compared_between_the_first_and_the_last_assessment_by_the_same_questions(
    read: Read, make_case: Any, as_owner: Any
) -> None:
    with as_owner():
        for n in range(12):
            case = make_case("registered")
            member = case.members.get(role="child")
            second = {"better": 4, "worse": 9}["better" if n < 6 else "worse"]
            for days, total in ((40, 7), (2, second)):
                assessed(case, member, clock.now() - timedelta(days=days), total)
    found = read()
    assert rates(found)["SO2"] == (6, 12)
    [table] = [one for one in found.tables if "last assessment" in str(one.title)]
    assert sorted(table.rows) == [("better", "6"), ("worse", "6")]


def assessed(case: Case, member: Any, at: Any, total: int) -> None:
    """An approved assessment whose answers added up to so many points."""
    from himaya.instruments.queries import version_on

    form = version_on("needs", clock.today())
    told = {
        "dossier": case.dossier, "form": form, "about_id": member.person_id, "state": Response.SUBMITTED, "saved_at": at,
        "submitted_at": at, "digest": "0" * 64, "score": {"total": total},
    }  # fmt: skip
    answers = [Response.objects.create(**told) for _part in range(2)]
    Assessment.objects.create(
        dossier=case.dossier, case=case, child=member, safety=answers[0], needs=answers[1], started_at=at, status="approved",
    )  # fmt: skip


@pytest.fixture
def told_apart(analyst: Any, acting_as: Any) -> Callable[..., list[Change]]:
    """This year's changes told apart, as the analyst reads them."""

    def figures(by: str, **narrowed: Any) -> list[Change]:
        ends = year_ends(clock.today().year)
        assert ends
        database.settle()
        with clock.fixed(clock.now()), acting_as(analyst):
            return changes(*ends, by=by, **narrowed)

    return figures


def test_changes_are_told_apart_by_who_works_where_and_with_whom(
    told_apart: Any, make_case: Any, country: Any, as_owner: Any
) -> None:
    with as_owner():
        service = Service.objects.create(
            unit=country["there"], type="psychological", name_az="Psixoloq", is_nationwide=True
        )
        body = str(country["there"].organisation)
        for n in range(17):
            case = make_case("registered")
            member = case.members.get(role="child")
            for days, total in ((40, 7), (2, 4 if n < 11 else 9)):
                assessed(case, member, clock.now() - timedelta(days=days), total)
            if n < 6:
                for status in ("completed", "accepted", "declined"):  # once, however many referrals
                    referred(case, service, country["worker"], status)
            if n >= 15:
                Case.objects.filter(pk=case.pk).update(kind="social_service")
    assert told_apart("worker") == [Change("İşçi İlqar", "11", "0", "6")]
    assert told_apart("unit") == [Change(str(country["here"]), "11", "0", "6")]
    assert told_apart("provider") == [Change(body, "6", "0", "0")]
    place = str(case.territory) if case.territory else "—"
    assert told_apart("place", kind="protection") == [Change(place, "11", "0", "<5")]
    # The two of one kind are kept back, and the four of the other, from whom they could be worked out.
    assert {(one.better, one.worse) for one in told_apart("kind")} == {("11", "<5"), ("0", "<5")}
    elsewhere = Territory.objects.get(code="AZ-LAN")
    assert told_apart("kind", place=elsewhere) == []


def referred(case: Case, service: Service, by: Any, status: str) -> None:
    """A referral of the case, in this state."""
    shared = open_dossier(kind="referral", unit=case.dossier.unit)
    told = {"who": "Uşaq", "how_to_reach": "Ana", "reason": "Dəstək", "consent_ground": "consent"}
    Referral.objects.create(
        dossier=shared, case=case, service=service, sent_by=by, answer_to=by, status=status, **told
    )


def test_children_kept_out_of_institutions_are_counted_by_where_they_live(
    read: Read, make_case: Any, country: Any, acting_as: Any
) -> None:
    for n in range(10):
        case = make_case("registered", matter="prevention", risk="medium")
        with acting_as(country["worker"]) as by:
            outcome = "with_parents" if n < 5 else "institution"
            tell_outcome(case=case, outcome=outcome, outcome_on=clock.today(), outcome_why="Səbəb", by=by)
    found = read()
    assert rates(found)["R28"] == (5, 10)
    assert rates(read(kind="protection"))["R28"] == (0, 0)
    assert rates(read(kind="separation_risk"))["R28"] == (5, 10)


def test_how_many_cases_a_worker_holds_is_told(read: Read, make_case: Any) -> None:
    for _n in range(3):
        make_case("accepted")
    make_case("accepted", worker="colleague")
    found = read()
    assert (found.load, found.open_cases) == (2.0, 4)


def test_sealed_cases_are_not_there(read: Read, make_case: Any, country: Any, acting_as: Any) -> None:
    cases = [make_case("accepted") for _n in range(5)]
    assert read().open_cases == 5
    with acting_as(country["supervisor"]):
        for case in cases:
            move_dossier(dossier=case.dossier, unit=case.dossier.unit, sensitivity=SEALED)
    assert read().open_cases == 0


def test_only_who_works_with_figures_reads_them_and_only_under_their_units(
    country: Any, make_case: Any, acting_as: Any, read: Read
) -> None:
    make_case("accepted")
    ends = year_ends(clock.today().year)
    assert ends
    for who in ("worker", "supervisor", "duty"):
        with acting_as(country[who]), pytest.raises(ProgrammingError), transaction.atomic():
            outcomes(*ends)
    with acting_as(country["manager"]):
        assert outcomes(*ends).open_cases == 1
    with database.as_owner():
        elsewhere = factories.user((Analyst, country["there"]))
    database.settle()
    with acting_as(elsewhere):
        assert outcomes(*ends).open_cases == 0


@pytest.mark.parametrize("year", [1999, 2027, 9999])
def test_a_year_that_is_none_has_no_ends(year: int) -> None:
    with clock.fixed("2026-11-23T10:00"):
        assert year_ends(year) is None


def test_a_year_begins_and_ends_at_midnight_in_baku() -> None:
    with clock.fixed("2026-11-23T10:00"):
        ends = year_ends(2026)
        assert ends
        assert [clock.local(one).date() for one in ends] == [date(2026, 1, 1), date(2027, 1, 1)]


def test_the_page_shows_the_figures_and_whatever_is_asked_of_it(
    analyst: Any, country: Any, english: Any
) -> None:
    url = reverse("cases:case-outcomes")
    browser = english(analyst)
    page = browser.get(url).content.decode()
    assert "First contact in time" in page
    assert "CM5" in page
    for asked in (
        {"year": "1"},
        {"year": "x", "kind": "y", "place": "z"},
        {"year": "2026", "kind": "social_service"},
    ):
        assert browser.get(url, asked).status_code == 200
    for by in ("unit", "worker", "provider", "place", "kind", "nothing-such"):
        assert browser.get(url, {"by": by}).status_code == 200
    assert english(country["worker"]).get(url).status_code == 403
