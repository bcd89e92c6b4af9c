"""Forms of sources."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form
from himaya.registry.sources.models import Source


class CutForm(Form):
    """Why a source's row is not this person's."""

    reason = LineField(label=_("Why this row is not this person's"), max_length=200)


class SourceForm(Form):
    """A new source."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,39}$",
        label=_("Code"),
        help_text=_("Small Latin letters, digits and _; it is never changed."),
    )
    kind = CodeField("source.kind", label=_("Kind of source"))
    name_az = LineField(label=_("Name in Azerbaijani"), max_length=200)
    name_en = LineField(label=_("Name in English"), max_length=200)
    name_ru = LineField(label=_("Name in Russian"), max_length=200)
    rank = forms.IntegerField(label=_("How far it is believed, 0 to 100"), min_value=0, max_value=100)


class TrustForm(Form):
    """How far a source is believed from a day on."""

    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), to_field_name="code")
    rank = forms.IntegerField(label=_("How far it is believed, 0 to 100"), min_value=0, max_value=100)
    valid_from = DateField(label=_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.queryset = Source.objects.all()
