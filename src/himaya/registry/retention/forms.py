"""Forms of keeping, holding and anonymising."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, DateField, Form, TextField


class DecideForm(Form):
    """Nothing to say but yes."""


class KeepForm(Form):
    """Why the file is kept longer, and until when it is not asked again."""

    reason = CodeField("retention.keep_reason", label=_("Reason"), radio=True)
    kept_until = DateField(label=_("Ask again on"), past=False)


class HoldForm(Form):
    """Why nothing of the file may be erased, and until when."""

    reason = CodeField("hold.reason", label=_("Reason"))
    expires_on = DateField(label=_("Last day of the hold"), past=False)
    note = TextField(label=_("What it is about"), rows=2, required=False)


class ReleaseForm(Form):
    """The hold is no longer needed."""
