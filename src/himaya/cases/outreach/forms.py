"""Forms of outreach."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.cases.outreach.models import OutreachRule
from himaya.cases.outreach.queries import Wanted
from himaya.cases.outreach.rules import needs_a_name, results
from himaya.cases.outreach.sources import SOURCES
from himaya.kit import clock
from himaya.kit.forms import CodeField, CodesField, DateField, DateTimeField, Form, TextField

WHOSE = [("", _("All of my unit")), ("mine", _("Mine")), ("nobody", _("Nobody's yet"))]
# How many years back what the rules came to may be asked for.
YEARS = 6


class FilterForm(Form):
    """What to show; everything may stay empty."""

    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    rule = forms.ChoiceField(label=_("Rule"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)
    late = forms.BooleanField(label=_("Only what is late"), required=False)

    def __init__(
        self, *args: Any, rules: Iterable[tuple[str, Any]], states: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("rule", [("", _("Any")), *rules])
        self.offer("status", [("", _("Open leads")), *states])

    def wanted(self) -> Wanted:
        """The filters as the query takes them; what makes no sense is left out."""
        self.is_valid()
        return Wanted(**getattr(self, "cleaned_data", {}))


class TakeForm(Form):
    """Nothing but the button."""


class AssignForm(Form):
    """Who works on it."""

    worker = forms.ChoiceField(label=_("Worker"), widget=forms.RadioSelect())

    def __init__(self, *args: Any, workers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {user.public_id: user for user in workers}
        self.offer("worker", [(key, str(user)) for key, user in self.workers.items()])

    def clean_worker(self) -> User:
        """The user chosen."""
        return self.workers[self.cleaned_data["worker"]]


class ContactForm(Form):
    """A try to reach the person."""

    at = DateTimeField(label=_("When"), future=False)
    way = CodeField("outreach.way", label=_("How"), radio=True)
    outcome = CodeField("outreach.contact", label=_("What came of it"), radio=True)
    note = TextField(label=_("Note"), rows=3, required=False)


class AnswerForm(Form):
    """Yes or no to help, who said it, and how."""

    agreed = forms.ChoiceField(
        label=_("Do they want help?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect(),
        help_text=_("Help is voluntary. Whoever says no is left alone by this rule for a time."),
    )
    said_by = CodeField("outreach.said_by", label=_("Who said it"), radio=True)
    name = forms.CharField(
        label=_("Their name"),
        max_length=150,
        required=False,
        help_text=_("Empty where it was the person."),
    )
    way = CodeField("outreach.way", label=_("How they said it"), radio=True)
    refusal = CodeField("outreach.refusal", label=_("If no: why"), required=False, blank=_("They said yes"))
    note = TextField(label=_("In their words"), rows=3, required=False)

    def clean_agreed(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["agreed"] == "yes")

    def clean(self) -> dict[str, Any]:
        """A no says why; who speaks for somebody else is named."""
        said = super().clean() or self.cleaned_data
        if said.get("agreed") is False and not said.get("refusal"):
            self.add_error("refusal", _("Choose what was said from the list."))
        verdict = needs_a_name(said.get("said_by", ""), said.get("name", ""))
        if not verdict and "name" not in self.errors:
            self.add_error("name", str(verdict.reason))
        return said


class BeginForm(Form):
    """What help is asked for."""

    asked = TextField(label=_("What help is asked for, in their own words"), rows=5)


class DangerForm(Form):
    """What was seen or heard."""

    what = TextField(label=_("What you saw or heard"), rows=6)
    urgent = forms.BooleanField(required=False, label=_("Somebody is in danger right now"))


class EndForm(Form):
    """What came of the lead."""

    result = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect())
    note = TextField(label=_("Note"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("result", [(item.code, item.name) for item in results(clock.today())])


# --- rules ---


class RuleForm(Form):
    """What a version of a rule says: its names, whatever its source needs, and where its leads go on to."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]{2,39}$",
        label=_("Code"),
        error_messages={
            "invalid": _("Small Latin letters, digits and low lines, for example alone_seventy.")
        },
    )
    name_az = forms.CharField(label=_("Name in Azerbaijani"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    groups = CodesField("vulnerable.group", label=_("Groups and statuses"))
    age = forms.IntegerField(label=_("Age, in years"), min_value=0, max_value=110)
    below_age = forms.IntegerField(label=_("Younger than, in years"), min_value=1, max_value=110)
    ahead = forms.IntegerField(label=_("Days before the birthday"), min_value=0, max_value=365)
    back = forms.IntegerField(label=_("Days after the birthday"), min_value=0, max_value=365)
    number = forms.IntegerField(label=_("How many reports"), min_value=2, max_value=50)
    days = forms.IntegerField(label=_("Within how many days"), min_value=1, max_value=730)
    absent = forms.IntegerField(
        label=_("Days away in a month without a good reason"), min_value=1, max_value=31
    )
    months = forms.IntegerField(
        label=_("How many months back"),
        min_value=0,
        max_value=12,
        help_text=_("0 is this month only."),
    )
    channels = CodesField("report.channel", label=_("Channels (none chosen: all)"), required=False)
    at_home = forms.BooleanField(label=_("Only who lives in a family"), required=False)
    leads_to = CodeField("outreach.leads_to", label=_("Leads to"), radio=True)
    priority = CodeField("outreach.priority", label=_("Priority"), radio=True)
    basis = forms.CharField(label=_("Act or standard it rests on"), max_length=200)
    why = TextField(label=_("Why, and what changes"), rows=3, required=False, max_length=2000)

    def __init__(self, *args: Any, source: str, fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = SOURCES[source].takes
        for name in {name for one in SOURCES.values() for name in one.takes} - set(taken):
            del self.fields[name]
        self.parameters = [name for name in taken if name in self.fields]
        if fixed:
            del self.fields["code"]

    def said(self) -> dict[str, Any]:
        """The names and the rest as a change takes them, the source's values together."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "code"}
        parameters = {name: said.pop(name) for name in self.parameters}
        return {**said, "parameters": parameters}


def first_values(rule: OutreachRule) -> dict[str, Any]:
    """What a version says now, to begin the next one with."""
    names = ("name_az", "name_en", "name_ru", "leads_to", "priority", "basis")
    return {**{name: getattr(rule, name) for name in names}, **rule.parameters}


class ApproveForm(Form):
    """From which day the version runs."""

    on = DateField(label=_("Runs from"), initial=clock.today)


class RetireForm(Form):
    """Nothing but the button."""


class YearForm(Form):
    """Which year is counted."""

    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        self.offer("year", [(str(year), str(year)) for year in range(now, now - YEARS, -1)])

    def chosen(self) -> int:
        """The year asked for, or this one."""
        self.is_valid()
        return int(getattr(self, "cleaned_data", {}).get("year") or clock.today().year)
