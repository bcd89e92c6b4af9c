"""The house rules, held by tests. Every guard is shown to fail on a planted violation."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import get_resolver, path

from himaya.access.models import OwnRow, Protected
from himaya.access.roles import PERMISSIONS, ROLES
from himaya.kit.privacy import internal, personal
from tests.architecture import guards

OURS = [m for m in apps.get_models() if m.__module__.startswith("himaya.")]
FILES = list(guards.python_files())
TEMPLATES = sorted(guards.SRC.rglob("templates/**/*.html"))

# Libraries whose pages guard themselves.
TRUSTED = ["allauth.", "django.contrib.staticfiles", "django.views.static"]

# Tables outside row security, each with the reason.
NOT_PRIVATE = {
    "access.Invitation": "read before there is anybody to sign in; holds the digest of a link that works once",
    "access.User": "staff: colleagues must know who acted; only the password hash is secret, read before sign-in",
}


def test_every_page_passes_the_gate() -> None:
    assert guards.ungated(guards.routes(get_resolver().url_patterns), TRUSTED) == []


def test_the_gate_guard_finds_an_ungated_page() -> None:
    def bare(request: Any) -> None:
        return None

    assert guards.ungated(guards.routes([path("bare/", bare)]), TRUSTED) == ["bare/"]


def test_every_column_says_what_it_holds() -> None:
    assert guards.unlabelled(OURS) == []


def test_every_personal_table_is_under_row_security() -> None:
    found = set(guards.unprotected(OURS, (OwnRow, Protected)))
    assert found - set(NOT_PRIVATE) == set()
    assert set(NOT_PRIVATE) - found == set(), "stale exceptions"


def test_the_table_guards_find_planted_columns() -> None:
    class Planted(models.Model):
        bare = models.TextField()
        name = personal(models.TextField())
        plain = internal(models.TextField())

        class Meta:
            app_label = "planted"

        def __str__(self) -> str:
            return ""

    assert guards.unlabelled([Planted]) == ["planted.Planted.bare"]
    assert guards.unprotected([Planted], Protected) == ["planted.Planted"]


def test_foreign_keys_point_down() -> None:
    assert guards.upward_keys(guards.key_edges(OURS)) == []
    assert guards.upward_keys([("access", "cases"), ("care", "orders"), ("cases", "access")]) == [
        "access -> cases",
        "care -> orders",
    ]


def test_every_permission_is_in_a_role() -> None:
    held = {p.code for role in ROLES.values() for p in role.may}
    assert set(PERMISSIONS) - held == set()


def test_files_and_functions_keep_their_budgets() -> None:
    root = guards.SRC.parents[1]
    others = (file for folder in ("tests", "bench", "tools") for file in guards.python_files(root / folder))
    assert guards.too_long([*FILES, *others]) == []
    long = {str(f.relative_to(guards.SRC)): guards.long_functions(f.read_text(), 40) for f in FILES}
    assert {name: found for name, found in long.items() if found} == {}


def test_views_stay_thin() -> None:
    views = [f for f in FILES if f.name == "views.py"]
    long = {str(f.relative_to(guards.SRC)): guards.long_functions(f.read_text(), 25) for f in views}
    assert {name: found for name, found in long.items() if found} == {}
    reaching = {str(f.relative_to(guards.SRC)): guards.reaches_for_objects(f.read_text()) for f in views}
    assert {name: found for name, found in reaching.items() if found} == {}


def test_the_size_guards_find_planted_length(tmp_path: Path) -> None:
    planted = tmp_path / "long.py"
    planted.write_text("def f():\n" + "    x = 1\n" * 401)
    assert guards.too_long([planted]) != []
    assert guards.long_functions(planted.read_text(), 40) == ["f 401"]
    assert guards.reaches_for_objects("Case.objects.all()") == ["line 1"]
    assert guards.reaches_for_objects("Case.objects.visible_to(user)") == []


def test_no_drawer_for_everything() -> None:
    assert [str(f) for f in FILES if f.stem in guards.BANNED_NAMES] == []


@pytest.mark.parametrize("name", ["rules", "queries", "actions", "process", "models"])
def test_decisions_and_writes_know_no_web(name: str) -> None:
    found = {
        str(f.relative_to(guards.SRC)): guards.knows_the_web(f.read_text()) for f in FILES if f.stem == name
    }
    assert {where: what for where, what in found.items() if what} == {}
    assert guards.knows_the_web("def f():\n    from django.http import HttpRequest") == ["django.http"]


def test_templates_obey_the_content_security_policy() -> None:
    found = {str(t.relative_to(guards.SRC)): guards.breaks_policy(t.read_text()) for t in TEMPLATES}
    assert {name: what for name, what in found.items() if what} == {}
    assert guards.breaks_policy('<a style="x" onclick="y" hx-trigger="keyup[a]"><script>1</script>') != []


def test_every_word_in_a_template_is_translatable() -> None:
    found = {str(t.relative_to(guards.SRC)): guards.untranslated(t.read_text()) for t in TEMPLATES}
    assert {name: what for name, what in found.items() if what} == {}
    assert guards.untranslated("<p>Bare words</p><p>{% translate 'Fine words' %}</p>") == ["Bare words"]


def test_templates_keep_their_budget_and_are_used() -> None:
    assert [str(t) for t in TEMPLATES if len(t.read_text().splitlines()) > 150] == []
    code = "\n".join(f.read_text() for f in [*FILES, *TEMPLATES])
    unused = []
    for template in TEMPLATES:
        name = str(
            template.relative_to(template.parents[[p.name for p in template.parents].index("templates")])
        )
        if name.startswith("components/"):
            tag = "c-" + name.removeprefix("components/").removesuffix(".html").replace("/", ".").replace(
                "_", "-"
            )
            if not re.search(rf"<{re.escape(tag)}[\s/>]", code):
                unused.append(name)
        elif name.split("/")[0] not in {
            "account",
            "mfa",
            "usersessions",
            "socialaccount",
            "django",
            "allauth",
        }:
            stem = name.removesuffix(".html")
            if name not in code and stem not in code:
                unused.append(name)
    assert unused == []


def test_the_repository_speaks_of_the_product_alone() -> None:
    root = guards.SRC.parents[1]
    # One letter in brackets, so that the pattern does not name itself.
    words = re.compile(r"/[w]ork/|\.\./[s]hared|registry\.[n]pmjs|pypi\.[o]rg|\b[T]ODO\b|\b[F]IXME\b")
    found = [
        f"{p.relative_to(root)}: {m.group()}"
        for folder in ("src", "tests", "docs", "bench", "tools")
        for p in (root / folder).rglob("*")
        if p.suffix in {".py", ".html", ".md", ".js", ".css", ".csv", ".json", ".tsv"}
        for m in words.finditer(p.read_text())
    ]
    assert found == []


def test_the_requirements_table_is_true() -> None:
    root = guards.SRC.parents[1]
    table = (root / "docs" / "requirements.md").read_text()
    assert guards.untrue_rows(table, root) == []
    planted = re.sub(r"^\| R2 \|.*$", "| R2 | x | y | `tests/none.py` | works |", table, flags=re.M)
    assert "R2: no tests/none.py" in guards.untrue_rows(planted, root)
    assert "R2: works without a journey" in guards.untrue_rows(planted, root)


def test_the_pages_made_from_the_system_are_up_to_date() -> None:
    from himaya.cli.docs import pages

    assert [str(path) for path, text in pages() if not path.exists() or path.read_text() != text] == []
