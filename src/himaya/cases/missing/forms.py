"""Forms of a missing child. What is not known is left empty: the search begins with what there is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, CodesField, DateTimeField, Form, TextField

Choices = Iterable[tuple[str, Any]]


class MissingForm(Form):
    """Which child, since when, last seen where."""

    child = forms.ChoiceField(label=_("Which child"), widget=forms.RadioSelect())
    since = DateTimeField(label=_("Missing since"), future=False)
    last_seen = TextField(label=_("Last seen where, and with whom"), rows=2, required=False)
    wearing = forms.CharField(
        label=_("What the child wears, and how to know it"), max_length=300, required=False
    )
    circumstance = CodeField("missing.circumstance", label=_("How it came"), required=False)
    risks = CodesField("missing.risk", label=_("What is to be feared"), required=False)
    what = TextField(label=_("What else is known"), rows=3, required=False)

    def __init__(self, *args: Any, children: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("child", children)


class SearchForm(Form):
    """A step of the search."""

    asked = forms.CharField(label=_("Who was asked, or where one looked"), max_length=300)
    outcome = CodeField("missing.outcome", label=_("What came of it"), radio=True)
    at = DateTimeField(label=_("When"), required=False, future=False, help_text=_("Empty: now."))
    note = TextField(label=_("Note"), rows=2, required=False)


class FoundForm(Form):
    """When, where, in what condition."""

    found_at = DateTimeField(label=_("When"), future=False)
    found_where = forms.CharField(label=_("Where"), max_length=300)
    condition = CodeField("missing.condition", label=_("Condition of the child"), radio=True)
    found_note = TextField(label=_("Note"), rows=3, required=False)


class TalkForm(Form):
    """The talk with the child."""

    at = DateTimeField(label=_("When"), future=False)
    held_by = forms.CharField(label=_("Who talked with the child"), max_length=200)
    member = forms.ChoiceField(label=_("If a person of the case: which"), required=False)
    child_chose = forms.BooleanField(label=_("The child chose this person"), required=False)
    reasons = CodesField("missing.reason", label=_("Why the child went"))
    child_words = TextField(
        label=_("The child's own words"),
        rows=4,
        required=False,
        help_text=_("Never printed on a plan or letter."),
    )
    follows = TextField(label=_("What follows from it"), rows=3)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("member", [("", _("Nobody of the case")), *people])


class NoTalkForm(Form):
    """Why there was no talk."""

    reason = CodeField("missing.no_interview", label=_("Why"), radio=True)


class MistakenForm(Form):
    """Why the child was not missing."""

    reason = CodeField("missing.mistake", label=_("Why"), radio=True)
