"""The server's own check of submitted answers: a form that was tampered with, or filled in by a programme with faults,
is refused with the question named.

As ODK has it: what is not relevant is not answered; what is not answered has no constraint; what is worked out must be
what the other answers give."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from himaya.instruments.xforms import kinds, values
from himaya.instruments.xforms.facts import Facts, is_fact
from himaya.instruments.xforms.functions import UNSTEADY
from himaya.instruments.xforms.patterns import TooSlow
from himaya.instruments.xforms.problems import Problem
from himaya.instruments.xforms.shape import META, Asked, Choices, Labels, Shape
from himaya.instruments.xforms.tree import Here, Node, Run, TooHeavy
from himaya.instruments.xforms.xpath import expression, functions_of


@dataclass(frozen=True, slots=True)
class Limits:
    """How many entries of one repeat, how many steps of work, how long one pattern (norms `xform.answer.*`)."""

    entries: int = 500
    steps: int = 2_000_000
    milliseconds: int = 100


def recheck(
    shape: Shape,
    answers: Node,
    *,
    now: datetime,
    language: str = "",
    limits: Limits | None = None,
    facts: Facts | None = None,
) -> list[Problem]:
    """Everything that is wrong with the answers, in the order of the form; empty where they can be taken. `facts` is
    what the record told the form."""
    check = _Check(shape, now, language, limits or Limits(), facts or {})
    try:
        check.group(shape.top, answers)
    except (TooHeavy, TooSlow):
        check.found.append(Problem("too_heavy"))
    return check.found


@dataclass(slots=True)
class _Check:
    shape: Shape
    now: datetime
    language: str
    limits: Limits
    facts: Facts
    found: list[Problem] = field(default_factory=list)
    run: Run = field(init=False)
    fixed: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.run = Run(self.now, self.shape.lists, self.limits.steps, self.limits.milliseconds, self.named)

    # --- going down ---

    def group(self, asked: Asked, node: Node) -> None:
        """All that a group or one entry of a repeat asks, and nothing else."""
        known = {child.name: child for child in asked.children}
        for name in dict.fromkeys(child.name for child in node.children):
            if name not in known and not _is_meta(asked, name):
                self.found.append(Problem("unknown_field", path=f"{asked.path}/{name}", label=name))
        for child in asked.children:
            if not _is_meta(asked, child.name):
                self.one(child, node)

    def one(self, asked: Asked, above: Node) -> None:
        """A question, group or repeat under its group."""
        given = above.named(asked.name)
        here = given[0] if given else Node(asked.name, above)
        if asked.kind != "repeat" and len(given) > 1:
            self.say("given_twice", asked)
        elif asked.relevant and not self.holds(asked.relevant, here):
            if any(node.text for one in given for node in one.below()):
                self.say("not_relevant", asked)
        elif asked.kind == "repeat":
            self.repeat(asked, given, here)
        elif asked.children:
            self.group(asked, here)
        else:
            self.question(asked, here)

    def repeat(self, asked: Asked, given: list[Node], here: Node) -> None:
        """Each entry, and how many there are."""
        if len(given) > self.limits.entries:
            self.say("too_many_entries", asked, most=self.limits.entries)
            return
        if asked.count:
            wanted = values.number_of(self.worked(asked.count, here))
            if wanted != len(given) and not (given == [] and not wanted > 0):
                self.say("wrong_count", asked, wanted=values.number_text(wanted), given=len(given))
        for node in given:
            self.group(asked, node)

    # --- one question ---

    def question(self, asked: Asked, node: Node) -> None:
        """The first thing that is wrong with one answer."""
        if is_fact(asked):
            if node.text != self.facts.get(asked.name, asked.default):
                self.say("fact", asked)
        elif asked.calculate:
            self.calculation(asked, node)
        elif asked.read_only and not asked.told:
            if node.text not in ("", asked.default):
                self.say("read_only", asked)
        elif node.text:
            self.answer(asked, node)
        elif asked.required and self.holds(asked.required, node):
            self.say("required", asked, asked.required_words)

    def answer(self, asked: Asked, node: Node) -> None:
        """An answer that was given: its kind, its choices, its condition."""
        if not kinds.is_of(asked, node.text):
            self.say("wrong_type", asked)
        elif (wrong := self.not_chosen(asked, node)) is not None:
            self.say("not_a_choice", asked, name=wrong)
        elif asked.constraint and not self.holds(asked.constraint, node):
            self.say("constraint", asked, asked.constraint_words)

    def calculation(self, asked: Asked, node: Node) -> None:
        """What is worked out must be what comes out here; not where it says something else each time, and where it
        speaks a language it may be any of the form's."""
        used = functions_of(asked.calculate)
        if used & UNSTEADY or asked.told:
            return
        languages = self.shape.languages if "jr:choice-name" in used else [self.language]
        spoken = self.language
        for language in languages:
            self.language = language
            right = _as_answer(self.worked(asked.calculate, node))
            if kinds.same_answer(right, node.text):
                break
        else:
            self.say("calculated", asked)
        self.language = spoken

    def not_chosen(self, asked: Asked, node: Node) -> str | None:
        """The first answer that is not among the choices as they stand after the other answers."""
        if asked.choices is None:
            return None
        allowed = self.allowed(asked.choices, node)
        chosen = node.text.split() if asked.control in ("select", "rank") else [node.text]
        wrong = next((one for one in chosen if one not in allowed), None)
        if wrong is None and asked.control == "rank" and len(chosen) != len(allowed):
            return node.text
        return wrong

    def allowed(self, choices: Choices, node: Node) -> frozenset[str]:
        """The values to choose from; those of a list without a condition are gathered once."""
        steady = "[" not in choices.nodeset and choices.list_name != ""
        if steady and choices.nodeset in self.fixed:
            return self.fixed[choices.nodeset]
        rows = self.worked(choices.nodeset, node)
        rows = rows if isinstance(rows, list) else []
        found = frozenset(cell.text for row in rows for cell in row.named(choices.value))
        if steady:
            self.fixed[choices.nodeset] = found
        return found

    # --- expressions ---

    def worked(self, text: str, node: Node) -> Any:
        """What an expression gives for this question."""
        return expression(text)(Here(node, self.run, node))

    def holds(self, text: str, node: Node) -> bool:
        """Whether it gives yes."""
        return text == "true()" or values.truth_of(self.worked(text, node))

    def named(self, path: str, value: str) -> str:
        """The label of a choice of the question that stands there."""
        asked = next((one for one in self.shape.asked if one.path.endswith(path.lstrip("./"))), None)
        if asked is None or asked.choices is None:
            return value
        return pick(self.shape.list_labels.get((asked.choices.list_name, value), {}), self.language)

    def say(self, code: str, asked: Asked, own: Labels | None = None, **said: Any) -> None:
        """Notes what is wrong, with the form's own words where it has some."""
        words = pick(own or {}, self.language)
        self.found.append(
            Problem(code, path=asked.path, label=asked.label(self.language), said=said, own_words=words)
        )


def pick(labels: Labels, language: str) -> str:
    """The label in a language, or else the first there is."""
    return labels.get(language) or next(iter(labels.values()), "")


def _is_meta(asked: Asked, name: str) -> bool:
    """What programmes tell of themselves beside the answers."""
    return name == META and asked.path.count("/") == 1


def _as_answer(value: Any) -> str:
    text = values.text_of(value)
    return "" if text == "NaN" else text
