"""Reading answers."""

from dataclasses import dataclass
from typing import Any

from himaya.instruments.library.definition import Question
from himaya.instruments.responses.models import Response
from himaya.instruments.responses.rules import EMPTY, relevant


@dataclass(frozen=True)
class Answered:
    """One question and its answer, in the reader's language."""

    name: str
    label: str
    words: str
    long: bool


@dataclass(frozen=True)
class AnsweredSection:
    """A section with what was answered in it."""

    name: str
    label: str
    points: int | None
    answers: list[Answered]


def answered(response: Response) -> list[AnsweredSection]:
    """The answers as people read them; questions without an answer are left out."""
    content = response.questionnaire.content
    counted = relevant(content, response.answers, response.given)
    points = response.score.get("sections", {})
    found = []
    for section in content.sections:
        rows = [
            Answered(q.name, str(q.label), shown(q, counted[q.name]), q.type == "text")
            for q in section.questions
            if counted.get(q.name) not in EMPTY
        ]
        if rows:
            found.append(AnsweredSection(section.name, str(section.label), points.get(section.name), rows))
    return found


def shown(question: Question, value: Any) -> str:
    """An answer as people read it: a day the way days are written here."""
    if question.type == "date" and isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return ".".join(reversed(value.split("-")))
    return question.words_of(value)


def said_for(response: Response, purpose: str) -> str:
    """What was answered to the questions of one purpose (`child_view`, `best_interests`)."""
    counted = relevant(response.questionnaire.content, response.answers, response.given)
    asked = response.questionnaire.content.with_purpose(purpose)
    return "\n".join(shown(q, counted[q.name]) for q in asked if counted.get(q.name) not in EMPTY)
