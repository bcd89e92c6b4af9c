"""Every form of the site, filled in badly in every way: no page breaks, what is refused is said on the page, nothing
is half kept, what turns or hides letters is never kept, and a second submit changes nothing.

The forms are found by opening every address of the small sample country as its own people; each is sent as a browser
without JavaScript would, and whatever it did is taken back before the next.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import ContextList

from himaya.access.encryption import fields as closed_fields
from himaya.access.models import Protected
from tests import database
from tests.forms.finding import Place, find_forms, kind_of
from tests.forms.nasty import MODES, TURNING, good
from tests.forms.reading import forms_of
from tests.forms.world import World, built

pytestmark = pytest.mark.xdist_group("every_form")

# What may be written although the form was refused: that somebody searched, tried, read, or was told.
WRITTEN_ANYWAY = {
    "access_auditevent", "access_submission", "access_attempt", "access_opening", "cases_statustry", "cases_publicdraft",
    "workflow_draft", "registry_sealedsighting",
}  # fmt: skip
# Forms that no page of the sample country shows, each with where it is tried instead.
NOT_SHOWN: dict[str, str] = {}
BUTTON_MODES = {"nothing at all", "hidden: wrong", "hidden: null sign", "hidden: number", "everything twice"}
ENOUGH = 90


@dataclass
class Sweep:
    """The forms, and the world they change."""

    world: World
    places: list[Place]
    without: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def sweep(django_db_setup: None, django_db_blocker: Any) -> Iterator[Sweep]:
    with django_db_blocker.unblock(), built() as world:
        yield Sweep(world, *find_forms(world))


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def send(place: Place, world: World, sent: dict[str, Any]) -> Any:
    """The answer to a form, or the fault that broke the page."""
    try:
        return world.client(place.user).post(place.target, sent)
    except Exception as broken:
        return broken


OURS = [m for m in apps.get_models() if m.__module__.startswith("himaya.") and m._meta.managed]
TABLES = sorted({m._meta.db_table: issubclass(m, Protected) for m in OURS}.items())


def kept() -> dict[str, tuple[int, int]]:
    """Rows of every table, and how often they were changed."""
    parts = [
        f"select '{table}' as t, count(*) as n, {'coalesce(sum(version), 0)' if versioned else '0'} as v from {table}"
        for table, versioned in TABLES
        if table not in WRITTEN_ANYWAY
    ]
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return {table: (rows, changes) for table, rows, changes in cursor.fetchall()}


def holding(signs: str) -> list[str]:
    """Tables with a row that holds one of these signs."""
    parts = [
        f"select '{table}' where exists (select from {table} t where t::text ~ %s)" for table, _v in TABLES
    ]
    pattern = f"[{signs}]"
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), [pattern] * len(parts))
        return [row[0] for row in cursor.fetchall()]


def forms_in(answer: Any) -> Iterator[Any]:
    """The refused forms of an answer."""
    context = answer.context
    seen: set[int] = set()
    for layer in context if isinstance(context, ContextList) else [context] if context else []:
        for value in layer.flatten().values():
            for form in value if isinstance(value, list | tuple) else [value]:
                if getattr(form, "is_bound", False) and id(form) not in seen and hasattr(form, "fields"):
                    seen.add(id(form))
                    if form.errors:
                        yield form


def faults(place: Place, answer: Any, before: dict[str, tuple[int, int]]) -> Iterator[str]:
    """What is wrong with how a form was answered."""
    if isinstance(answer, Exception):
        yield f"broke with {type(answer).__name__}: {str(answer)[:160]}"
        return
    if answer.status_code >= 500:
        yield f"answers {answer.status_code}"
    if 300 <= answer.status_code < 400 or answer.status_code == 204:
        return
    changed = {table for table, rows in kept().items() if rows != before[table]}
    if changed:
        yield f"refused ({answer.status_code}) and yet wrote to {sorted(changed)}"
    if answer.status_code == 200:
        yield from _unsaid(answer)


def _unsaid(answer: Any) -> Iterator[str]:
    page = answer.content.decode()
    for form in forms_in(answer):
        if "hm-summary" not in page and "hm-error" not in page:
            yield f"says nothing of {dict(form.errors)}"
        for name in form.errors:
            if name != "__all__" and name not in form.fields:
                yield f"blames {name}, which is no field"


@pytest.mark.parametrize("mode", MODES)
def test_no_form_breaks_or_keeps_half(sweep: Sweep, mode: str) -> None:
    wrong = []
    before = kept()
    for place in sweep.places:
        if place.form.is_button and mode not in BUTTON_MODES:
            continue
        with taken_back():
            answer = send(place, sweep.world, MODES[mode](place.form))
            wrong += [f"{place}: {fault}" for fault in faults(place, answer, before)]
    assert not wrong, f"{mode}: {len(wrong)} faults\n" + "\n".join(wrong)


def test_what_turns_or_hides_letters_is_never_kept(sweep: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    seal = closed_fields.seal
    monkeypatch.setattr(
        closed_fields, "seal", lambda key, text, context: (told.append(text), seal(key, text, context))[1]
    )
    wrong = [] if not holding(TURNING) else ["the sample country holds some already"]
    taken = 0
    for place in sweep.places:
        written = [f for f in place.form.fields.values() if f.kind == "written"]
        if not written:
            continue
        sent = good(place.form)
        for f in written:
            value = str(sent.get(f.name) or "")
            sent[f.name] = f"{value[:1]}\u202e{value[1:]}\u2066\u200f" if value else ""
        told.clear()
        with taken_back():
            answer = send(place, sweep.world, sent)
            taken += getattr(answer, "status_code", 500) == 302
            wrong += [f"{place}: kept in {table}" for table in holding(TURNING)]
        wrong += [f"{place}: kept closed" for text in told if re.search(f"[{TURNING}]", text)]
    assert not wrong, "\n".join(wrong)
    assert taken > 40, "the forms were taken: something was there to look at"


def test_a_second_submit_changes_nothing(sweep: Sweep) -> None:
    wrong, taken = [], 0
    for place in sweep.places:
        sent = good(place.form)
        if "_key" in place.form.fields:
            sent["_key"] = str(uuid4())
        with taken_back():
            first = send(place, sweep.world, sent)
            if getattr(first, "status_code", 500) != 302 or "_key" not in sent:
                continue
            taken += 1
            between = kept()
            second = send(place, sweep.world, _again(place, sent))
            if (
                getattr(second, "status_code", 500) != 302
                or urlsplit(second.url).path != urlsplit(first.url).path
            ):
                wrong.append(f"{place}: led to {getattr(second, 'url', second)}, first to {first.url}")
            if kept() != between:
                wrong.append(f"{place}: wrote twice")
    assert not wrong, "\n".join(wrong)
    assert taken > 40


def _again(place: Place, sent: dict[str, Any]) -> dict[str, Any]:
    fresh = good(place.form)
    return {
        name: fresh[name] if f.kind == "file" else sent[name]
        for name, f in place.form.fields.items()
        if name in sent
    }


def test_what_is_typed_is_shown_as_text(sweep: Sweep) -> None:
    wrong = []
    for place in sweep.places:
        with taken_back():
            answer = send(place, sweep.world, MODES["written: html"](place.form))
            if getattr(answer, "status_code", 500) == 302:
                answer = sweep.world.client(place.user).get(answer.url)
            page = answer.content.decode(errors="replace") if hasattr(answer, "content") else ""
            if "<script>alert(1)" in page or "<img src=x" in page:
                wrong.append(str(place))
    assert not wrong


def test_every_form_of_the_site_was_found(sweep: Sweep) -> None:
    assert len(sweep.places) >= ENOUGH
    sent_to = {kind_of(place.target) for place in sweep.places}
    only_posted = {name for name, said in sweep.without.items() if said == "405"}
    assert sorted(only_posted - sent_to - set(NOT_SHOWN)) == [], "name where they are tried"
    assert sorted(set(NOT_SHOWN) - only_posted - set(sweep.without)) == [], "stale"


def test_the_sweep_reads_forms_as_a_browser_does() -> None:
    html = """<form method="post" action="/a"><input name="x" value="1"><select name="s"><option value="">-
      <option value="b" selected>B</select><textarea name="t">old</textarea><input type="radio" name="r" value="1">
      <input type="radio" name="r" value="2" checked></form><form action="/get"><input name="q"></form>"""
    (form,) = forms_of(html)
    assert good(form) == {"x": "1", "s": "b", "t": "old", "r": "2"}
    assert not form.is_button
