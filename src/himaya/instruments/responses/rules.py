"""Are these answers fit to be submitted? Decided on the server from the questionnaire itself."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from himaya.instruments.library import logic
from himaya.instruments.library.definition import Definition, Question

EMPTY: tuple[Any, ...] = (None, "", [])


def relevant(definition: Definition, answers: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that count: those to questions whose conditions hold, worked out in order, so that an answer
    hidden by another never speaks."""
    counted: dict[str, Any] = {}
    known = dict(given)
    for section in definition.sections:
        if section.relevant is not None and not logic.holds(section.relevant, known):
            continue
        for question in section.questions:
            if not question.asks or (
                question.relevant is not None and not logic.holds(question.relevant, known)
            ):
                continue
            counted[question.name] = answers.get(question.name)
            known[question.name] = counted[question.name]
    return counted


def problems(definition: Definition, answers: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """What keeps the answers from being submitted, by question, in the reader's words."""
    counted = relevant(definition, answers, given)
    known = {**given, **counted}
    found = {}
    for name, value in counted.items():
        problem = _problem(definition.questions[name], value, known)
        if problem:
            found[name] = problem
    return found


def _problem(question: Question, value: Any, known: Mapping[str, Any]) -> str:
    if value in EMPTY:
        return str(_("Please answer this.")) if logic.holds(question.required, known) else ""
    if question.type.startswith("select"):
        chosen = value if isinstance(value, list) else [value]
        if question.type == "select_one" and len(chosen) != 1:
            return str(_("Choose one answer."))
        if set(map(str, chosen)) - {choice.name for choice in question.choices}:
            return str(_("Choose from the list."))
    if question.type == "integer":
        return _out_of_bounds(question, value)
    return ""


def _out_of_bounds(question: Question, value: Any) -> str:
    if not isinstance(value, int):
        return str(_("Write a whole number."))
    low, high = question.low, question.high
    if (low is None or value >= low) and (high is None or value <= high):
        return ""
    if high is None:
        return _("Write a number of at least %(low)s.") % {"low": low}
    if low is None:
        return _("Write a number of at most %(high)s.") % {"high": high}
    return _("Write a number from %(low)s to %(high)s.") % {"low": low, "high": high}


def fit(definition: Definition, answers: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers worth keeping: relevant and not empty."""
    return {name: value for name, value in relevant(definition, answers, given).items() if value not in EMPTY}


def digest_of(form_digest: str, given: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Proves later what was answered, and to which questions."""
    whole = json.dumps([form_digest, dict(given), dict(answers)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
