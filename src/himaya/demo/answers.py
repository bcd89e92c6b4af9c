"""Plausible answers to any questionnaire, found by its own rules."""

from typing import Any

WORDS = "Nümunə cavab: vəziyyət sabitdir, ailə əməkdaşlıq edir."
# What a family says at the end, to the questionnaire before closing.
LAST_WORD = {
    "safe_now": "yes",
    "support_after": "Nənə yaxınlıqda yaşayır; məktəb psixoloqu ayda bir dəfə görüşür.",
    "knows_where": "yes",
    "who_answers": "both",
    "helped": "5",
    "respected": "5",
    "heard": "4",
    "own_words": "Ana: evimiz sakitləşdi. Uşaq: indi qorxmuram.",
}
CALM = ["no", "none", "school", "spoke", "together", "safe", "yes"]


def answers_for(response: Any) -> dict[str, Any]:
    """An answer to every question: calm ones where there is a choice, the same words where words are asked."""
    found: dict[str, Any] = {}
    for section in response.questionnaire.content.sections:
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
