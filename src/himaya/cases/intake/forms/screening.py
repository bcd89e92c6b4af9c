"""What officers decide about a report."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit, User
from himaya.cases.intake.forms.told import PlaceForm
from himaya.cases.intake.models import Report
from himaya.cases.intake.queries import chosen_staff, chosen_units, staff_named, units_named
from himaya.cases.intake.rules import GUARDED
from himaya.kit import clock
from himaya.kit.forms import AnswerField, CodeField, CodesField, DateTimeField, Form, PickerField, TextField
from himaya.reference.queries import CodeItem, codes


def is_pressing(question: CodeItem) -> bool:
    """About danger now: a yes means critical or high, or raises what other answers mean."""
    return question.attributes.get("risk") in GUARDED or "raises" in question.attributes


class JudgeForm(Form):
    """The danger questions in force today, the concerns, and the level the officer decides."""

    level = CodeField(
        "risk.level", label=_("Level of risk"), blank=_("As the answers suggest"), required=False
    )
    note = TextField(label=_("Why this level"), rows=2, max_length=2000, required=False)
    concerns = CodesField("concern.type", label=_("Concerns"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: list[CodeItem] = codes("danger.question", clock.today())
        for question in self.questions:
            self.fields[f"q_{question.code}"] = AnswerField(
                label=question.name, help_text=question.attributes.get("hint", ""), required=False
            )

    @property
    def asked_first(self) -> list[Any]:
        """Those about danger now."""
        return [self[f"q_{q.code}"] for q in self.questions if is_pressing(q)]

    @property
    def asked_next(self) -> list[Any]:
        """Those about harm and needs."""
        return [self[f"q_{q.code}"] for q in self.questions if not is_pressing(q)]

    @property
    def answers(self) -> dict[str, str]:
        """The answers given."""
        given = {q.code: self.cleaned_data.get(f"q_{q.code}", "") for q in self.questions}
        return {code: answer for code, answer in given.items() if answer}


def judged_before(report: Report) -> dict[str, Any]:
    """What was answered and decided so far, as the form's `initial`."""
    answers = {f"q_{code}": answer for code, answer in report.danger.items()}
    level = report.risk_proposed or report.risk
    kept = {"level": level if level != report.risk_computed else "", "note": report.risk_note}
    return {**answers, **kept, "concerns": report.concerns}


class ScreenInForm(PlaceForm):
    """Which body takes the case, and where."""

    own_ids = "in"

    matter = CodeField("matter", label=_("Matter"), required=True)
    field_order = ["matter", "place", "choice"]


class RouteForm(PlaceForm):
    """To which desk a report belongs."""

    own_ids = "route"

    matter = CodeField("matter", label=_("Matter"), required=True)
    field_order = ["matter", "place", "choice"]


class OutForm(Form):
    """Why nothing is needed."""

    own_ids = "out"

    reason = CodeField("screening.out_reason", label=_("Why nothing is needed"))
    note = TextField(label=_("What you checked"), rows=3, max_length=2000)


class InformForm(Form):
    """What it was instead."""

    own_ids = "inform"

    reason = CodeField("screening.information_reason", label=_("What it was"))
    note = TextField(label=_("What was answered"), rows=2, max_length=2000, required=False)


class LinkForm(Form):
    """The earlier report, by its reference."""

    own_ids = "link"

    reference = forms.CharField(label=_("Reference of the earlier report"), max_length=40)


class ReadingForm(Form):
    """The second reader's word."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("confirm", _("Nothing is needed: confirm")),
            ("return", _("It must be looked into: return to screening")),
        ],
        widget=forms.RadioSelect(),
    )
    note = TextField(label=_("Note"), rows=3, max_length=2000, required=False)


class LoweringForm(Form):
    """A supervisor's word on a lower level."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("approve", _("Lower the level")), ("refuse", _("Keep the higher level"))],
        widget=forms.RadioSelect(),
    )


def _users(words: str) -> list[tuple[str, str]]:
    return [(u.public_id, str(u)) for u in staff_named(words)]


def _units(words: str) -> list[tuple[str, str]]:
    return [(u.public_id, str(u)) for u in units_named(words)]


def _user_words(public_id: str) -> str:
    return "; ".join(str(u) for u in chosen_staff([public_id]))


def _unit_words(public_id: str) -> str:
    return "; ".join(str(u) for u in chosen_units([public_id]))


class InsiderNamesForm(Form):
    """Those a report names, to be shut out of it."""

    own_ids = "insiders"

    person = PickerField(
        reverse_lazy("cases:report-staff"),
        shown=_user_words,
        resolve=_users,
        label=_("Person named"),
        required=False,
    )
    unit = PickerField(
        reverse_lazy("cases:report-units"),
        shown=_unit_words,
        resolve=_units,
        label=_("Unit or body named"),
        required=False,
    )

    def clean_person(self) -> list[User]:
        """The user, as a list of one or none."""
        given = self.cleaned_data["person"]
        return chosen_staff([given]) if given else []

    def clean_unit(self) -> list[Unit]:
        """The unit, as a list of one or none."""
        given = self.cleaned_data["unit"]
        return chosen_units([given]) if given else []


class NoticeForm(Form):
    """That a body was told."""

    told_at = DateTimeField(label=_("When they were told"), future=False)
    told_whom = forms.CharField(label=_("Whom you told"), max_length=200)
    their_number = forms.CharField(label=_("Their number for it"), max_length=60, required=False)
    note = TextField(label=_("Note"), rows=2, max_length=2000, required=False)


class LaneForm(Form):
    """One answer for several reports of a flood lane."""

    answer = forms.ChoiceField(
        label=_("What to do with those ticked"),
        choices=[
            ("take_out", _("Read one by one")),
            ("link", _("Join to one report")),
            ("out", _("Propose to screen out")),
        ],
        widget=forms.RadioSelect(),
    )
    reference = forms.CharField(label=_("Reference of that report"), max_length=40, required=False)
    reason = CodeField("screening.out_reason", label=_("Why nothing is needed"), required=False)
    note = TextField(label=_("What you checked"), rows=2, max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needed = {"link": "reference", "out": "reason"}.get(cleaned.get("answer", ""))
        if needed and not cleaned.get(needed):
            self.add_error(needed, _("This is needed for what you chose."))
        return cleaned
