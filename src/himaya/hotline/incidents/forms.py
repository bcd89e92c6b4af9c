"""Forms of incidents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.hotline.incidents.rules import UNKNOWN
from himaya.kit.forms import CodeField, DateTimeField, Form, TextField


class IncidentForm(Form):
    """What happened."""

    kind = CodeField("incident.kind", label=_("What kind of incident"))
    what = TextField(label=_("What happened, step by step, as it was told"), rows=6, max_length=20000)
    precision = CodeField("incident.precision", label=_("How exactly the time is known"))
    happened_at = DateTimeField(label=_("When it happened"), future=False, required=False)
    happened_words = forms.CharField(
        label=_("The time in the words of who told it"), max_length=200, required=False
    )
    place_text = forms.CharField(label=_("Where it happened"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A moment goes with every precision but *unknown*."""
        said = super().clean() or self.cleaned_data
        known = said.get("precision", "") not in {"", UNKNOWN}
        if known and not said.get("happened_at") and "happened_at" not in self.errors:
            self.add_error("happened_at", _("Write when it happened, or say that it is not known."))
        if said.get("precision") == UNKNOWN:
            said["happened_at"] = None
        return said


class EvidenceForm(Form):
    """One item of the log."""

    kind = CodeField("incident.evidence", label=_("What kind of evidence"))
    what = TextField(label=_("What it is, how it looks, what it shows"), rows=3, max_length=3000)
    file = forms.FileField(label=_("File, if it is one"), required=False)
    taken_at = DateTimeField(label=_("When it was taken"), future=False)
    taken_from = forms.CharField(label=_("Who had it before"), max_length=200, required=False)
    holder = forms.CharField(label=_("Where or with whom it is kept"), max_length=200)


class CustodyForm(Form):
    """The next hand of an item."""

    step = CodeField("incident.custody", label=_("What was done with it"), radio=True)
    at = DateTimeField(label=_("When"), future=False)
    holder = forms.CharField(label=_("Who has it now"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class TellingForm(Form):
    """Who was told."""

    body = CodeField("incident.body", label=_("Who was told"), radio=True)
    told_at = DateTimeField(label=_("When"), future=False)
    told_whom = forms.CharField(label=_("Name and post of who was told"), max_length=200, required=False)
    their_number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)
    note = TextField(label=_("What they were told"), rows=3, max_length=3000, required=False)


class AnswerForm(Form):
    """What they answered."""

    answer = CodeField("incident.answer", label=_("What they answered"), radio=True)
    their_number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)
    note = TextField(label=_("Note"), rows=2, max_length=2000, required=False)


class CloseForm(Form):
    """How it ended."""

    outcome = CodeField("incident.outcome", label=_("How it ended"), radio=True)
    note = TextField(label=_("Note"), rows=2, max_length=2000, required=False)


class AsideForm(Form):
    """Why it was none."""

    outcome = CodeField("incident.aside", label=_("Why"), radio=True)
    note = TextField(label=_("Note"), rows=2, max_length=2000, required=False)
