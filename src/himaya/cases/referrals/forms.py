"""Forms of referrals."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from himaya.cases.referrals.rules import consent_or_ground
from himaya.kit.forms import DateField, Form
from himaya.reference.forms import CodeChoiceField, PlaceField
from himaya.reference.queries import label
from himaya.services.queries import any_service, open_services


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

    def __init__(self, *args: Any, territory: Any = None, chosen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = open_services(territory=territory)
        found = any_service().filter(public_id=chosen, is_open=True).first() if chosen else None
        if found is not None:  # from the search, which offers what serves nearby too
            offered = (
                any_service()
                .filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk=found.pk))
                .order_by("name_sort")
            )
            self.initial["service"] = found.pk
        self.fields["service"].queryset = offered  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _(
            "Only what they need in order to help. Never the reporter, never the child's own words."
        )


class SeekForm(Form):
    """For whom, what for, where. Nothing typed here is ever refused: what is not understood is left out."""

    person = forms.ChoiceField(required=False, label=_("For whom"))
    need = CodeChoiceField("needs.domain", required=False, label=_("Need"))
    place = PlaceField(required=False, max_length=100, label=_("District, city or village"))
    q = forms.CharField(max_length=100, required=False, label=_("In your own words"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom: Any = self.fields["person"]
        whom.choices = people
        if len(people) < 2:
            del self.fields["person"]

    def asked(self) -> dict[str, Any]:
        """What was understood: `person`, `need`, `q`, and the `place` (None: as the case has it)."""
        if self.is_bound:
            self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        best = data["place"].best if data.get("place") else None
        words = {name: data.get(name) or self.initial.get(name, "") for name in ("person", "need")}
        if self.is_bound:
            words["need"] = data.get("need") or ""
        return {**words, "q": data.get("q") or "", "place": best.finest if best else None}


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
    outcome = CodeChoiceField(
        "referral.outcome", required=False, label=_("What came of it, when the work has ended")
    )
    started_on = DateField(required=False, future=False, label=_("First day of the service"))

    def __init__(self, *args: Any, begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if begun:
            del self.fields["started_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ends") and not data.get("outcome"):
            self.add_error("outcome", _("Choose what came of it."))
        return data


class BeginForm(Form):
    """The day on which the waiting was over."""

    started_on = DateField(future=False, label=_("First day of the service"))


class WithdrawForm(Form):
    """Nothing to say but yes."""
