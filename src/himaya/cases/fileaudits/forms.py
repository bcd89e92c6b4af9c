"""Forms of audits."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.fileaudits.rules import Checklist, Found, Said, evidence_words
from himaya.kit.forms import CodeField, DateField, Form, TextField


class DrawForm(Form):
    """The unit whose files are drawn."""

    unit = forms.ChoiceField(label=_("Unit"))

    def __init__(self, *args: Any, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.public_id: unit for unit in units}
        self.offer("unit", [(key, str(unit)) for key, unit in self.units.items()])

    def clean_unit(self) -> Any:
        """The unit chosen."""
        return self.units[self.cleaned_data["unit"]]


class PickForm(Form):
    """Why this file."""

    picked_for = forms.CharField(label=_("Why this file is looked through"), max_length=300)


class LookForm(Form):
    """Every question of the checklist: answer, remark, what is to be put right; what the records say is chosen already."""

    due_on = DateField(label=_("To be put right by"), past=False, required=False)
    remark = TextField(
        label=_("On the whole: what is good, what to mind"), rows=3, max_length=3000, required=False
    )

    def __init__(self, *args: Any, checklist: Checklist, found: Mapping[str, Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist, self.found = checklist, found
        offered = [(item.code, item.name) for item in checklist.scale]
        last = [(name, self.fields.pop(name)) for name in ("due_on", "remark")]
        for question in checklist.questions:
            known = found.get(question.attributes.get("from", ""))
            self.fields[f"answer_{question.code}"] = forms.ChoiceField(
                label=question.name,
                choices=offered,
                widget=forms.RadioSelect({"data-inline": ""}),
                initial=known.answer if known else None,
                help_text=evidence_words(question),
            )
            self.fields[f"comment_{question.code}"] = TextField(
                label=_("Remark; a reason, where the records say otherwise or something is lacking"),
                rows=2, max_length=2000, required=False,
            )  # fmt: skip
            self.fields[f"mend_{question.code}"] = forms.CharField(
                label=_("What is to be put right"), max_length=500, required=False
            )
        self.fields.update(last)

    @property
    def parts(self) -> list[tuple[Any, Found | None, list[Any]]]:
        """Each question with what the records say and its fields."""
        return [
            (
                question,
                self.found.get(question.attributes.get("from", "")),
                [self[f"{part}_{question.code}"] for part in ("answer", "comment", "mend")],
            )
            for question in self.checklist.questions
        ]

    @property
    def told(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        answers = {
            q.code: Said(*(said[f"{part}_{q.code}"] for part in ("answer", "comment", "mend")))
            for q in self.checklist.questions
        }
        return {"said": answers, "due_on": said["due_on"], "remark": said["remark"]}


class AnswerForm(Form):
    """What the worker says to it."""

    text = TextField(label=_("What you say to it"), rows=4, max_length=3000)


class DropForm(Form):
    """Why the file is not looked through."""

    reason = CodeField("audit.dropped", label=_("Why"), radio=True)


class MendForm(Form):
    """How it was put right."""

    note = TextField(label=_("How it was put right"), rows=3, max_length=2000)


class CheckForm(Form):
    """Whether it is right now."""

    holds = forms.ChoiceField(
        label=_("What you found"),
        choices=[("yes", _("It is right now")), ("no", _("Something is still missing: send it back"))],
        widget=forms.RadioSelect(),
    )
    note = TextField(label=_("What is still missing"), rows=2, max_length=2000, required=False)
    due_on = DateField(label=_("New day, when it goes back"), past=False, required=False)

    def clean_holds(self) -> bool:
        """Whether it holds."""
        return bool(self.cleaned_data["holds"] == "yes")
