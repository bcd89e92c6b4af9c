"""Forms of meetings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.access.queries import user_called
from himaya.cases.commission.queries import KnownCommission, known_commissions
from himaya.cases.meetings.laying import Choice
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting
from himaya.kit import clock
from himaya.kit.forms import CodeField, DateTimeField, Form, TextField, code_choices


class ConfirmForm(Form):
    """Nothing to fill in."""


class WhenForm(Form):
    """When and where."""

    starts_at = DateTimeField(label=_("Day and time"))
    place = forms.CharField(max_length=200, label=_("Place"))


class AskedForm(Form):
    """What the meeting is asked, and what is proposed."""

    question = TextField(label=_("Question to be decided"), rows=3, max_length=4000)
    proposal = TextField(label=_("What you propose"), rows=3, max_length=4000, required=False)


class ConferenceForm(WhenForm, AskedForm):
    """A conference about one case."""

    field_order = ("starts_at", "place", "question", "proposal")


class SubmitForm(AskedForm):
    """A case put before a commission."""

    commission = forms.TypedChoiceField(label=_("Commission"), coerce=int, empty_value=None)
    field_order = ("commission", "question", "proposal")

    def __init__(self, *args: Any, near: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = set(near)
        self.known = {
            c.pk: c for c in sorted(known_commissions(), key=lambda c: not ids & set(c.unit_path[-1:]))
        }
        kinds = dict(code_choices("commission.kind"))
        choices = [(pk, f"{c} ({kinds.get(c.kind, c.kind)})") for pk, c in self.known.items()]
        self.offer("commission", [("", _("Choose")), *choices])

    def clean_commission(self) -> KnownCommission:
        """The commission that was chosen."""
        return self.known[self.cleaned_data["commission"]]


class MatterForm(AskedForm):
    """A matter without a case."""

    title = forms.CharField(max_length=300, label=_("What it is about"))
    field_order = ("title", "question", "proposal")


class AttendeeForm(Form):
    """Who else takes part: a user, or somebody by name."""

    user = forms.CharField(
        max_length=200,
        required=False,
        label=_("Colleague with an account"),
        help_text=_("Work e-mail or full name. They are told, and read what is laid before the meeting."),
    )
    name = forms.CharField(max_length=150, required=False, label=_("Name, if without an account"))
    organisation = forms.CharField(max_length=200, required=False, label=_("Organisation"))
    part = CodeField("meeting.part", label=_("Part in the meeting"))
    has_vote = forms.BooleanField(required=False, label=_("Has a vote"))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not meeting.is_conference:
            del self.fields["has_vote"]

    def clean_user(self) -> Any:
        """The one colleague meant."""
        words = str(self.cleaned_data["user"]).strip()
        found = user_called(words) if words else None
        if words and (found is None or not found.is_active):
            raise ValidationError(_("Nobody is found by this. Write the work e-mail."))
        return found


class StopForm(Form):
    """Why it is put off or cancelled."""

    reason = CodeField("meeting.change_reason", radio=True, label=_("Reason"))
    note = forms.CharField(max_length=300, required=False, label=_("Note (no word of any case)"))


class HoldForm(Form):
    """Who is there, and who is in the chair."""

    held_at = DateTimeField(future=False, label=_("When it began"))

    def __init__(self, *args: Any, people: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        choices = [c for c in code_choices("meeting.attendance") if c[0] != Attendee.INVITED]
        for one in self.people:
            field = forms.ChoiceField(
                choices=choices,
                label=one.name,
                widget=forms.RadioSelect({"data-inline": ""}),
                help_text=one.organisation,
            )
            self.fields[f"at_{one.public_id}"] = field
        seats = [(p.public_id, p.name) for p in self.people if p.has_vote]
        self.fields["chair"] = forms.ChoiceField(choices=[("", _("Choose")), *seats], label=_("In the chair"))

    def attendance(self) -> dict[str, str]:
        """Who was there, by the attendee's public id."""
        return {p.public_id: self.cleaned_data[f"at_{p.public_id}"] for p in self.people}


class TakeForm(Form):
    """Onto which session."""

    meeting = forms.ChoiceField(label=_("Session"))

    def __init__(self, *args: Any, sessions: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {m.public_id: m for m in sessions}
        self.offer("meeting", [(key, when(m)) for key, m in self.sessions.items()])

    def clean_meeting(self) -> Meeting:
        """The session that was chosen."""
        return self.sessions[self.cleaned_data["meeting"]]


def when(meeting: Meeting) -> str:
    """Day, time and place of a meeting."""
    return f"{clock.local(meeting.starts_at):%d.%m.%Y %H:%M}, {meeting.place}"


class ReturnForm(Form):
    """Why it goes back."""

    reason = CodeField("agenda.return_reason", radio=True, label=_("Reason"))
    note = TextField(label=_("What is needed"), rows=3, max_length=2000, required=False)


class PapersForm(Form):
    """What is laid before the meeting."""

    papers = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Papers of the case")
    )

    def __init__(self, *args: Any, choices: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("papers", [(c.key, c.title) for c in choices])


class ConflictForm(Form):
    """Why somebody stands aside."""

    attendee = forms.ChoiceField(label=_("Who"))
    why = forms.ChoiceField(widget=forms.RadioSelect, label=_("Why"))

    def __init__(self, *args: Any, people: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {p.public_id: p for p in people}
        self.offer("attendee", [(p.public_id, p.name) for p in self.people.values()])
        self.offer("why", [c for c in code_choices("meeting.conflict") if c[0] != "walled"])

    def clean_attendee(self) -> Attendee:
        """Who stands aside."""
        return self.people[self.cleaned_data["attendee"]]


class VoteForm(Form):
    """One's own voice."""

    vote = CodeField("meeting.vote", radio=True, label=_("Your vote"))
    dissent = TextField(label=_("Why, if you are against"), rows=3, max_length=4000, required=False)


class DecideForm(Form):
    """What was heard and decided, and how each voted."""

    facts = TextField(label=_("Facts"), rows=4, max_length=8000)
    child_view_method = CodeField(
        "childs_view.method", required=False, label=_("How the child's view was heard")
    )
    child_view = TextField(
        label=_("Child's view, or why it could not be heard"), rows=3, max_length=8000, required=False
    )
    family_view = TextField(label=_("Family's view"), rows=3, max_length=8000, required=False)
    best_interests = TextField(
        label=_("Best interests of the child"), rows=3, max_length=8000, required=False
    )
    decision_kind = CodeField("agenda.decision", label=_("Kind of decision"))
    decision = TextField(label=_("Decision"), rows=4, max_length=8000)

    def __init__(self, *args: Any, item: AgendaItem, voters: Iterable[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voters = list(voters)
        for one in self.voters:
            self.fields[f"vote_{one.public_id}"] = CodeField(
                "meeting.vote", radio=True, required=False, label=gettext("Vote: %(name)s") % {"name": one.name},
                widget=forms.RadioSelect({"data-inline": ""}),
            )  # fmt: skip
            self.fields[f"dissent_{one.public_id}"] = forms.CharField(
                required=False, max_length=4000, label=gettext("Why %(name)s is against") % {"name": one.name}
            )
        self.fields["without_quorum_why"] = TextField(
            label=_("Emergency: why it is decided although a quorum or something else is missing"), rows=2,
            max_length=2000, required=False, help_text=_("Only when a child would be in danger. A task remains."),
        )  # fmt: skip
        if item.case_id is None:
            for name in ("child_view_method", "child_view", "family_view", "best_interests"):
                del self.fields[name]

    def votes(self) -> dict[str, tuple[str, str]]:
        """Vote and dissent, by the attendee's public id."""
        data = self.cleaned_data
        return {
            p.public_id: (data[f"vote_{p.public_id}"], data[f"dissent_{p.public_id}"]) for p in self.voters
        }

    def told(self) -> dict[str, str]:
        """What was heard and decided."""
        votes = ("vote_", "dissent_")
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith(votes)}


class SignForm(Form):
    """Name and password."""

    name = forms.CharField(max_length=150, label=_("Your full name"))
    password = forms.CharField(
        max_length=200,
        label=_("Your password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CloseForm(SignForm):
    """The last signature, and the language of the paper."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language of the minutes"), initial="az")
    chair_on_paper = forms.BooleanField(
        required=False, label=_("The chair, who has no account, has signed on paper")
    )

    def __init__(self, *args: Any, paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not paper:
            del self.fields["chair_on_paper"]


class CorrectForm(Form):
    """What is corrected, and why."""

    correction = TextField(label=_("What is corrected, and why"), rows=3, max_length=2000)
