"""Forms of visits."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import CaseMember
from himaya.cases.casefile.queries import Face
from himaya.cases.visits.rules import is_face_to_face
from himaya.kit.forms import AnswerField, CodeField, DateTimeField, Form, TextField


class PlanForm(Form):
    """When, where and how."""

    planned_for = DateTimeField(label=_("When"))
    contact_type = CodeField("visit.contact_type", label=_("Kind of contact"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    purpose = TextField(label=_("What for"), rows=2, required=False)
    alone = forms.BooleanField(
        label=_("I go alone"),
        required=False,
        initial=True,
        help_text=_("You will say when you go in and when you are out; silence alarms your supervisor."),
    )


class PostponeForm(Form):
    """Another hour, and why."""

    planned_for = DateTimeField(label=_("New time"))
    reason = CodeField("visit.cancel_reason", label=_("Why"))


class CancelForm(Form):
    """Why a visit will not take place."""

    reason = CodeField("visit.cancel_reason", label=_("Why"), radio=True)


class RecordForm(Form):
    """The minimum fields of a visit (domain §3.4): one page, usable on a telephone at the door."""

    done_at = DateTimeField(label=_("When"), future=False)
    contact_type = CodeField("visit.contact_type", label=_("Kind of contact"))
    members = forms.MultipleChoiceField(
        label=_("Who was seen"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    alone = forms.MultipleChoiceField(
        label=_("Who was seen alone"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    child_seen = forms.BooleanField(label=_("The child was seen"), required=False)
    child_seen_alone = forms.BooleanField(label=_("The child was seen alone"), required=False)
    not_seen_reason = CodeField(
        "visit.not_seen_reason", label=_("If somebody was not seen: why"), required=False
    )
    not_alone_reason = CodeField("visit.not_alone_reason", label=_("If not seen alone: why"), required=False)
    others_seen = forms.CharField(label=_("Who else was there"), max_length=300, required=False)
    observations = TextField(label=_("What you saw and heard"), rows=5)
    changes = TextField(label=_("What has changed since the last visit"), rows=3, required=False)
    child_words = TextField(
        label=_("Their own words"),
        rows=3,
        required=False,
        help_text=_("Never printed on a plan or letter."),
    )
    safe_now = AnswerField(label=_("Safe now?"))

    def __init__(self, *args: Any, faces: Sequence[Face], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = [f for f in faces if f.role in CaseMember.SUBJECTS]
        gone = ("child_seen", "child_seen_alone") if children else ("members", "alone")
        for name in gone:
            del self.fields[name]
        if children:
            self.offer("members", [(str(f.member_id), f.name) for f in faces])
            self.offer("alone", [(str(f.member_id), f.name) for f in children])
        self.children = {str(f.member_id) for f in children}

    def clean(self) -> dict[str, Any]:
        """Not seen, or not seen alone, says why: beside the field, before anything is tried."""
        said = super().clean() or self.cleaned_data
        alone = set(said.get("alone", []))
        seen = set(said.get("members", [])) | alone
        all_seen = self.children <= seen if self.children else said.get("child_seen")
        all_alone = self.children <= alone if self.children else said.get("child_seen_alone")
        if not all_seen and not said.get("not_seen_reason"):
            self.add_error("not_seen_reason", _("Say why not everybody was seen."))
        unexplained = all_seen and not all_alone and not said.get("not_alone_reason")
        if unexplained and is_face_to_face(said.get("contact_type", "")):
            self.add_error("not_alone_reason", _("Say why not everybody was seen alone."))
        return said
