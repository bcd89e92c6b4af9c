"""Forms of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from himaya.cases.plan.models import PlanAction
from himaya.kit import clock
from himaya.kit.forms import CodeField, DateField, Form, TextField
from himaya.services.queries import guaranteed_volume, open_services
from himaya.workflow.models import Signature

IN_PLAIN_WORDS = _("In words that those it is for understand. Their copy carries this and nothing else.")
NEVER = _("Never the reporter, never anybody's own words: this is copied to others.")


class PlanForm(Form):
    """What the plan is for."""

    aim = TextField(label=_("What the plan is for"), rows=3, help_text=NEVER)
    plain = TextField(label=_("The same, in plain words"), rows=3, required=False, help_text=IN_PLAIN_WORDS)


class GoalForm(Form):
    """What should be different."""

    domain = CodeField("needs.domain", label=_("Domain"))
    strand = CodeField("plan.strand", label=_("Strand of the plan"), radio=True, initial="protection")
    text = TextField(label=_("Goal"), rows=2, help_text=NEVER)
    indicator = forms.CharField(label=_("How one will see it"), max_length=300)
    baseline = forms.CharField(label=_("How it is now"), max_length=300, required=False)
    target = forms.CharField(label=_("How it should be"), max_length=300, required=False)
    plain = TextField(label=_("The same, in plain words"), rows=2, required=False, help_text=IN_PLAIN_WORDS)


class ServiceChoice(forms.ModelChoiceField):
    """A service, with what is guaranteed of it today."""

    territory: Any = None

    def label_from_instance(self, obj: Any) -> str:
        """Its name, and the guaranteed volume of its kind."""
        volume = guaranteed_volume(obj.type, clock.today(), self.territory)
        return f"{obj} ({_('guaranteed')}: {volume})" if volume else str(obj)


class ActionForm(Form):
    """Who does what until when."""

    text = TextField(label=_("What will be done"), rows=2, help_text=NEVER)
    who = forms.ChoiceField(
        label=_("Who does it"), choices=PlanAction.Who.choices, widget=forms.RadioSelect({"data-inline": ""})
    )
    responsible = forms.CharField(
        label=_("Who exactly"),
        max_length=200,
        required=False,
        help_text=_("The mother, the school, a colleague."),
    )
    service: forms.ModelChoiceField[Any] = ServiceChoice(
        None, label=_("Service of the directory"), required=False, empty_label=_("None")
    )
    starts_on = DateField(label=_("From"))
    due_on = DateField(label=_("Until"))
    times = forms.IntegerField(
        label=_("How often a month"),
        required=False,
        min_value=1,
        max_value=300,
        help_text=_("Only for a service. Left empty, the guaranteed volume is agreed, where there is one."),
    )
    minutes = forms.IntegerField(label=_("Minutes each time"), required=False, min_value=1, max_value=1440)
    less_because = TextField(
        label=_("Why less than guaranteed"),
        rows=2,
        required=False,
        help_text=_("Only when less is agreed: the family's wish, or what stands in its place."),
    )
    indicator = forms.CharField(label=_("How one will see that it was done"), max_length=300, required=False)
    plain = TextField(label=_("The same, in plain words"), rows=2, required=False, help_text=IN_PLAIN_WORDS)

    def __init__(self, *args: Any, territory: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service: Any = self.fields["service"]
        service.territory = territory
        service.queryset = open_services(territory=territory)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == "service" and not data.get("service") and not data.get("responsible"):
            self.add_error("responsible", _("Choose a service, or write its name."))
        if data.get("who") == "family" and not data.get("responsible"):
            self.add_error("responsible", _("Write who of the family."))
        return data


class SignForm(Form):
    """Own name and password."""

    name = forms.CharField(label=_("Your full name"), max_length=150)
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class FamilyForm(Form):
    """Somebody of the family agrees."""

    part = forms.ChoiceField(
        label=_("Who agrees"),
        choices=[(p.value, p.label) for p in Signature.Part if p.value not in {"worker", "supervisor"}],
        widget=forms.RadioSelect({"data-inline": ""}),
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    way = forms.ChoiceField(
        label=_("How"),
        choices=[(w.value, w.label) for w in Signature.Way if w.value != "typed"],
        widget=forms.RadioSelect({"data-inline": ""}),
    )


class WithoutForm(Form):
    """On what ground the plan goes ahead without a parent's agreement."""

    ground = CodeField("consent.ground", required=False, label=_("Ground"))
    note = TextField(label=_("What happened"), rows=2, required=False)


class DecideForm(SignForm):
    """A supervisor's reading, signed."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve and sign")), ("return", _("Return with comments"))],
        widget=forms.RadioSelect({"data-inline": ""}),
    )
    comment = TextField(label=_("Comment"), rows=3, required=False, help_text=_("Needed when you return it."))
    field_order = ["decision", "comment", "name", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("To approve, sign with your full name and password.")


class ProgressForm(Form):
    """How far an action has come."""

    state = CodeField("plan.action_status", radio=True, label=_("State"))
    done_on = DateField(label=_("Done on"), required=False, future=False)
    result = TextField(label=_("What came of it"), rows=3, required=False)


class CopyForm(Form):
    """To whom, and what."""

    recipient = CodeField("plan.recipient", radio=True, label=_("Recipient"))
    member = forms.ChoiceField(label=_("Person of the case"), required=False)
    name = forms.CharField(
        label=_("School, provider or commission"),
        max_length=200,
        required=False,
        help_text=_("The institution, and to whose hands."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="az")
    actions = forms.MultipleChoiceField(
        label=_("Actions that concern a school or provider"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], rows: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]
        self.fields["actions"].choices = rows  # type: ignore[attr-defined]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What was chosen, to be sent again with the confirmation."""
        data: Any = self.data
        return [(name, value) for name in self.fields for value in data.getlist(name)]


class ConfirmForm(Form):
    """Nothing to fill in."""
