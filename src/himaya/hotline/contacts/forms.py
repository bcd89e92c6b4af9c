"""Forms of contacts. Hardly anything is required while somebody is on the line."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.hotline.contacts.models import Contact
from himaya.kit.forms import AnswerField, CodeField, CodesField, DateTimeField, Form, PickerInput, TextField
from himaya.kit.text import clean_line
from himaya.reference.queries import place_by_code, resolve_place

# Closed once written: the page shows them empty, and what is left empty stays as it is kept.
CLOSED = ("caller_number", "caller_name", "safe_number", "safe_time")


def place_words(code: str) -> str:
    """A chosen place in words."""
    place = place_by_code(code)
    return place.label if place else ""


class ContactForm(Form):
    """Everything told in a contact; keeps itself while one types, without JavaScript by its button."""

    caller_kind = CodeField("reporter.kind", label=_("Who contacts us"), required=False)
    caller_relation = CodeField("reporter.relation", label=_("What they are to the child"), required=False)
    caller_name = forms.CharField(label=_("Name, if they give it"), max_length=150, required=False)
    caller_number = forms.CharField(label=_("Their number"), max_length=40, required=False)
    language = CodeField("hotline.language", label=_("Language"), required=False)
    needs = forms.CharField(label=_("Disability or other needs in talking"), max_length=300, required=False)
    place = forms.CharField(
        widget=PickerInput(reverse_lazy("cases:report-places")),
        label=_("City, district or village"),
        max_length=301,
        required=False,
    )
    narrative = TextField(label=_("What they tell, in their own words"), rows=7, required=False)
    main_reason = CodeField("hotline.reason", label=_("Main reason"), required=False)
    other_reason = CodeField("hotline.reason", label=_("Other reason"), required=False)
    perpetrator = CodeField("hotline.perpetrator", label=_("Who harms the child"), required=False)
    perpetrator_near = AnswerField(label=_("Is that person near the child now?"), required=False)
    advice = TextField(label=_("What you advised and agreed"), rows=3, required=False)
    steps_taken = CodesField("hotline.step", label=_("What was done"), required=False)
    feeling_before = forms.IntegerField(
        label=_("How they felt at the beginning, 1 to 10"), min_value=1, max_value=10, required=False
    )
    feeling_after = forms.IntegerField(
        label=_("How they felt at the end, 1 to 10"), min_value=1, max_value=10, required=False
    )
    consent = CodeField("hotline.consent", label=_("May it be passed on?"), required=False)
    safe_way = CodeField("reporter.safe_way", label=_("How may we reach them safely?"), required=False)
    safe_number = forms.CharField(label=_("Safe number or address"), max_length=120, required=False)
    safe_time = forms.CharField(label=_("Safe time"), max_length=120, required=False)
    # What the page showed, by field, as digests: only what was changed on this page is written.
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        kept = {name: value for name, value in held_in(contact).items() if name not in CLOSED}
        shown = {
            **kept,
            "place": contact.place_code,
            "seen": json.dumps({n: digest(v) for n, v in kept.items()}),
        }
        super().__init__(*args, initial=shown, **kwargs)
        picker: Any = self.fields["place"].widget
        picker.typed = contact.place_text  # words that led to no known place stand there too
        picker.shown = lambda code: picker.typed or place_words(code)
        for name in CLOSED:
            if getattr(contact, name):
                self.fields[name].help_text = _("Kept and closed. Write here only to change it.")

    @property
    def changed(self) -> dict[str, Any]:
        """What was changed on this page, of what is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "place"}}
        if "place" in self.cleaned_data:
            said |= self._place()
        seen = _read(self.cleaned_data.get("seen", ""))
        return {n: v for n, v in said.items() if (v if n in CLOSED else digest(v) != seen.get(n))}

    def _place(self) -> dict[str, str]:
        typed = clean_line(str(self.data.get("place_text", "")))[:300]
        chosen = place_by_code(self.cleaned_data["place"]) or (resolve_place(typed).best if typed else None)
        return {
            "place_text": typed or (chosen.label if chosen else ""),
            "place_code": chosen.code if chosen else "",
        }


def held_in(contact: Contact) -> dict[str, Any]:
    """What a contact holds, by the names of the form and of the place."""
    names = [n for n in ContactForm.base_fields if n not in {"place", "seen"}]
    return {name: getattr(contact, name) for name in [*names, "place_text", "place_code"]}


def digest(value: Any) -> str:
    """A short mark of a value, by which a changed one is told."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def _read(seen: str) -> Mapping[str, str]:
    try:
        found = json.loads(seen or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class ChildForm(Form):
    """One child as described."""

    name = forms.CharField(label=_("Name, if you know it"), max_length=150, required=False)
    sex = CodeField("sex", label=_("Girl or boy"), required=False)
    age_years = forms.IntegerField(label=_("Age"), min_value=0, max_value=25, required=False)
    living = CodeField("hotline.living", label=_("With whom the child lives"), required=False)
    disability = forms.CharField(label=_("Disability, illness"), max_length=200, required=False)
    school = forms.CharField(label=_("School or kindergarten"), max_length=150, required=False)
    whereabouts = forms.CharField(label=_("Where the child is now"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """A child of whom nothing is said is no child yet."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(value not in (None, "") for value in said.values()):
            self.add_error(None, _("Write at least one thing about the child."))
        return said


class EnterForm(Form):
    """A contact taken on an ordinary telephone or on paper, entered later with its true times."""

    channel = CodeField("hotline.channel", label=_("Channel"))
    arrived_at = DateTimeField(label=_("When it began"), future=False)
    ended_at = DateTimeField(label=_("When it ended"), future=False, required=False)
    caller_number = forms.CharField(label=_("Their number"), max_length=40, required=False)
    counsellor = forms.ChoiceField(label=_("Who listened"), required=False)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {user.public_id: user for user in colleagues}
        self.offer("counsellor", [("", _("I")), *((key, str(user)) for key, user in self.colleagues.items())])

    def clean_counsellor(self) -> User | None:
        """The colleague, if it was one."""
        return self.colleagues.get(self.cleaned_data["counsellor"])


class HeardForm(Form):
    """Asked before a silent or abandoned contact is set aside."""

    heard = AnswerField(label=_("Was anything heard: breathing, crying, a voice, a noise?"), required=False)


class RevealForm(Form):
    """Why a caller's number is looked at."""

    reason = CodeField("hotline.reveal_reason", label=_("Why you must see it"), radio=True)
