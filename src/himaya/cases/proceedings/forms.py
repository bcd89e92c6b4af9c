"""Forms of proceedings and orders."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.cases.proceedings.queries import bodies
from himaya.cases.voice.forms import VoiceForm
from himaya.kit.forms import CodeField, DateField, DateTimeField, Form, TextField

Choices = Iterable[tuple[str, Any]]


class ProceedingForm(Form):
    """What it is, who brought it, and before whom."""

    kind = CodeField("proceeding.kind", label=_("Kind of proceeding"))
    claimant = CodeField("proceeding.claimant", label=_("Who brings it"), radio=True, initial="ours")
    claimant_name = forms.CharField(label=_("Their name"), max_length=150, required=False)
    organisation: Any = forms.ModelChoiceField(None, label=_("Court or body, from the list"), required=False)
    body_name = forms.CharField(
        label=_("Court or body, by name"),
        max_length=200,
        required=False,
        help_text=_("Where it is not in the list, or the chamber and judge."),
    )
    number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)
    what = TextField(label=_("What is asked for"), rows=3, required=False)
    filed_on = DateField(
        label=_("Filed on"),
        required=False,
        future=False,
        help_text=_("Empty while a claim of ours is being prepared."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies()  # type: ignore[attr-defined]


class ConsideredForm(VoiceForm):
    """What the claim means for the child."""


class FileForm(Form):
    """The claim went out."""

    filed_on = DateField(label=_("Filed on"), future=False)
    number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)


class OverridingFileForm(FileForm):
    """The same for who may pass over what is missing."""

    override = CodeField(
        "override.reason",
        label=_("Reason for filing nevertheless"),
        required=False,
        blank=_("Nothing stands against it"),
    )


class InForceForm(Form):
    """Since when a judgment is in force."""

    in_force_on = DateField(label=_("In force since"), future=False)


class ConfirmForm(Form):
    """Nothing to say but yes."""


class DropForm(Form):
    """Why it ended without a judgment."""

    reason = CodeField("proceeding.drop_reason", label=_("Why"), radio=True)


class PartyForm(Form):
    """Somebody who takes part."""

    member = forms.ChoiceField(label=_("Person of the case"), required=False)
    name = forms.CharField(label=_("Or another, by name"), max_length=150, required=False)
    part = CodeField("proceeding.part", label=_("As what"))

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("member", [("", _("Nobody of the case")), *people])

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or self.cleaned_data
        if not said.get("member") and not said.get("name") and "name" not in self.errors:
            self.add_error("name", _("Choose a person of the case, or write a name."))
        return said


class HearingForm(Form):
    """When, where, and who goes."""

    at = DateTimeField(label=_("When"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    goes = forms.ChoiceField(label=_("Who goes"), required=False)

    def __init__(self, *args: Any, staff: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {user.public_id: user for user in staff}
        self.offer("goes", [("", _("Nobody yet")), *((key, str(user)) for key, user in self.staff.items())])

    def clean_goes(self) -> User | None:
        """The person chosen."""
        return self.staff.get(self.cleaned_data["goes"])


class HearingOutcomeForm(Form):
    """What came of a hearing."""

    outcome = CodeField("hearing.outcome", label=_("What came of it"), radio=True)
    said = TextField(label=_("What was said"), rows=4, required=False)
    next_at = DateTimeField(label=_("If adjourned: to when"), required=False)


class JudgmentForm(Form):
    """What was decided."""

    on = DateField(label=_("Day of the judgment"), future=False)
    kind = CodeField("judgment.kind", label=_("What was decided"), radio=True)
    text = TextField(label=_("What it says"), rows=4, required=False)
    appeal_until = DateField(
        label=_("May be appealed until"),
        required=False,
        help_text=_("Empty: as the norm says."),
    )


class OrderForm(Form):
    """Whom it binds and protects, from when until when."""

    kind = CodeField("order.kind", label=_("Kind of order"))
    issuer_kind = CodeField("body.kind", label=_("Issued by"))
    issuer_name = forms.CharField(label=_("Issuer, by name"), max_length=200, required=False)
    number = forms.CharField(label=_("Number of the order"), max_length=60, required=False)
    from_on = DateField(label=_("First day"), future=False)
    until_on = DateField(label=_("Last day"), required=False)
    protected = forms.MultipleChoiceField(
        label=_("Whom it protects"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    bound = forms.MultipleChoiceField(
        label=_("Whom it binds"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    bound_name = forms.CharField(label=_("Or another, by name"), max_length=150, required=False)
    terms = TextField(label=_("What it says"), rows=3, required=False)

    def __init__(self, *args: Any, people: Choices, adults: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("protected", people)
        self.offer("bound", adults)


class LiftForm(Form):
    """Why an order ended early."""

    lifted_on = DateField(label=_("Lifted on"), future=False)
    reason = CodeField("order.lift_reason", label=_("Why"), radio=True)


class BreachForm(Form):
    """How an order was broken, and who was told."""

    at = DateTimeField(label=_("When"), future=False)
    what = TextField(label=_("What happened"), rows=4)
    told_body = CodeField("notify.body", label=_("Who was told"), required=False, blank=_("Nobody"))
    told_at = DateTimeField(label=_("When they were told"), required=False, future=False)
    told_whom = forms.CharField(label=_("Whom you told"), max_length=200, required=False)
    not_told_why = TextField(label=_("If nobody was told: why"), rows=2, required=False)
