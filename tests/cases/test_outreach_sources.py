"""Whom each source finds, and whom not; how the rules themselves are proposed, approved, tried and ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from himaya.cases.models import Lead, OutreachRule, ReportedChild
from himaya.cases.outreach.actions import (
    Change,
    approve_rule,
    ask_trial,
    end_lead,
    load_outreach_rules,
    propose_rule,
    retire_rule,
)
from himaya.cases.outreach.jobs import try_rule
from himaya.cases.outreach.queries import Yield, yields
from himaya.kit import clock
from himaya.kit.errors import Refused, Stale
from himaya.registry.models import CareFact, GroupMembership, Person
from tests import database
from tests.cases.outreach_cast import a_night, at_home, born, lead, office, running, someone
from tests.cases.plan_cast import approved, begin, ready

__all__ = ["begin", "lead", "office", "ready", "running", "someone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def found() -> set[int]:
    return {one.person_id for one in a_night()}


# --- sources ---


def test_birthdays_of_a_group_from_some_days_before_to_some_days_after(running: Any, someone: Any) -> None:
    running("disability_three", ahead=10, back=5)
    wanted = {someone(born(3, day), "child_disability").pk for day in (10, 0, -5)}
    for day in (11, -6):
        someone(born(3, day), "child_disability")
    someone(born(3, 1), "no_parental_care")
    someone(born(3, 1), "child_disability", birth_precision="estimated")
    ended = someone(born(3, 1), "child_disability")
    with database.as_owner():
        GroupMembership.objects.filter(person=ended).update(ended_on=clock.today())
    assert found() == wanted


def test_who_lives_in_an_institution_is_not_at_home(running: Any, someone: Any) -> None:
    running("disability_three")
    away, kin = someone(born(3, 1), "child_disability"), someone(born(3, 2), "child_disability")
    with database.as_owner():
        for person, code in ((away, "childrens_home"), (kin, "kin")):
            CareFact.objects.create(
                dossier=person.dossier,
                person=person,
                aspect="placement",
                code=code,
                started_on=born(1),
                source="Qərar",
            )
    assert found() == {kin.pk}


def test_a_young_person_without_parental_care_turns_17_wherever_they_live(running: Any, someone: Any) -> None:
    running("care_leaver_seventeen")
    person = someone(born(17, 5), "no_parental_care")
    with database.as_owner():
        CareFact.objects.create(
            dossier=person.dossier, person=person, aspect="placement", code="childrens_home", started_on=born(1),
            source="Qərar",
        )  # fmt: skip
    assert found() == {person.pk}


def described(person: Person, report: Any, **told: Any) -> None:
    with database.as_owner():
        given = {"name": f"{person.given_name} {person.family_name}", "age_years": person.age, **told}
        ReportedChild.objects.create(dossier=report.dossier, report=report, **given)


@pytest.fixture
def reported(make_report: Any, office: Any) -> Any:
    """`reported(person, 3)`: so many reports describe them, none of which became a case."""

    def make(person: Person, times: int, days: int = 1, channel: str = "phone", **told: Any) -> None:
        for _n in range(times):
            made = make_report(
                office["nation"], territory=office["place"], received_at=clock.now() - timedelta(days=days)
            )
            with database.as_owner():
                type(made).objects.filter(pk=made.pk).update(channel=channel)
            described(person, made, **told)

    return make


def test_three_reports_that_describe_one_child_and_only_one(
    running: Any, someone: Any, reported: Any
) -> None:
    running("repeated_reports")
    child = someone(born(8), given_name="Ülkər", family_name="Quliyeva")
    reported(child, 3)
    reported(someone(born(9), given_name="Nərmin"), 2)
    reported(someone(born(9), given_name="Aytən"), 3, days=40)
    reported(someone(born(30), given_name="Sevda"), 3)
    for _n in range(2):  # two of one name, age and district: nobody knows which is meant
        twin = someone(born(7), given_name="Gülnar")
    reported(twin, 3)
    assert found() == {child.pk}
    with database.as_owner():
        assert Lead.objects.get().facts == {"number": 3, "days": 30}


def test_only_the_channels_of_the_rule_count_and_never_what_outreach_reported(
    running: Any, someone: Any, reported: Any
) -> None:
    running("repeated_reports", channels=["phone"])
    child = someone(born(8))
    reported(child, 2)
    reported(child, 1, channel="web")
    reported(child, 1, channel="proactive")
    with database.as_owner():
        ReportedChild.objects.update(person=child)
    assert found() == set()
    reported(child, 1)
    assert found() == {child.pk}


def test_reports_of_a_case_that_was_closed_count_for_whom_it_was_about(
    running: Any, make_case: Any, make_report: Any, office: Any
) -> None:
    running("repeated_reports")
    case = make_case("closed")
    more = [make_report(office["nation"]) for _n in range(2)]
    with database.as_owner():
        for one in more:
            one.case = case
            one.save()
        child = case.members.get(role="child").person_id
    assert found() == {child}


def test_a_lapsed_plan_finds_whom_it_is_for_although_their_case_is_open(
    running: Any, begin: Any, office: Any, acting_as: Any
) -> None:
    plan = approved(begin(), office, acting_as)
    running("lapsed_plan")
    assert found() == set()
    with clock.fixed(clock.today() + timedelta(days=60)):
        [lead] = a_night()
    assert lead.dossier.unit == office["here"]
    with database.as_owner():
        assert lead.person_id in plan.case.members.values_list("person", flat=True)


def test_somebody_of_seventy_who_lives_alone(running: Any, someone: Any) -> None:
    running("alone_seventy")
    alone, with_son, young, unknown = (someone(born(age)) for age in (70, 80, 69, 75))
    at_home(alone)
    at_home(with_son, someone(born(40)))
    at_home(young)
    assert unknown
    assert found() == {alone.pk}


def test_a_status_that_runs_out_soon(running: Any, someone: Any) -> None:
    running("disability_runs_out")
    people = [someone(born(30), "adult_disability") for _n in range(3)]
    with database.as_owner():
        for person, days in zip(people, (30, 61, -1), strict=True):
            until = clock.today() + timedelta(days=days)
            GroupMembership.objects.filter(person=person).update(valid_until=until)
    assert found() == {people[0].pk}


def test_with_no_open_case_any_more_the_national_desk_has_it(running: Any, someone: Any, office: Any) -> None:
    with database.as_owner():
        OutreachRule.objects.filter(code="alone_seventy").update(leads_to="case")
    running("alone_seventy")
    at_home(someone(born(71)))
    assert [one.dossier.unit for one in a_night()] == [office["nation"]]


# --- rules ---

CHANGE = Change(
    "Ad", "Name", "Имя", "social_service", "normal", "Qayda", parameters={"age": 75}
)  # fmt: skip


@pytest.fixture
def draft(office: Any, acting_as: Any) -> OutreachRule:
    with acting_as(office["coordinator"]) as by:
        return propose_rule(code="alone_older", source="lives_alone", change=CHANGE, by=by)


def test_shipped_rules_come_once_and_as_drafts(office: Any) -> None:
    with database.as_owner():
        assert load_outreach_rules() == 0
        assert set(OutreachRule.objects.values_list("status", "proposed_by")) == {("draft", None)}
        assert OutreachRule.objects.count() == 7
        assert str(OutreachRule.objects.get(code="alone_seventy")).startswith("A person of 70")


def test_a_rule_runs_only_after_another_person_approved_it(
    draft: OutreachRule, office: Any, acting_as: Any, someone: Any
) -> None:
    at_home(someone(born(80)))
    with acting_as(office["coordinator"]) as by, pytest.raises(Refused, match="Somebody else"):
        approve_rule(rule=draft, on=clock.today(), by=by)
    with acting_as(office["supervisor"]) as by, pytest.raises(PermissionDenied):
        approve_rule(rule=draft, on=clock.today(), by=by)
    with acting_as(office["methodologist"]) as by:
        with pytest.raises(Refused, match="passed"):
            approve_rule(rule=draft, on=clock.today() - timedelta(days=1), by=by)
        with pytest.raises(Stale):
            approve_rule(rule=draft, on=clock.today(), by=by, expected=99)
        approve_rule(rule=draft, on=clock.today() + timedelta(days=1), by=by, expected=1)
    assert found() == set()
    with clock.fixed(clock.today() + timedelta(days=1)):
        assert len(found()) == 1


def test_the_next_version_ends_the_one_before_from_its_day(
    draft: OutreachRule, office: Any, acting_as: Any
) -> None:
    with acting_as(office["coordinator"]) as by, pytest.raises(Refused, match="waiting already"):
        propose_rule(code="alone_older", source="lives_alone", change=CHANGE, by=by)
    tomorrow = clock.today() + timedelta(days=1)
    with acting_as(office["methodologist"]) as by:
        approve_rule(rule=draft, on=clock.today(), by=by)
        with pytest.raises(Refused, match="Choose another"):
            propose_rule(code="alone_older", source="lapsed_plan", change=CHANGE, by=by)
        empty = Change("Ad", "Name", "Имя", "social_service", "normal", "Qayda")
        with pytest.raises(Refused, match="all of its values"):
            propose_rule(code="alone_older", source="lives_alone", change=empty, by=by)
        second = propose_rule(code="alone_older", source="lives_alone", change=CHANGE, by=by)
    with acting_as(office["coordinator"]) as by:
        with pytest.raises(Refused, match="End it first"):
            approve_rule(rule=second, on=clock.today(), by=by)
        approve_rule(rule=second, on=tomorrow, by=by)
    with database.as_owner():
        first = OutreachRule.objects.get(pk=draft.pk)
        assert (second.number, first.valid.upper) == (2, tomorrow)


def test_a_rule_that_is_ended_raises_nothing_more(
    draft: OutreachRule, office: Any, acting_as: Any, someone: Any
) -> None:
    at_home(someone(born(80)))
    with acting_as(office["methodologist"]) as by:
        approve_rule(rule=draft, on=clock.today(), by=by)
        ended = retire_rule(rule=draft, by=by)
        assert (ended.status, ended.valid) == ("retired", None)
        with pytest.raises(Refused, match="ended before"):
            retire_rule(rule=draft, by=by)
    assert found() == set()


def test_a_rule_that_ran_keeps_its_days(draft: OutreachRule, office: Any, acting_as: Any) -> None:
    with clock.fixed(clock.today() - timedelta(days=5)), acting_as(office["methodologist"]) as by:
        approve_rule(rule=draft, on=clock.today(), by=by)
    with acting_as(office["methodologist"]) as by:
        ended = retire_rule(rule=draft, by=by)
    assert (ended.valid.lower, ended.valid.upper) == (clock.today() - timedelta(days=5), clock.today())
    with acting_as(office["coordinator"]) as by:
        other = propose_rule(code="alone_oldest", source="lives_alone", change=CHANGE, by=by)
        assert retire_rule(rule=other, by=by).valid is None


def test_a_trial_counts_and_raises_nothing(
    draft: OutreachRule, office: Any, acting_as: Any, someone: Any
) -> None:
    for years in (76, 80):
        at_home(someone(born(years)))
    with acting_as(office["coordinator"]) as by:
        asked = ask_trial(rule=draft, by=by)
    assert asked.trial_asked_at
    database.settle()
    with database.as_worker():
        try_rule(asked.pk)
    with database.as_owner():
        assert OutreachRule.objects.get(pk=asked.pk).trial_count == 2
        assert not Lead.objects.exists()


# --- what they came to ---


def test_what_a_rule_came_to_is_counted_and_small_counts_are_kept_back(
    running: Any, someone: Any, office: Any, acting_as: Any
) -> None:
    running("disability_three")
    for _n in range(10):
        someone(born(3, 1), "child_disability")
    raised = a_night()
    for n, one in enumerate(raised):
        with acting_as(office["supervisor"]) as by:
            if n < 5:
                end_lead(lead=one, result="wrong_data", note="", by=by)
            elif n < 7:
                end_lead(lead=one, result="advice", note="", by=by)
    with acting_as(office["coordinator"]):
        came = yields(clock.today().year)
        assert came == {"disability_three": Yield(10, 0, 0, None, 5)}
        assert yields(clock.today().year - 1) == {}
    assert came["disability_three"].cells == [
        ("10", ""),
        ("0", "0 %"),
        ("0", "0 %"),
        ("<5", "–"),
        ("5", "50 %"),
    ]
    with acting_as(office["neighbour"]):
        assert yields(clock.today().year) == {}
    with acting_as(office["worker"]), pytest.raises(ProgrammingError), transaction.atomic():
        yields(clock.today().year)


def test_fewer_than_five_are_not_told_at_all(lead: Lead, office: Any, acting_as: Any) -> None:
    with acting_as(office["supervisor"]):
        assert yields(clock.today().year) == {"disability_three": Yield(None, None, None, None, None)}
