"""Fields of filters. They stand above every list, with the same hundreds of choices for everybody: drawn anew they cost
more than the list below them. So a field is drawn once for each value that may be chosen, and kept in the process.

Kept is only what tells nothing of anybody: never a word that was typed, never a field with a fault, and never longer than
the reference data stays as it is."""

from typing import Any

from django import forms, template
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from himaya.kit import clock

register = template.Library()

MOST = 2000
_kept: dict[Any, SafeString] = {}


def forget() -> None:
    """Drop what is kept."""
    _kept.clear()


@register.simple_tag
def filter_field(field: Any) -> SafeString:
    """A field of a filter, as `<c-field>` draws it."""
    key = _key(field)
    if key is None:
        return SafeString(field.as_field_group())
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = SafeString(field.as_field_group())
    return _kept[key]


def _key(field: Any) -> tuple[Any, ...] | None:
    """All that the drawing depends on; None where it must not be kept."""
    value = field.value() or ""
    chosen = isinstance(field.field, forms.ChoiceField) and isinstance(value, str)
    if field.errors or (value and not chosen):
        return None
    form = type(field.form)
    version = import_string(settings.REFERENCE_VERSION)()
    offered = field.form.offered.get(field.name, ())
    return (form, field.name, field.auto_id, value, offered, get_language(), clock.today(), version)
