"""The sheets `scores` and `cut_offs` of a workbook: which questions are scores, and what their heights mean from which
day on. They are the methodologist's, not the compiler's: every cut-off carries its days, so that it can change while
the questions stay."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from himaya.instruments.scoring.rules import LEVELS
from himaya.instruments.xforms import headings
from himaya.instruments.xforms.problems import Problem
from himaya.instruments.xforms.shape import Asked, Labels, Shape
from himaya.instruments.xforms.workbook import FormBook, Line

SCORES, CUT_OFFS = "scores", "cut_offs"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A question that is a score, what it is called, and the highest it can be (0: not said)."""

    name: str
    labels: Labels
    most: float = 0


@dataclass(frozen=True, slots=True)
class CutOff:
    """From which height on a score means something, from one day (included) until another (not included)."""

    score: str
    at_least: float
    labels: Labels
    level: str = ""
    since: str = ""
    until: str = ""


def scoresheet(book: FormBook, shape: Shape) -> tuple[dict[str, Any], list[Problem]]:
    """What the two sheets say, as it is kept with the version; and what is wrong with them."""
    problems: list[Problem] = []
    scores = [_score(line, shape, problems) for line in _lines(book, SCORES)]
    _once(book, scores, problems)
    names = {score.name for score in scores}
    cut_offs = [_cut_off(line, names, problems) for line in _lines(book, CUT_OFFS)]
    if not scores:
        return {}, problems
    return {"scores": [asdict(s) for s in scores], "cut_offs": [asdict(c) for c in cut_offs]}, problems


def _lines(book: FormBook, sheet: str) -> list[Line]:
    return book.sheets[sheet].lines if sheet in book.sheets else []


def _cell(line: Line, name: str) -> str:
    return next((text for heading, text in line.cells.items() if headings.base(heading) == name), "")


def _labels(line: Line) -> dict[str, str]:
    return {
        headings.language(heading): text
        for heading, text in line.cells.items()
        if headings.base(heading) == "label"
    }


def _score(line: Line, shape: Shape, problems: list[Problem]) -> ScoreLine:
    say = _sayer(SCORES, line, problems)
    name, labels = _cell(line, "name"), _labels(line)
    alike = [one for one in shape.asked if one.name == name and not one.children]
    if len(alike) != 1 or _repeated(shape, alike[0]):
        say("unknown_score", "name", name=name)
    if not labels:
        say("no_label", "label")
    return ScoreLine(name, labels, _number(_cell(line, "most") or "0", "most", say))


def _repeated(shape: Shape, asked: Asked) -> bool:
    """A score is one number: what is asked again and again is none."""
    by_path, path = shape.by_path(), asked.path
    while path := path.rpartition("/")[0]:
        if by_path[path].kind == "repeat":
            return True
    return False


def _once(book: FormBook, scores: list[ScoreLine], problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for line, score in zip(_lines(book, SCORES), scores, strict=True):
        if score.name in seen:
            said = {"name": score.name, "first": seen[score.name]}
            problems.append(Problem("same_name", sheet=SCORES, row=line.number, column="name", said=said))
        seen.setdefault(score.name, line.number)


def _cut_off(line: Line, names: set[str], problems: list[Problem]) -> CutOff:
    say = _sayer(CUT_OFFS, line, problems)
    score, level, labels = _cell(line, "score"), _cell(line, "level"), _labels(line)
    if score not in names:
        say("no_score", "score", name=score)
    if level and level not in LEVELS:
        say("unknown_level", "level", name=level, known=", ".join(LEVELS))
    if not labels:
        say("no_label", "label")
    since, until = (_day(_cell(line, name), name, say) for name in ("from", "until"))
    if since and until and until <= since:
        say("ends_before", "until")
    return CutOff(score, _number(_cell(line, "at_least"), "at_least", say), labels, level, since, until)


Say = Callable[..., None]


def _sayer(sheet: str, line: Line, problems: list[Problem]) -> Say:
    def say(code: str, column: str, **said: Any) -> None:
        problems.append(Problem(code, sheet=sheet, row=line.number, column=column, said=said))

    return say


def _number(text: str, column: str, say: Say) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        say("no_number", column, name=text)
        return 0


def _day(text: str, column: str, say: Say) -> str:
    """A day as it is kept; a workbook gives it with an hour, people write it with points."""
    for shape in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, shape).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if text:
        say("no_day", column, name=text)
    return ""


def in_force(cut_off: dict[str, Any], on: date) -> bool:
    """Whether a cut-off, as it is kept, counts on a day."""
    day = on.isoformat()
    return (cut_off["since"] or day) <= day and (not cut_off["until"] or day < cut_off["until"])
