"""The door of figures: counts for those who may have them, and none by which one child could be told."""

from typing import Any

import pytest
from django.db import Error, connection, transaction

from himaya.access.actions import move_dossier, open_dossier
from himaya.access.roles import FIGURES_READ, ROLES, Analyst, SocialWorker
from himaya.cases.models import Case, CaseMember
from himaya.kit import clock
from himaya.registry.models import GroupMembership, Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(everyone: Any, as_owner: Any) -> Any:
    """`cases(unit, risk, number)`: as many open cases."""

    def make(unit: Any, risk: str, number: int, status: str = "accepted") -> list[Case]:
        with as_owner():
            return [
                Case.objects.create(
                    dossier=open_dossier(kind="case", unit=unit),
                    matter="protection",
                    risk=risk,
                    status=status,
                    reported_at=clock.now(),
                )
                for _ in range(number)
            ]

    return make


def figures(acting_as: Any, user: Any, about: str = "risk", group: str = "") -> dict[str, int | None]:
    with acting_as(user), connection.cursor() as cursor:
        cursor.execute("select what, many from desk_figures(%s) where about = %s", [group, about])
        return dict(cursor.fetchall())


def test_counts_from_five_up_are_told(everyone: Any, cases: Any, acting_as: Any) -> None:
    cases(everyone["here"], "high", 6)
    cases(everyone["there"], "low", 5)
    assert figures(acting_as, everyone["analyst"]) == {"high": 6, "low": 5}
    assert figures(acting_as, everyone["analyst"], "status") == {"accepted": 11}
    assert figures(acting_as, everyone["analyst"], "lateness") == {"on_time": 11}


def test_a_small_count_is_kept_back_and_so_is_the_one_that_would_betray_it(
    everyone: Any, cases: Any, acting_as: Any
) -> None:
    cases(everyone["here"], "critical", 1)
    cases(everyone["here"], "high", 6)
    cases(everyone["here"], "low", 9)
    assert figures(acting_as, everyone["analyst"]) == {"critical": None, "high": None, "low": 9}


def test_two_small_counts_hide_each_other_once_they_make_five(
    everyone: Any, cases: Any, acting_as: Any
) -> None:
    cases(everyone["here"], "critical", 2)
    cases(everyone["here"], "high", 3)
    cases(everyone["here"], "low", 5)
    assert figures(acting_as, everyone["analyst"]) == {"critical": None, "high": None, "low": 5}


def test_a_sealed_case_is_in_no_count(everyone: Any, cases: Any, acting_as: Any, as_owner: Any) -> None:
    made = cases(everyone["here"], "high", 6)
    with as_owner(), acting_as(everyone["manager"]):
        move_dossier(dossier=made[0].dossier, unit=everyone["here"], sensitivity=2)
    assert figures(acting_as, everyone["analyst"]) == {"high": 5}


def test_an_analyst_of_a_district_counts_their_district(
    everyone: Any, cases: Any, acting_as: Any, as_owner: Any
) -> None:
    cases(everyone["here"], "high", 6)
    cases(everyone["there"], "high", 7)
    with as_owner():
        local = factories.user((Analyst, everyone["there"]))
    assert figures(acting_as, local) == {"high": 7}


def test_nobody_else_is_told_anything(everyone: Any, cases: Any, acting_as: Any) -> None:
    cases(everyone["here"], "high", 6)
    for code, role in ROLES.items():
        if FIGURES_READ not in role.may:
            with pytest.raises(Error), transaction.atomic():
                figures(acting_as, everyone[code])
    with pytest.raises(Error), transaction.atomic():
        figures(acting_as, None)


def test_a_role_that_ended_tells_nothing(everyone: Any, acting_as: Any, as_owner: Any) -> None:
    with as_owner():
        gone = factories.user((Analyst, everyone["here"]), (SocialWorker, everyone["here"]))
        gone.memberships.filter(role=Analyst.code).update(ended_at=clock.now())
    with pytest.raises(Error), transaction.atomic():
        figures(acting_as, gone)


@pytest.fixture
def grouped(cases: Any, everyone: Any, as_owner: Any) -> Any:
    """`grouped(risk, inside, outside)`: open cases here whose child is displaced, and others."""

    def make(risk: str, inside: int, outside: int) -> list[Case]:
        made = cases(everyone["here"], risk, inside + outside)
        with as_owner():
            for case in made[:inside]:
                child = Person.objects.create(
                    dossier=open_dossier(kind="person", unit=everyone["here"]), family_name="Əliyeva"
                )
                CaseMember.objects.create(dossier=case.dossier, case=case, person=child, role="child")
                GroupMembership.objects.create(
                    dossier=child.dossier,
                    person=child,
                    status="idp",
                    source="Vəsiqə",
                    started_on=clock.today(),
                )
        return made

    return make


def test_figures_of_one_group_count_its_cases_alone(everyone: Any, grouped: Any, acting_as: Any) -> None:
    grouped("high", 6, 5)
    grouped("low", 5, 7)
    assert figures(acting_as, everyone["analyst"]) == {"high": 11, "low": 12}
    assert figures(acting_as, everyone["analyst"], group="idp") == {"high": 6, "low": 5}
    assert figures(acting_as, everyone["analyst"], "report", group="idp") == {}
    assert figures(acting_as, everyone["analyst"], group="low_income") == {}


def test_neither_few_of_a_group_nor_few_outside_it_can_be_worked_out(
    everyone: Any, grouped: Any, acting_as: Any
) -> None:
    grouped("critical", 6, 2)  # two outside could be told from the count of all
    grouped("high", 7, 9)
    grouped("medium", 8, 10)
    grouped("low", 20, 0)
    assert figures(acting_as, everyone["analyst"], group="idp") == {
        "critical": None, "high": None, "medium": 8, "low": 20,
    }  # fmt: skip


def test_a_group_that_ended_and_one_of_the_sealed_are_in_no_figure(
    everyone: Any, grouped: Any, acting_as: Any, as_owner: Any
) -> None:
    grouped("high", 7, 5)
    with as_owner():
        ended, sealed = GroupMembership.objects.all()[:2]
        GroupMembership.objects.filter(pk=ended.pk).update(ended_on=clock.today())
    with as_owner(), acting_as(everyone["manager"]):
        move_dossier(dossier=sealed.dossier, unit=everyone["here"], sensitivity=2)
    assert figures(acting_as, everyone["analyst"], group="idp") == {"high": 5}
