"""Forms of keeping users."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from himaya.access.roles import ROLES, Role
from himaya.access.units.forms import UnitChoice, offer
from himaya.access.units.models import Unit
from himaya.access.users.models import User
from himaya.kit.fields import NameField
from himaya.kit.forms import CodeField, Form


class RoleChoice(forms.ChoiceField):
    """A role; gives its class."""

    def __init__(self) -> None:
        options = [("", _("Choose")), *((role.code, role.label) for role in ROLES.values())]
        super().__init__(choices=options, label=_("Role"))

    def clean(self, value: object) -> type[Role]:
        return ROLES[super().clean(value)]


class _WithUnits(Form):
    """Offers the administrator's own units."""

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)


class InviteForm(_WithUnits):
    """Somebody new, with a first role."""

    full_name = NameField(label=_("Name and surname"), max_length=150)
    email = forms.EmailField(label=_("Work e-mail"), help_text=_("The invitation goes there."))
    unit = UnitChoice()
    role = RoleChoice()
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language of the letter"))


class RoleForm(_WithUnits):
    """One more role."""

    role = RoleChoice()
    unit = UnitChoice()


class MoveForm(_WithUnits):
    """Where to."""

    unit = UnitChoice()


class SuspendForm(Form):
    """Why."""

    reason = CodeField("staff.suspension_reason", radio=True, label=_("Reason"))


class FindForm(Form):
    """Whom to show."""

    words = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    unit = UnitChoice(required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("Any")), *((role.code, role.label) for role in ROLES.values())],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any")),
            (User.ACTIVE, _("Active")),
            (User.INVITED, _("Invited")),
            (User.SUSPENDED, _("Suspended")),
            ("review", _("Rights to be looked over")),
        ],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)

    def asked(self) -> dict[str, str]:
        """What was filled in, for the query."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: getattr(value, "public_id", value) for name, value in found.items()}


class WelcomeForm(Form):
    """The first password, twice."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
        help_text=_("At least 12 characters. Three or four plain words are easy to remember."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("password") != data.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return data
