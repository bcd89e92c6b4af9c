"""Forms of notices."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import PhoneField
from himaya.kit.forms import Form


class NumberForm(Form):
    """Where urgent notices go as SMS."""

    phone = PhoneField(
        label=_("Mobile number for urgent notices"),
        required=False,
        help_text=_("An SMS says only that something waits, never what. Leave it empty for no SMS."),
    )
