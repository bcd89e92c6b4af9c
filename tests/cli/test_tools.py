"""The checks find what they are for: each is shown a planted fault."""

import importlib.util
import sys
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


def test_an_uncovered_rule_is_named_and_a_needless_exception_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floor = tool("coverage_floor")
    found = {"src/a/rules.py": (92.5, "14, 20→22"), "src/b/actions.py": (100.0, "")}
    monkeypatch.setattr(floor, "measured", lambda: found)
    monkeypatch.setattr(floor, "BELOW", {})
    monkeypatch.setattr(sys, "argv", ["coverage_floor.py"])
    assert floor.main() == 1
    assert "src/a/rules.py: 92.5 % covered, 100 % wanted; missing 14, 20→22" in capsys.readouterr().out
    monkeypatch.setattr(floor, "BELOW", {"src/a/rules.py": 90.0, "src/b/actions.py": 90.0})
    assert floor.main() == 0
    assert "src/b/actions.py: covered whole by now" in capsys.readouterr().out
    monkeypatch.setattr(floor, "BELOW", {"src/a/rules.py": 90.0})
    assert floor.main() == 0
