"""The audit's two questions: who read this record, and what did this user see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.urls import reverse

from himaya.access.actions import open_dossier, record
from himaya.access.breakglass import tokens
from himaya.access.roles import Administrator, Auditor, SocialWorker, Supervisor
from himaya.access.trail import queries
from himaya.registry.models import Person
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        made = {
            "reader": factories.user((SocialWorker, here), full_name="Oxuyan Oxuyanov"),
            "stranger": factories.user((SocialWorker, there), full_name="Yad Yadov"),
            "supervisor": factories.user((Supervisor, here)),
            "neighbour": factories.user((Supervisor, there)),
            "auditor": factories.user((Auditor, here)),
            "administrator": factories.user((Administrator, nation)),
            "child": Person.objects.create(dossier=open_dossier(kind="person", unit=here), family_name="G"),
        }
        record(by=made["reader"], verb="person.viewed", on=made["child"])
        record(by=made["stranger"], verb="person.viewed", on=made["child"])
    database.settle()
    return made


def readers_page(browser: Any, country: Any, user: Any) -> str:
    token = tokens.make(country["child"].dossier_id, user=user)
    return str(browser.get(reverse("access:readers", args=[token])).content.decode())


def test_a_supervisor_sees_who_read_a_record_of_the_unit(country: Any, browser_of: Any) -> None:
    page = readers_page(browser_of(country["supervisor"]), country, country["supervisor"])
    assert "Oxuyan Oxuyanov" in page
    assert "Yad Yadov" in page, "readers from elsewhere above all"
    assert "Oxuyan" not in readers_page(browser_of(country["neighbour"]), country, country["neighbour"])


def test_an_auditor_sees_what_a_user_of_the_unit_saw(country: Any, browser_of: Any) -> None:
    browser = browser_of(country["auditor"])
    page = browser.post(
        reverse("access:audit"), {"who": country["reader"].email}, follow=True
    ).content.decode()
    assert "Oxuyan Oxuyanov" in page
    assert "Yad Yadov" not in browser.get(reverse("access:audit")).content.decode()
    assert "Yad Yadov" in browser_of(country["administrator"]).get(reverse("access:audit")).content.decode()


def test_workers_and_supervisors_do_not_read_the_audit(country: Any, browser_of: Any) -> None:
    for who in ("reader", "supervisor"):
        assert browser_of(country[who]).get(reverse("access:audit")).status_code == 403


def test_reading_the_audit_is_itself_in_the_audit(country: Any, browser_of: Any, as_owner: As) -> None:
    from himaya.access.models import AuditEvent

    browser_of(country["auditor"]).get(reverse("access:audit"))
    with as_owner():
        assert AuditEvent.objects.filter(verb="audit.viewed", actor_id=country["auditor"].pk).exists()


def test_days_verbs_and_pages_narrow_the_list(
    country: Any, browser_of: Any, as_owner: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    with as_owner():
        for n in range(5):
            record(by=country["reader"], verb="case.viewed", on=country["child"], reason=f"səbəb №{n}")
    browser = browser_of(country["administrator"])
    url = reverse("access:audit")

    def asked(**typed: str) -> Any:
        return browser.post(url, typed, follow=True)

    first = asked(verb="case.viewed")
    assert "səbəb №4" in first.content.decode()
    assert "səbəb №1" not in first.content.decode()
    address = f"{first.redirect_chain[-1][0]}&before={first.context['older']}"
    older = browser.get(address).content.decode()
    assert "səbəb №1" in older
    assert "dosyesinə" not in older.partition("<tbody>")[2]
    assert "səbəb №4" not in asked(since="01.01.2090").content.decode()
    assert asked(who="nobody such").status_code == 200
    assert browser.get(url, {"before": "x"}).status_code == 200
    assert browser.get(url, {"before": "9" * 40}).status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [("az", "Şəxsin dosyesinə baxdı"), ("en", "Looked at a person"), ("ru", "Посмотрел(а) дело человека")],
)
def test_the_audit_speaks_in_words_not_codes(
    country: Any, browser_of: Any, language: str, words: str
) -> None:
    browser = browser_of(country["supervisor"])
    browser.cookies["language"] = language
    assert words in readers_page(browser, country, country["supervisor"])
    browser = browser_of(country["auditor"])
    browser.cookies["language"] = language
    page = browser.get(reverse("access:audit")).content.decode()
    lines = page.partition("<tbody>")[2]
    assert words in lines
    assert "person.viewed" not in lines
    assert "registry.person" not in lines


def test_the_line_of_a_reader_leads_to_everything_they_did(country: Any, browser_of: Any) -> None:
    browser = browser_of(country["auditor"])
    page = browser.get(reverse("access:audit-of", args=[country["reader"].public_id]))
    assert "Oxuyan Oxuyanov" in page.content.decode()
    assert "Yad Yadov" not in page.content.decode()


def test_the_page_costs_the_same_however_many_lines_it_shows(
    country: Any, browser_of: Any, as_owner: As, django_assert_max_num_queries: Any
) -> None:
    with as_owner():
        for n in range(30):
            record(by=country["reader"], verb="person.viewed", dossier_id=n)
    browser = browser_of(country["administrator"])
    browser.get(reverse("access:audit"))
    with django_assert_max_num_queries(25):
        browser.get(reverse("access:audit"))
