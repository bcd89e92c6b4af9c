"""A change somebody else made meanwhile, beside one's own."""

from dataclasses import dataclass
from typing import Any

from himaya.kit.fields import show_birth_date
from himaya.kit.periods import BirthDate
from himaya.registry.people.forms import CorrectForm


@dataclass(frozen=True, slots=True)
class Beside:
    """One field on which the saved record and my text disagree."""

    label: Any
    saved: str
    mine: str


def side_by_side(form: CorrectForm) -> list[Beside]:
    """Where the record as saved now differs from what was typed; the form is made ready to be sent again."""
    stale = getattr(form, "stale", None)
    if stale is None:
        return []
    form.data = {**form.data.dict(), "_version": str(stale.version)}  # type: ignore[attr-defined]  # a QueryDict
    saved = CorrectForm.typed(stale)
    return [
        Beside(
            form.fields[name].label,
            _shown(form, name, saved[name]),
            _shown(form, name, form.cleaned_data.get(name)),
        )
        for name in saved
        if (saved[name] or "") != (form.cleaned_data.get(name) or "")
    ]


def _shown(form: CorrectForm, name: str, value: Any) -> str:
    if isinstance(value, BirthDate):
        return show_birth_date(value)
    choices = dict(getattr(form.fields[name], "choices", ()))
    if value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return "✓" if value else "—"
    return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value or "—")
