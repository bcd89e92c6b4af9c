"""Forms of supervision."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.supervision.rules import INDIVIDUAL
from himaya.kit.forms import CodeField, DateField, DateTimeField, Form, TextField
from himaya.reference.queries import codes


class TalkForm(Form):
    """What was said; open to the two alone."""

    held_at = DateTimeField(label=_("When"), future=False)
    strain = CodeField(
        "supervision.strain", label=_("What the work takes out of them, as they say"), radio=True
    )
    workload = TextField(
        label=_("How the worker is: workload and strain, in their own words"),
        rows=3,
        max_length=4000,
        required=False,
    )
    training = TextField(label=_("What they want to learn"), rows=2, max_length=2000, required=False)
    text = TextField(label=_("What else was said"), rows=4, max_length=6000, required=False)


class HoldForm(TalkForm):
    """The session that was owed, and when the two talk again."""

    next_on = DateField(label=_("Day of the next session"), past=False, required=False)


class AddForm(TalkForm):
    """A session besides."""

    kind = forms.ChoiceField(label=_("What kind of session"), widget=forms.RadioSelect())
    with_whom = forms.CharField(label=_("Who else was there"), max_length=300, required=False)

    field_order = ("kind", "with_whom", "held_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The session that is owed is written down where it is owed.
        besides = [item for item in codes("supervision.kind") if item.code != INDIVIDUAL]
        self.offer("kind", [(item.code, item.name) for item in besides])


class ConfirmForm(Form):
    """Read; with a word of one's own, or without."""

    text = TextField(label=_("Your own words to it"), rows=4, max_length=6000, required=False)


class NoteForm(Form):
    """A word more."""

    text = TextField(label=_("What you add"), rows=4, max_length=6000)


class PointForm(Form):
    """What was agreed on a case."""

    case = forms.ChoiceField(label=_("Case"))
    what = TextField(label=_("What was agreed"), rows=3, max_length=2000)
    owner = forms.ChoiceField(label=_("Who does it"), widget=forms.RadioSelect())
    due_on = DateField(label=_("To be done by"), past=False)

    def __init__(self, *args: Any, cases: Mapping[Any, str], people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {case.public_id: case for case in cases}
        self.people = {one.public_id: one for one in people}
        self.offer("case", [(case.public_id, words) for case, words in cases.items()])
        self.offer("owner", [(key, str(one)) for key, one in self.people.items()])

    def clean_case(self) -> Any:
        """The case chosen."""
        return self.cases[self.cleaned_data["case"]]

    def clean_owner(self) -> Any:
        """Who does it."""
        return self.people[self.cleaned_data["owner"]]


class DoneForm(Form):
    """What was done."""

    note = TextField(label=_("What was done, and what came of it"), rows=3, max_length=2000)
