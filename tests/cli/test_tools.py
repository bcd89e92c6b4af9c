"""The checks find what they are for: each is shown a planted fault."""

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_texts_are_gathered_from_code_and_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = tool("messages")
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "rules.py").write_text(
        'x = _("A (first) reason") ; y = gettext_lazy("Second " "half")\nz = ngettext("a day", "%(n)s days", 3)\n'
        'w = _(f"never {x}")\n'
    )
    (tmp_path / "page.html").write_text(
        '{% translate "Save (now)" %} <c-button label="{% translate \'Back\' %}"/> {{ _("Next") }}\n'
        "{% blocktranslate trimmed with n=count %}\n  You have {{ n }}\n  tasks\n{% endblocktranslate %}\n"
    )
    texts, unreadable = messages.gathered()
    assert set(texts) == {
        "A (first) reason",
        "Second half",
        "a day",
        "%(n)s days",
        "Save (now)",
        "Back",
        "Next",
        "You have %(n)s tasks",
    }
    assert unreadable == ["rules.py:3"]


def test_a_text_without_a_translation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = tool("messages")
    monkeypatch.setattr(messages.messages, "LOCALE", tmp_path)
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tsv").write_text("Yes\tBəli\tДа\nNo\tXeyr\t\n", encoding="utf-8")
    said = messages.untranslated({"Yes": ["a.py:1"], "No": ["a.py:2"], "Perhaps": ["a.py:3"]})
    assert said == [
        "az: not translated: 'Perhaps' (a.py:3)",
        "ru: not translated: 'No' (a.py:2)",
        "ru: not translated: 'Perhaps' (a.py:3)",
    ]


DECIDES = """def may(age):
    if age < 18:
        return "child"
    if age > 120:
        return "nobody"
    return "adult"
"""
HIDDEN = """def never():  # pragma: no cover
    return 1
"""


def floor_after(folder: Path, files: dict[str, str], run: str) -> tuple[int, str]:
    """What the floor says once `run` has exercised some planted files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
        for package in (folder / name).relative_to(folder).parents[:-1]:
            (folder / package / "__init__.py").touch()
    how = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["slipcover"] | {"source": ["src"]}
    told = "".join(f"{key} = {json.dumps(value)}\n" for key, value in how.items())
    (folder / "pyproject.toml").write_text(f"[tool.slipcover]\n{told}")
    (folder / "run.py").write_text(run)
    measure = [sys.executable, "-m", "slipcover", "run.py"]
    own = {k: v for k, v in os.environ.items() if not k.startswith("SLIPCOVER")} | {"PYTHONPATH": "."}
    subprocess.run(measure, cwd=folder, check=True, env=own)
    said = subprocess.run(
        [sys.executable, ROOT / "tools" / "coverage_floor.py"],
        cwd=folder,
        env=own,
        capture_output=True,
        text=True,
    )
    return said.returncode, said.stdout


def test_a_rule_or_write_that_no_test_reaches_is_named_with_its_lines_and_ways(tmp_path: Path) -> None:
    files = {
        "src/visits/rules.py": DECIDES,
        "src/visits/actions/planning.py": DECIDES,
        "src/visits/queries.py": DECIDES,
        "src/visits/never/actions.py": "x = 1\n",
    }
    code, said = floor_after(
        tmp_path, files, "from src.visits.rules import may\nmay(3), may(40)\nimport src.visits.queries\n"
    )
    assert code == 1
    assert "src/visits/rules.py: no test reaches 5, 4→5." in said
    assert "src/visits/actions/planning.py: no test reaches 1, 2, 3, 4, 5, 6" in said
    assert "src/visits/never/actions.py: no test reaches 1." in said
    assert "queries.py" not in said, "pages and reads are looked at in other ways"
    assert "1 of 4 files" in said, "an empty `__init__` hides nothing"


def test_a_rule_hidden_from_measuring_is_named_too(tmp_path: Path) -> None:
    code, said = floor_after(tmp_path, {"src/visits/rules.py": HIDDEN}, "import src.visits.rules\n")
    assert code == 1
    assert "src/visits/rules.py: no test reaches 2." in said


def test_what_is_covered_whole_passes_and_nothing_measured_does_not(tmp_path: Path) -> None:
    whole = "from src.visits.rules import may\nmay(3), may(40), may(130)\n"
    code, said = floor_after(tmp_path, {"src/visits/rules.py": DECIDES}, whole)
    assert (code, said) == (0, "Coverage: 1 of 1 files of rules and actions are covered whole.\n")
    (tmp_path / "src/visits/rules.py").rename(tmp_path / "src/visits/queries.py")
    code, said = floor_after(tmp_path, {}, "import src.visits.queries\n")
    assert code == 1
    assert "No file of rules or actions was measured" in said
