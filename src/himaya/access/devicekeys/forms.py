"""How a phone is called."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import Form


class KeyForm(Form):
    """A new phone."""

    name = forms.CharField(
        label=_("How you call this phone"),
        max_length=60,
        help_text=_("For example: my Samsung, the car's tablet."),
    )
