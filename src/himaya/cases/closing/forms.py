"""Forms of closing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case
from himaya.kit.forms import CodeField, DateField, Form, TextField
from himaya.reference.queries import code_item


class ProposalForm(Form):
    """Why the work is done, since when the child is safe, and what remains (domain §3.4)."""

    reason = CodeField("case.closure_reason", label=_("Reason for closing"), radio=True)
    stable_since = DateField(
        label=_("Safe and stable since"),
        required=False,
        future=False,
        help_text=_("Needed when the goals are met."),
    )
    note = TextField(label=_("What was achieved, and what remains"), rows=4)
    interests = TextField(
        label=_("What closing means for the child"),
        rows=3,
        required=False,
        help_text=_("And why nothing else is better for the child: the statement of best interests."),
    )

    def __init__(self, *args: Any, child: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not child:
            del self.fields["interests"]

    def clean(self) -> dict[str, Any]:
        """Some reasons need a day (attribute of the code)."""
        said = super().clean() or self.cleaned_data
        item = code_item("case.closure_reason", said.get("reason", ""))
        asked = bool(item and item.attributes.get("needs_stability"))
        if asked and "stable_since" in said and not said["stable_since"]:
            self.add_error("stable_since", _("Say since when they have been safe and stable."))
        return said


class DecisionForm(Form):
    """A supervisor agrees, with a reason where something stands against it."""

    override = CodeField(
        "override.reason",
        label=_("Reason for closing nevertheless"),
        required=False,
        blank=_("Nothing stands against it"),
    )


class ReturnForm(Form):
    """A supervisor sends the closure back."""

    note = TextField(label=_("What is still missing"), rows=3)


class JoinForm(Form):
    """The earlier case of the same child in which the work goes on."""

    into = forms.ChoiceField(label=_("The case in which the work goes on"), widget=forms.RadioSelect())

    def __init__(self, *args: Any, cases: Iterable[tuple[Case, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(cases)
        self.cases = {case.public_id: case for case, _words in known}
        self.offer("into", [(case.public_id, words) for case, words in known])

    def clean_into(self) -> Case:
        """The case chosen."""
        return self.cases[self.cleaned_data["into"]]


class ReopenForm(Form):
    """Why a closed case is worked on again."""

    reason = CodeField("case.reopen_reason", label=_("Why the case is reopened"), radio=True)
