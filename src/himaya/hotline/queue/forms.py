"""Forms of the queue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.kit import clock
from himaya.kit.forms import CodeField, CodesField, Form
from himaya.reference.queries import CodeItem, codes


class SettleForm(Form):
    """What became of a contact that nobody could open."""

    reason = CodeField("hotline.settled", label=_("What became of it"), radio=True)


class StopForm(Form):
    """Why the line is stopped."""

    reason = CodeField("hotline.stop_reason", label=_("Why the line is stopped"), radio=True)


class ColleagueForm(Form):
    """To whom a contact is handed."""

    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect())

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {user.public_id: user for user in colleagues}
        self.offer("to", [(key, str(user)) for key, user in self.colleagues.items()])

    def clean_to(self) -> User:
        """The colleague."""
        return self.colleagues[self.cleaned_data["to"]]


class EquipForm(Form):
    """What somebody speaks and knows."""

    languages = CodesField(
        "hotline.language", label=_("Languages"), help_text=_("None chosen: all of them."), required=False
    )
    skills = CodesField("hotline.skill", label=_("Knows especially about"), required=False)


def pauses() -> list[CodeItem]:
    """The reasons of a pause that one chooses oneself."""
    return [
        one for one in codes("hotline.pause_reason", clock.today()) if one.attributes.get("offered", True)
    ]
