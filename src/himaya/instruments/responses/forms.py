"""A form made from a questionnaire, drawn by the same fields as every other form."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from himaya.instruments.library.definition import Question, Section
from himaya.instruments.responses.models import Response
from himaya.instruments.responses.rules import fit, problems
from himaya.kit.forms import MAX_TEXT, DateField, Form, TextField
from himaya.kit.text import clean


@dataclass(frozen=True)
class Asked:
    """A question as the page draws it: `when` is the tree of its condition as JSON."""

    question: Question
    field: Any
    when: str = ""


@dataclass(frozen=True)
class AskedSection:
    """A section as the page draws it."""

    section: Section
    asked: list[Asked]


def field_for(question: Question) -> forms.Field:
    """The field of a question. Whether it must be answered is decided by the questionnaire's own rules."""
    common: dict[str, Any] = {
        "label": str(question.label),
        "help_text": str(question.hint),
        "required": False,
    }
    choices = [(choice.name, str(choice.label)) for choice in question.choices]
    inline = {"data-inline": ""} if len(choices) <= 3 else {}
    if question.type == "select_one":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect(inline), **common)
    if question.type == "select_many":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple(), **common)
    if question.type == "date":
        return DateField(**common)
    if question.type == "integer":
        return forms.IntegerField(widget=forms.TextInput({"inputmode": "numeric", "maxlength": 6}), **common)
    if question.type == "line":
        return forms.CharField(max_length=300, **common)
    return TextField(rows=question.rows, **common)


def typed(response: Response, posted: Any) -> dict[str, Any]:
    """What was typed, as typed, for a draft: only questions of the questionnaire, nothing the database refuses."""
    kept: dict[str, Any] = {}
    for name, question in response.questionnaire.content.questions.items():
        if question.type == "select_many":
            values = [clean(v)[:60] for v in posted.getlist(name)]
            kept[name] = [v for v in values if v]
        elif name in posted:
            kept[name] = clean(str(posted.get(name, "")))[:MAX_TEXT]
    return {name: value for name, value in kept.items() if value not in ("", [])}


class ResponseForm(Form):
    """The questions of one response. `submitting` applies the questionnaire's own checks."""

    def __init__(
        self,
        response: Response,
        data: Any = None,
        *,
        submitting: bool = False,
        draft: Mapping[str, Any] | None = None,
    ) -> None:
        """`draft` is what this person had typed without saving, from `workflow.queries.typed_before`."""
        super().__init__(data, initial={**response.answers, **(draft or {})}, version=response.version)
        self.response, self.submitting = response, submitting
        self.content = response.questionnaire.content
        for name, question in self.content.questions.items():
            self.fields[name] = field_for(question)
            if question.type == "select_many" and isinstance(self.initial.get(name), str):
                self.initial[name] = [self.initial[name]]

    @property
    def given(self) -> str:
        """The facts the conditions may ask about, as JSON for the page."""
        return json.dumps(self.response.given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.submitting:
            for name, problem in problems(self.content, self.answers(), self.response.given).items():
                if name not in self.errors:
                    self.add_error(name, problem)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The answers as they are kept: days as ISO, numbers as numbers."""
        raw = {name: _plain(self.cleaned_data.get(name)) for name in self.content.questions}
        return fit(self.content, raw, self.response.given)

    def sections(self) -> Iterator[AskedSection]:
        """The questionnaire as the page draws it, notes included."""
        for section in self.content.sections:
            yield AskedSection(section, [self._asked(q) for q in section.questions])

    def _asked(self, question: Question) -> Asked:
        field = self[question.name] if question.asks else None
        if field is not None and question.required is True:
            field.field.required = True  # for the mark only: cleaning is over
        when = "" if question.relevant is None else json.dumps(question.relevant)
        return Asked(question, field, when)

    def saved_in(self, record: Any) -> Mapping[str, Any]:
        """The answers as another tab has left them."""
        return {name: record.answers.get(name, "") for name in self.content.questions}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
