"""Forms of links, on both sides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.duties.forms import AnswerForm as DutyAnswerForm
from himaya.cases.duties.forms import ReportForm
from himaya.cases.referrals.forms import AnswerForm, FeedbackForm
from himaya.kit.forms import Form

NAME = _("Your name and position")


class LinkForm(Form):
    """How it is handed over, and that what will be seen is needed."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_("E-mail of the organisation"),
        help_text=_(
            "Leave empty to print a letter. The mail says only that something waits: no name, no case."
        ),
    )
    language = forms.ChoiceField(
        choices=[("az", "Azərbaycanca"), ("en", "English"), ("ru", "Русский")],
        label=_("Language of the letter"),
    )
    confirmed = forms.BooleanField(
        required=False,
        label=_("I have read what they will see. They need all of it to help, and nothing less will do."),
    )


class WithdrawLinkForm(Form):
    """Nothing to say but yes."""


class CodeForm(Form):
    """The second secret."""

    code = forms.CharField(
        max_length=20,
        label=_("Code"),
        help_text=_("Six digits, which the sender told you."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class OutsideAnswerForm(AnswerForm):
    """Yes, or no with a reason; and who says so."""

    name = forms.CharField(max_length=150, label=NAME)
    field_order = ("name",)


class OutsideFeedbackForm(FeedbackForm):
    """What came of it; and who says so."""

    name = forms.CharField(max_length=150, label=NAME)
    field_order = ("name",)


class OutsideDutyAnswerForm(DutyAnswerForm):
    """Yes, or no with a reason; and who says so."""

    name = forms.CharField(max_length=150, label=NAME)
    field_order = ("name",)


class OutsideReportForm(ReportForm):
    """What was done; and who says so."""

    name = forms.CharField(max_length=150, label=NAME)
    field_order = ("name",)
