"""The pages on which accounts are kept, and the first of them, made from the command line."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from himaya.access.models import Membership
from himaya.access.roles import SocialWorker
from himaya.access.staff import actions
from himaya.reference.actions import load_reference
from tests import factories
from tests.access.staff_cast import PASSWORD, As, country, fresh

__all__ = ["country"]
pytestmark = pytest.mark.django_db


def test_the_list_finds_by_name_unit_role_and_state_and_shows_no_other_unit(
    country: Any, browser_of: Any
) -> None:
    browser = browser_of(country["keeper"])
    page = browser.get(reverse("access:staff"))
    shown = page.content.decode()
    assert "Elçin Quliyev" in shown
    assert "Şəhla Vəliyeva" not in shown
    for query, found in (
        ({"words": "elcin"}, True),
        ({"words": "vəli"}, False),
        ({"unit": country["here"].public_id, "role": "social_worker"}, True),
        ({"role": "auditor"}, False),
        ({"state": "suspended"}, False),
        ({"unit": "nonsense"}, True),
    ):
        text = browser.post(reverse("access:staff"), query, follow=True).content.decode()
        assert ("Elçin Quliyev" in text) is found, query


def test_the_page_of_a_user_tells_the_history_and_is_closed_to_others(
    country: Any, browser_of: Any, acting_as: Any
) -> None:
    url = reverse("access:staff-detail", args=[country["worker"].public_id])
    with acting_as(country["keeper"]) as keeper:
        actions.confirm_rights(user=fresh(country["worker"]), by=keeper)
    assert "Hüquqları yoxlayıb təsdiqlədi" in browser_of(country["keeper"]).get(url).content.decode()
    elsewhere = reverse("access:staff-detail", args=[country["stranger"].public_id])
    assert browser_of(country["keeper"]).get(elsewhere).status_code == 404
    assert browser_of(country["supervisor"]).get(url).status_code == 403


def test_every_button_of_the_pages_works(country: Any, browser_of: Any, as_owner: As) -> None:
    browser, worker = browser_of(country["keeper"]), country["worker"]

    def url(name: str, *more: Any) -> str:
        return reverse(f"access:{name}", args=[worker.public_id, *more])

    for name in ("staff-suspend", "role-give"):
        assert browser.get(url(name)).status_code == 200
    assert browser.get(reverse("access:staff-invite")).status_code == 200
    made = browser.post(
        reverse("access:staff-invite"),
        {
            "full_name": "Nigar Abbasova",
            "email": "nigar@example.org",
            "unit": country["here"].public_id,
            "role": "supervisor",
            "language": "ru",
        },
    )
    assert made.status_code == 302
    given = browser.post(url("role-give"), {"role": "duty_officer", "unit": country["here"].public_id})
    assert given.status_code == 302
    membership = worker.memberships.get(role="duty_officer")
    assert browser.get(url("role-move", membership.pk)).status_code == 200
    moved = browser.post(url("role-move", membership.pk), {"unit": country["region"].public_id})
    assert moved.status_code == 302
    there = worker.memberships.get(role="duty_officer", ended_at__isnull=True)
    assert browser.post(url("role-end", there.pk)).status_code == 302
    assert browser.post(url("role-end", there.pk)).status_code == 404
    assert browser.post(url("staff-confirm")).status_code == 302
    assert browser.post(url("staff-suspend"), {"reason": "left"}).status_code == 302
    assert browser.post(url("staff-restore")).status_code == 302
    assert browser.post(url("staff-restore")).status_code == 409


def test_the_list_costs_the_same_however_many_it_shows(
    country: Any, browser_of: Any, as_owner: As, django_assert_max_num_queries: Any
) -> None:
    with as_owner():
        for _n in range(30):
            factories.user((SocialWorker, country["here"]))
    browser = browser_of(country["keeper"])
    browser.get(reverse("access:staff"))
    with django_assert_max_num_queries(25):
        browser.get(reverse("access:staff"))


def test_the_first_administrator_is_invited_from_the_command_line(
    as_owner: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from himaya.access.staff import commands

    with as_owner():
        load_reference()
    monkeypatch.setattr(commands, "application", as_owner)
    words = ["--email", "Ilk@Example.org", "--name", "Aynur Məmmədova", "--organisation", "Agentlik"]
    said = CliRunner().invoke(commands.administrator, [*words, "--site", "https://himaya.example"])
    assert said.exit_code == 0, said.output
    path = said.output.split("https://himaya.example")[1].strip()
    assert Client().post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    signed = Client().post(reverse("account_login"), {"login": "ilk@example.org", "password": PASSWORD})
    assert signed.status_code == 302
    with as_owner():
        held = Membership.objects.select_related("unit").get()
        assert (held.role, held.unit.is_national_desk, held.unit.parent_id) == ("administrator", True, None)
    assert CliRunner().invoke(commands.administrator, words).exit_code == 1
    more = ["--email", "ikinci@example.org", "--name", "Elçin", "--organisation", "Başqa"]
    assert CliRunner().invoke(commands.administrator, more).exit_code == 0
    with as_owner():
        assert Membership.objects.values("unit").distinct().count() == 1
