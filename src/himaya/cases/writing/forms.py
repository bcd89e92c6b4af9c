"""Forms of writing to the people of a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from himaya.cases.writing.rules import filled
from himaya.kit import clock
from himaya.kit.fields import PhoneField
from himaya.kit.forms import CodeField, DateTimeField, Form, code_choices

Choices = Sequence[tuple[str, str]]


def _opened(text: str) -> str:
    """A text as it is chosen: what it leaves open stands in brackets."""
    return filled(text, day=str(_("[day]")), time=str(_("[hour]")), call=str(_("[number]")))


class WayForm(Form):
    """Who may be written to, how, and when nobody else reads it."""

    member = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    way = CodeField("case.safe_way", label=_("How"), radio=True)
    address = forms.CharField(
        label=_("Number or e-mail address"),
        max_length=200,
        help_text=_("Ask whether anybody else uses it."),
    )
    language = forms.ChoiceField(
        label=_("In which language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    times = forms.CharField(
        label=_("When is it safe?"),
        max_length=200,
        required=False,
        help_text=_("In their own words: after six, not on Sundays."),
    )

    def __init__(self, *args: Any, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("member", members)


class WriteForm(Form):
    """Which of the neutral texts, to whom, and when."""

    way = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    words = CodeField("case.home_message", radio=True, label=_("What the message says"))
    meets_at = DateTimeField(
        label=_("Which day and hour it speaks of"),
        required=False,
        help_text=_("Only for texts that name a day."),
    )
    call = PhoneField(label=_("Number to call back"), help_text=_("The office's own number."))
    at = DateTimeField(label=_("Not before"), required=False, help_text=_("Leave it empty to send it now."))

    def __init__(self, *args: Any, ways: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("way", ways)
        self.offer("words", [(code, _opened(text)) for code, text in code_choices("case.home_message")])

    def clean_at(self) -> datetime:
        """The moment; now where none was given."""
        found: datetime | None = self.cleaned_data["at"]
        return found or clock.now()
