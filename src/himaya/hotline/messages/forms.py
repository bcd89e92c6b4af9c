"""The form of a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class MessageForm(Form):
    """What a counsellor writes, or one of the ready answers."""

    text = TextField(label=_("Your message"), rows=3, max_length=1000, required=False)
    ready = CodeField("hotline.message_ready", label=_("Or a ready answer"), required=False)

    def clean(self) -> dict[str, Any]:
        """One of both."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("ready") and not self.errors:
            self.add_error("text", forms.ValidationError(_("Nothing is written.")))
        return cleaned
