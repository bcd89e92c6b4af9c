"""Finding the service that fits somebody of a case, and putting it into the referral with one press."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from himaya.access.roles import CASE_WORK, ROLES
from himaya.cases.models import Case, Goal, Plan
from himaya.kit import clock
from himaya.reference.queries import by_code
from himaya.registry.models import GroupMembership, Person
from himaya.services.models import Service
from tests.desk.conftest import SHARED, everyone

__all__ = ["everyone"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def seeking(everyone: Any, make_case: Any, as_owner: Any) -> Any:
    """A child of ten in Masallı, and services of all sorts."""
    case = make_case("implementing")
    with as_owner():
        Case.objects.filter(pk=case.pk).update(territory=by_code("AZ-MAS"))
        for name, kind, place, more in [
            ("Şəfəq Mərkəzi", "psychological", "AZ-MAS", {"age_from": 3, "age_to": 7}),
            ("Ümid Mərkəzi", "early_intervention", "AZ-MAS", {"age_from": 6, "age_to": 14}),
            ("Lənkəran dərnəyi", "leisure", "AZ-LAN", {}),
            ("Gəncə mərkəzi", "rehabilitation", "AZ-GA", {}),
            ("Təhsil xətti", "education_support", None, {"groups": ["idp"]}),
        ]:
            made = Service.objects.create(
                unit=everyone["centre"], type=kind, name_az=name, is_nationwide=place is None, **more
            )
            made.territories.set([by_code(place)] if place else [])
    return {**everyone, "case": case, "page": reverse("cases:service-search", args=[case.public_id])}


def names(rows: Any) -> list[str]:
    return [fit.service.name_az for fit, _waits in rows]


def test_services_that_fit_stand_first_and_the_others_say_why(seeking: Any, english: Any) -> None:
    page = english(seeking["worker"]).get(seeking["page"])
    fitting, others = names(page.context["fitting"]), names(page.context["others"])
    assert fitting[0] == "Ümid Mərkəzi"
    assert "Lənkəran dərnəyi" in fitting
    assert {"Şəfəq Mərkəzi", "Gəncə mərkəzi", "Təhsil xətti"} <= set(others)
    text = page.content.decode()
    assert "takes ages 3–7; this person is 10" in text
    assert "<details" in text


def test_a_need_chooses_the_kinds_and_words_in_any_spelling_still_find(seeking: Any, english: Any) -> None:
    browser = english(seeking["worker"])
    found = browser.post(seeking["page"], {"need": "development"}, follow=True).context
    assert names(found["fitting"]) == ["Ümid Mərkəzi", "Lənkəran dərnəyi"]
    assert names(found["others"]) == ["Gəncə mərkəzi"]
    found = browser.post(seeking["page"], {"q": "UMID merkezi"}, follow=True).context
    assert names(found["fitting"]) == ["Ümid Mərkəzi"]
    found = browser.post(seeking["page"], {"place": "Gəncə", "q": "gence"}, follow=True).context
    assert names(found["fitting"]) == ["Gəncə mərkəzi"]
    found = browser.post(seeking["page"], {"need": "???", "place": "???"}, follow=True)
    assert found.status_code == 200


def test_from_a_goal_its_need_is_sought(seeking: Any, english: Any, as_owner: Any) -> None:
    with as_owner():
        case = Case.objects.select_related("dossier").get(pk=seeking["case"].pk)
        plan = Plan.objects.create(
            dossier=case.dossier, case=case, number=1, aim="A", started_at=clock.now(), status="approved"
        )
        goal = Goal.objects.create(
            dossier=case.dossier, plan=plan, domain="education", text="Oxusun", indicator="Gedir"
        )
    browser = english(seeking["worker"])
    found = browser.get(f"{seeking['page']}?goal={goal.public_id}").context
    assert names(found["others"]) == ["Təhsil xətti"]
    assert "service-search" not in browser.get(f"{seeking['page']}?goal=yoxdur").content.decode()


def test_groups_and_language_of_the_person_s_own_file_count(
    seeking: Any, english: Any, as_owner: Any
) -> None:
    page = english(seeking["worker"]).get(seeking["page"])
    with as_owner():
        child = Person.objects.get(pk=page.context["who"].person_id)
        Person.objects.filter(pk=child.pk).update(language="ru")
        GroupMembership.objects.create(
            dossier=child.dossier, person=child, status="idp", started_on=clock.today(), source="S"
        )
    found = english(seeking["worker"]).get(seeking["page"]).context
    assert "Təhsil xətti" in names(found["fitting"])


def test_one_press_puts_it_into_the_referral(seeking: Any, english: Any, as_owner: Any) -> None:
    browser = english(seeking["worker"])
    with as_owner():
        nearby = Service.objects.get(type="leisure")
    page = f"{reverse('cases:referral-send', args=[seeking['case'].public_id])}?service={nearby.public_id}"
    form = browser.get(page)
    assert f'value="{nearby.pk}" selected' in form.content.decode()
    assert browser.post(page, {**SHARED, "service": nearby.pk}).status_code == 302
    assert browser.get(page.replace(nearby.public_id, "yoxdur")).status_code == 200


def test_who_does_not_work_with_cases_does_not_search_in_them(seeking: Any, english: Any) -> None:
    for code, role in ROLES.items():
        sees = code in {"social_worker", "supervisor", "manager", "duty_officer"}
        wanted = 200 if CASE_WORK in role.may and sees else 404 if CASE_WORK in role.may else 403
        assert english(seeking[code]).get(seeking["page"]).status_code == wanted, code
    assert english(seeking["stranger"]).get(seeking["page"]).status_code == 404


def test_the_page_costs_the_same_however_many_services(seeking: Any, english: Any, as_owner: Any) -> None:
    browser = english(seeking["worker"])
    browser.get(seeking["page"])
    with CaptureQueriesContext(connection) as few:
        browser.get(seeking["page"])
    with as_owner():
        for n in range(60):
            Service.objects.create(
                unit=seeking["centre"], type="crisis", name_az=f"Xidmət {n}", is_nationwide=True
            )
    with CaptureQueriesContext(connection) as many:
        browser.get(seeking["page"])
    assert len(many) == len(few) <= 25
