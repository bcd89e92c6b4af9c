"""What to look for in the audit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.access.trail.words import choices
from himaya.access.users.models import User
from himaya.access.users.queries import user_called
from himaya.kit.forms import DateField, Form


def offered() -> list[Any]:
    """What may have been done, in words: looked at, or changed."""
    sides = {True: _("Read"), False: _("Changed")}
    return [("", _("Anything")), *((sides[reads], named) for reads, named in choices())]


class TrailForm(Form):
    """A person (work e-mail, name or their own link), a kind of doing, days."""

    who = forms.CharField(
        label=_("Who"), max_length=150, required=False, help_text=_("Work e-mail or full name")
    )
    verb = forms.ChoiceField(label=_("What was done"), required=False, choices=offered)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)

    def clean_who(self) -> User | None:
        """The person meant."""
        words: str = self.cleaned_data["who"]
        if not words:
            return None
        found = user_called(words)
        if found is None:
            raise ValidationError(_("Nobody is called so. Write the work e-mail."))
        return found

    def asked(self) -> dict[str, Any]:
        """What was filled in, for the query."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return found | {"verb": tuple(found.get("verb", "").split())}
