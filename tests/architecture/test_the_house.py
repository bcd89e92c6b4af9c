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
from himaya.kit.privacy import internal, is_counted, personal, special
from himaya.registry.retention.sql import blank_of
from tests.architecture import guards

OURS = [m for m in apps.get_models() if m.__module__.startswith("himaya.")]
FILES = list(guards.python_files())
TEMPLATES = sorted(guards.SRC.rglob("templates/**/*.html"))

# Libraries whose pages guard themselves.
TRUSTED = ["allauth.", "django.contrib.staticfiles", "django.views.static"]

# Tables outside row security, each with the reason.
NOT_PRIVATE = {
    "access.DeviceKey": "read before anybody is known: a phone of staff proves itself by it; only a digest is kept",
    "access.Invitation": "read before there is anybody to sign in; holds the digest of a link that works once",
    "hotline.ExchangeMessage": "brought before anybody is known; closed under the master key, gone in seconds",
    "hotline.GatewayWord": "the same; what stays for some days is a keyed hash",
    "access.User": "staff: colleagues must know who acted; only the password hash is secret, read before sign-in",
}

# Long columns about the work that stay when a record is anonymised, each with the reason why they hold no words.
LEFT_ALONE = {
    "access.History.table_name": "a table; the rows themselves are deleted",
    "cases.AbsenceList.file_digest": "of a list about many people, whose rows are blanked one by one",
    "cases.AbsenceList.told_digest": "the same",
    "cases.LaidPaper.mime": "a kind of file",
    "cases.LaidPaper.stored_as": "doomed and emptied by the door",
    "cases.Minutes.digest": "as of a signature",
    "exchange.FormSubmission.digest": "so that answers sent twice come in once",
    "exchange.FormSubmission.instance_id": "a random mark that a phone gives a set of answers",
    "hotline.CallBack.caller_key": "a keyed hash, as of a contact",
    "hotline.Contact.caller_key": "a keyed hash: calls of one number are counted, nobody is told",
    "hotline.Contact.channel_key": "a message's own mark in its channel, so that it comes in once",
    "hotline.PhoneCall.exchange_id": "the exchange's own mark of a call, so that its news come in once",
    "hotline.PhoneCall.endpoint": "a telephone of ours",
    "hotline.PhoneCall.voicemail": "the name of a recording at the exchange",
    "hotline.PhoneCommand.endpoint": "a telephone of ours",
    "hotline.PhoneCommand.file": "the name of a recording at the exchange",
    "hotline.PhoneCommand.key": "what the exchange was told, so that it does it once",
    "hotline.PhoneCommand.refused": "the exchange's own words",
    "hotline.TextMessage.key": "a keyed hash: a message comes in once",
    "registry.Document.found": "what a scanner calls the malware",
    "registry.Document.stored_as": "doomed and emptied by the door",
    "registry.ImportBatch.file_digest": "of a list about many people, which is taken away by its own schedule",
    "registry.ImportBatch.institution": "an institution, not a person",
    "registry.ImportBatch.trouble": "our own words about a file",
    "registry.ImportRow.digest": "of a row whose words are blanked",
    "registry.ImportRow.trouble": "our own words about a column",
    "registry.LinkModel.artefact": "a model about everybody",
    "registry.LinkModel.digest": "of a model about everybody",
    "registry.LinkModel.shape": "of a model about everybody",
    "registry.MergeMove.column_name": "a column; the rows themselves are deleted",
    "registry.MergeMove.held_by": "a constraint; the rows themselves are deleted",
    "registry.MergeMove.table_name": "a table; the rows themselves are deleted",
    "registry.OwnFileRelease.stored_as": "doomed; the row itself is deleted",
    "registry.Pair.facts_digest": "the rows themselves are deleted",
    "registry.SourceCut.reason": "the rows themselves are deleted",
    "registry.SourceTelling.digest": "the rows themselves are deleted",
    "workflow.Clock.norm": "the key of a norm",
    "workflow.Paper.stored_as": "doomed and emptied by the door",
    "workflow.Signature.digest": "of what was signed: proves a text to whoever still holds it, tells nobody else anything",
    "workflow.Step.digest": "as of a signature",
    "workflow.Step.subject_table": "a table",
    "workflow.Task.key": "kind and opaque id",
    "instruments.Response.digest": "as of a signature",
}


def test_every_page_passes_the_gate() -> None:
    assert guards.ungated(guards.routes(get_resolver().url_patterns), TRUSTED) == []


def test_the_gate_guard_finds_an_ungated_page() -> None:
    def bare(request: Any) -> None:
        return None

    assert guards.ungated(guards.routes([path("bare/", bare)]), TRUSTED) == ["bare/"]


def test_every_column_says_what_it_holds() -> None:
    assert guards.unlabelled(OURS) == []


def test_what_anonymising_leaves_holds_no_words() -> None:
    found = set(guards.counted_words([m for m in OURS if issubclass(m, Protected)]))
    assert found - set(LEFT_ALONE) == set(), "label it personal, or say above why it holds no words"
    assert set(LEFT_ALONE) - found == set(), "stale exceptions"


def test_a_new_column_is_blanked_unless_its_declaration_says_otherwise() -> None:
    class Kept(models.Model):
        name = personal(models.CharField(max_length=60))
        words = special(models.JSONField(default=dict))
        code = special(models.CharField(max_length=24), counted=True)
        long = internal(models.TextField())
        day = internal(models.DateField())
        moment = internal(models.DateTimeField(), counted=True)

        class Meta:
            app_label = "planted"

        def __str__(self) -> str:
            return ""

    door = {f.name for f in Kept._meta.local_concrete_fields if blank_of(f) and not is_counted(f)}
    assert door == {"name", "words", "day"}
    assert guards.counted_words([Kept]) == ["planted.Kept.long"]
    for model in OURS:
        if issubclass(model, Protected):
            for field in model._meta.local_concrete_fields:
                told = isinstance(field, models.CharField | models.TextField) and not field.generated
                if told and field.privacy in {"personal", "special", "secret"}:  # type: ignore[attr-defined]
                    assert is_counted(field) or blank_of(field), field


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


def test_every_bad_input_names_the_tests_that_show_its_answer() -> None:
    root = guards.SRC.parents[1]
    page = (root / "docs/bad-input.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| What")]
    assert len(rows) > 15
    assert [row for row in rows if not guards.NAMED.search(row)] == []
    assert guards.missing(page, root) == []
    assert guards.missing("`tests/conftest.py::test_of_nothing`, `tests/none.py`", root) == [
        "tests/conftest.py::test_of_nothing", "tests/none.py",
    ]  # fmt: skip


def test_the_pages_made_from_the_system_are_up_to_date() -> None:
    from himaya.cli.docs import pages

    assert [str(path) for path, text in pages() if not path.exists() or path.read_text() != text] == []
