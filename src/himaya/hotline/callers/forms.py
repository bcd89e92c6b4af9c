"""Forms of repeat callers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class ProfileForm(Form):
    """What we call them, and what helps."""

    known_as = forms.CharField(label=_("What we call this caller: no real name"), max_length=80)
    advice = TextField(
        label=_("How best to listen, what helps, what does not"), rows=5, max_length=5000, required=False
    )


class FlagForm(Form):
    """Something to be minded."""

    flag = CodeField("caller.flag", label=_("What must be minded"), radio=True)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ProposeForm(Form):
    """Why this caller should be kept from the line."""

    reason = CodeField("caller.block_reason", label=_("Why"), radio=True)
    note = TextField(label=_("What happened, what was tried before"), rows=3, max_length=2000)


class ChooseForm(Form):
    """Which other profile is of the same caller."""

    other = forms.ChoiceField(label=_("Which profile is of the same caller?"))

    def __init__(self, *args: Any, others: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [("", "—"), *others]  # type: ignore[attr-defined]


class MergeForm(Form):
    """Why two profiles are one caller."""

    reason = CodeField("caller.merge_reason", label=_("Why they are one caller"), radio=True)
    note = TextField(label=_("By what you know it: no real name"), rows=3, max_length=2000)


class SplitForm(Form):
    """Why the merge was wrong."""

    reason = CodeField("caller.split_reason", label=_("Why they are two"), radio=True)
    note = TextField(label=_("What showed it: no real name"), rows=3, max_length=2000)


class DecideForm(Form):
    """A second person's decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("block", _("Block for some days")), ("leave", _("Do not block"))],
        widget=forms.RadioSelect(),
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        """A block has its days."""
        said = super().clean() or self.cleaned_data
        if said.get("decision") == "block" and not said.get("days") and "days" not in self.errors:
            self.add_error("days", _("Say for how many days."))
        return said
