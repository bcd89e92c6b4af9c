"""The public form: one idea a page, kept as a draft between pages, sent whole at the end."""

from dataclasses import dataclass
from typing import Any

from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.cases.intake.actions import ChildTold, Contact, Told
from himaya.cases.intake.forms.told import (
    ChildForm,
    InsiderForm,
    WhatForm,
    WhereForm,
    YouForm,
    age_in_years,
    child_forms,
    typed_into,
)
from himaya.cases.intake.rules import NO, UNKNOWN, YES
from himaya.kit.forms import Form

Draft = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form."""

    name: str
    title: str | Promise
    number: int
    template: str


STEPS = [
    Step("what", _("What happened?"), 1, "cases/intake/public/what.html"),
    Step("where", _("Where is the child?"), 2, "cases/intake/public/where.html"),
    Step("who", _("Who is it about?"), 3, "cases/intake/public/who.html"),
    Step("you", _("About you"), 4, "cases/intake/public/you.html"),
    Step("send", _("Check and send"), 5, "cases/intake/public/send.html"),
]
TOLD = [step.name for step in STEPS[:-1]]


def step_named(name: str) -> Step | None:
    """The page with this name."""
    return next((step for step in STEPS if step.name == name), None)


def after(step: Step) -> Step:
    """The next page."""
    return STEPS[min(step.number, len(STEPS) - 1)]


def before(step: Step) -> Step | None:
    """The page before."""
    return STEPS[step.number - 2] if step.number > 1 else None


def number_of_children(typed: Any) -> int:
    """How many children the page has room for."""
    given = str(typed.get("children", "1"))
    return int(given) + ("add_child" in typed) if given.isdecimal() and len(given) == 1 else 1


def forms_of(name: str, typed: Any) -> list[Form]:
    """The forms of a page, filled with what was typed (a QueryDict) or empty (None)."""
    if name == "who":
        count = number_of_children(typed) if typed is not None else 1
        return [*child_forms(typed, count), InsiderForm(typed)]
    return [{"what": WhatForm, "where": WhereForm, "you": YouForm}[name](typed)]


def opened(draft: Draft, name: str, *, quiet: bool) -> list[Form]:
    """The forms of a page as one comes back to it: what was typed, and, unless asked to look, no complaints."""
    forms = filled(draft, name) if name in draft else forms_of(name, None)
    for form in forms if quiet else []:
        form._errors = ErrorDict()  # type: ignore[attr-defined]  # not judged before it is sent
    return forms


def around(step: Step) -> dict[str, Any]:
    """Where the page stands among the others."""
    last = step.number == len(STEPS)
    return {
        "step": step,
        "steps": STEPS,
        "back": before(step),
        "submit": _("Send the report") if last else _("Next"),
        "draft_url": "" if last else reverse("cases:report-draft", args=[step.name]),
    }


def filled(draft: Draft, name: str) -> list[Form]:
    """The forms of a page as the draft has them."""
    return forms_of(name, typed_into(draft.get(name, {})))


def first_wrong(draft: Draft) -> str | None:
    """The first page that cannot be sent as it is: never reached, or with a mistake."""
    for name in TOLD:
        if name not in draft or not all(form.is_valid() for form in filled(draft, name)):
            return name
    return None


def told_by(draft: Draft, language: str, sample: bool = False) -> Told:
    """The report a complete draft tells."""
    (what,), (where,), (you,) = (filled(draft, n) for n in ("what", "where", "you"))
    *children, insider = filled(draft, "who")
    for form in (what, where, you, insider, *children):
        form.is_valid()
    place, named = where.cleaned_data["place"], insider.cleaned_data
    return Told(
        narrative=what.cleaned_data["narrative"],
        urgent_now=what.cleaned_data["urgent"] == YES,
        place_text=", ".join(filter(None, [where.cleaned_data["place_text"], where.cleaned_data["detail"]]))[
            :300
        ],
        territory=place.territory if place else None,
        place_code=place.code if place else "",
        children=[child_told(child) for child in children if isinstance(child, ChildForm)],
        names_insider=named["insider"] == YES
        or (named["insider"] in {"", UNKNOWN} and bool(named["insider_text"])),
        insider_text=named["insider_text"],
        reporter_kind=you.cleaned_data["reporter_kind"],
        is_anonymous=you.cleaned_data["anonymous"] != NO,
        contact=contact_told(you),
        language=language,
        is_sample=sample,
    )


def child_told(form: ChildForm) -> ChildTold:
    """A child of a valid form."""
    given = form.cleaned_data
    return ChildTold(**given, age_years=age_in_years(given["age_text"]))


def contact_told(form: Form) -> Contact:
    """The reporter of a valid form. A name given and then withdrawn by choosing to stay anonymous is not kept."""
    given = {n: str(form.cleaned_data.get(n, "")) for n in Contact.__slots__}
    return (
        Contact(**(given | {"name": ""}))
        if form.cleaned_data["anonymous"] in {True, "yes"}
        else Contact(**given)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One answer on the last page, with the way back to it."""

    label: Any
    value: str
    step: str


def summary(draft: Draft) -> list[Line]:
    """What was told, for a last look before sending."""
    lines = []
    for name in TOLD:
        for form in filled(draft, name):
            form.is_valid()
            lines += [
                Line(form.fields[field].label, _shown(form, field), name)
                for field in form.fields
                if field != "choice" and _shown(form, field)
            ]
    return lines


def _shown(form: Form, name: str) -> str:
    value: Any = form.cleaned_data.get(name, "")
    if name == "place":
        return value.label if value else str(form.cleaned_data.get("place_text", ""))
    choices = dict(getattr(form.fields[name], "choices", None) or [])
    return str(choices.get(value, value) or "") if value else ""
