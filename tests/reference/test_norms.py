"""What the law lays down, on both sides of its dates."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit.errors import Refused
from himaya.kit.periods import Period
from himaya.reference.actions import load_reference, set_norm
from himaya.reference.models import LegalAct, Norm
from himaya.reference.norms.rules import NormValue, in_force
from himaya.reference.queries import (
    NormMissing,
    by_code,
    codelist,
    competent,
    norm,
    norm_history,
    norm_or_none,
    norms_in_force,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 5)
AGENCY = "social_services_agency"


def said(key, on=TODAY, territory=None):
    value = norm(key, on, territory)
    return value.value, value.unit


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("response.dispatch.critical", (1, "hours")),
        ("response.contact.critical", (4, "hours")),
        ("response.contact.high", (24, "hours")),
        ("response.contact.medium", (72, "hours")),
        ("response.contact.low", (7, "days")),
        ("assessment.due.critical", (24, "hours")),
        ("assessment.due.high", (72, "hours")),
        ("assessment.due.medium", (7, "days")),
        ("assessment.due.low", (10, "working_days")),
        ("visit.interval.critical", (1, "days")),
        ("visit.interval.high", (1, "weeks")),
        ("visit.interval.medium", (15, "days")),
        ("visit.interval.low", (1, "months")),
        ("review.interval.critical", (1, "weeks")),
        ("review.interval.high", (2, "weeks")),
        ("review.interval.medium", (1, "months")),
        ("review.interval.low", (3, "months")),
        ("assignment.due.critical", (15, "minutes")),
        ("assignment.due.high", (2, "hours")),
        ("assignment.due.medium", (24, "hours")),
        ("screenout.second_reading", (24, "hours")),
        ("plan.due", (2, "weeks")),
        ("conference.due.high", (10, "working_days")),
        ("transfer.accept.due", (2, "working_days")),
        ("closure.stability", (3, "months")),
        ("caseload.limit", (25, "count")),
        ("childs_view.obligatory_age", (10, "years")),
        ("childs_view.may_age", (7, "years")),
        ("elderly.age", (70, "years")),
        ("dv.warning", (24, "hours")),
        ("dv.short_order.longest", (60, "days")),
        ("foster.allowance.0_6", (355, "azn")),
        ("foster.allowance.14_18.disabled", (435, "azn")),
        ("social_service.worker_visit", (5, "working_days")),
        ("social_service.assessment", (10, "working_days")),
        ("social_service.decision", (5, "working_days")),
        ("shelter.longest_stay", (180, "days")),
        ("retention.hotline", (1, "years")),
    ],
)
def test_the_values_in_force(key, value):
    assert said(key) == value


@pytest.mark.parametrize(
    ("key", "first_day"),
    [
        ("family_code.initial_assessment", date(2023, 7, 12)),
        ("family_code.development_plan", date(2023, 7, 12)),
        ("leaver.employment_grant", date(2024, 12, 20)),
        ("adoption.meetings.hours", date(2020, 2, 27)),
        ("commission.visit", date(2026, 3, 3)),
    ],
)
def test_a_rule_holds_from_its_day_and_not_before(key, first_day):
    assert norm(key, first_day).valid.start == first_day
    assert norm_or_none(key, first_day - timedelta(days=1)) is None
    with pytest.raises(NormMissing):
        norm(key, first_day - timedelta(days=1))


@pytest.mark.parametrize(
    ("matter", "changed_on", "before", "after"),
    [
        ("adoption", date(2019, 11, 1), "state_committee", "ministry"),
        ("adoption", date(2020, 1, 1), "ministry", AGENCY),
        ("foster_care", date(2022, 11, 1), "guardianship_body", AGENCY),
        ("placement", date(2022, 11, 1), "guardianship_body", AGENCY),
        ("discharge", date(2022, 11, 1), "guardianship_body", AGENCY),
        ("return_to_family", date(2022, 11, 1), "guardianship_body", AGENCY),
        ("prevention", date(2022, 11, 1), "guardianship_body", AGENCY),
        ("deprived_of_parental_care", date(2022, 11, 1), "guardianship_body", AGENCY),
        ("child_in_difficulty", date(2025, 1, 1), "minors_commission", "childrens_commission"),
        ("guardianship", date(2025, 1, 1), "guardianship_body", "childrens_commission"),
    ],
)
def test_who_decides_changed_on_the_day_the_law_says(matter, changed_on, before, after):
    quba = by_code("AZ-QBA")
    assert competent(matter, quba, changed_on - timedelta(days=1)) == before
    assert competent(matter, quba, changed_on) == after


def test_nobody_is_competent_for_an_unknown_matter():
    assert competent("gardening", None, TODAY) is None


def test_every_competent_body_and_matter_is_in_its_list():
    bodies, matters = codelist("body.kind"), codelist("matter")
    for row in Norm.objects.filter(unit="body"):
        assert row.value in bodies
        assert row.key.removeprefix("competence.") in matters


def test_every_norm_names_its_act_its_certainty_and_its_meaning_in_three_languages():
    for row in Norm.objects.select_related("act"):
        assert row.act.name_az
        assert row.certainty in "VTKP"
        assert row.name_az
        assert row.name_en
        assert row.name_ru
    assert norm("childs_view.obligatory_age", TODAY).article == "52"


def test_no_proposal_is_passed_off_as_law():
    assert not Norm.objects.filter(act__key="house").exclude(certainty="P").exists()
    assert not LegalAct.objects.filter(kind="house").exclude(certainty="P").exists()


def test_no_day_has_two_values(as_owner):
    row = Norm.objects.filter(key="plan.due").first()
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Norm.objects.create(key="plan.due", value="3", unit="weeks", act=row.act)


def test_a_value_that_is_no_number_is_refused_by_the_database(as_owner):
    row = Norm.objects.filter(key="plan.due").first()
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        Norm.objects.create(key="new", value="two", unit="weeks", act=row.act)


def lay_down(as_owner, **changes):
    given = {
        "key": "visit.interval.high",
        "value": "5",
        "unit": "days",
        "valid_from": date(2026, 6, 1),
        "act": LegalAct.objects.get(key="house"),
        "by": None,
    }
    with as_owner():
        return set_norm(**(given | changes))


def test_a_new_value_holds_from_its_day_and_the_past_stays(as_owner):
    lay_down(as_owner)
    assert said("visit.interval.high", date(2026, 5, 31)) == (1, "weeks")
    assert said("visit.interval.high", date(2026, 6, 1)) == (5, "days")
    assert [v.value for v in norm_history("visit.interval.high")] == [1, 5]


def test_a_pilot_holds_only_in_its_territory_and_inside_it(as_owner):
    lay_down(as_owner, territory=by_code("AZ-BA"), valid_to=date(2026, 9, 1))
    on = date(2026, 7, 1)
    assert said("visit.interval.high", on, by_code("AZ-BA")) == (5, "days")
    assert said("visit.interval.high", on, by_code("AZ-BA-YAS")) == (5, "days")
    assert said("visit.interval.high", on, by_code("AZ-QBA")) == (1, "weeks")
    assert said("visit.interval.high", on) == (1, "weeks")
    assert said("visit.interval.high", date(2026, 9, 1), by_code("AZ-BA")) == (1, "weeks")


def test_a_pilot_of_a_rayon_holds_in_the_city_run_with_it(as_owner):
    lay_down(as_owner, territory=by_code("AZ-LAN"))
    assert said("visit.interval.high", date(2026, 7, 1), by_code("AZ-LA")) == (5, "days")


def test_a_value_for_a_while_gives_way_to_the_old_one(as_owner):
    lay_down(as_owner, valid_to=date(2026, 7, 1))
    assert said("visit.interval.high", date(2026, 6, 30)) == (5, "days")
    assert said("visit.interval.high", date(2026, 7, 1)) == (1, "weeks")


def test_a_later_value_already_laid_down_is_not_overwritten(as_owner):
    lay_down(as_owner)
    with pytest.raises(Refused):
        lay_down(as_owner, valid_from=date(2026, 5, 1))
    assert said("visit.interval.high", date(2026, 5, 15)) == (1, "weeks")


def test_a_value_for_a_time_leaves_the_times_around_it_alone(as_owner):
    for value, start in (("5", date(2026, 6, 1)), ("6", date(2026, 9, 1))):
        lay_down(as_owner, value=value, valid_from=start)
    lay_down(as_owner, value="2", valid_from=date(2026, 7, 1), valid_to=date(2026, 8, 1))
    asked = [date(2026, month, 15) for month in (5, 6, 7, 8, 9)]
    assert [said("visit.interval.high", day)[0] for day in asked] == [1, 5, 2, 5, 6]
    assert norm("visit.interval.high", TODAY).name


def test_a_norm_nobody_knows_is_not_made_up(as_owner):
    with pytest.raises(Refused):
        lay_down(as_owner, key="visit.interval.hihg")


def test_a_new_release_leaves_alone_what_was_laid_down_here(as_owner):
    lay_down(as_owner)
    lay_down(as_owner, key="plan.due", territory=by_code("AZ-QBA"), value="1", unit="weeks")
    with as_owner():
        load_reference(force=True)
    assert said("visit.interval.high", date(2026, 6, 1)) == (5, "days")
    assert said("plan.due", date(2026, 6, 1), by_code("AZ-QBA")) == (1, "weeks")
    assert said("plan.due", date(2026, 6, 1)) == (2, "weeks")


def test_all_norms_in_force_are_listed_once():
    listed = norms_in_force(TODAY)
    assert len(listed) == len({value.key for value in listed})
    assert {value.key for value in norms_in_force(TODAY, "competence.")} <= {value.key for value in listed}


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    st.lists(st.tuples(days, st.sampled_from([None, 1, 2])), max_size=6),
    days,
    st.lists(st.sampled_from([1, 2])),
)
def test_the_nearest_territory_speaks_first(starts, on, chain):
    values = [
        NormValue("k", n, "days", valid=Period(start, None), territory_id=t)
        for n, (start, t) in enumerate(starts)
    ]
    found = in_force(values, on, chain)
    if found is None:
        assert not any(on in v.valid and v.territory_id in (None, *chain) for v in values)
    else:
        nearer = chain[: chain.index(found.territory_id)] if found.territory_id in chain else chain
        assert on in found.valid
        assert not any(on in v.valid and v.territory_id in nearer for v in values)


def test_a_value_is_a_whole_number_where_it_can_be():
    assert norm("foster.allowance.0_6", TODAY).number == Decimal(355)
    with pytest.raises(TypeError):
        _ = norm("competence.adoption", TODAY).number
