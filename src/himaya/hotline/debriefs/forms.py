"""Forms of debriefs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.hotline.debriefs.rules import is_told
from himaya.kit.forms import CodeField, DateField, DateTimeField, Form, TextField


class TalkForm(Form):
    """What is written of a debrief; nobody but the two reads it."""

    outcome = CodeField("debrief.outcome", label=_("Was the talk taken up"), radio=True)
    held_at = DateTimeField(label=_("When"), future=False)
    kind = CodeField("debrief.kind", label=_("What kind of talk"), required=False)
    with_whom = forms.CharField(label=_("Who else was there"), max_length=200, required=False)
    rest = CodeField("debrief.rest", label=_("Rest that was given"), required=False)
    follow_up_on = DateField(label=_("Day on which you talk again"), past=False, required=False)
    note = TextField(label=_("Note for the two of you"), rows=3, max_length=3000, required=False)

    def clean(self) -> dict[str, Any]:
        """A talk that was taken up is of some kind."""
        said = super().clean() or self.cleaned_data
        if not (verdict := is_told(said)):
            self.add_error("kind", str(verdict.reason))
        return said
