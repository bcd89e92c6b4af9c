"""Forms of complaints."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.cases.appeals.rules import has_an_address
from himaya.kit.forms import CodeField, DateTimeField, Form, TextField

Choices = Iterable[tuple[str, Any]]
LANGUAGES = [("az", "Azərbaycanca"), ("en", "English"), ("ru", "Русский")]


class AppealForm(Form):
    """Who complains of what, and how they may be answered."""

    decision = CodeField("appeal.decision", label=_("What is complained of"))
    step = forms.ChoiceField(label=_("Which decision, if it is known"), required=False)
    about = forms.ChoiceField(
        label=_("About whom, if it is about somebody"),
        required=False,
        help_text=_("Whoever you choose never sees this complaint."),
    )
    what = TextField(label=_("What they say, in their words"), rows=5)
    wanted = TextField(label=_("What they ask for"), rows=2, required=False)
    way = CodeField("appeal.way", label=_("How it came"), initial="oral")
    received_at = DateTimeField(label=_("When it came"), future=False)
    made_by = CodeField("appeal.from", label=_("Who complains"), required=False, blank=_("Not known"))
    member = forms.ChoiceField(label=_("If a person of the case: which"), required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("Empty where they do not want to be named: it is looked into all the same."),
    )
    answer_way = CodeField("appeal.answer_way", label=_("How the answer is to come"), initial="in_person")
    answer_where = forms.CharField(label=_("Where to, safely"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=LANGUAGES)

    def __init__(
        self, *args: Any, steps: Choices, staff: Iterable[User], people: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {user.public_id: user for user in staff}
        self.offer("step", [("", _("Not known")), *steps])
        self.offer("about", [("", _("Nobody")), *((key, str(user)) for key, user in self.staff.items())])
        self.offer("member", [("", _("Nobody of the case")), *people])

    def clean_about(self) -> User | None:
        """The person chosen."""
        return self.staff.get(self.cleaned_data["about"])

    def clean(self) -> dict[str, Any]:
        """An answer goes somewhere."""
        said = super().clean() or self.cleaned_data
        verdict = has_an_address(said.get("answer_way", "nobody"), said.get("answer_where", ""))
        if not verdict and "answer_where" not in self.errors:
            self.add_error("answer_where", str(verdict.reason))
        return said


class AcknowledgeForm(Form):
    """They were told that it came."""

    suspends = CodeField("appeal.suspends", label=_("Does the decision wait?"), radio=True)


class DecideForm(Form):
    """What was found, and what is answered."""

    outcome = CodeField("appeal.outcome", label=_("Decision"), radio=True)
    findings = TextField(label=_("What was found (stays here)"), rows=5)
    answer = TextField(
        label=_("Answer with its reasons (goes into the letter)"),
        rows=6,
        help_text=_("Never the reporter, never the child's own words. To a child: plainly and kindly."),
    )


class ToldForm(Form):
    """They have heard."""

    told_at = DateTimeField(label=_("When they were told"), future=False)
    note = TextField(label=_("How, and what they said"), rows=3)


class EndForm(Form):
    """Why it ends without a decision."""

    reason = CodeField("appeal.end_reason", label=_("Why"), radio=True)
