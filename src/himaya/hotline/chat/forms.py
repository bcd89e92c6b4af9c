"""What a child fills in before and after a chat: hardly anything, and nothing of it must be filled in."""

import re
import uuid
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import AnswerField, CodeField, Form, TextField

# More chats than any page shows.
MOST = 50


class BeginForm(Form):
    """Before a chat."""

    danger = AnswerField(label=_("Are you in danger right now?"), required=False)
    language = CodeField("hotline.language", label=_("In which language shall we write?"), required=False)
    name = forms.CharField(
        label=_("What shall we call you?"), help_text=_("Any name you like."), max_length=60, required=False
    )
    age = forms.IntegerField(label=_("How old are you?"), min_value=3, max_value=120, required=False)
    words = TextField(label=_("What is it about?"), rows=3, max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": get_language() or "az"})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """As `chat.actions.Begun` takes it."""
        said: dict[str, Any] = super().clean() or {}
        said["danger"] = said.get("danger") == "yes"
        return said


class WordForm(Form):
    """What is left for later, by who was told that nobody comes."""

    words = TextField(label=_("Write here what you want to tell us"), rows=4, max_length=4000, required=False)
    safe_number = forms.CharField(
        label=_("A number that is safe to call"),
        help_text=_("Only if nobody who may hurt you hears it. Leave it empty, and nobody calls."),
        max_length=40,
        required=False,
    )
    opens = forms.TimeField(
        label=_("Safe from"),
        input_formats=["%H:%M"],
        help_text=_("Hour and minute, for example 16:00."),
        required=False,
    )
    closes = forms.TimeField(label=_("Safe until"), input_formats=["%H:%M"], required=False)

    def clean(self) -> dict[str, Any]:
        """No hours named: any hour is safe."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("opens", "closes"):
            said[name] = said.get(name) or time(0)
        if not said.get("words") and not said.get("safe_number"):
            self.add_error("words", _("Write a few words, or a number that is safe to call."))
        return said


class SayForm(Form):
    """One message, or what was typed of it; how long it may be, the rules say. `key`: the page's own mark of it."""

    own_ids = "chat"
    words = forms.CharField(
        label=_("Write here"),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        required=False,
    )
    # beside the submit's own key, which every form has
    key = forms.RegexField(r"^[0-9A-Za-z-]{8,40}$", widget=forms.HiddenInput())  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid.uuid4()))


class ChildSayForm(SayForm):
    """The same, from a child, who may send a file."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput({"accept": "image/*,audio/*"}), required=False
    )


SIGN = re.compile(r"([0-9A-Za-z]{1,40}):(\d{1,6}):(\d{1,6}):([01])")


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of one chat: how far it has got, how far it has shown, whether somebody types."""

    of: str
    got: int
    read: int
    typing: bool


class SignsField(forms.Field):
    """Signs of one chat or of several, each written `ID:GOT:READ:TYPING`."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[Told]:
        """As the page tells them; what is no sign is refused."""
        found = [SIGN.fullmatch(one) for one in value or []]
        if not all(found) or len(found) > MOST:
            raise forms.ValidationError(self.error_messages["required"])
        parts = [one.groups() for one in found if one]
        return [Told(of, int(got), int(read), typing == "1") for of, got, read, typing in parts]


class SignsForm(forms.Form):
    """How far a page has got in the chats it shows; from a child's page also what is typed and not sent."""

    sign = SignsField()
    words = forms.CharField(required=False, strip=False)

    @property
    def typed(self) -> str | None:
        """What is typed; nothing where the page told nothing of it."""
        return self.cleaned_data["words"] if "words" in self.data else None
