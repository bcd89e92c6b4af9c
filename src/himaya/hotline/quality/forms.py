"""Forms of reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.hotline.quality.rules import NOT_APPLICABLE, Rubric
from himaya.kit.forms import CodeField, Form, TextField


class ScoreForm(Form):
    """The criteria of a rubric, each with a level and a remark, and a word on the whole."""

    remark = TextField(label=_("On the whole: what was good, what to try"), rows=3, max_length=3000)

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        levels = [(item.code, item.name) for item in rubric.scale]
        whole = self.fields.pop("remark")
        for criterion in rubric.criteria:
            offered = [
                (code, name)
                for code, name in levels
                if code != NOT_APPLICABLE or not criterion.attributes.get("always")
            ]
            self.fields[f"level_{criterion.code}"] = forms.ChoiceField(
                label=criterion.name, choices=offered, widget=forms.RadioSelect({"data-inline": ""})
            )
            self.fields[f"remark_{criterion.code}"] = forms.CharField(
                label=_("Remark"), max_length=1000, required=False
            )
        self.fields["remark"] = whole

    @property
    def parts(self) -> list[tuple[Any, Any, Any]]:
        """Each criterion with its two fields."""
        return [(c, self[f"level_{c.code}"], self[f"remark_{c.code}"]) for c in self.rubric.criteria]

    @property
    def scored(self) -> dict[str, Any]:
        """What was scored, as the action takes it."""
        said = self.cleaned_data
        return {
            "levels": {c.code: said[f"level_{c.code}"] for c in self.rubric.criteria},
            "remarks": {c.code: said[f"remark_{c.code}"] for c in self.rubric.criteria},
            "remark": said["remark"],
        }


class PickForm(Form):
    """Why this contact, and whether two score it."""

    picked_for = forms.CharField(label=_("What should be looked at"), max_length=300)
    double = forms.BooleanField(label=_("Two people score it, blind"), required=False)


class AnswerForm(Form):
    """What who listened says to the review."""

    agrees = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("yes", _("I have read it and agree")),
            ("no", _("I disagree: it should be looked at again")),
        ],
        widget=forms.RadioSelect(),
    )
    answer = TextField(label=_("What you say to it"), rows=4, max_length=3000, required=False)

    def clean_agrees(self) -> bool:
        """Whether they agree."""
        return bool(self.cleaned_data["agrees"] == "yes")


class ConfirmForm(Form):
    """Nothing is asked: the common score stands in the review."""


class DropForm(Form):
    """Why it is not reviewed."""

    reason = CodeField("quality.dropped", label=_("Why"), radio=True)
