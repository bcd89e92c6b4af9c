"""Our own look at the sheets, before anything is compiled: everything that is wrong at once, by sheet and row."""

import re
from collections import Counter
from dataclasses import dataclass, field

from himaya.instruments.xforms import headings
from himaya.instruments.xforms.circles import circles
from himaya.instruments.xforms.problems import Problem
from himaya.instruments.xforms.shape import OURS, ROOT
from himaya.instruments.xforms.workbook import FormBook, Line, Sheet

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*")
FORM_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,63}")
REFERENCE = re.compile(r"\$\{\s*(last-saved#)?([^}]*?)\s*\}")
# What takes part in circles: an answer's own condition may look at itself.
_LEADS = ("calculation", "calculate", "relevant", "relevance", "repeat_count")
_TYPE, _NAME = "type", "name"


@dataclass(slots=True)
class Looked:
    """What was found: the problems, and the row of each question by its path in the compiled form."""

    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """A group that has begun: its kind, its row, its name, the names already in it."""

    kind: str
    row: int
    name: str
    names: dict[str, int] = field(default_factory=dict)


def look(book: FormBook) -> Looked:
    """Everything about a workbook that can be seen without compiling it."""
    found = Looked(list(book.problems))
    for sheet in book.sheets.values():
        found.problems += _columns(sheet)
    found.problems += _settings(book.sheets["settings"], _languages(book))
    lists = _choices(book.sheets.get("choices"), found.problems)
    survey = book.sheets["survey"]
    if _has_needed(survey, ("type", "name"), found.problems):
        _Survey(survey, lists, found).look()
    return found


def _languages(book: FormBook) -> set[str]:
    return {headings.language(h) for sheet in book.sheets.values() for h in sheet.headings} - {""}


def _columns(sheet: Sheet) -> list[Problem]:
    found = []
    for heading in sheet.headings:
        if sheet.name == "settings" and headings.base(heading) == "public_key":
            code, said = "encrypted", {"name": heading}
        elif headings.known_column(sheet.name, heading):
            continue
        elif meant := headings.spelled(sheet.name, heading):
            code, said = "meant_column", {"name": heading, "meant": meant}
        else:
            code, said = "unknown_column", {"name": heading}
        found.append(Problem(code, sheet=sheet.name, row=1, column=heading, said=said))
    return found


def _has_needed(sheet: Sheet, needed: tuple[str, ...], problems: list[Problem]) -> bool:
    there = {headings.base(heading) for heading in sheet.headings}
    missing = [name for name in needed if name not in there]
    problems += [Problem("no_column", sheet=sheet.name, row=1, said={"name": name}) for name in missing]
    if not missing and not sheet.lines:
        problems.append(Problem("empty_sheet", sheet=sheet.name, row=2))
        return False
    return not missing


def cell(line: Line, *names: str) -> str:
    """The first cell under one of these headings, in whatever language."""
    for heading, text in line.cells.items():
        if headings.base(heading).replace(" ", "_") in names:
            return text
    return ""


# --- settings -----------------------------------------------------------------------------------------


def _settings(sheet: Sheet, languages: set[str]) -> list[Problem]:
    line = sheet.lines[0] if sheet.lines else Line(2, {})
    needed = (
        ("form_title", "title", "set_form_title"),
        ("form_id", "id_string", "set_form_id"),
        ("version",),
    )
    found = [Problem("several_settings", sheet="settings", row=more.number) for more in sheet.lines[1:]]
    form_id = cell(line, *needed[1])
    if form_id and not FORM_ID.fullmatch(form_id):
        found.append(Problem("bad_form_id", sheet="settings", row=line.number, said={"name": form_id}))
    for names, most in ((needed[0], 300), (needed[2], 60)):
        if len(cell(line, *names)) > most:
            said = {"name": names[0], "most": most}
            found.append(Problem("long_setting", sheet="settings", row=line.number, said=said))
    default = cell(line, "default_language")
    if default and languages and default not in languages:
        found.append(Problem("no_language", sheet="settings", row=line.number, said={"name": default}))
    return found


# --- choices ------------------------------------------------------------------------------------------


def _choices(sheet: Sheet | None, problems: list[Problem]) -> set[str]:
    """The lists there are."""
    if sheet is None or not sheet.lines:
        return set()
    lists: dict[str, dict[str, int]] = {}
    for line in sheet.lines:
        name, value = cell(line, "list_name"), cell(line, "name", "value")
        code = _wrong_choice(line, name, value, lists.get(name, {}))
        if code:
            said = {"name": value, "first": lists.get(name, {}).get(value, 0)}
            problems.append(Problem(code, sheet="choices", row=line.number, said=said))
        lists.setdefault(name, {}).setdefault(value, line.number)
    return set(lists)


def _wrong_choice(line: Line, name: str, value: str, before: dict[str, int]) -> str:
    """Which problem a row of the choices has; empty where it has none."""
    wrong = {
        "no_choice_list": not name,
        "no_choice_name": not value,
        "spaced_choice": " " in value,
        "same_choice": value in before,
        "no_choice_label": not cell(line, "label", "caption"),
    }
    return next((code for code, is_so in wrong.items() if is_so), "")


# --- questions ----------------------------------------------------------------------------------------


class _Survey:
    """Goes through the questions once, with what is open at each row."""

    def __init__(self, sheet: Sheet, lists: set[str], found: Looked) -> None:
        self.lines, self.lists, self.found = sheet.lines, lists, found
        self.open = [_Open("form", 1, ROOT)]
        self.needs: dict[str, set[str]] = {}
        self.row_of: dict[str, int] = {}
        self.names = Counter(cell(line, _NAME) for line in sheet.lines if not _closes(line))

    def say(self, code: str, line: Line, column: str = "", **said: object) -> None:
        self.found.problems.append(
            Problem(code, sheet="survey", row=line.number, column=column, said=dict(said))
        )

    def look(self) -> None:
        """Every row, then what is left open, then the circles."""
        for line in self.lines:
            if cell(line, _TYPE):
                self.row(line)
            else:
                self.say("no_type", line, _TYPE)
        for left in self.open[1:]:
            self.found.problems.append(
                Problem("begin_without_end", sheet="survey", row=left.row, said={"kind": left.kind})
            )
        self.circles()

    def row(self, line: Line) -> None:
        """One row: a group that begins or ends, or a question."""
        kind = " ".join(cell(line, _TYPE).lower().split())
        if closing := headings.CLOSING.fullmatch(kind):
            self.close(line, _kind(closing[1]))
            return
        opening = headings.OPENING.fullmatch(kind)
        if not opening and not self.type_is_known(line, kind):
            return
        name = self.named(line)
        self.references(line, name)
        if opening:
            self.open.append(_Open(_kind(opening[1]), line.number, name))
        elif not cell(line, "label", "hint", "guidance_hint") and kind.split()[0] in _SHOWN:
            self.say("no_label", line, "label")

    def close(self, line: Line, kind: str) -> None:
        if len(self.open) == 1:
            self.say("end_without_begin", line, _TYPE)
        elif self.open[-1].kind != kind:
            self.say("wrong_end", line, _TYPE, open=self.open[-1].kind, first=self.open[-1].row)
            self.open.pop()
        else:
            self.open.pop()

    def type_is_known(self, line: Line, kind: str) -> bool:
        word, _space, _rest = kind.partition(" ")
        pair = " ".join(kind.split()[:2])
        if word in headings.NOT_TAKEN or pair in headings.NOT_TAKEN:
            self.say("type_not_taken", line, _TYPE, name=word)
        elif kind in headings.ASKED | headings.FILLED:
            return True
        elif word in headings.CHOOSING or pair in headings.CHOOSING:
            return self.list_is_known(
                line, cell(line, _TYPE).split()[2 if pair in headings.CHOOSING else 1 :]
            )
        elif meant := headings.meant_type(word):
            self.say("meant_type", line, _TYPE, name=cell(line, _TYPE), meant=meant)
        else:
            self.say("unknown_type", line, _TYPE, name=cell(line, _TYPE))
        return False

    def list_is_known(self, line: Line, words: list[str]) -> bool:
        """The list is on the sheet of choices, or is an answer repeated before."""
        if not words:
            self.say("no_list_name", line, _TYPE)
        elif not REFERENCE.fullmatch(words[0]) and words[0] not in self.lists:
            self.say("no_list", line, _TYPE, name=words[0])
        return True

    def named(self, line: Line) -> str:
        """The name of a row, and its path for whoever asks later where it stands."""
        name, group = cell(line, _NAME), self.open[-1]
        if not name:
            self.say("no_name", line, _NAME)
        elif not NAME.fullmatch(name):
            self.say("bad_name", line, _NAME, name=name)
        elif name in OURS:
            self.say("our_name", line, _NAME, name=name)
        elif name in group.names:
            self.say("same_name", line, _NAME, name=name, first=group.names[name])
        group.names.setdefault(name, line.number)
        self.found.rows["/" + "/".join([*(one.name for one in self.open), name])] = line.number
        self.row_of.setdefault(name, line.number)
        return name

    def references(self, line: Line, name: str) -> None:
        """Whether every ${question} is one, and what this row needs to be worked out."""
        above = {one.name for one in self.open[1:]}
        needs = self.needs.setdefault(name, set())
        needs |= above
        for heading, text in line.cells.items():
            for last_saved, meant in REFERENCE.findall(text):
                if last_saved:
                    self.say("last_saved", line, heading)
                elif not self.names[meant]:
                    self.say("unknown_reference", line, heading, name=meant)
                elif self.names[meant] > 1:
                    self.say("unclear_reference", line, heading, name=meant)
                elif headings.base(heading).replace(" ", "_") in _LEADS:
                    needs.add(meant)

    def circles(self) -> None:
        """What depends on itself."""
        for way in circles(self.needs):
            row = min(self.row_of.get(name, 0) for name in way)
            self.found.problems.append(
                Problem("circle", sheet="survey", row=row, said={"way": " → ".join(way)})
            )


_SHOWN = (headings.ASKED | headings.CHOOSING | {"select"}) - {"note"}


def _kind(word: str) -> str:
    return "group" if word == "group" else "repeat"


def _closes(line: Line) -> bool:
    return bool(headings.CLOSING.fullmatch(" ".join(cell(line, _TYPE).lower().split())))
