"""The form of passing on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import Form, TextField


class PassOnForm(Form):
    """What the desk should know besides, and whether the caller may be named."""

    handover = TextField(
        label=_("What the desk must know besides"),
        rows=3,
        max_length=3000,
        required=False,
        help_text=_("It is read by the desk of the place; your contact is not."),
    )
    named = forms.BooleanField(
        label=_("The caller agreed that their name and number go along"), required=False
    )
