"""The form of checking a model."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import Form


class CheckForm(Form):
    """The human's word."""

    verdict = forms.ChoiceField(
        label=_("What becomes of this model?"),
        choices=[
            ("publish", _("Publish: from now on it compares")),
            ("refuse", _("Refuse: it is not used")),
        ],
        widget=forms.RadioSelect(),
    )
