"""Every form of the site, filled in badly in every way, sent twice and from a second tab.

Never a broken page; what is refused names its field, shows everything typed again and writes nothing; what is taken is
shown as text, holds no mark that hides or turns letters, and is written once however often it is sent; who was second
is shown both versions. Each form is sent as a browser without JavaScript would, and taken back before the next.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from himaya.access.models import User
from tests import database
from tests.forms.finding import places_of
from tests.forms.known import KNOWN, NO_FORM
from tests.forms.nasty import good
from tests.forms.pages import Route, routes, takers, takes_a_form, users_for
from tests.forms.reading import forms_of
from tests.forms.sweeping import Sweep, kept, taken_back
from tests.forms.world import World, built

# What an address may be asked instead of a number, a day, or a choice.
ASKED = ["9" * 40, "-1", "a\x00b \u202e<script>'\"; drop"]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), built() as made:
        yield made


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_form_holds_whatever_is_sent(world: World, name: str) -> None:
    places = places_of(name, world)
    wanted = getattr(KNOWN[name], "shapes", 1)
    assert len(places) >= wanted, (
        f"{name}: shown {len(places)} of {wanted}; see the top of tests/forms/known.py"
    )
    before = kept()
    wrong = [fault for place in places for fault in Sweep(place, world, before).run()]
    assert not wrong, "\n".join(wrong)


def test_a_list_holds_whatever_its_address_asks(world: World) -> None:
    wrong = []
    for route in routes():
        if route.takes or route.name in NO_FORM:
            continue
        user = next(iter(world.users.get(route.name) or users_of(route)))
        page = world.client(user).get(reverse(route.name))
        asked = (
            set(re.findall(r"[?&;]([a-z_]+)=", page.content.decode())) if page.status_code == 200 else set()
        )
        for nasty in ASKED:
            query = dict.fromkeys(sorted(asked | {"page", "q", "ask", "for"}), nasty)
            with taken_back():
                answer = ask(world.client(user), reverse(route.name), query)
            if getattr(answer, "status_code", 500) >= 500:
                wrong.append(f"{route.name} with {query}: {answer!r}")
    assert not wrong, "\n".join(wrong)


def users_of(route: Route) -> list[User | None]:
    with database.as_owner():
        return users_for(route.gate)


def ask(client: Client, address: str, query: dict[str, str]) -> Any:
    try:
        return client.get(address, query)
    except Exception as broken:
        return broken


def test_every_address_that_takes_a_form_is_swept() -> None:
    there = set(takers())
    new = sorted(there - set(KNOWN) - set(NO_FORM))
    assert not new, f"add these to KNOWN in tests/forms/known.py, as its top says: {new}"
    gone = sorted((set(KNOWN) | set(NO_FORM)) - there)
    assert not gone, f"take these out of tests/forms/known.py: no such form any more: {gone}"


def reads_deep_down(request: HttpRequest) -> str:
    return reads(request)


def reads(request: HttpRequest) -> str:
    return request.POST.get("x", "")


def only_looks(request: HttpRequest) -> str:
    return request.GET.get("x", "")


def test_a_new_form_cannot_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    for function in (reads, reads_deep_down, only_looks):  # as if they stood in the product
        monkeypatch.setattr(function, "__module__", "himaya.desk.views")
    assert takes_a_form(reads)
    assert takes_a_form(reads_deep_down)
    assert takes_a_form(require_POST(only_looks))
    assert not takes_a_form(only_looks)
    assert not takes_a_form(require_GET(reads))


def test_the_sweep_reads_forms_as_a_browser_does() -> None:
    html = """<form method="post" action="/a"><input name="x" value="1"><select name="s"><option value="">-
      <option value="b" selected>B</select><textarea name="t">old</textarea><input type="radio" name="r" value="1">
      <input type="radio" name="r" value="2" checked></form><form action="/get"><input name="q"></form>"""
    (form,) = forms_of(html)
    assert good(form) == {"x": "1", "s": "b", "t": "old", "r": "2"}
    assert not form.is_button
