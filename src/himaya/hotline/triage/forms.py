"""Forms of triage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.hotline.triage.models import Triage
from himaya.hotline.triage.rules import questions_on
from himaya.kit import clock
from himaya.kit.forms import AnswerField, CodeField, DateTimeField, Form, TextField


class TriageForm(Form):
    """The questions about danger in force today, in their order, and the level a person decides."""

    level = CodeField(
        "risk.level", label=_("Level of danger"), blank=_("As the answers suggest"), required=False
    )
    note = TextField(label=_("Why this level"), rows=2, max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions_on(clock.today())
        for question in self.questions:
            after = question.attributes.get("after", "")
            self.fields[f"q_{question.code}"] = AnswerField(
                label=question.name,
                help_text=_("Ask this if the answer above was yes.") if after else "",
                required=False,
            )

    def part(self, name: str) -> list[Any]:
        """The questions of one part, as fields."""
        return [self[f"q_{q.code}"] for q in self.questions if q.attributes.get("part") == name]

    @property
    def parts(self) -> list[tuple[Any, list[Any]]]:
        """The questions under their headings."""
        return [
            (_("Danger now"), self.part("now")),
            (_("Suicide"), self.part("suicide")),
            (_("What makes it worse"), self.part("worse")),
        ]

    @property
    def answers(self) -> dict[str, str]:
        """The answers given."""
        given = {q.code: self.cleaned_data.get(f"q_{q.code}", "") for q in self.questions}
        return {code: answer for code, answer in given.items() if answer}


def answered_before(triage: Triage | None) -> dict[str, str]:
    """The last answers, as the form's `initial`."""
    return {f"q_{code}": answer for code, answer in triage.answers.items()} if triage else {}


class DispatchForm(Form):
    """Who was asked to go."""

    agency = CodeField("hotline.agency", label=_("Who was called"), radio=True)
    called_at = DateTimeField(label=_("When"), future=False)
    their_number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)
    note = TextField(label=_("What they were told, where they go"), rows=2, max_length=2000, required=False)


class OutcomeForm(Form):
    """What became of it."""

    outcome = CodeField("hotline.dispatch_outcome", label=_("What became of it"), radio=True)
    their_number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)
    note = TextField(label=_("Note"), rows=2, max_length=2000, required=False)


class PlanForm(Form):
    """Made with the caller, in the caller's own words."""

    signs = TextField(label=_("By what I notice that it gets hard"), rows=2, max_length=2000)
    coping = TextField(label=_("What helps me, that I can do alone"), rows=2, max_length=2000)
    people = TextField(label=_("People I can be with or call"), rows=2, max_length=2000)
    professionals = TextField(
        label=_("Professionals and services, with numbers"), rows=2, max_length=2000, required=False
    )
    means = TextField(
        label=_("How what could hurt me is put out of reach, and by whom"), rows=2, max_length=2000
    )
    reasons_to_live = TextField(label=_("What I want to live for"), rows=2, max_length=2000, required=False)


class LoweringForm(Form):
    """A supervisor's decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("The lower level holds")), ("keep", _("The higher level stays"))],
        widget=forms.RadioSelect(),
    )
