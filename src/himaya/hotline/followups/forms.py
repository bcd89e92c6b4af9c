"""Forms of call-backs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class CallForm(Form):
    """What came of a call-back."""

    result = CodeField("hotline.call_result", label=_("What came of the call"), radio=True)
    feeling = forms.IntegerField(
        label=_("How they feel now, 1 to 10"), min_value=1, max_value=10, required=False
    )
    note = TextField(label=_("What was said and agreed"), rows=4, max_length=5000, required=False)
