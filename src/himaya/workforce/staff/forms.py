"""Forms of staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, CodesField, DateField, Form
from himaya.reference.models import Territory


class ProfileForm(Form):
    """What a worker can do, where, and how much."""

    skills = CodesField("staff.skill", label=_("Special skills"), required=False)
    places = forms.MultipleChoiceField(
        label=_("Places they know and reach"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    caseload_limit = forms.IntegerField(
        label=_("Open cases at most"),
        required=False,
        min_value=0,
        max_value=200,
        help_text=_("Empty: the norm for everybody."),
    )

    def __init__(self, *args: Any, territories: list[Territory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("places", [(t.code, str(t)) for t in territories])
        if not territories:
            del self.fields["places"]


class AbsenceForm(Form):
    """Days on which somebody takes no new work."""

    kind = CodeField("absence.kind", label=_("What it is"))
    first_on = DateField(label=_("First day away"))
    last_on = DateField(label=_("Last day away"), past=False)
