"""The list of cases narrowed to a vulnerable group: by the statuses of its children on the day, as far as their files
are open to the reader."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from himaya.cases.models import Case, CaseMember
from himaya.kit import clock
from himaya.registry.models import GroupMembership

pytestmark = pytest.mark.django_db
LIST = reverse("cases:case-list")


@pytest.fixture
def status(as_owner: Any) -> Any:
    """`status(case, "idp", ended_on=…)`: a status of the case's child."""

    def give(case: Case, group: str, **fields: Any) -> GroupMembership:
        with as_owner():
            child = CaseMember.objects.get(case=case, role="child").person
            return GroupMembership.objects.create(
                dossier=child.dossier, person=child, status=group, source="Vəsiqə",
                **{"started_on": date(2026, 1, 10), **fields},
            )  # fmt: skip

    return give


def test_only_cases_of_children_in_the_group_today_are_shown(
    country: Any, make_case: Any, english: Any, status: Any
) -> None:
    displaced, poor, former, coming = (make_case("registered") for _ in range(4))
    today = clock.today()
    status(displaced, "idp")
    status(poor, "low_income")
    status(former, "idp", ended_on=today)
    status(coming, "idp", started_on=today + timedelta(days=1))
    browser = english(country["supervisor"])
    page = browser.get(LIST, {"group": "idp"}).content.decode()
    assert displaced.reference in page
    assert not [case for case in (poor, former, coming) if case.reference in page]
    both = browser.get(LIST, {"group": "idp", "worker": country["worker"].public_id}).content.decode()
    assert displaced.reference in both
    assert poor.reference not in both
    other = browser.get(LIST, {"group": "idp", "worker": country["colleague"].public_id}).content.decode()
    assert "No case matches" in other
    assert "No case matches" in browser.get(LIST, {"group": "idp", "risk": "low"}).content.decode()


def test_closed_cases_are_narrowed_as_well(country: Any, make_case: Any, english: Any, status: Any) -> None:
    closed, other = make_case("closed"), make_case("closed")
    status(closed, "idp")
    for more in ({}, {"worker": country["worker"].public_id}):
        page = (
            english(country["supervisor"])
            .get(LIST, {"status": "closed", "group": "idp", **more})
            .content.decode()
        )
        assert closed.public_id in page
        assert other.public_id not in page


def test_who_may_not_see_the_child_s_file_learns_nothing_of_the_group(
    country: Any, make_case: Any, english: Any, status: Any
) -> None:
    case = make_case("registered")
    status(case, "idp")
    for who in ("neighbour", "stranger"):
        assert case.reference not in english(country[who]).get(LIST, {"group": "idp"}).content.decode()


def test_nonsense_for_a_group_narrows_nothing(country: Any, make_case: Any, english: Any) -> None:
    case = make_case("registered")
    page = english(country["supervisor"]).get(LIST, {"group": "' or 1=1"})
    assert page.status_code == 200
    assert case.reference in page.content.decode()
