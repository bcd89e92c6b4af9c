"""The form of holding a contact."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, DateField, Form, TextField


class HoldForm(Form):
    """Why nothing of the contact may be erased, and until when."""

    reason = CodeField("hold.reason", label=_("Reason"))
    expires_on = DateField(label=_("Last day of the hold"), past=False)
    note = TextField(label=_("What it is about"), rows=2, required=False)
