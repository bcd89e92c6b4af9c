"""Forms of referrals."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.referrals.rules import consent_or_ground
from himaya.kit.forms import DateField, Form
from himaya.reference.forms import CodeChoiceField
from himaya.reference.queries import label
from himaya.services.queries import open_services


class ServiceField(forms.ModelChoiceField):
    """A service of the directory, with who gives it."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({label('service.type', obj.type)}; {obj.unit})"


class ReferralForm(Form):
    """To whom, about whom, why, and on what ground it may be shared."""

    service: Any = ServiceField(None, label=_("Service"))
    is_urgent = forms.BooleanField(required=False, label=_("Urgent: send at once"))
    who = forms.CharField(max_length=300, label=_("Who needs the service"))
    how_to_reach = forms.CharField(max_length=300, label=_("How to reach the family safely"))
    reason = forms.CharField(
        max_length=4000, widget=forms.Textarea, label=_("What the service needs to know")
    )
    consent_ground = CodeChoiceField("consent.ground", required=False, label=_("Consent or legal ground"))
    consent_form = CodeChoiceField("consent.form", required=False, label=_("How the consent was given"))
    consent_by = forms.CharField(max_length=150, required=False, label=_("Who gave the consent"))

    def clean(self) -> dict[str, Any]:
        """Said beside the field at once, save in an emergency, where the gap becomes a task."""
        data = super().clean() or {}
        consent = SimpleNamespace(
            consent_ground=data.get("consent_ground") or "", consent_by=data.get("consent_by") or ""
        )
        if not data.get("is_urgent") and not (verdict := consent_or_ground(consent, {})):
            self.add_error("consent_by" if consent.consent_ground else "consent_ground", str(verdict.reason))
        return data

    def __init__(self, *args: Any, territory: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = open_services(territory=territory)  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _(
            "Only what they need in order to help. Never the reporter, never the child's own words."
        )


class AnswerForm(Form):
    """Yes, or no with a reason."""

    answer = forms.ChoiceField(
        choices=[("accept", _("We accept")), ("decline", _("We decline"))],
        widget=forms.RadioSelect,
        label=_("Your answer"),
    )
    starts_on = DateField(required=False, past=False, label=_("First appointment"))
    reason = CodeChoiceField("referral.decline_reason", required=False, label=_("Reason for declining"))
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea, label=_("Note"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "decline" and not data.get("reason"):
            self.add_error("reason", _("Choose the reason."))
        return data


class FeedbackForm(Form):
    """What came of it."""

    attended = forms.NullBooleanField(required=False, label=_("Did the family come?"))
    text = forms.CharField(max_length=4000, widget=forms.Textarea, label=_("What was done, and how it goes"))
    ends = forms.BooleanField(required=False, label=_("Our work has ended"))


class WithdrawForm(Form):
    """Nothing to say but yes."""
