"""Nothing a person types in their own words stands in an address."""

from pathlib import Path
from typing import Any

from django import forms

from himaya.kit.forms import CodeField, Form, TextField
from tests.architecture import addresses, guards

FILES = list(guards.python_files())
TEMPLATES = sorted(guards.SRC.rglob("templates/**/*.html"))


def test_no_form_sends_what_is_typed_in_the_address() -> None:
    found = {str(t.relative_to(guards.SRC)): addresses.open_forms(t.read_text()) for t in TEMPLATES}
    assert {name: what for name, what in found.items() if what} == {}
    filled = [pair for file in FILES for pair in addresses.forms_by_get(file, guards.SRC.parent)]
    assert filled, "the worklist is filtered by its address: the guard looks at something"
    assert addresses.spoken(filled) == []


def test_only_known_and_opaque_names_are_read_from_an_address() -> None:
    read = {name for file in FILES for name in addresses.read_names(file.read_text())}
    assert read - set(addresses.OPAQUE) - {"PARAMETER"} == set()
    assert set(addresses.OPAQUE) - read - {"ask"} == set(), "stale reasons"


def test_no_page_script_puts_what_is_typed_into_an_address() -> None:
    scripts = sorted((guards.SRC / "static").glob("*.js"))
    assert scripts
    assert [s.name for s in scripts if "searchParams" in s.read_text() or "?q=" in s.read_text()] == []


def test_the_guard_finds_planted_forms(tmp_path: Path) -> None:
    for planted in (
        '<form method="get"><input type="search" name="q"></form>',
        '<form action="/find"><input name="q"></form>',
        '<form class="x" method="get"><textarea name="t"></textarea></form>',
        '<input type="text" hx-get="/find">',
        '<c-form :form="form" method="get" />',
    ):
        assert addresses.open_forms(planted), planted
    for fine in (
        '<form method="post"><input type="search" name="q"></form>',
        '<form method="get"><select name="risk"></select><input type="checkbox" name="late"></form>',
        '<form method="dialog"><button>Close</button></form>',
    ):
        assert addresses.open_forms(fine) == [], fine


def test_the_guard_finds_planted_fields_and_names() -> None:
    class Planted(Form):
        risk = CodeField("risk.level")
        late = forms.BooleanField()
        words = TextField()
        name = forms.CharField()

    found: list[tuple[str, Any]] = [("Planted", Planted)]
    assert addresses.spoken(found) == ["Planted.words", "Planted.name"]
    source = 'x = request.GET.get("q"); y = request.GET["who"]; z = "name" in request.GET'
    assert addresses.read_names(source) == {"q", "who", "name"}
