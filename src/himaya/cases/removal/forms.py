"""Forms of a removal. In the emergency nothing is demanded: what is missing becomes a task."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.cases.proceedings.queries import bodies
from himaya.cases.voice.forms import VoiceForm
from himaya.kit.forms import AnswerField, CodeField, CodesField, DateField, DateTimeField, Form, TextField


class ActForm(VoiceForm):
    """What the act says, as far as it is known yet."""

    child = forms.ChoiceField(label=_("Which child"), required=False)
    agreed_with = forms.ChoiceField(
        label=_("Decided with"),
        required=False,
        help_text=_("Nobody decides alone. Call your supervisor or the officer on duty; they hear at once."),
    )
    grounds = CodesField("removal.ground", label=_("Ground in law"), required=False)
    danger = TextField(label=_("What the danger was"), rows=3, required=False)
    taken_from = forms.CharField(label=_("From where the child was taken"), max_length=300, required=False)
    present = TextField(label=_("Who was present"), rows=2, required=False)
    condition = TextField(label=_("Condition of the child"), rows=2, required=False)
    belongings = TextField(label=_("What the child took along"), rows=2, required=False)
    place = CodeField("removal.place", label=_("Where the child was taken"), required=False)
    place_words = forms.CharField(
        label=_("Address, and who is there for the child"), max_length=300, required=False
    )
    place_hidden = forms.BooleanField(
        label=_("The address is hidden"),
        required=False,
        initial=True,
        help_text=_("It stands on no letter, and who looks at it is written down."),
    )
    parents_told = forms.ChoiceField(
        label=_("Were the parents told?"),
        required=False,
        choices=[("", _("Not yet known")), ("yes", _("Yes")), ("no", _("No"))],
    )
    parents_words = TextField(label=_("What they were told, or why they were not"), rows=2, required=False)

    field_order = ("taken_at", "child", "agreed_with", "grounds", "danger", "taken_from", "present", "condition",
                   "belongings", "place", "place_words", "place_hidden", "parents_told", "parents_words")  # fmt: skip

    def __init__(
        self, *args: Any, children: Iterable[tuple[str, str]], leaders: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.leaders = {user.public_id: user for user in leaders}
        self.offer("child", [("", _("Not yet known")), *children])
        named = ((key, str(user)) for key, user in self.leaders.items())
        self.offer("agreed_with", [("", _("Nobody yet")), *named])

    def clean_agreed_with(self) -> User | None:
        """The person chosen."""
        return self.leaders.get(self.cleaned_data["agreed_with"])


class RemovalForm(ActForm):
    """The same, with the moment: empty while it is only decided."""

    taken_at = DateTimeField(
        label=_("When the child was taken"),
        required=False,
        future=False,
        help_text=_("Empty while it is only decided."),
    )


class CarryOutForm(Form):
    """The child was taken."""

    taken_at = DateTimeField(label=_("When the child was taken"), future=False)


class ClaimForm(Form):
    """The claim went to court."""

    filed_on = DateField(label=_("Filed on"), future=False)
    organisation: Any = forms.ModelChoiceField(None, label=_("Court or body, from the list"), required=False)
    body_name = forms.CharField(label=_("Court or body, by name"), max_length=200, required=False)
    number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or self.cleaned_data
        if not said.get("organisation") and not said.get("body_name") and "body_name" not in self.errors:
            self.add_error("body_name", _("Write which court or body it goes to."))
        return said


class CheckForm(Form):
    """Is it still needed?"""

    needed = AnswerField(label=_("Does the child still have to be away from home?"))
    why = TextField(label=_("Why"), rows=3)


class ReturnForm(Form):
    """The child went back."""

    reason = CodeField("removal.return_reason", label=_("Why"), radio=True)
    returned_at = DateTimeField(label=_("When"), future=False)
    returned_to = forms.CharField(label=_("To whom"), max_length=200)


class WithdrawForm(Form):
    """It was not carried out."""

    reason = CodeField("removal.withdraw_reason", label=_("Why"), radio=True)


class LanguageForm(Form):
    """In which language a letter is made."""

    language = forms.ChoiceField(
        label=_("Language of the letter"),
        choices=[("az", "Azərbaycanca"), ("en", "English"), ("ru", "Русский")],
    )
