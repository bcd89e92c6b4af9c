"""Forms of calls."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.hotline.telephone.models import Telephone
from himaya.kit.forms import Form


class TelephoneForm(Form):
    """Where the exchange reaches one's telephone."""

    endpoint = forms.CharField(
        label=_("Address of my telephone at the exchange"),
        max_length=Telephone._meta.get_field("endpoint").max_length,
        required=False,
        help_text=_(
            "An extension such as 201, as the exchange knows it. Empty: no call is put through to me."
        ),
    )


class ThirdForm(Form):
    """Whom to call into a conversation."""

    party = forms.CharField(
        label=_("Number of whom to call in"),
        max_length=40,
        help_text=_("For example 112, 103, or a whole number."),
    )
