"""Forms of households and relationships."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form
from himaya.registry.households.queries import family_of
from himaya.registry.households.rules import NEW_HOME
from himaya.registry.people.models import Person


class _Beside(Form):
    """A form that names another person of the file: chosen by search, carried by public id."""

    other = forms.CharField(max_length=12, widget=forms.HiddenInput())

    def clean_other(self) -> Person:
        """The person chosen, whom the writer must be able to see."""
        chosen = Person.objects.filter(public_id=self.cleaned_data["other"]).first()
        if chosen is None:
            raise forms.ValidationError(_("Choose a person first."))
        return chosen

    def other_person(self) -> Person | None:
        """Who was chosen so far."""
        public_id = self["other"].value()
        return Person.objects.filter(public_id=public_id).first() if public_id else None


class RelationForm(_Beside):
    """What the other is to the person."""

    kind = CodeField("relationship.type", label=_("The chosen one is the person's"))
    started_on = DateField(label=_("Since"), required=False, future=False)
    note = LineField(label=_("Note"), required=False, max_length=300)


class JoinForm(_Beside):
    """As what the person lives in the other's household."""

    home = forms.ChoiceField(
        label=_("In which household of the chosen one"), required=False, widget=forms.RadioSelect()
    )
    role = CodeField("household.role", label=_("As what the person lives there"))
    other_role = CodeField(
        "household.role",
        label=_("As what the chosen one lives there"),
        required=False,
        help_text=_("Only where a new household begins."),
    )
    started_on = DateField(label=_("Since"), required=False, future=False)
    ended_on = DateField(
        label=_("Until"), required=False, future=False, help_text=_("Only where it is over already.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Which household is asked only where the chosen one has one."""
        super().__init__(*args, **kwargs)
        other = self.other_person()
        homes = family_of(other).homes if other else []
        if not homes:
            del self.fields["home"]
            return
        told = [(home.member.household.public_id, home.words) for home in homes]
        self.offer("home", [*told, (NEW_HOME, _("Another household, which begins with both"))])
        self.initial.setdefault("home", told[0][0])


class EndForm(Form):
    """A relationship ended: when and why."""

    reason = CodeField("relationship.end_reason", label=_("Why it ended"), radio=True)
    on = DateField(
        label=_("Since when it is over"), required=False, future=False, help_text=_("Empty: from today.")
    )


class LeaveForm(Form):
    """A person no longer lives in a household: since when."""

    on = DateField(
        label=_("Since when the person no longer lives there"),
        required=False,
        future=False,
        help_text=_("Empty: from today."),
    )
