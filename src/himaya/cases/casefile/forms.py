"""Forms of a case."""

from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class GroupForm(Form):
    """By which vulnerable group a list is narrowed; empty: by none."""

    group = CodeField("vulnerable.group", label=_("Vulnerable group"), required=False, blank=_("Any"))

    @property
    def chosen(self) -> str:
        """The group's code; whatever is no such code narrows nothing."""
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get("group", ""))


class NoteForm(Form):
    """A note in the story."""

    text = TextField(label=_("Note"), rows=3)


class RegistrationForm(Form):
    """What completes the registration (domain §3.4)."""

    consent = CodeField("case.consent", label=_("On what ground do you work with the family?"))
    consent_note = TextField(
        label=_("How it was said, or which law applies"),
        rows=2,
        required=False,
        help_text=_("Spoken consent counts when it is written here: who said it, when, to whom."),
    )
    urgent_needs = TextField(
        label=_("What cannot wait"),
        rows=3,
        required=False,
        help_text=_("Food, medicine, a safe place to sleep, a doctor."),
    )


class MemberForm(Form):
    """As what a person belongs to the case."""

    role = CodeField("case.member_role", label=_("Role in the case"))
