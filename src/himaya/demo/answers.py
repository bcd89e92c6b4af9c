"""Plausible answers to any questionnaire, found by its own rules."""

from typing import Any

WORDS = "Nümunə cavab: vəziyyət sabitdir, ailə əməkdaşlıq edir."
CALM = ["no", "none", "school", "spoke", "together", "safe", "yes"]


def answers_for(response: Any) -> dict[str, Any]:
    """An answer to every question: calm ones where there is a choice, the same words where words are asked."""
    found: dict[str, Any] = {}
    for section in response.form.content.sections:
        for question in section.questions:
            kind = question.type.split()[0]
            if kind == "select_one":
                found[question.name] = _calm([c.name for c in question.choices])
            elif kind == "text":
                found[question.name] = WORDS
            elif kind == "integer":
                found[question.name] = 2
    return found


def _calm(codes: list[str]) -> str:
    return next((c for c in CALM if c in codes), codes[0])
