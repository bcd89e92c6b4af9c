"""The register in a real browser: found while one types, never registered twice, accessible, with no scripts too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from himaya.access.gate import acting_as
from himaya.registry.actions import live_together, record_consent, record_status, relate
from himaya.registry.models import Person
from tests.axe import assert_accessible, assert_fits

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Make = Callable[..., Person]


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Any:
    """`visit(user, width=…)`: a browser of that user's own."""
    contexts = []

    def arrive(user: Any, *, width: int = 1280, language: str = "az", script: bool = True) -> Any:
        client = Client()
        client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, base_url=live_server.url
        )
        names = {"language": language, "sessionid": client.cookies["sessionid"].value}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in names.items()])
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.close()


def look(page: Any) -> None:
    assert_accessible(page)
    assert_fits(page)


def test_the_same_girl_in_four_spellings_is_found_before_she_is_registered_again(
    visit: Any, country: Any, make_person: Make, as_owner: Any
) -> None:
    make_person("Hüseynova Çinarə Şükür", "2014-03-05")
    page = visit(country["supervisor"], width=360)
    page.goto(reverse("people:search"))
    for spelling in ("Hüseyn", "Guseynova Chinara", "Гусейнова Чинара", "huseynove cinare 03.05.2014"):
        page.fill("#finder", spelling)
        page.locator("#found a", has_text="Hüseynova Çinarə Şükür").wait_for()
        look(page)
        page.fill("#finder", "")
        page.locator("#found .hm-lines").wait_for(state="detached")
    page.goto(reverse("people:person-new"))  # and whoever has not searched is warned all the same
    for name, typed in {"family_name": "Guseynova", "given_name": "Chinara", "born": "05.03.2014"}.items():
        page.fill(f"main [name={name}]", typed)
    page.check("[name=sex][value=female]")
    page.locator(".hm-form-foot button[type=submit]").click()
    page.get_by_text("Bunlardan biridir?").wait_for()
    page.locator("main .hm-lines a", has_text="Hüseynova Çinarə Şükür").wait_for()
    with as_owner():
        assert Person.objects.count() == 1, "she is not registered again"


def test_the_twins_stay_two(visit: Any, country: Any, make_person: Make, as_owner: Any) -> None:
    make_person("Əliyeva Nigar Həsən", "2014-03-05", multiple_birth=True)
    page = visit(country["supervisor"])
    page.goto(reverse("people:search"))
    page.fill("#finder", "Əliyeva Nərgiz 05.03.2014")
    page.locator("#found [formaction]").click()
    page.fill("[name=fathers_name]", "Həsən")
    page.check("[name=sex][value=female]")
    page.check("[name=multiple_birth]")
    page.fill("[name=place_text]", "Masal")
    page.locator("[role=option]").first.click()
    look(page)
    page.locator(".hm-form-foot button[type=submit]").click()
    page.get_by_text("Bunlardan biridir?").wait_for()
    look(page)
    page.select_option("[name=different]", "twin")
    page.locator(".hm-form-foot button[type=submit]").click()
    page.locator("h1", has_text="Əliyeva Nərgiz Həsən").wait_for()
    look(page)
    with as_owner():
        assert Person.objects.count() == 2


@pytest.mark.parametrize(("width", "language"), [(1280, "az"), (360, "en")])
def test_every_page_of_a_file_is_accessible_and_fits(
    width: int, language: str, visit: Any, country: Any, make_person: Make, as_owner: Any
) -> None:
    her = make_person(
        "Ələkbərzadə-İsmayılova Gülnarə-Fatimə Məhəmmədhüseynqulu", fin="5A0B1CD", phone="+994503214567"
    )
    mother = make_person("Ələkbərzadə Aysel Kamran", "1988-01-01")
    by = country["supervisor"]
    with as_owner(), acting_as(by):
        relate(person=her, other=mother, kind="suspected_of_harm", by=by, note="Qonşunun dediyinə görə")
        live_together(person=her, other=mother, role="child", other_role="mother", by=by)
        record_consent(
            person=her,
            purpose="referral",
            form="spoken",
            given_by="parent",
            giver_name="Aysel",
            child_agrees=True,
            by=by,
        )
        record_status(person=her, status="idp", started_on=her.birth_date, source="Vəsiqə", by=by)
    page = visit(by, width=width, language=language)
    names = [
        "detail",
        "correct",
        "address",
        "phone",
        "identifier",
        "relation",
        "household",
        "status",
        "consent",
    ]
    for name in names:
        tail = "" if name == "detail" else f"{name}/"
        page.goto(f"{reverse('people:person-detail', args=[her.public_id])}{tail}")
        expect(page.locator("h1"), name).to_have_count(1)
        look(page)


def test_without_scripts_one_searches_chooses_and_relates(
    visit: Any, country: Any, make_person: Make, as_owner: Any
) -> None:
    child, mother = make_person(), make_person("Quliyeva Aysel Kamran", "1988-01-01")
    page = visit(country["supervisor"], script=False)
    page.goto(reverse("people:relation-add", args=[child.public_id]))
    page.fill("#finder", "quliyeva aysel")
    page.locator("main search button[type=submit]").click()
    page.locator("#found .btn-sm").first.click()
    page.select_option("[name=kind]", "mother")
    page.locator(".hm-form-foot button[type=submit]").click()
    page.wait_for_url(f"**{reverse('people:person-detail', args=[child.public_id])}")
    with as_owner():
        assert child.relationships.get().other == mother
