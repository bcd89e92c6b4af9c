"""Two people changed the same thing: what is saved now stands beside what one typed, field by field, in the very form
that is then sent again. Nothing typed is lost, nothing saved is overwritten unseen."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.shapes import Difference

NOTHING: tuple[Any, ...] = (None, "", [], (), {})


def attributes_of(record: Any, names: Iterable[str]) -> dict[str, Any]:
    """The record's own columns that are called like fields of the form."""
    columns = {field.name for field in record._meta.concrete_fields}
    return {name: getattr(record, name) for name in names if name in columns}


def differences_of(form: Any) -> dict[str, Difference]:
    """Where the record as saved now says something else than what was typed, by field; empty unless somebody was
    faster. What is empty there takes nothing away from what was typed."""
    if form.stale is None:
        return {}
    saved: Mapping[str, Any] = form.saved_in(form.stale)
    found = {}
    for name in saved:
        if name not in form.fields:
            continue
        mine, theirs = words_of(form[name], form[name].value()), words_of(form[name], saved[name])
        if theirs and mine != theirs:
            label = form.fields[name].label or name
            found[name] = Difference(name, label, mine, theirs, take=_taken(form[name], saved[name]))
    return found


def words_of(bound: Any, value: Any) -> str:
    """A value as people read it: a choice by its name, a day the way days are written here."""
    prepared = bound.field.prepare_value(value)
    if isinstance(prepared, list | tuple | set):
        return ", ".join(filter(None, (_one(bound, one) for one in prepared)))
    return _one(bound, prepared)


def _one(bound: Any, value: Any) -> str:
    if value in NOTHING:
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    for code, label in _flat(getattr(bound.field, "choices", None) or []):
        if str(code) == str(value):
            return str(label)
    if isinstance(value, datetime):
        return f"{clock.local(value):%d.%m.%Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    shown = getattr(bound.field.widget, "shown", None)
    return str(shown(str(value)) or value) if callable(shown) else str(value).replace("\r\n", "\n").strip()


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, str | Promise]]:
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


def _taken(bound: Any, value: Any) -> str | None:
    """What a press of “Take this one” puts into the field; None where a press cannot."""
    if not isinstance(
        bound.field.widget, forms.Textarea | forms.TextInput | forms.Select | forms.RadioSelect
    ):
        return None
    prepared = bound.field.prepare_value(value)
    if hasattr(bound.field.widget, "shown") or isinstance(prepared, bool | list | tuple | set | datetime):
        return None
    if isinstance(prepared, date):
        return f"{prepared:%d.%m.%Y}"
    return "" if prepared is None else str(prepared)
