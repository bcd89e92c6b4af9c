"""`make messages`: gather the texts of the screens and merge their translations into the catalogues.

With `--check` nothing is written; every text without an Azerbaijani or Russian translation is named.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import polib

from himaya.cli import messages

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "himaya"
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
Texts = dict[str, list[str]]


def gathered() -> tuple[Texts, list[str]]:
    """Every text with the places that use it; and the places whose text is not a plain string."""
    texts: Texts = defaultdict(list)
    unreadable: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            _from_code(path.read_text(), path, texts, unreadable)
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        _from_template(path, texts)
    return texts, unreadable


def _from_code(source: str, path: Path, texts: Texts, unreadable: list[str]) -> None:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        wanted = node.args[:1] if name in SINGLE else node.args[:2] if name in PLURAL else []
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        for argument in wanted:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                texts[argument.value].append(place)
            elif isinstance(argument, ast.JoinedStr):
                unreadable.append(place)


def _from_template(path: Path, texts: Texts) -> None:
    """Read what Django's own extraction makes of a template: lines of calls among blanked-out text."""
    from django.utils.translation.template import templatize

    for number, line in enumerate(templatize(path.read_text(), origin=str(path)).splitlines(), 1):
        for call in _calls(line):
            found: Texts = defaultdict(list)
            _from_code(call, path, found, [])
            for text in found:
                texts[text].append(f"{path.relative_to(ROOT)}:{number}")


def _calls(line: str) -> Iterator[str]:
    """The calls in one line of a template made readable: from each opening to the first end that parses."""
    for opening in re.finditer(r"\b(?:n?gettext|_)\(", line):
        for closing in re.finditer(r"\)", line[opening.start() :]):
            call = line[opening.start() : opening.start() + closing.end()]
            with suppress(SyntaxError):
                ast.parse(call, mode="eval")
                yield call
                break


def untranslated(texts: Texts) -> list[str]:
    wrong = []
    for language in messages.LANGUAGES:
        told = {entry.msgid: entry for entry in messages.catalogue(language)}
        for text, places in sorted(texts.items()):
            entry = told.get(text)
            if text and (entry is None or not entry.translated()):
                wrong.append(f"{language}: not translated: {text!r} ({places[0]})")
    return wrong


def write(texts: Texts) -> None:
    """The catalogues: every text in use, with what is known of it; plus texts of packages we translate."""
    for language in messages.LANGUAGES:
        found = messages.catalogue(language)
        known = {entry.msgid for entry in found}
        for text in texts.keys() - known - {""}:
            found.append(polib.POEntry(msgid=text))
        found.sort(key=lambda entry: entry.msgid)
        path = messages.LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        found.save(str(path))


def main() -> int:
    texts, wrong = gathered()
    wrong = [f"{place}: translate a plain string, then format it" for place in wrong]
    if "--check" not in sys.argv:
        write(texts)
        messages.compile_changed()
    missing = untranslated(texts)
    print("\n".join([*wrong, *missing]) or f"All {len(texts)} texts are translated.")
    return 1 if "--check" in sys.argv and (wrong or missing) else 0


if __name__ == "__main__":
    sys.exit(main())
