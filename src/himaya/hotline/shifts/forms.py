"""Forms of shifts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.hotline.shifts.models import Shift
from himaya.kit import clock
from himaya.kit.forms import DateTimeField, Form


class PlanForm(Form):
    """Who stands in which shift."""

    user = forms.ChoiceField(label=_("Who"))
    duty = forms.ChoiceField(label=_("As what"), choices=Shift.Duty.choices, initial=Shift.Duty.SHIFT)
    starts_at = DateTimeField(label=_("Begins"))
    ends_at = DateTimeField(label=_("Ends"))

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.public_id: user for user in people}
        self.offer("user", [("", _("Choose")), *((key, str(user)) for key, user in self.people.items())])

    def clean_user(self) -> User:
        """The person."""
        return self.people[self.cleaned_data["user"]]


class SwapForm(Form):
    """Who is asked, and for which of their shifts."""

    of = forms.ChoiceField(label=_("Whom you ask"))
    in_return = forms.ChoiceField(label=_("Their shift that you take instead"), required=False)

    def __init__(self, *args: Any, people: list[User], theirs: list[Shift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.public_id: user for user in people}
        self.theirs = {shift.public_id: shift for shift in theirs}
        self.offer("of", [("", _("Choose")), *((key, str(user)) for key, user in self.people.items())])
        self.offer("in_return", [("", _("None")), *((key, words(one)) for key, one in self.theirs.items())])

    def clean_of(self) -> User:
        """The colleague."""
        return self.people[self.cleaned_data["of"]]

    def clean_in_return(self) -> Shift | None:
        """Their shift, if one is asked for."""
        return self.theirs.get(self.cleaned_data["in_return"])


def words(shift: Shift) -> str:
    """A shift in words."""
    begins, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    return f"{shift.user}: {begins:%d.%m.%Y %H:%M}–{ends:%H:%M}"
